"""Whether enquiries reach many buyers, and small sellers as well as large ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIZES = {"1": 1, "2_to_4": 2, "5_and_more": 5}  # enquiries of a seller, from


@dataclass(frozen=True, slots=True)
class Asked:
    """One enquiry: whose, to whom, and whether it ended in an order; None while it has not ended."""

    seller: str
    buyer: str
    won: bool | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """Shares, 0 to 1. `won` is by the size of the seller: of her ended enquiries those with an order."""

    enquiries: int
    coverage: float  # of all buyers, those who were asked
    largest_share: float  # of all enquiries, those to the most asked buyer
    won: Mapping[str, float]


def fairness(asked: Sequence[Asked], buyers: int) -> Fairness | None:
    """How enquiries are spread over so many buyers; None where there are none."""
    if not asked:
        return None
    to_each = Counter(one.buyer for one in asked)
    return Fairness(
        enquiries=len(asked),
        coverage=len(to_each) / max(buyers, len(to_each)),  # some may have left the list
        largest_share=max(to_each.values()) / len(asked),
        won=_won(asked),
    )


def _won(asked: Sequence[Asked]) -> dict[str, float]:
    many = Counter(one.seller for one in asked)
    ended = [(_size(many[one.seller]), one.won) for one in asked if one.won is not None]
    of_size = {size: [won for of, won in ended if of == size] for size in SIZES}
    return {size: sum(won) / len(won) for size, won in of_size.items() if won}


def _size(many: int) -> str:
    return max((size for size, least in SIZES.items() if many >= least), key=SIZES.__getitem__)
