"""How many people a message counts: `12 didi`, `ab hum 15 hain`."""

from decimal import Decimal

from agent.sheet import Part
from haat.language.numbers import Number, find_numbers
from haat.language.quantities import Amount

MOST = 100_000


def heads(part: Part) -> int | None:
    """The number beside a word for members, else the first that counts nothing else."""
    beside = [n.value for n in _numbers_of_people(part)]
    bare = [a.value for a in part.amounts if _counts_nothing_else(a)]
    return next((int(one) for one in (*beside, *bare) if _is_whole(one)), None)


def counts_people(part: Part, amount: Amount) -> bool:
    """Whether an amount is that of the people."""
    return any(n.start < amount.end and amount.start < n.end for n in _numbers_of_people(part))


def _numbers_of_people(part: Part) -> list[Number]:
    """Numbers beside a word for members; these are no amounts of goods."""
    words = [s for s in part.sheet.signals if s.name == "group_members"]
    starts, ends = {s.start for s in words}, {s.end for s in words}
    found = find_numbers(part.sheet.tokens, part.sheet.hearing.grammar, lambda i: i in starts)
    inside = [n for n in found if part.start <= n.start and n.end <= part.end]
    before = [n for n in inside if n.end in starts]
    return before or [n for n in inside if n.start in ends]


def _counts_nothing_else(amount: Amount) -> bool:
    return amount.kind == "number" and amount.role is None and amount.unit is None


def _is_whole(value: Decimal) -> bool:
    return value == int(value) and 1 <= value <= MOST
