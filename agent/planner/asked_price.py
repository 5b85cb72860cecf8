"""A question for a market price: which goods, where, which day."""

from collections.abc import Mapping
from typing import Any

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner.desk import (
    Desk,
    Plan,
    about,
    last_day,
    nearly_named,
    of_category,
    places_of,
    products_of,
    the_day,
)
from agent.planner.intents.intent import Intent
from agent.sheet import PlaceMention, Shop
from haat.core.message import Option
from haat.language.concepts import concept_of

NEVER_AT_A_MANDI = frozenset({"fmcg", "shg_food", "shg_craft", "household", "personal_care"})
SUGGESTED = ("onion", "potato", "tomato", "rice", "wheat")


def market_price(desk: Desk, intent: Intent) -> Plan:
    """One call for each of the goods and places; a question where one of them is not plain."""
    del intent
    bare = Call("market_price", {})
    when = the_day(desk.part) or last_day(desk.part)
    if when is not None and when > desk.part.sheet.today:
        return Plan(topic="cannot_yet")
    base = {"date": when.isoformat()} if when else {}
    products, question = products_of(desk, "commodity", bare)
    if not (products or question):
        sold = [c for c in desk.shop.concepts if has_a_market(desk.shop, c)]
        question = of_category(desk, bare, "commodity", sold)
    places, which_place = places_of(desk, bare)
    if question or not products:
        at = base | ({"place": places[0]} if places else {})
        return Plan(question=about(question, at)) if question else no_commodity(desk, at)
    if all(_not_at_a_mandi(desk.shop, p) for p in products):
        return Plan(calls=tuple(Call("find_products", {"query": p}) for p in products))
    concepts = tuple(dict.fromkeys(concept_of(p) for p in products))
    if which_place:
        return Plan(question=about(which_place, base | {"commodity": concepts[0]}))
    strange = desk.part.sheet.strange_places
    if strange and not places:
        return _strange_place(desk, strange[0], base | {"commodity": concepts[0]})
    at_each = [base | {"place": p} for p in places] or [base]
    return Plan(
        calls=tuple(Call("market_price", {"commodity": c} | a) for c in concepts for a in at_each)
    )


def _strange_place(desk: Desk, mention: PlaceMention, arguments: Mapping[str, Any]) -> Plan:
    """A place that we don't know is asked about; the shop's own is never taken instead."""
    options = tuple(Option(i, i) for i in mention.ids)
    question = Question(
        Call("market_price", arguments), "choice" if options else "slot", "place", options
    )
    word = desk.part.sheet.tokens[mention.start].text
    return Plan(question=question, topic="unknown_place", words={"thing": word})


def no_commodity(desk: Desk, base: Mapping[str, Any]) -> Plan:
    """Asked which goods, of those usual or nearly named; what has no price here is said to have none."""
    if desk.part.unknown:
        near = nearly_named(desk)
        if not near:
            return Plan(topic="unknown_price", words={"thing": desk.part.words})
        options = tuple(Option(desk.label(i), i) for i in near[:3])
        return Plan(question=Question(Call("market_price", base), "choice", "commodity", options))
    options = tuple(Option(desk.label(i), i) for i in SUGGESTED)
    return Plan(question=Question(Call("market_price", base), "slot", "commodity", options))


def has_a_market(shop: Shop, product: str) -> bool:
    """Whether the goods are of a kind that markets quote."""
    return not _not_at_a_mandi(shop, product)


def _not_at_a_mandi(shop: Shop, product: str) -> bool:
    category = shop.categories.get(product) or shop.categories.get(concept_of(product))
    return category in NEVER_AT_A_MANDI
