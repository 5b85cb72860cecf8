"""What the law forbids or a customer must not get: above the MRP, past its shelf life, a pack without an MRP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from haat.analytics.alerts import outlived
from haat.core.money import from_paise, number
from haat.language.units import PACKAGES
from haat.store import signals, stock
from haat.store.extent import Extent
from haat.store.products import Product
from haat.store.signals import Overcharged
from tools.shop import rounded
from tools.watching.alert import Alert
from tools.watching.facts import DAY, Facts

ABOVE_MRP = "above_mrp"
SALES_DAYS = 7  # of which sales above the MRP are told
LONGEST_SHELF_DAYS = 400  # what keeps longer is not watched
LEAST_OLD = 0.5  # units; less is a matter of rounding


def compliance_failures(facts: Facts) -> Iterator[Alert]:
    """Prices above the MRP, goods past their shelf life, packs without an MRP."""
    yield from above_mrp(facts)
    yield from _expired(facts)
    yield from _without_mrp(facts)


def above_mrp(facts: Facts) -> Iterator[Alert]:
    """List prices and sales of the last week above the MRP (Packaged Commodities Rules 2011, rule 18)."""
    actor, db = facts.context.actor, facts.db
    sold = {o.sku_id: o for o in signals.above_mrp(actor, db, facts.extent(SALES_DAYS, ahead=1))}
    for sku, product in facts.goods.items():
        mrp, price = product.mrp_paise, product.price_paise
        listed = mrp is not None and price is not None and price > mrp
        if mrp is not None and (sku in sold or listed):
            yield _above_mrp(facts, product, mrp, sold.get(sku))


def _above_mrp(facts: Facts, product: Product, mrp: int, sold: Overcharged | None) -> Alert:
    listed = product.price_paise or 0
    highest = max(listed, sold.highest_paise if sold else 0)
    weekly = facts.per_day(product.sku_id) * SALES_DAYS
    return Alert(
        kind="compliance_failure",
        reason=ABOVE_MRP,
        severity="high",
        product=product.sku_id,
        since=sold.first if sold else facts.today,
        dated=sold is not None,
        what_to_do="lower_to_mrp",
        unit=product.unit,
        numbers={
            "price": number(from_paise(highest)),
            "mrp": number(from_paise(mrp)),
            "units": rounded(sold.units, 3) if sold else None,
        },
        at_stake=sold.over_paise / 100 if sold else max(0, listed - mrp) / 100 * weekly,
    )


def _expired(facts: Facts) -> Iterator[Alert]:
    """Goods of which some must be older than their shelf life, even if the oldest always went first."""
    groups: dict[int, list[Product]] = {}
    for product in facts.goods.values():
        life = product.shelf_life_days
        if (
            life is not None
            and life <= LONGEST_SHELF_DAYS
            and facts.left.get(product.sku_id, 0) > 0
        ):
            groups.setdefault(life, []).append(product)
    for life, group in groups.items():
        yield from _past(facts, life, group)


def _past(facts: Facts, life: int, group: list[Product]) -> Iterator[Alert]:
    """Of goods with one shelf life: those with more on the shelf than came in it."""
    actor, db, today = facts.context.actor, facts.db, facts.today
    day = today - (life + 1) * DAY  # what was there at its end is older than the shelf life
    skus = tuple(p.sku_id for p in group)
    since = Extent((facts.store.id,), day + DAY, today, skus)
    came = _sums(signals.bought_daily(actor, db, since))
    back = _sums(signals.returned_daily(actor, db, since))
    came = {sku: came.get(sku, 0.0) + back.get(sku, 0.0) for sku in skus}
    doubtful = tuple(s for s in skus if facts.left[s] - came[s] >= LEAST_OLD)
    if not doubtful:
        return
    then = stock.on_hand(actor, db, (facts.store.id,), day, doubtful)
    went = _sums(signals.sold_daily(actor, db, replace(since, skus=doubtful)))
    for shelf in then:
        if shelf.on_hand is None:
            continue
        sku = shelf.sku_id
        old = outlived(facts.left[sku], came[sku], shelf.on_hand, went.get(sku, 0.0))
        if old >= LEAST_OLD:
            yield _old(facts, facts.goods[sku], life, old)


def _old(facts: Facts, product: Product, life: int, old: float) -> Alert:
    cost = product.unit_cost_paise or product.price_paise
    return Alert(
        kind="compliance_failure",
        reason="past_shelf_life",
        severity="high",
        product=product.sku_id,
        since=facts.today,
        dated=False,
        what_to_do="take_off_shelf",
        unit=product.unit,
        numbers={
            "units": rounded(old, 3),
            "on_hand": rounded(facts.left[product.sku_id], 3),
            "shelf_life_days": life,
        },
        at_stake=None if cost is None else old * cost / 100,
    )


def _without_mrp(facts: Facts) -> Iterator[Alert]:
    """Packed goods for which no MRP is known (rule 6)."""
    found = {s: p for s, p in facts.goods.items() if p.mrp_paise is None and _is_packed(p)}
    if not found:
        return
    actor, db, stores = facts.context.actor, facts.db, (facts.store.id,)
    begun = signals.first_seen(actor, db, stores, tuple(found), facts.today)
    for sku, product in found.items():
        yield Alert(
            kind="compliance_failure",
            reason="missing_mrp",
            severity="low",
            product=sku,
            since=begun.get(sku, facts.today),
            what_to_do="write_mrp",
            unit=product.unit,
        )


def _is_packed(product: Product) -> bool:
    loose = product.sku_id.endswith(".loose")
    packed = product.unit in PACKAGES or (product.unit == "piece" and product.pack_size is not None)
    return packed and not loose


def _sums(series: dict[str, dict[date, float]]) -> dict[str, float]:
    return {sku: sum(days.values()) for sku, days in series.items()}
