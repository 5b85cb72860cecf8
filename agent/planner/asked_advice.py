"""Questions for advice: what will sell, what to charge, what to order, who buys, what the rule says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner.asked_figure import store_named
from agent.planner.cost_sheet import costs_told
from agent.planner.desk import (
    Desk,
    Plan,
    about,
    category,
    of_category,
    period,
    places_of,
    products_of,
)
from agent.planner.identifiers import buyer_id, identifier_in
from agent.planner.intents.goods import asks_length
from agent.planner.intents.intent import Intent
from agent.planner.intents.prices import clears_out
from agent.planner.told_sums import after_correction, said_amounts
from agent.sheet import Part
from haat.core.money import number
from haat.language.dates import horizon_days
from haat.language.festivals import festivals_named, next_festivals
from haat.language.identifiers import IDENTIFIER_KINDS
from retrieval.facts import Topic

LONGEST_AHEAD, LONGEST_ORDER = 365, 90  # days
BRIEF = 4  # words
# To buyers also `not under 140` is the least she takes.
LEAST_PRICE = frozenset({"price", "floor", "limit"})
# Words that names of firms have: Wholesale, Bazar.
TRADES = frozenset({"supplier", "market", "buyers"})
SIGNALLED: Mapping[str, tuple[str, ...]] = {
    "objective": ("clear_stock", "revenue"),
    "mode": ("bought_together", "trending", "restock"),
    "kind": ("tender", "fair", "festival", "scheme"),
    "topic": get_args(Topic),
    "alert": ("stockout_risk", "demand_spike", "price_anomaly", "compliance_failure"),
    "severity": ("high", "medium", "low"),
    "marketplace": ("amazon", "flipkart", "indiamart", "gem", "ondc", "website"),
    "status": ("new", "accepted", "shipped", "delivered", "cancelled", "returned"),
    "outcome": ("paid", "declined", "ordered", "answered"),
}


def signalled(desk: Desk, group: str) -> str | None:
    """The value of a closed set that a word of the message stands for."""
    return next((v for v in SIGNALLED[group] if desk.part.has(f"{group}:{v}")), None)


def forecast_demand(desk: Desk, intent: Intent) -> Plan:
    """How much will sell over the length that was said."""
    del intent
    return of_products(desk, "forecast_demand", _horizon(desk) | _store(desk), needs=True)


def plan_reorder(desk: Desk, intent: Intent) -> Plan:
    """What to order, of one product or of all; how long goods last is asked of no length."""
    del intent
    lasting = asks_length(desk.part)
    horizon = {} if lasting else _horizon(desk, LONGEST_ORDER)
    said = horizon | _store(desk)
    if desk.memory.product and (lasting or desk.part.has("units")) and _names_nothing(desk.part):
        return Plan(calls=(Call("plan_reorder", said | {"product": desk.memory.product}),))
    return of_products(desk, "plan_reorder", said, needs=lasting)


def _names_nothing(part: Part) -> bool:
    """`kitna mangau`: so few words, and no goods, are about those just talked of."""
    named = part.products or part.unknown or any(s.startswith("category:") for s in part.signals)
    return not (named or part.has("all_products", "every_one")) and len(part.sheet.tokens) <= BRIEF


def suggest_price(desk: Desk, intent: Intent) -> Plan:
    """What to charge; a sum that was said is the price she thinks of, or what the goods cost her."""
    del intent
    said: dict[str, Any] = _store(desk)
    marked = [a for a in desk.part.amounts if a.kind == "money" or a.role == "price"]
    bare = [a for a in desk.part.amounts if a.kind == "number" and a.unit is None]
    said_sums = tuple(
        a for a in marked or bare if a.value >= 1
    )  # `four paise are left` is no price
    sums = list(after_correction(desk, said_sums, sums=True))  # `doodh 60 ki jagah 62 kar du to`
    sheet = costs_told(desk)
    if sheet is not None:
        said["costs"] = dict(sheet.costs)
        sums = list(sheet.rest)
    if desk.part.has("effect"):
        sums = []  # what was changed is no price to come
    if len(sums) > 1 and sums[0].value == 1 and sums[0].kind == "number":
        sums = sums[1:]  # `ek banane me 98 lagta hai`
    if sums and sheet is not None:
        said["candidate_price"] = number(sums[0].value)
    elif sums:
        name = "unit_cost" if desk.part.has("cost") else "candidate_price"
        said[name] = number(sums[0].value)
        said |= {"price_unit": sums[0].per} if sums[0].per else {}
    objective = "clear_stock" if clears_out(desk.part) else signalled(desk, "objective")
    return of_products(
        desk, "suggest_price", said | ({"objective": objective} if objective else {}), needs=True
    )


def match_buyers(desk: Desk, intent: Intent) -> Plan:
    """Who would buy this, so much of it, from here."""
    del intent
    goods = tuple(a for a in desk.part.amounts if a.kind != "money" and a.role is None)
    said = said_amounts(desk, goods, None)
    arguments = {k: v for k, v in said.items() if k in {"quantity", "unit"}}
    least = next((a for a in desk.part.amounts if a.kind == "money" or a.role in LEAST_PRICE), None)
    if least is not None:
        arguments["min_price"] = number(least.value)
        arguments |= (
            {"price_unit": least.per} if least.per and least.per != arguments.get("unit") else {}
        )
    places, question = places_of(desk, Call("match_buyers", arguments))
    if question:
        return Plan(question=question)
    return of_products(
        desk, "match_buyers", arguments | ({"place": places[0]} if places else {}), needs=True
    )


def contact_buyer(desk: Desk, intent: Intent) -> Plan:
    """Write to a buyer whom she names; the tool asks which, where she names none."""
    del intent
    said = said_amounts(desk, desk.part.amounts, None)
    arguments = {k: v for k, v in said.items() if k in {"quantity", "unit", "price", "price_unit"}}
    price = _offered(desk, said)
    arguments |= {"price": price} if price is not None and "price" not in arguments else {}
    buyer = named_buyer(desk)
    arguments |= {"buyer": buyer} if buyer else {}
    product = desk.memory.product
    if not desk.part.products and product:
        return Plan(calls=(Call("contact_buyer", arguments | {"product": product}),))
    return of_products(desk, "contact_buyer", arguments, needs=True)


def _offered(desk: Desk, said: Mapping[str, Any]) -> float | int | None:
    """The rupees she names, with or without the word: `40 kilo adrak, 110 ka`.

    They may be meant for all: the sum is shown beside them before the yes.
    """
    sums = [a for a in desk.part.amounts if a.kind == "money" and a.role is None]
    if sums:
        return number(sums[0].value)
    in_all = desk.part.has("all_products")
    return None if in_all else said.get("unclear_sum", said.get("amount"))


def recommend_products(desk: Desk, intent: Intent) -> Plan:
    """What else to keep, or what goes with what."""
    del intent
    again = "restock" if desk.part.has("again_and_again") else None
    mode = signalled(desk, "mode") or again
    said = category(desk.part) | ({"mode": mode} if mode else {})
    return of_products(desk, "recommend_products", said, needs=mode == "bought_together")


def find_opportunities(desk: Desk, intent: Intent) -> Plan:
    """Tenders, fairs, festivals and schemes ahead."""
    del intent
    kind = signalled(desk, "kind")
    elsewhere = replace(desk, part=_without_festivals(desk.part))
    places, question = places_of(elsewhere, Call("find_opportunities", {}))
    said = ({"kind": kind} if kind else {}) | ({"place": places[0]} if places else {})
    return (
        Plan(question=question)
        if question
        else of_products(desk, "find_opportunities", said, needs=False)
    )


def _without_festivals(part: Part) -> Part:
    """The part without places that are only heard in a festival's name: Durg in `durga puja`."""
    spans = [s for s in part.sheet.signals if s.name == "kind:festival"]
    named = {i for s in spans for i in range(s.start, s.end)}
    return replace(part, places=tuple(m for m in part.places if m.start not in named))


def search_rules(desk: Desk, intent: Intent) -> Plan:
    """A question about a rule, in her own words."""
    del intent
    topic = signalled(desk, "topic")
    arguments = {"question": desk.part.sheet.text.strip()} | ({"topic": topic} if topic else {})
    return Plan(calls=(Call("search_rules", arguments),))


def check_identifier(desk: Desk, intent: Intent) -> Plan:
    """Whether a number is well formed, and what it says."""
    del intent
    called = next((k for k in IDENTIFIER_KINDS if desk.part.has(f"identifier:{k}")), None)
    kind, value = identifier_in(desk.part.sheet.text, called)
    if value is None:
        arguments = {"kind": kind} if kind else {}
        return Plan(question=Question(Call("check_identifier", arguments), "slot", "value"))
    return Plan(calls=(Call("check_identifier", {"kind": kind, "value": value}),))


def list_orders(desk: Desk, intent: Intent) -> Plan:
    """Orders from marketplaces."""
    del intent
    span = period(desk.part)
    found = {n: signalled(desk, n) for n in ("marketplace", "status")} | {"period": span}
    return Plan(calls=(Call("list_orders", {k: v for k, v in found.items() if v}),))


def named_buyer(desk: Desk) -> str | None:
    """The buyer's id, or the words of the message that are nothing else; a name may end with its place."""
    tokens = desk.part.sheet.tokens
    known = buyer_id(desk.part.sheet.text)
    if known:
        return known
    if desk.part.buyers:
        mention = desk.part.buyers[0]
        said = " ".join(t.text for t in tokens[mention.start : mention.end])
        return (
            mention.ids[0] if len(mention.ids) == 1 else desk.shop.buyers.written(mention) or said
        )
    if not desk.part.unknown:
        return None
    part = desk.part
    named = {*part.unknown, *(i for m in part.places for i in range(m.start, m.end))}
    named |= {i for s in part.sheet.signals if s.name in TRADES for i in range(s.start, s.end)}
    start = end = part.unknown[0]
    while end in named and not (end > start and tokens[end - 1].stop):
        end += 1
    return " ".join(t.text for t in tokens[start:end]) or None


def _store(desk: Desk) -> dict[str, Any]:
    named = store_named(desk)
    return {"store_id": named} if named else {}


def _horizon(desk: Desk, longest: int = LONGEST_AHEAD) -> dict[str, Any]:
    days = horizon_days(desk.part.days, desk.part.sheet.today)
    if days is None or days == 1:  # `abhi` and `aaj` beside a festival are said by the way
        days = _days_to_festival(desk) or days
    return {"horizon_days": min(days, longest)} if days else {}


def _days_to_festival(desk: Desk) -> int | None:
    """`for Diwali`, `before Bihu`: the days until it begins."""
    today = desk.part.sheet.today
    words = " ".join(t.text for t in desk.part.sheet.tokens[desk.part.start : desk.part.end])
    named = festivals_named(words)
    ahead = next_festivals(named, None, today + timedelta(days=1)) if named else ()
    return (ahead[0].starts - today).days if ahead else None


def of_products(desk: Desk, tool: str, said: dict[str, Any], *, needs: bool) -> Plan:
    """The call for each of the goods; asked which, where the tool cannot do without."""
    call = Call(tool, said)
    products, question = products_of(desk, "product", call)
    if needs and not (products or question):
        question = of_category(desk, call, "product", desk.shop.concepts)
    if question:
        return Plan(question=about(question, said))
    if not products and needs:
        return Plan(question=Question(call, "slot", "product"))
    if not products:
        return Plan(calls=(call,))
    return Plan(calls=tuple(Call(tool, said | {"product": p}) for p in products))
