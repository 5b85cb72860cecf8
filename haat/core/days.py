"""The shop's calendar: days are Asia/Kolkata's, moments are aware UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHOP_ZONE = ZoneInfo("Asia/Kolkata")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)


def shop_day(moment: datetime) -> date:
    """The shop's day at a moment."""
    return moment.astimezone(SHOP_ZONE).date()


def fixed_day_clock(day: date | None) -> Clock:
    """A clock that keeps the running time of day but stands on `day`, where one is fixed."""
    if day is None:
        return utc_now
    fixed = day

    def now() -> datetime:
        local = utc_now().astimezone(SHOP_ZONE)
        return local.replace(year=fixed.year, month=fixed.month, day=fixed.day).astimezone(UTC)

    return now
