"""Today's few actions that are worth most: what to order, which price to change, what to put right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from haat.analytics.insights import Goods as Priced
from haat.analytics.insights import (
    NewPrice,
    Order,
    Worth,
    fitting_price,
    new_price,
    order,
    ranked,
)
from haat.analytics.recommending.taking import Takings
from haat.core.actor import Permission
from haat.core.days import SHOP_ZONE
from haat.core.finding import Figure, Finding, Row
from haat.core.money import from_paise
from haat.store import suggestions
from haat.store.engine import reading
from haat.store.handles import Connection
from haat.store.products import Product
from tools.context import ToolContext
from tools.elasticity import at_hand
from tools.fair_matching import fair_figures
from tools.price_effects import price_effects
from tools.shop import ledger, rounded, shop
from tools.taken_up import taken_up
from tools.watching.alert import Alert
from tools.watching.facts import DAY, Facts
from tools.watching.prices import RIVAL_DAYS
from tools.watching.proposed import PROPOSED
from tools.watching.watch import Watch, watch, without_twins

SHOWN = 5
NO_AGAIN_DAYS = 7  # what was rejected is not proposed again for so long
ORDER_EXPIRES_DAYS = 7
RIVALS = frozenset({"above_competitors", "below_competitors"})
Figures = list[dict[str, Any]]  # figures as plain JSON


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: why (a code and figures), and what it would change (figures)."""

    kind: Literal["reorder", "price", "alert"]
    action: str
    alert: Alert
    alert_id: str
    worth: Worth
    expires: date
    why: Figures
    what_if: Figures

    @property
    def key(self) -> str:
        """The same for the same action about the same thing."""
        return f"{self.kind}:{self.action}:{self.alert.proposal or self.alert.product}"

    @property
    def of_law(self) -> bool:
        """Whether it is a grave breach of a rule, which no rupees outweigh."""
        return self.alert.kind == "compliance_failure" and self.alert.severity == "high"

    @property
    def first(self) -> bool:
        """Whether it comes before all that is weighed in rupees: the law, and whoever waits for a yes."""
        return self.of_law or self.alert.proposal is not None

    def row(self, insight_id: str) -> Row:
        """As it is shown; rupees but for what has a unit of its own."""
        waits = {} if self.alert.proposal is None else {"proposal": self.alert.proposal}
        return {
            **waits,
            "insight": insight_id,
            "kind": self.kind,
            "action": self.action,
            "product": self.alert.product,
            "severity": self.alert.severity,
            "score": rounded(self.worth.score),
            "margin_impact": rounded(self.worth.margin),
            "service_impact": rounded(self.worth.service),
            "risk": rounded(self.worth.risk),
            "expires": self.expires.isoformat(),
            "alert": self.alert_id,
            "unit": self.alert.unit,
            "why": {"reason": self.alert.reason, "figures": self.why},
            "what_if": {"figures": self.what_if},
        }


def insights(context: ToolContext) -> Finding:
    """At most five actions, each kept with an id by which it is accepted or rejected today.

    Where buyers were written to lately, figures say how fairly the enquiries are spread; where a new
    price surely did something, what it did.
    """
    context.actor.require(Permission.ASK)
    with reading(context.engine) as db:
        seen = watch(context, db, shop(context, db, None))
        takings = taken_up(context, db, seen.facts.goods)
        done, today = _answered(context, db), _shown_today(context, db)
        fair = tuple(fair_figures(context, db))
        effects = tuple(price_effects(context, db, seen.facts.store.id, seen.facts.goods))
        waiting = [a for a in _actions(seen) if _key(seen, a) not in done]
    places = ranked([(a.first, a.worth) for a in waiting])
    chosen = [waiting[n] for n in places[:SHOWN]]
    ids = _kept(context, seen, chosen, today)
    return Finding(
        figures=(*fair, *_of_takings(takings), *effects),
        rows=tuple(a.row(i) for a, i in zip(chosen, ids, strict=True)),
        parameters={"store_id": seen.facts.store.id, "date": context.today},
        sources=(ledger(context.today),),
        notes=() if chosen else ("nothing_to_do",),
        demo=context.actor.demo,
    )


def _of_takings(takings: Takings) -> Iterator[Figure]:
    """How many new goods the tenant's shops were shown of late, and how many of them they took."""
    if takings.rate is not None:
        yield Figure("goods_shown", "goods_shown", takings.all_shown, "count")
        yield Figure("goods_taken", "goods_taken", rounded(100 * takings.rate, 1), "percent")


def _kept(
    context: ToolContext, seen: Watch, chosen: list[Action], today: Mapping[str, str]
) -> list[str]:
    """The ids of the actions; what was shown today keeps its id."""
    new = [a for a in chosen if _key(seen, a) not in today]
    if not new:
        return [today[_key(seen, a)] for a in chosen]
    payloads = [{"key": _key(seen, a), **a.row("")} for a in new]
    with context.engine.begin() as db:
        made = suggestions.show(context.actor, db, "insight", payloads, context.now)
    ids = {**today, **{_key(seen, a): i for a, i in zip(new, made, strict=True)}}
    return [ids[_key(seen, a)] for a in chosen]


def _key(seen: Watch, action: Action) -> str:
    return f"{seen.facts.store.id}:{action.key}"


def _answered(context: ToolContext, db: Connection) -> frozenset[str]:
    """What somebody said yes to today, or no to in the last days."""
    start = _day_begins(context) - NO_AGAIN_DAYS * timedelta(days=1)
    told = suggestions.told(context.actor, db, "insight", start, context.now)
    recent = _day_begins(context)
    return frozenset(
        str(s.payload["key"])
        for s in told
        if s.status == "rejected" or (s.status == "accepted" and s.at >= recent)
    )


def _shown_today(context: ToolContext, db: Connection) -> dict[str, str]:
    told = suggestions.told(context.actor, db, "insight", _day_begins(context), context.now)
    return {str(s.payload["key"]): s.id for s in told}


def _day_begins(context: ToolContext) -> datetime:
    return datetime.combine(context.today, time(), SHOP_ZONE)


def _actions(seen: Watch) -> Iterator[Action]:
    for one in without_twins(seen.found):
        alert = one.alert
        found = _action(seen.facts, alert)
        if found is not None and (found.first or found.kind == "alert" or found.worth.score > 0):
            yield replace(found, alert_id=one.id)


def _action(facts: Facts, alert: Alert) -> Action | None:
    product = facts.goods.get(alert.product or "")
    if alert.kind == "stockout_risk" and alert.cover is not None:
        return None if product is None else _reorder(alert, product, facts.today)
    if alert.reason == PROPOSED:
        return None if product is None else _approve(facts, alert, product)
    if alert.reason in RIVALS:
        return None if product is None else _price(facts, alert, product)
    return _put_right(facts, alert)


def _reorder(alert: Alert, product: Product, today: date) -> Action | None:
    cover = alert.cover
    if cover is None or product.price_paise is None:
        return None
    left = float(alert.numbers.get("on_hand") or 0)
    lead = float(alert.numbers.get("lead_time_days") or 0)
    found = order(cover.daily, left, alert.coming, lead, _priced(product), thin=cover.thin)
    if found is None:
        return None
    lasts = min(ORDER_EXPIRES_DAYS, int(cover.days))
    return Action(
        kind="reorder",
        action="order",
        alert=alert,
        alert_id="",
        worth=found.worth,
        expires=today + lasts * DAY,
        why=_why(alert, product),
        what_if=list(_of_order(found, product)),
    )


def _of_order(found: Order, product: Product) -> Iterator[dict[str, Any]]:
    yield _figure("order_quantity", found.quantity, product.unit, product)
    yield _figure("stockout_risk_before", 100 * found.risk_before, "percent", product)
    yield _figure("stockout_risk_after", 100 * found.risk_after, "percent", product)
    yield _figure("sales_kept", found.sales_kept, "INR", product)
    if product.unit_cost_paise is not None:
        yield _figure("margin_change", found.worth.margin, "INR", product)
        cost = found.quantity * float(from_paise(product.unit_cost_paise))
        yield _figure("cost", cost, "INR", product)


def _price(facts: Facts, alert: Alert, product: Product) -> Action | None:
    """Towards what other shops ask, within the MRP and the least margin."""
    goods = _priced(product)
    mrp = None if product.mrp_paise is None else float(from_paise(product.mrp_paise))
    wanted = float(alert.numbers.get("competitor_price") or 0)
    target = fitting_price(wanted, mrp, goods.cost, product.min_margin_pct or 0.0)
    response = at_hand(facts.context, facts.db, facts.store.id, product)
    found = new_price(target, goods, facts.per_day(product.sku_id), response)
    if found is None or target == goods.price:
        return None
    return Action(
        kind="price",
        action="raise_price" if target > goods.price else "lower_price",
        alert=alert,
        alert_id="",
        worth=found.worth,
        expires=alert.since + RIVAL_DAYS * DAY,
        why=_why(alert, product),
        what_if=list(_of_price(found, product)),
    )


def _approve(facts: Facts, alert: Alert, product: Product) -> Action:
    """Say yes or no to the price that a seller wants; what it would change, where that can be told."""
    wanted = float(alert.numbers.get("proposed_price") or 0)
    response = at_hand(facts.context, facts.db, facts.store.id, product)
    goods = _priced(product)
    sold = facts.per_day(product.sku_id) if goods.price else 0.0
    found = new_price(wanted, goods, sold, response)
    price = _figure("price", wanted, f"INR/{product.unit}", product)
    return Action(
        kind="price",
        action=alert.what_to_do,
        alert=alert,
        alert_id="",
        worth=Worth() if found is None else found.worth,
        expires=facts.today,
        why=_why(alert, product),
        what_if=[price] if found is None else list(_of_price(found, product)),
    )


def _of_price(found: NewPrice, product: Product) -> Iterator[dict[str, Any]]:
    low, high = found.margin_bounds
    yield _figure("price", found.price, f"INR/{product.unit}", product)
    yield _figure("units_change", found.units_percent, "percent", product)
    bounds = {"lower": rounded(low), "upper": rounded(high)}
    yield _figure("margin_change", found.margin, "INR", product) | bounds


def _put_right(facts: Facts, alert: Alert) -> Action:
    """What is at stake is a risk that goes away."""
    product = facts.goods.get(alert.product or "")
    stake = alert.at_stake or 0.0
    spared = [] if alert.at_stake is None else [_figure("at_stake", stake, "INR", product)]
    return Action(
        kind="alert",
        action=alert.what_to_do,
        alert=alert,
        alert_id="",
        worth=Worth(risk=-stake),
        expires=facts.today,
        why=_why(alert, product),
        what_if=spared,
    )


UNITS: Mapping[str, str] = {
    "off": "percent",
    "moved": "percent",
    "margin": "percent",
    "chance": "percent",
    "stockout_risk": "percent",
    "days_of_cover": "days",
    "lead_time_days": "days",
    "shelf_life_days": "days",
    "days": "days",
    "competitors": "count",
}
PRICES = frozenset(
    {
        "price",
        "mrp",
        "competitor_price",
        "market_price",
        "unit_cost",
        "usual_cost",
        "usual_price",
        "proposed_price",
    }
)


def _why(alert: Alert, product: Product | None) -> Figures:
    """The alert's numbers as figures."""
    own = alert.unit if alert.rule is None else alert.unit.removeprefix("INR/")
    return [
        _figure(
            name,
            float(value),
            f"INR/{own}" if name in PRICES else UNITS.get(name, alert.unit),
            product,
        )
        for name, value in alert.numbers.items()
        if isinstance(value, int | float)
    ]


def _figure(name: str, value: float, unit: str, product: Product | None) -> dict[str, Any]:
    told: dict[str, Any] = {"id": name, "name": name, "value": rounded(value), "unit": unit}
    return told if product is None else {**told, "product": product.sku_id}


def _priced(product: Product) -> Priced:
    cost = product.unit_cost_paise
    return Priced(
        price=float(from_paise(product.price_paise or 0)),
        cost=None if cost is None else float(from_paise(cost)),
        shelf_life_days=product.shelf_life_days,
    )
