"""Alerts: what is wrong, what she asked to be told of, a wish to be told of something, and the end of one."""

from collections.abc import Mapping
from typing import Any, Literal

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner.asked_advice import of_products, signalled
from agent.planner.asked_figure import store_named
from agent.planner.asked_price import has_a_market
from agent.planner.desk import Desk, Plan, places_of, products_of
from agent.planner.intents.intent import Intent
from agent.sheet import Part
from haat.core.message import Option
from haat.core.money import number
from haat.language.quantities import Amount

# The answers to `which alerts have I set` and `what sells less than usual`: parts of `list_alerts`.
WATCHING, FALLEN = "watching", "fallen"
STRESSED = frozenset({WATCHING, FALLEN})
WHOLESALE = "quintal"  # prices are quoted by it; nobody's day sells so many
Way = Literal["above", "below"]
KINDS: tuple[str, ...] = ("stockout_risk", "demand_spike", "price_anomaly", "compliance_failure")
ROLES: Mapping[str, Way] = {"floor": "above", "limit": "below"}


def list_alerts(desk: Desk, intent: Intent) -> Plan:
    """What needs her today; asked what to do, also what to order; asked for a part, that alone."""
    if intent.detail == "own":
        return Plan(calls=(Call("list_alerts", {}),), topic=WATCHING)
    if intent.detail == "fallen":
        return Plan(calls=(Call("list_alerts", {"kind": "demand_spike"}),), topic=FALLEN)
    kind, severity = signalled(desk, "alert"), signalled(desk, "severity")
    kind = "price_anomaly" if intent.detail == "prices" else kind
    arguments = ({"severity": severity} if severity else {}) | ({"kind": kind} if kind else {})
    calls = (Call("list_alerts", arguments),)
    return Plan(calls=(*calls, Call("plan_reorder", {})) if intent.detail == "today" else calls)


def unwatch(desk: Desk, intent: Intent) -> Plan:
    """She no longer wants to be told: of these goods, of this kind, or of all."""
    products, _ = products_of(desk, "product", Call("set_alert", {}), pointing=True)
    every = {"all": "yes"} if desk.part.has("all_products", "every_one") else {}
    kind = signalled(desk, "alert")
    words = {"product": " ".join(products), "kind": kind or ""} | every
    return Plan(topic=intent.name, words=words)


def set_alert(desk: Desk, intent: Intent) -> Plan:
    """Tell her when a price or a stock passes a mark, or when something happens."""
    del intent
    mark = next((a for a in desk.part.amounts if a.kind != "number" or a.unit is None), None)
    way, kinds = _way(desk.part, mark), KINDS
    kind = _kind(desk.part, mark, way)
    if kind is None and mark is not None:
        kinds = _likely(desk, mark, way)
        kind = kinds[0] if len(kinds) == 1 else None
    arguments = ({"kind": kind} if kind else {}) | _limit(mark)
    if way and (mark is not None or (kind == "price_anomaly" and desk.part.products)):
        arguments["direction"] = way
    places, question = places_of(desk, Call("set_alert", arguments))
    if question:
        return Plan(question=question)
    arguments |= {"place": places[0]} if places else {}
    made = of_products(desk, "set_alert", arguments, needs=mark is not None)
    if kind is None and made.question is None:
        options = tuple(Option(f"alert_kind_{k}", k) for k in kinds)
        return Plan(question=Question(made.calls[0], "choice", "kind", options, made.calls[1:]))
    return made


def _limit(mark: Amount | None) -> dict[str, Any]:
    if mark is None:
        return {}
    unit = mark.per or mark.unit
    return {"threshold": number(mark.value)} | ({"unit": unit} if unit else {})


def _way(part: Part, mark: Amount | None) -> Way | None:
    """Whether she waits for more or for less; what stands at the sum itself says it best."""
    said = ROLES.get(mark.role or "") if mark is not None else None
    if said is not None:
        return said
    if part.has("dear", "cheap"):
        return "above" if part.has("dear") else "below"
    if part.has("falls"):
        return "below"
    if part.has("above", "rises"):
        return "above"
    return "below" if mark is not None and mark.kind != "money" else None


def _kind(part: Part, mark: Amount | None, way: Way | None) -> str | None:
    """What is watched, where her words tell it: the first that fits."""
    rupees = mark is not None and mark.kind == "money"
    priced = part.has("price", "dear", "cheap", "alert:price_anomaly")
    stock = part.has("stock", "finishes", "alert:stockout_risk")
    broken = part.has("rules") and part.has("breaks")
    found = {
        "compliance_failure": part.has("alert:compliance_failure") or broken,
        "stockout_risk": mark is None and part.has("finishes") and not priced,  # `is over`: no mark
        "demand_spike": _asked_for(part) and not rupees,
        "price_anomaly": rupees or priced,
    }
    sells = part.has("sold", "did_sell", "revenue", "sell_future")
    later = {
        "demand_spike": sells or (stock and way == "above"),  # no stock runs out upwards
        "stockout_risk": stock or bool(_counts(mark) and way == "below"),
        "price_anomaly": mark is None and part.has("rises", "falls", "changes"),
    }
    fits = (k for kinds in (found, later) for k, fitting in kinds.items() if fitting)
    return next(fits, None)


def _counts(mark: Amount | None) -> bool:
    """Whether a mark is of a shop's stock: nobody's shelf is told by the quintal."""
    return mark is not None and bool(mark.unit) and mark.unit != WHOLESALE


def _asked_for(part: Part) -> bool:
    """`maang badhe`; `mahnga` (dear) sounds the same, and does not rise."""
    return part.has("alert:demand_spike") and (part.has("rises") or not part.has("dear"))


def _likely(desk: Desk, mark: Amount, way: Way | None) -> tuple[str, ...]:
    """What a number may be a limit of: `onion 40 se upar` is its price, bread has no market's."""
    goods = [p for m in desk.part.products for p in m.ids]
    traded = bool(goods) and all(has_a_market(desk.shop, p) for p in goods)
    elsewhere = bool(desk.part.places) and store_named(desk) is None  # `below 15 in Madanapalle`
    if traded and (elsewhere or mark.unit == WHOLESALE):
        return ("price_anomaly",)
    if way == "above":
        if mark.unit and not traded:
            return ("demand_spike",)
        plain = traded and mark.unit is None
        return ("price_anomaly",) if plain else ("price_anomaly", "demand_spike")
    return ("price_anomaly", "stockout_risk") if traded else ("stockout_risk",)
