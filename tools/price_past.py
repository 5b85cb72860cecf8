"""Reads how a product sold day by day, at which price, and what other shops asked meanwhile."""

from collections.abc import Iterable, Iterator
from datetime import date

from haat.analytics.market import middle
from haat.analytics.price_response import SellingDay
from haat.store import competitors
from haat.store.competitors import Asked
from haat.store.handles import Connection
from haat.store.price_history import PriceHistory, price_history
from tools.context import ToolContext
from tools.periods import DAY

HISTORY_DAYS = 730
FRESH_DAYS = 30  # an older price of a competitor is not looked at
LEAST_CONFIDENCE = 0.5


def selling_days(
    context: ToolContext, db: Connection, store_id: str, sku_id: str
) -> tuple[tuple[SellingDay, ...], date | None]:
    """Each day from the first stated price until yesterday, and the last day with a sale."""
    start, yesterday = context.today - HISTORY_DAYS * DAY, context.today - DAY
    history = price_history(context.actor, db, store_id, sku_id, start=start, end=yesterday)
    last = history.sold[-1].date if history.sold else None
    noted = competitors.noted(context.actor, db, sku_id, start, yesterday)
    return tuple(_days(history, tuple(filter(is_sure, noted)), yesterday)), last


def is_sure(asked: Asked) -> bool:
    """Whether whoever noted a competitor's price was sure enough of it."""
    return asked.confidence is None or asked.confidence >= LEAST_CONFIDENCE


def _days(history: PriceHistory, noted: tuple[Asked, ...], until: date) -> Iterable[SellingDay]:
    """Days without gaps, each with the price asked then: a day without a sale keeps the last one."""
    by_day = {s.date: s for s in history.sold}
    day = next((s.date for s in history.sold if s.price_paise), None)
    rivals = _rivals(noted, day or until, until)
    price = 0.0
    while day is not None and day <= until:
        sold, empty = by_day.get(day), day in history.empty
        if sold is None:
            promo, units = day in history.offered, 0.0
        else:
            price = sold.price_paise / 100 if sold.price_paise else price
            promo, units = sold.promo or day in history.offered, sold.units
        yield SellingDay(day, units, price, promo, empty, next(rivals))
        day += DAY


def _rivals(noted: tuple[Asked, ...], day: date, until: date) -> Iterator[float | None]:
    """The middle of the competitors' newest fresh prices (rupees), day after day."""
    newest: dict[str, Asked] = {}
    waiting = list(reversed(noted))
    found, stands_until = None, day - DAY
    while day <= until:
        news = False
        while waiting and waiting[-1].date <= day:
            asked, news = waiting.pop(), True
            newest[asked.competitor] = asked
        if news or day > stands_until:
            found, stands_until = _fresh(newest.values(), day)
        yield found
        day += DAY


def _fresh(newest: Iterable[Asked], day: date) -> tuple[float | None, date]:
    """The middle of the fresh ones, and the day until which no news leave it so."""
    fresh = [a for a in newest if (day - a.date).days <= FRESH_DAYS]
    if not fresh:
        return None, date.max
    first = min(a.date for a in fresh)
    return middle(a.price_paise for a in fresh) / 100, first + FRESH_DAYS * DAY
