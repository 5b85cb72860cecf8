"""What a person's own rules find: stock below an amount, a price above or below one, a day that sold so much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import assert_never

from haat.core.errors import InvalidInput, NotFound
from haat.core.finding import Finding
from haat.language.units import conversion
from haat.store import products, signals
from haat.store.alerts import AlertKind, Rule, RuleDraft
from haat.store.products import Product
from tools.market_price import MarketPrice, market_price
from tools.shop import rounded
from tools.watching.alert import Alert, Number, Todo
from tools.watching.facts import DAY, Facts
from tools.watching.prices import RIVAL_DAYS
from tools.watching.stock import since

OLD = frozenset({"old_price", "nearby_only", "no_price"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule looks at: its value today in the rule's unit, since which day, and what is said of it."""

    value: float | None
    since: date
    notes: tuple[str, ...] = ()


def what(wanted: RuleDraft) -> str:
    """A code of what is watched: `stock`, `sales`, `price_below_at` (a place) …, `any_stockout_risk`."""
    if wanted.threshold is None:
        return f"any_{wanted.kind}"
    if wanted.kind == "price_anomaly":
        return f"price_{wanted.direction}" + ("_at" if wanted.place else "")
    return "stock" if wanted.kind == "stockout_risk" else "sales"


def own_findings(facts: Facts, rules: Sequence[Rule]) -> Iterator[Alert]:
    """An alert for each rule with a limit that is passed today; a value that isn't known passes none."""
    for rule in {rule.wanted: rule for rule in rules}.values():  # the same wish counts once
        wanted = rule.wanted
        if wanted.threshold is None or wanted.product is None or wanted.unit is None:
            continue  # subscribed to what is watched anyway
        read = reading_of(facts, wanted)
        if passed(wanted, read.value):
            yield _alert(facts, rule, read)


def reading_of(facts: Facts, wanted: RuleDraft) -> Reading:
    """What the rule's value is today; None where it isn't known."""
    match wanted.kind:
        case "stockout_risk":
            return _shelf(facts, wanted)
        case "demand_spike":
            return _yesterday(facts, wanted)
        case "price_anomaly":
            return _market(facts, wanted)
        case "compliance_failure":
            return Reading(None, facts.today)
        case never:
            assert_never(never)


def passed(wanted: RuleDraft, value: float | None) -> bool:
    """Whether the value is beyond the limit, or at it."""
    if value is None or wanted.threshold is None:
        return False
    return value <= wanted.threshold if wanted.direction == "below" else value >= wanted.threshold


def _shelf(facts: Facts, wanted: RuleDraft) -> Reading:
    """All SKUs meant, together, in the rule's unit."""
    meant = _meant(facts, wanted)
    known = [(p, facts.left[p.sku_id]) for p in meant if p.sku_id in facts.left]
    left = [amount for p, u in known if (amount := _in_unit(u, p, wanted.unit)) is not None]
    if not left:
        return Reading(None, facts.today, ("unknown_stock",))
    if len(known) > 1 or wanted.threshold is None:
        return Reading(sum(left), facts.today)
    product, _ = known[0]
    factor = conversion(wanted.unit or product.unit, product.unit) or Decimal(1)
    need = wanted.threshold * float(factor) + 1e-6
    begun = since(facts, {product.sku_id: need})[product.sku_id]
    return Reading(sum(left), begun)


def _yesterday(facts: Facts, wanted: RuleDraft) -> Reading:
    yesterday = facts.today - DAY
    sold = [
        amount
        for p in _meant(facts, wanted)
        if (units := facts.sold.get(p.sku_id, {}).get(yesterday)) is not None
        and (amount := _in_unit(units, p, wanted.unit)) is not None
    ]
    return Reading(sum(sold) if sold else None, yesterday, () if sold else ("no_sales",))


def _market(facts: Facts, wanted: RuleDraft) -> Reading:
    """The market's price at the rule's place; an old one, or another place's, passes no limit.

    Goods that no market quotes: what competitors ask.
    """
    asked = MarketPrice(commodity=wanted.product, place=wanted.place)
    try:
        found = market_price(facts.context, asked)
    except (InvalidInput, NotFound):
        return _rivals(facts, wanted)
    price = found.figure("price") if isinstance(found, Finding) else None
    if not isinstance(found, Finding) or price is None or price.value is None:
        return _rivals(facts, wanted)
    if OLD & set(found.notes):
        return Reading(None, facts.today, found.notes)
    factor = conversion(wanted.unit or "", price.unit.removeprefix("INR/"))
    if factor is None:
        return Reading(None, facts.today, ("other_unit",))
    return Reading(float(price.value) * float(factor), price.date or facts.today, found.notes)


def _rivals(facts: Facts, wanted: RuleDraft) -> Reading:
    start = facts.today - RIVAL_DAYS * DAY
    asked = signals.rival_prices(facts.context.actor, facts.db, start, facts.today)
    told = [
        (one.price_paise / 100 * float(factor), one.date)
        for p in _meant(facts, wanted)
        if (factor := conversion(wanted.unit or p.unit, p.unit)) is not None
        for one in asked.get(p.sku_id, ())
    ]
    if not told:
        return Reading(None, facts.today, ("no_price",))
    return Reading(
        median(price for price, _ in told), max(day for _, day in told), ("competitors",)
    )


def _meant(facts: Facts, wanted: RuleDraft) -> tuple[Product, ...]:
    return products.of(facts.context.actor, facts.db, wanted.product or "")


def _in_unit(units: float, product: Product, unit: str | None) -> float | None:
    factor = conversion(product.unit, unit or product.unit)
    return None if factor is None else units * float(factor)


def _alert(facts: Facts, rule: Rule, read: Reading) -> Alert:
    wanted = rule.wanted
    numbers: dict[str, Number] = {
        "value": rounded(read.value or 0.0, 3),
        "threshold": rounded(wanted.threshold or 0.0, 3),
        "direction": wanted.direction,
        "place": wanted.place,
    }
    market = wanted.kind == "price_anomaly"
    return Alert(
        kind=wanted.kind,
        reason=f"{wanted.direction}_own_limit",
        severity="high",
        product=wanted.product,
        since=min(read.since, facts.today),
        what_to_do="decide_sale" if market else _todo(wanted.kind),
        unit=f"INR/{wanted.unit}" if market else wanted.unit or "",
        numbers=numbers,
        rule=rule.id,
    )


def _todo(kind: AlertKind) -> Todo:
    return "order_now" if kind == "stockout_risk" else "keep_watch"
