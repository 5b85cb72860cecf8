"""Goods that run out before a delivery can come. Stock that was never counted is no alert."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from haat.analytics.alerts import (
    Cover,
    Severity,
    below_since,
    cover,
    shelf_levels,
    stock_severity,
)
from haat.analytics.habit import USUAL_DAYS
from haat.core.money import from_paise
from haat.store import signals
from haat.store.extent import Extent
from haat.store.products import Product
from haat.store.signals import Supply
from tools.shop import rounded
from tools.watching.alert import Alert, Todo
from tools.watching.facts import DAY, Facts

USUAL_LEAD_DAYS = 3.0  # where no count says how long a delivery takes
LEAST_NEGATIVE = 0.01  # units; less is a matter of rounding
COUNT_DAYS = 400  # back to which a count may lie
EASED: dict[Severity, Severity] = {"high": "medium", "medium": "low"}  # with goods on the way


def stockouts(facts: Facts) -> Iterator[Alert]:
    """Goods whose days of cover are below the lead time, or that may well run out in it."""
    actor, db = facts.context.actor, facts.db
    if not facts.left:
        return
    supplies = signals.supplies(actor, db, facts.extent(COUNT_DAYS, ahead=1))
    found = [
        one
        for sku, product in facts.goods.items()
        if (one := _stockout(facts, product, supplies.get(sku))) is not None
    ]
    begun = since(facts, {a.product or "": need for a, need in found})
    for alert, _ in found:
        yield replace(alert, since=begun[alert.product or ""])


def negatives(facts: Facts) -> Iterator[Alert]:
    """Goods of which more was sold than the books had: something was not written down."""
    below = {sku: 0.0 for sku, left in facts.left.items() if left <= -LEAST_NEGATIVE}
    begun = since(facts, {sku: need for sku, need in below.items() if sku in facts.goods})
    for sku, day in begun.items():
        product, left = facts.goods[sku], facts.left[sku]
        yield Alert(
            kind="stockout_risk",
            reason="negative_stock",
            severity="medium",
            product=sku,
            since=day,
            what_to_do="count_stock",
            unit=product.unit,
            numbers={"on_hand": rounded(left, 3), "units": rounded(-left, 3)},
            at_stake=_worth(product, -left),
        )


def since(facts: Facts, needs: dict[str, float]) -> dict[str, date]:
    """Since when each shelf holds less than it needs, as far as counts and movements tell."""
    if not needs:
        return {}
    actor, db, today = facts.context.actor, facts.db, facts.today
    extent = Extent((facts.store.id,), today - USUAL_DAYS * DAY, today - DAY, tuple(sorted(needs)))
    counts = signals.counted(actor, db, extent)
    came = signals.bought_daily(actor, db, extent)
    days = [today - n * DAY for n in range(USUAL_DAYS, 0, -1)]
    begun: dict[str, date] = {}
    for sku, need in needs.items():
        moved = (counts.get(sku, {}), came.get(sku, {}), facts.sold.get(sku, {}))
        begun[sku] = below_since(shelf_levels(*moved, days), need, today)
    return begun


def _stockout(facts: Facts, product: Product, supply: Supply | None) -> tuple[Alert, float] | None:
    """The alert with how much the shelf should hold."""
    sku = product.sku_id
    left, sold = facts.left.get(sku), facts.sold.get(sku)
    if left is None or sold is None or supply is None or left <= -LEAST_NEGATIVE:
        return None
    told = supply.lead_time_days is not None
    lead = supply.lead_time_days if supply.lead_time_days is not None else USUAL_LEAD_DAYS
    found = cover(sold, facts.empty.get(sku, frozenset()), facts.today, left, lead)
    severity = None if found is None else stock_severity(found, left, lead)
    if found is None or severity is None:
        return None
    coming = _coming(facts, supply)
    comes = coming > 0 and left + coming >= found.per_day * lead
    if comes and severity == "low":
        return None
    alert = Alert(
        kind="stockout_risk",
        reason=_reason(found, left, lead),
        severity=EASED[severity] if comes else severity,
        product=sku,
        since=facts.today,
        what_to_do=_todo(severity, comes=comes),
        unit=product.unit,
        numbers={
            "on_hand": rounded(left, 3),
            "per_day": rounded(found.per_day),
            "days_of_cover": rounded(found.days, 1),
            "lead_time_days": rounded(lead, 1),
            "stockout_risk": rounded(100 * found.risk, 0),
            "in_transit": rounded(coming, 3) if coming > 0 else None,
            "sure": _sureness(found, told=told),
        },
        at_stake=_worth(product, found.short),
        cover=found,
        coming=coming,
    )
    need = max(found.per_day * lead, left + 1e-6)
    return alert, need


def _reason(found: Cover, left: float, lead: float) -> str:
    if left <= 0:
        return "out_of_stock"
    return "cover_below_lead_time" if found.days < lead else "may_run_out"


def _todo(severity: Severity, *, comes: bool) -> Todo:
    if comes:
        return "check_delivery"
    return "order_soon" if severity == "low" else "order_now"


def _sureness(found: Cover, *, told: bool) -> str:
    """How much the alert can be trusted: little history or an assumed lead time are said."""
    if found.thin:
        return "thin_history"
    return "usual" if told else "assumed_lead_time"


def _coming(facts: Facts, supply: Supply) -> float:
    """What was on the way at the last count and has not been booked since."""
    if not supply.in_transit:
        return 0.0
    actor, db = facts.context.actor, facts.db
    start = supply.counted_on + DAY
    if start > facts.today:
        return supply.in_transit
    extent = Extent((facts.store.id,), start, facts.today, (supply.sku_id,))
    came = signals.bought_daily(actor, db, extent).get(supply.sku_id, {})
    return max(0.0, supply.in_transit - sum(came.values()))


def _worth(product: Product, units: float) -> float | None:
    """Rupees of sales."""
    if product.price_paise is None:
        return None
    return units * float(from_paise(product.price_paise))
