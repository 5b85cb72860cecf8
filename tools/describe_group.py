"""Writes down what a person tells of her group: how many they are, where, and what they make in a month."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput, NotFound
from haat.core.finding import Figure, Finding, Missing, Source
from haat.core.message import Option
from haat.language.concepts import concept_of
from haat.store import groups, told_groups
from haat.store.engine import reading
from haat.store.groups import Group, Makes
from haat.store.handles import Connection
from tools.context import Tool, ToolContext
from tools.entry_arguments import MOST_UNITS, UnitId

MOST_MEMBERS = 100_000


class DescribeGroup(BaseModel):
    """What is told of a group; what is left out stays as it is known, and is asked for where it is not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    store: str | None = Field(default=None, max_length=64)  # which of several groups
    name: str | None = Field(default=None, min_length=1, max_length=200)  # of one that is new
    place: str | None = Field(default=None, min_length=1, max_length=128)
    members: int | None = Field(default=None, ge=1, le=MOST_MEMBERS)
    product: str | None = Field(default=None, min_length=1, max_length=128)
    quantity: float | None = Field(default=None, gt=0, le=MOST_UNITS, allow_inf_nan=False)
    unit: UnitId | None = None  # of the quantity, which is for a month
    also: bool = False  # more goods, beside what else is told in the same message


def preview(context: ToolContext, arguments: DescribeGroup) -> Finding | Missing:
    """What would be written; nothing is."""
    context.actor.require(Permission.RECORD)
    with reading(context.engine) as db:
        before = _meant(context, db, arguments)
        if isinstance(before, Missing):
            return before
        told = _told(context, before, arguments)
    if isinstance(told, Missing):
        return told
    return _finding(context, arguments, told, ("known_group",) if told == before else ())


def describe_group(context: ToolContext, arguments: DescribeGroup) -> Finding | Missing:
    """Write it once for the context's `effect_key`."""
    context.actor.require(Permission.RECORD)
    if context.effect_key is None:
        raise InvalidInput("a change is written only after a yes to it")
    change = told_groups.change_id(context.effect_key)
    with context.engine.begin() as db:
        before = _meant(context, db, arguments)
        if isinstance(before, Missing):
            return before
        told = _told(context, before, arguments)
        if isinstance(told, Missing):
            return told
        told_groups.tell(context.actor, db, change, told, context.now)
    return _finding(context, arguments, told, (), change=change)


def _meant(context: ToolContext, db: Connection, said: DescribeGroup) -> Group | Missing:
    """The group as it is known: the one said, that of the conversation, or the only one; else a new one."""
    every = [one for one in groups.all_of(context.actor, db) if one.kind == "shg"]
    here = said.store or context.store_id or context.actor.store_id
    named = [one for one in every if one.id == here]
    if said.store is not None and not named:
        raise NotFound(f"no group {said.store}")
    some = named or every
    if len(some) > 1:
        return Missing("choice", "store", tuple(Option(one.name, one.id) for one in some))
    if some:
        return some[0]
    if said.name is None and not said.also:
        return Missing("slot", "name")
    return Group(told_groups.group_id(context.effect_key or ""), said.name or "", "shg", None)


def _told(context: ToolContext, before: Group, said: DescribeGroup) -> Group | Missing:
    """The group with what is said, or what has still to be asked."""
    place = said.place or before.place
    if place is None and not said.also:
        return Missing("slot", "place")
    if place is not None and context.gazetteer.get(place) is None:
        problem = FieldProblem("/place", "not a place that is known")
        raise InvalidInput(f"{place} is not a place that is known", problem)
    members = said.members or before.members
    if members is None and not said.also:
        return Missing("slot", "members")
    makes = _makes(before, said)
    if isinstance(makes, Missing):
        return makes
    return replace(before, place=place, members=members, makes=makes)


def _makes(before: Group, said: DescribeGroup) -> tuple[Makes, ...] | Missing:
    """What the group makes, with the goods that are said in their place."""
    product = _product(before, said)
    if product is None:
        tells = before.makes and said.quantity is None
        return before.makes if tells else Missing("slot", "product")
    if said.quantity is None:
        return Missing("slot", "quantity")
    if said.unit is None:
        return Missing("slot", "unit")
    told = Makes(product, said.quantity, said.unit)
    others = [m for m in before.makes if concept_of(m.product) != concept_of(product)]
    at = next((n for n, m in enumerate(before.makes) if m not in others), len(others))
    return (*others[:at], told, *others[at:])


def _product(before: Group, said: DescribeGroup) -> str | None:
    """The goods said; where only an amount is, the only ones that the group makes."""
    if said.product is not None or said.quantity is None:
        return said.product
    return before.makes[0].product if len(before.makes) == 1 else None


def _finding(
    context: ToolContext,
    said: DescribeGroup,
    told: Group,
    notes: tuple[str, ...],
    *,
    change: str | None = None,
) -> Finding:
    product = _product(told, said)
    parameters: dict[str, object] = {"store_id": told.id, "name": told.name, "place": told.place}
    parameters |= {"product": product} if product else {}
    parameters |= {"told_group": change} if change else {}
    return Finding(
        figures=tuple(_figures(context, said, told)),
        rows=({"store": told.id, "name": told.name},),
        parameters=parameters,
        sources=(Source("stores", "own", context.today),),
        notes=notes or tuple(_notes(said)),
        demo=context.actor.demo,
    )


def _notes(said: DescribeGroup) -> Iterator[str]:
    if said.also:
        yield "also"
    if said.place:
        yield "place_said"


def _figures(context: ToolContext, said: DescribeGroup, told: Group) -> Iterator[Figure]:
    """What was said, and of a group of which nothing was, all that is known."""
    nothing = said.members is None and said.quantity is None
    if told.members is not None and (said.members is not None or nothing):
        yield Figure("members", "members", told.members, "count", date=context.today)
    if said.quantity is not None and said.unit is not None:
        yield Figure("volume", "volume", said.quantity, said.unit, date=context.today)


DESCRIBE_GROUP = Tool("describe_group", DescribeGroup, describe_group, Permission.RECORD, preview)
