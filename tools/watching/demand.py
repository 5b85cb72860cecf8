"""Goods that sell more, or less, than chance explains."""

from collections.abc import Iterator

from haat.analytics.alerts import spike, spike_severity
from haat.analytics.drops import Drop, closed_days, drop, drop_severity, pace
from haat.analytics.habit import LOOK_BACK_DAYS
from haat.core.money import from_paise
from haat.store import demand, signals
from haat.store.products import Product
from tools.shop import rounded
from tools.watching.alert import Alert, Todo
from tools.watching.facts import Facts

SPELL_DAYS = 7
ENOUGH_DAYS = 7  # of the new pace; with less on the shelf it is time to order


def spikes(facts: Facts) -> Iterator[Alert]:
    """Yesterday's or the last seven days' sales against the weeks before; promotions explain theirs."""
    actor, db = facts.context.actor, facts.db
    offered = signals.promoted(actor, db, facts.extent(SPELL_DAYS))
    for sku, product in facts.goods.items():
        sold = facts.sold.get(sku)
        if sold is None or sku in offered:
            continue
        found = spike(sold, facts.empty.get(sku, frozenset()), facts.today)
        if found is None:
            continue
        more = found.units - found.expected
        price = None if product.price_paise is None else float(from_paise(product.price_paise))
        yield Alert(
            kind="demand_spike",
            reason="above_usual",
            severity=spike_severity(found),
            product=sku,
            since=found.since,
            what_to_do=_todo(facts.left.get(sku), found.units / found.days),
            unit=product.unit,
            numbers={
                "units": rounded(found.units, 3),
                "expected": rounded(found.expected),
                "days": found.days,
                "direction": "up",
                "chance": float(f"{100 * found.chance:.1g}"),
                "on_hand": None if sku not in facts.left else rounded(facts.left[sku], 3),
            },
            at_stake=None if price is None else more * price,
        )


def drops(facts: Facts) -> Iterator[Alert]:
    """The last seven days' sales against the weeks before, without offers and empty shelves."""
    closed = closed_days(facts.sold, facts.today)
    usual_pace = pace(facts.sold, closed, facts.today)
    offers = demand.offer_days(facts.context.actor, facts.db, facts.extent(LOOK_BACK_DAYS))
    for sku, product in facts.goods.items():
        sold = facts.sold.get(sku)
        if sold is None or facts.left.get(sku, 1.0) <= 0:  # an empty shelf is told elsewhere
            continue
        untold = closed | facts.empty.get(sku, frozenset()) | offers.get(sku, frozenset())
        found = drop(sold, untold, facts.today, usual_pace)
        if found is not None:
            yield _drop(facts, product, found)


def _drop(facts: Facts, product: Product, found: Drop) -> Alert:
    less = found.expected - found.units
    price = None if product.price_paise is None else float(from_paise(product.price_paise))
    left = facts.left.get(product.sku_id)
    return Alert(
        kind="demand_spike",
        reason="below_usual",
        severity=drop_severity(found),
        product=product.sku_id,
        since=found.since,
        what_to_do="count_stock" if left is None else "find_out_why",
        unit=product.unit,
        numbers={
            "units": rounded(found.units, 3),
            "expected": rounded(found.expected),
            "days": found.days,
            "direction": "down",
            "chance": float(f"{100 * found.chance:.1g}"),
            "on_hand": None if left is None else rounded(left, 3),
        },
        at_stake=None if price is None else less * price,
    )


def _todo(left: float | None, pace: float) -> Todo:
    """Order where the shelf won't last at the new pace; count where nobody knows; else keep an eye on it."""
    if left is None:
        return "count_stock"
    return "order_soon" if left < ENOUGH_DAYS * pace else "keep_watch"
