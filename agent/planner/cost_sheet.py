"""A maker's costs as she tells them: material, hours, packing, transport, fees, each beside its sum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent.planner.desk import Desk
from agent.sheet import Part
from haat.core.money import number
from haat.language.hearing import Signal
from haat.language.quantities import Amount, find_amounts
from haat.language.tokens import tokenise

PAID = ("material", "packing", "transport", "fees")
LABELS = frozenset({"labour", *PAID})
LEAST = 2  # parts of a sheet; one sum alone is what the goods cost in all
NUMBER_WORDS = 2  # before the word for hours: `dedh`, `2`, `ek aur`


@dataclass(frozen=True, slots=True)
class CostsTold:
    """The sheet as the tool takes it, and the sums that are no cost."""

    costs: Mapping[str, Any]
    rest: tuple[Amount, ...]


def costs_told(desk: Desk) -> CostsTold | None:
    """The cost sheet in a message; None where fewer than two parts of one are told."""
    hours, rate, used = _hours(desk)
    sums = [a for a in desk.part.amounts if _is_sum(a) and a not in used]
    named = _named(desk, sums)
    paid: dict[str, Decimal] = {}
    for position, label in named.items():
        paid[label] = paid.get(label, Decimal(0)) + sums[position].value
    if hours is not None and not paid and len(sums) == 1 and desk.part.has("cost"):
        named, paid = {0: "material"}, {"material": sums[0].value}  # `banane me 80 lage, 2 ghante`
    costs = _sheet(paid, hours, rate)
    if len(costs) < LEAST:
        return None
    rest = tuple(a for i, a in enumerate(sums) if i not in named)
    marked = tuple(a for a in desk.part.amounts if a.role == "price" and a not in used)
    return CostsTold(costs, marked + rest)


def _sheet(paid: dict[str, Decimal], hours: Decimal | None, rate: Decimal | None) -> dict[str, Any]:
    """Wages told as a sum are an hour's where the hours are known, else money paid like a fee."""
    wages = paid.pop("labour", None)
    if wages is not None and hours and rate is None:
        rate = wages / hours
    elif wages is not None and not hours:
        paid["fees"] = paid.get("fees", Decimal(0)) + wages
    told = {**paid, "labour_hours": hours, "labour_rate": rate}
    return {name: number(round(value, 2)) for name, value in told.items() if value is not None}


def _is_sum(amount: Amount) -> bool:
    return amount.role != "price" and (
        amount.kind == "money" or (amount.kind == "number" and amount.unit is None)
    )


def _named(desk: Desk, sums: list[Amount]) -> Mapping[int, str]:
    """The label of each sum by its position: the word before it, or after it where the first sum comes first.

    What is left of words and sums is paired the other way: `60 saman, packing 5`.
    """
    labels = [s for s in _signals(desk.part) if s.name.removeprefix("cost:") in LABELS]
    if not labels or not sums:
        return {}
    ways = [_before, _after] if labels[0].start < sums[0].start else [_after, _before]
    named: dict[int, Signal] = {}
    for beside in ways:
        free = [s for s in labels if s not in named.values()]
        found = ((i, beside(sums, i, free)) for i in range(len(sums)) if i not in named)
        named |= {i: label for i, label in found if label is not None}
    return {i: label.name.removeprefix("cost:") for i, label in named.items()}


def _before(sums: list[Amount], position: int, labels: list[Signal]) -> Signal | None:
    """The last word between this sum and the one before it."""
    start = sums[position - 1].end if position else 0
    near = [s for s in labels if start <= s.start and s.end <= sums[position].start]
    return near[-1] if near else None


def _after(sums: list[Amount], position: int, labels: list[Signal]) -> Signal | None:
    """The first word between this sum and the next."""
    later = sums[position + 1 :]
    near = [s for s in labels if sums[position].end <= s.start]
    return next((s for s in near if not later or s.end <= later[0].start), None)


def _hours(desk: Desk) -> tuple[Decimal | None, Decimal | None, tuple[Amount, ...]]:
    """Hours of work, rupees for one, and the amounts that told them."""
    hours = rate = None
    used: list[Amount] = []
    for signal in (s for s in _signals(desk.part) if s.name == "cost:hours"):
        counted = _count(desk, signal.start)
        beside = {signal.start} if counted is not None else {signal.start, signal.start - 1}
        told = [a for a in desk.part.amounts if a.end in beside and a.kind != "quantity"]
        if counted is not None:
            hours = hours or counted
            used += told
        elif told and told[-1].kind == "money":  # `50 rupees an hour`
            rate = told[-1].value
            used += told
    return hours, rate, tuple(used)


def _count(desk: Desk, end: int) -> Decimal | None:
    """The number that stands right before a word."""
    tokens = desk.part.sheet.tokens
    for start in range(max(desk.part.start, end - NUMBER_WORDS), end):
        said = " ".join(t.text for t in tokens[start:end])
        found = [a for a in find_amounts(tokenise(said), desk.grammar) if a.kind == "number"]
        if len(found) == 1 and found[0].end == end - start:
            return found[0].value
    return None


def _signals(part: Part) -> Iterable[Signal]:
    return (s for s in part.sheet.signals if part.start <= s.start and s.end <= part.end)
