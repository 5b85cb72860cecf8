"""What she tells of her own group: how many they are, where, what they make, and how much in a month."""

from collections.abc import Iterator
from typing import Any

from agent.memory import Planned as Call
from agent.planner.desk import Desk, Plan, places_of, products_of
from agent.planner.heads import counts_people, heads
from agent.planner.intents.intent import Intent
from agent.sheet import Part
from haat.core.money import number
from haat.language.quantities import Amount

TOOL = "describe_group"


def describe_group(desk: Desk, intent: Intent) -> Plan:
    """One call for each of the goods that are made; how many they are stands in the first."""
    del intent
    call = Call(TOOL, {})
    places, question = places_of(desk, call)
    if question:
        return Plan(question=question)
    goods, question = products_of(desk, "product", call, pointing=False)
    if question:
        return Plan(question=question)
    place = {"place": places[0]} if places else {}
    made = [{"product": one} | _made(desk.part, n, goods) for n, one in enumerate(goods)]
    first, *others = made or [how_much(desk.part)]
    told = [place | how_many(desk.part) | first, *({**one, "also": True} for one in others)]
    return Plan(calls=tuple(Call(TOOL, one) for one in told))


def how_many(part: Part) -> dict[str, Any]:
    """`12 didi`: the members, where they are counted."""
    found = heads(part)
    return {} if found is None else {"members": found}


def how_much(part: Part) -> dict[str, Any]:
    """`50 kilo`: the amount of goods, where one is said."""
    return _made(part, 0, ("",))


def _made(part: Part, place: int, goods: tuple[str, ...]) -> dict[str, Any]:
    """The amount of these goods: where there are as many amounts as goods, that at the same place."""
    amounts = tuple(_of_goods(part))
    if len(amounts) != len(goods):
        return {}
    one = amounts[place]
    return {"quantity": number(one.value), "unit": one.unit}


def _of_goods(part: Part) -> Iterator[Amount]:
    for one in part.amounts:
        people = counts_people(part, one)
        if one.kind == "quantity" and one.unit is not None and not one.pack and not people:
            yield one
