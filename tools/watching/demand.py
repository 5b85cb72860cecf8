"""Goods that sell more than chance explains."""

from collections.abc import Iterator

from haat.analytics.alerts import spike, spike_severity
from haat.core.money import from_paise
from haat.store import signals
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
                "chance": float(f"{100 * found.chance:.1g}"),
                "on_hand": None if sku not in facts.left else rounded(facts.left[sku], 3),
            },
            at_stake=None if price is None else more * price,
        )


def _todo(left: float | None, pace: float) -> Todo:
    """Order where the shelf won't last at the new pace; count where nobody knows; else keep an eye on it."""
    if left is None:
        return "count_stock"
    return "order_soon" if left < ENOUGH_DAYS * pace else "keep_watch"
