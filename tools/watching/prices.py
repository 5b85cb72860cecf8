"""Prices out of line: with other shops, with the mandi, with what the goods cost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from statistics import median

from haat.analytics.alerts import band_severity, jump_percent, off_percent
from haat.analytics.market import shelf_days
from haat.core.money import from_paise, number
from haat.language.units import conversion
from haat.store import demand, signals
from haat.store.extent import Extent
from haat.store.products import Product
from haat.store.signals import Bought, MandiPrice, RivalPrice
from tools.shop import rounded
from tools.watching.alert import Alert
from tools.watching.facts import DAY, Facts

RIVAL_DAYS = 14  # so long a competitor's price speaks of today
RIVAL_BAND = 15.0  # percent
RETAIL_BAND = 50.0  # percent of the government's retail price: shops differ, and so does quality
MANDI_MARKUP = 100.0  # percent above the mandi that a shop needs at most
MANDI_DAYS = 30
COST_DAYS, NEW_COST_DAYS = 90, 7
COST_BAND = 25.0
NEW_PRICE_DAYS, OWN_DAYS = 3, 28
OWN_BAND = 30.0  # percent off what was taken before: more often a slip of the pen than a wish
WEEK = 7


def price_anomalies(facts: Facts) -> Iterator[Alert]:
    """Every list price far from what others ask or from what it was, every cost that jumped or squeezes."""
    yield from _against_rivals(facts)
    yield from _against_mandi(facts)
    yield from _against_itself(facts)
    yield from _costs(facts)


def _against_rivals(facts: Facts) -> Iterator[Alert]:
    actor, db, today = facts.context.actor, facts.db, facts.today
    asked = signals.rival_prices(actor, db, today - RIVAL_DAYS * DAY, today)
    for sku, product in facts.goods.items():
        rivals = asked.get(sku)
        if rivals and product.price_paise is not None:
            reference = round(median(one.price_paise for one in rivals))
            since = max(one.date for one in rivals)
            found = _out_of_band(facts, product, reference, RIVAL_BAND, since)
            if found is not None:
                yield _rival_alert(found, rivals, reference)


def _rival_alert(found: Alert, rivals: Sequence[RivalPrice], reference: int) -> Alert:
    above = float(found.numbers["off"] or 0) > 0
    return _with(
        found,
        "above_competitors" if above else "below_competitors",
        competitor_price=number(from_paise(reference)),
        competitors=len(rivals),
    )


def _against_mandi(facts: Facts) -> Iterator[Alert]:
    district = facts.context.gazetteer.get(facts.store.place or "")
    loose = {s: p for s, p in facts.goods.items() if p.price_paise is not None and _is_loose(p)}
    if district is None or not district.district_id or not loose:
        return
    actor, db, today = facts.context.actor, facts.db, facts.today
    concepts = sorted({p.concept for p in loose.values()})
    days = (today - MANDI_DAYS * DAY, today)
    quotes = signals.mandi_prices(actor, db, concepts, district.district_id, days)
    for product in loose.values():
        fresh = [
            q for q in quotes if q.commodity == product.concept and _is_fresh(q, product, today)
        ]
        found = _mandi_alert(facts, product, fresh)
        if found is not None:
            yield found


def _mandi_alert(facts: Facts, product: Product, quotes: Sequence[MandiPrice]) -> Alert | None:
    """Against retail prices where there are any, else against the mandi's."""
    for level in ("retail", "wholesale"):
        told = [q for q in quotes if q.level == level]
        prices = [p for q in told if (p := _in_own_unit(q, product)) is not None]
        if not prices:
            continue
        reference, since = round(median(prices)), max(q.date for q in told)
        if level == "retail":
            found = _out_of_band(facts, product, reference, RETAIL_BAND, since)
        else:
            found = _out_of_wholesale(facts, product, reference, since)
        if found is None:
            return None
        above = float(found.numbers["off"] or 0) > 0
        price = number(from_paise(reference))
        return _with(found, "above_market" if above else "below_market", market_price=price)
    return None


def _out_of_wholesale(facts: Facts, product: Product, reference: int, since: date) -> Alert | None:
    """A shop may not sell below the mandi for long, nor ask far more than twice."""
    off = off_percent(product.price_paise or 0, reference)
    return _out_of_band(facts, product, reference, MANDI_MARKUP if off > 0 else 0.0, since)


def _out_of_band(
    facts: Facts, product: Product, reference: int, band: float, since: date
) -> Alert | None:
    price = product.price_paise
    if price is None or reference <= 0:
        return None
    off = off_percent(price, reference)
    severity = band_severity(off, band) if band else ("medium" if off < 0 else None)
    if severity is None:
        return None
    weekly = facts.per_day(product.sku_id) * WEEK
    return Alert(
        kind="price_anomaly",
        reason="",
        severity=severity,
        product=product.sku_id,
        since=since,
        what_to_do="check_price",
        unit=product.unit,
        numbers={"price": number(from_paise(price)), "off": rounded(off, 1)},
        at_stake=abs(price - reference) / 100 * weekly,
    )


def _against_itself(facts: Facts) -> Iterator[Alert]:
    """What was suddenly sold at another price than in the weeks before, and on no offer."""
    actor, db = facts.context.actor, facts.db
    late = facts.extent(NEW_PRICE_DAYS)
    earlier = Extent(late.stores, late.start - OWN_DAYS * DAY, late.start - DAY)
    usual = demand.mean_paid(actor, db, earlier)
    offered = {*demand.offer_days(actor, db, late), *demand.announced(actor, db, late)}
    for sku, price in demand.mean_paid(actor, db, late).items():
        if sku in usual and sku in facts.goods and sku not in offered:
            found = _sudden(facts, facts.goods[sku], round(price), round(usual[sku]))
            if found is not None:
                yield found


def _sudden(facts: Facts, product: Product, now: int, usual: int) -> Alert | None:
    priced = replace(product, price_paise=now)
    found = _out_of_band(facts, priced, usual, OWN_BAND, facts.today - DAY)
    if found is None:
        return None
    return _with(found, "sudden_price", usual_price=number(from_paise(usual)))


def _costs(facts: Facts) -> Iterator[Alert]:
    actor, db, today = facts.context.actor, facts.db, facts.today
    bought = signals.purchases(actor, db, facts.extent(COST_DAYS, ahead=1))
    for sku, product in facts.goods.items():
        told = bought.get(sku)
        if told and told[-1].date >= today - NEW_COST_DAYS * DAY:
            found = (
                _below_cost(facts, product, told[-1])
                or _jumped(facts, product, told)
                or _squeezed(facts, product, told[-1])
            )
            if found is not None:
                yield found


def _below_cost(facts: Facts, product: Product, last: Bought) -> Alert | None:
    """Sold for less than it cost."""
    price = product.price_paise
    if price is None or last.unit_cost_paise <= price:
        return None
    lost = (last.unit_cost_paise - price) / 100
    return _too_cheap(facts, product, last, "below_cost", lost)


def _squeezed(facts: Facts, product: Product, last: Bought) -> Alert | None:
    """Bought so dear that less is left than she wants of these goods."""
    price, least = product.price_paise, product.min_margin_pct
    if not price or least is None:
        return None
    left = (price - last.unit_cost_paise) / price * 100
    if left >= least:
        return None
    missing = (least - left) / 100 * price / 100
    found = _too_cheap(facts, product, last, "margin_squeeze", missing)
    margin = {"margin": rounded(left, 1)}
    return replace(found, severity="medium", numbers={**found.numbers, **margin})


def _too_cheap(facts: Facts, product: Product, last: Bought, reason: str, missing: float) -> Alert:
    """A price against what the goods cost last; `missing` is rupees a unit."""
    return Alert(
        kind="price_anomaly",
        reason=reason,
        severity="high",
        product=product.sku_id,
        since=last.date,
        what_to_do="check_price",
        unit=product.unit,
        numbers={
            "price": number(from_paise(product.price_paise or 0)),
            "unit_cost": number(from_paise(last.unit_cost_paise)),
        },
        at_stake=missing * facts.per_day(product.sku_id) * WEEK,
    )


def _jumped(facts: Facts, product: Product, told: Sequence[Bought]) -> Alert | None:
    """The last purchase against the middle of those before it."""
    costs = [one.unit_cost_paise for one in told]
    jump = jump_percent(costs)
    severity = None if jump is None or jump <= 0 else band_severity(jump, COST_BAND)
    if jump is None or severity is None:
        return None
    usual = median(costs[:-1])
    return Alert(
        kind="price_anomaly",
        reason="purchase_price_jump",
        severity=severity,
        product=product.sku_id,
        since=told[-1].date,
        what_to_do="check_supplier",
        unit=product.unit,
        numbers={
            "unit_cost": number(from_paise(costs[-1])),
            "usual_cost": rounded(usual / 100),
            "off": rounded(jump, 1),
        },
        at_stake=(costs[-1] - usual) / 100 * facts.per_day(product.sku_id) * WEEK,
    )


def _is_loose(product: Product) -> bool:
    """Whether it is sold as it is in the mandi; what is packed has a price of its own."""
    return product.mrp_paise is None and product.pack_size is None


def _is_fresh(quote: MandiPrice, product: Product, today: date) -> bool:
    return (today - quote.date).days <= shelf_days(product.category)


def _in_own_unit(quote: MandiPrice, product: Product) -> float | None:
    """Paise for one unit of the product; None where the two measures don't compare."""
    factor = conversion(quote.unit, product.unit)
    return None if factor is None else quote.modal_paise / float(factor)


def _with(found: Alert, reason: str, **more: float) -> Alert:
    return replace(found, reason=reason, numbers={**found.numbers, **more})
