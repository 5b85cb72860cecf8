"""Fill a tool's arguments from what was recognised; what was not said stays absent."""

from collections.abc import Callable, Mapping
from typing import Any

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner import asked_advice, asked_alert, told_buyer, told_group, told_price
from agent.planner.asked_document import check_document
from agent.planner.asked_figure import query_kpi, store_named
from agent.planner.asked_goods import find_products, own_goods
from agent.planner.asked_price import market_price, no_commodity
from agent.planner.desk import Desk, Plan, period, places_of, products_of, the_day, unknown_product
from agent.planner.intents.intent import Intent
from agent.planner.intents.said import asks, is_sentence
from agent.planner.told_entry import named_as_new, record_entry
from agent.sheet import Part
from haat.core.message import Option
from haat.language.concepts import GENERIC, concept_of, members
from haat.language.grammar import Kind, is_word

METRICS = ("revenue", "margin", "stock_on_hand")
Filler = Callable[[Desk, Intent], Plan]
FILLERS: Mapping[str, Filler] = {
    "market_price": market_price,
    "query_kpi": query_kpi,
    "find_products": find_products,
    "own_goods": own_goods,
    "record_entry": record_entry,
    "forecast_demand": asked_advice.forecast_demand,
    "plan_reorder": asked_advice.plan_reorder,
    "suggest_price": asked_advice.suggest_price,
    "match_buyers": asked_advice.match_buyers,
    "contact_buyer": asked_advice.contact_buyer,
    "recommend_products": asked_advice.recommend_products,
    "list_alerts": asked_alert.list_alerts,
    "set_alert": asked_alert.set_alert,
    "unwatch": asked_alert.unwatch,
    "list_orders": asked_advice.list_orders,
    "search_rules": asked_advice.search_rules,
    "check_identifier": asked_advice.check_identifier,
    "find_opportunities": asked_advice.find_opportunities,
    "check_document": check_document,
    "register_buyer": told_buyer.register_buyer,
    "outcome_told": told_buyer.note_outcome,
    "describe_group": told_group.describe_group,
    "decide_price": told_price.decide_price,
}


# Asked again about other goods these mean nothing, or, as an entry, too much.
NOT_OF_GOODS = frozenset(
    {
        "record_entry",
        "list_alerts",
        "list_orders",
        "search_rules",
        "check_identifier",
        "check_document",
    }
)


def fill(desk: Desk, intent: Intent) -> Plan:
    """The plan for one intent."""
    filler = FILLERS.get(intent.name)
    if filler is None:
        return Plan(topic="cannot" if intent.name == "elsewhere" else intent.name)
    return filler(desk, intent)


def said_anything(part: Part) -> bool:
    return bool(part.products or part.places or part.days or part.amounts)


def follow_up(desk: Desk) -> Plan | None:
    """`aur tel ka?`: the last question again, with what is new in this one."""
    last = desk.memory.last[-1] if desk.memory.last else None
    kind = _of_that_kind(desk)
    if last is None or not (said_anything(desk.part) or kind) or last.name in NOT_OF_GOODS:
        return None
    arguments = dict(last.arguments)
    slot = {"market_price": "commodity", "find_products": "query"}.get(last.name, "product")
    products, question = products_of(desk, slot, last)
    if question:
        return Plan(question=question)
    products = kind or products
    places, which = places_of(desk, last)
    if which:
        return Plan(question=which)
    place = places[0] if places else None
    if place and last.name == "find_products" and not products:
        return _price_there(desk, str(arguments.get("query")), place)
    arguments |= _follow_up_times(desk, last.name)
    arguments |= {"place": place} if place and last.name == "market_price" else {}
    if last.name == "market_price":
        products = tuple(dict.fromkeys(map(concept_of, products)))
    if not products:
        return (
            Plan(calls=(Call(last.name, arguments),)) if arguments != dict(last.arguments) else None
        )
    return Plan(calls=tuple(Call(last.name, arguments | {slot: p}) for p in products))


def _price_there(desk: Desk, goods: str, place: str) -> Plan | None:
    """`in Kozhikode?` after goods of the shop: what they cost there."""
    if not desk.shop.vocabulary.knows(goods):
        return None
    return Plan(calls=(Call("market_price", {"commodity": concept_of(goods), "place": place}),))


def _of_that_kind(desk: Desk) -> tuple[str, ...]:
    """`the mustard one`, after a question about oil: of the goods asked about, the one so called."""
    part = desk.part
    kinds, spans = _kinds_talked_of(desk), [(m.start, m.end) for m in part.products]
    spans += [(i, i + 1) for i in part.unknown]
    if len(spans) != 1 or any(i in kinds for m in part.products for i in m.ids):
        return ()
    said = {t.key for start, end in spans for t in part.sheet.tokens[start:end]}
    words = desk.shop.vocabulary.concept_words
    called = tuple(k for k in kinds if said <= words.get(k, frozenset()))
    return called if len(called) == 1 else ()


def _kinds_talked_of(desk: Desk) -> tuple[str, ...]:
    """Every oil after a question about oil.

    After one about some oil too, where she says `the sunflower one` or what is no goods by itself.
    """
    before, part = concept_of(desk.memory.product or ""), desk.part
    one = any(is_word(t.key, Kind.PACK, desk.grammar) for t in part.sheet.tokens)
    another = one or not part.products
    groups = (members(g)[1:] for g in GENERIC if before == g or (another and before in members(g)))
    return next(groups, ())


def _follow_up_times(desk: Desk, tool: str) -> dict[str, Any]:
    if tool == "market_price":
        when = the_day(desk.part)
        return {"date": when.isoformat()} if when and when <= desk.part.sheet.today else {}
    span = period(desk.part) if tool == "query_kpi" else None
    store = store_named(desk) if tool == "query_kpi" else None
    return ({"period": span} if span else {}) | ({"store_id": store} if store else {})


def unknown_answer(desk: Desk) -> Plan | None:
    """`Which product?` was answered with a word we don't know: that is said, not only asked again."""
    question = desk.memory.question
    if question is None or question.slot not in {"product", "commodity"} or asks(desk.part):
        return None
    if is_sentence(desk.part):
        return None
    call = question.call
    if call.name == "record_entry":
        return named_as_new(desk, question)
    if not desk.part.unknown:
        return None
    if call.name == "market_price":
        return no_commodity(desk, call.arguments)
    return unknown_product(desk, call.name, call.arguments)


def bare_product(desk: Desk) -> Plan | None:
    """Only goods were named: what about them is asked, never guessed."""
    products, question = products_of(desk, "product", Call("query_kpi", {}))
    if question:
        return Plan(question=question)
    if not products:
        return None
    product = products[0]
    options = tuple(Option(f"metric_{m}", m) for m in ("price", *METRICS))
    return Plan(
        question=Question(Call("query_kpi", {"product": product}), "choice", "metric", options)
    )
