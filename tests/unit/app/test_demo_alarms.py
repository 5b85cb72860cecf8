"""How often the alerts cry wolf in the demo shops, whose truth is known; and the demo's orders."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from app.demo.catalogue import Catalogue, Shop, load_catalogue
from app.demo.festivals import festival_days
from app.demo.generator import Ledger, simulate
from app.demo.orders import MARKETPLACES, SHOP, WINDOW_DAYS, order_rows
from haat.analytics.alerts import spike
from haat.analytics.drops import drop

TODAY = date(2017, 6, 30)
DAY = timedelta(days=1)
WEEK = 7
MOST_PER_100_WEEKS = 3.0


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def ledger(catalogue: Catalogue) -> Ledger:
    return simulate(catalogue, TODAY)


def test_quiet_weeks_are_quiet(catalogue: Catalogue, ledger: Ledger) -> None:
    """A week of one product counts once, however many of its days alarm; bulk buyers are left in."""
    weeks = alarms = fallen = 0
    lifted = {s.id: set(_lifted(catalogue, s)) for s in catalogue.shops.values()}
    for column, (shop, _) in enumerate(ledger.series):
        for start in range(300, len(ledger.days) - WEEK, 4 * WEEK):
            days = ledger.days[start : start + WEEK]
            promoted = ledger.promo[start - WEEK : start + WEEK, column].any()
            if promoted or lifted[shop.id] & {*days, *(d - WEEK * DAY for d in days)}:
                continue
            weeks += 1
            alarms += any(_alarms(ledger, column, start + n) for n in range(1, WEEK + 1))
            fallen += _falls(ledger, column, start + WEEK)
    assert fallen <= weeks / 500
    rate = 100 * alarms / weeks
    print(f"demand_spike on quiet weeks: {alarms} of {weeks} SKU-weeks, {rate:.2f} per 100")  # noqa: T201
    assert weeks > 1000
    assert rate < MOST_PER_100_WEEKS


def test_a_planted_fourfold_day_is_seen(ledger: Ledger) -> None:
    """The same shops, with one day's sales made four times as many."""
    seen = tried = 0
    for column in range(len(ledger.series)):
        usual = float(ledger.sales[-60:-1, column].mean())
        if usual < 3:
            continue
        tried += 1
        daily = _daily(ledger, column, len(ledger.days))
        daily[ledger.days[-1]] = float(round(4 * usual))
        seen += spike(daily, _empty(ledger, column), TODAY) is not None
    assert tried > 40
    print(f"planted fourfold days seen: {seen} of {tried}")  # noqa: T201
    assert seen / tried > 0.7


def test_a_planted_week_of_a_fifth_is_seen(ledger: Ledger) -> None:
    """The same shops, with one week's sales made a fifth; what sells two a day or more."""
    seen = tried = 0
    for column in range(len(ledger.series)):
        daily, untold = _daily(ledger, column, len(ledger.days)), _empty(ledger, column)
        usual = float(ledger.sales[-60:-8, column].mean())
        lately = [d for d in ledger.days[-WEEK:] if d not in untold]
        if usual < 2 or ledger.promo[-63:, column].any() or len(lately) < WEEK:
            continue
        tried += 1
        daily |= {d: float(round(usual / 5)) for d in lately}
        seen += drop(daily, untold, TODAY) is not None
    assert tried > 20
    print(f"planted poor weeks seen: {seen} of {tried}")  # noqa: T201
    assert seen / tried > 0.7


def test_orders_are_the_same_for_a_day_whenever_they_are_told(
    catalogue: Catalogue, ledger: Ledger
) -> None:
    later = simulate(catalogue, TODAY + 3 * DAY)
    now = {row[2]: row for row in order_rows(ledger, TODAY, "demo")}
    then = {row[2]: row for row in order_rows(later, TODAY + 3 * DAY, "demo")}
    both = set(now) & set(then)
    assert len(both) > 60
    assert all(now[o][:8] == then[o][:8] for o in both)
    assert {row[1] for row in now.values()} == set(MARKETPLACES)
    assert {row[8] for row in now.values()} > {"new", "accepted", "shipped", "delivered"}
    made = {a.sku_id for s, a in ledger.series if s.id == SHOP}
    assert {row[4] for row in now.values()} <= made
    first = min(date.fromisoformat(row[3]) for row in now.values())
    assert first >= TODAY - WINDOW_DAYS * DAY
    assert all(row[7] == row[5] * row[6] for row in now.values())


def _alarms(ledger: Ledger, column: int, end: int) -> bool:
    today = ledger.days[end - 1] + DAY
    return spike(_daily(ledger, column, end), _empty(ledger, column), today) is not None


def _falls(ledger: Ledger, column: int, end: int) -> bool:
    today = ledger.days[end - 1] + DAY
    return drop(_daily(ledger, column, end), _empty(ledger, column), today) is not None


def _daily(ledger: Ledger, column: int, end: int) -> dict[date, float]:
    days = range(max(0, end - 63), end)
    return {ledger.days[i]: float(u) for i in days if (u := ledger.sales[i, column]) > 0}


def _empty(ledger: Ledger, column: int) -> frozenset[date]:
    return frozenset(
        d for d, left in zip(ledger.days, ledger.on_hand[:, column], strict=True) if left <= 0
    )


def _lifted(catalogue: Catalogue, shop: Shop) -> Iterator[date]:
    found = festival_days(catalogue.festivals, shop.state, range(2015, 2018))
    for festival in catalogue.festivals:
        for day in found.get(festival.id, ()):
            yield from (day - n * DAY for n in range(festival.lead + 1))
