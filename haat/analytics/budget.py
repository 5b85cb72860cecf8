"""One purse for many goods: what to order of each where not all can be paid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush


@dataclass(frozen=True, slots=True)
class Want:
    """What one product would like ordered.

    `above(amount)` is the probability that more than that is asked for; `position` is what is there
    and on its way, `quantity` the order in whole `pack`s, `unit_cost` and `unit_gain` rupees.
    """

    quantity: float
    pack: float
    unit_cost: float
    position: float
    above: Callable[[float], float]
    unit_gain: float

    def benefit(self, packs: int) -> float:
        """The gain expected from one pack more, per rupee, where `packs` are ordered already.

        The middle of the pack stands for all of it.
        """
        middle = self.position + (packs + 0.5) * self.pack
        return self.unit_gain * self.above(middle) / self.unit_cost

    def turn(self, packs: int) -> tuple[float, float]:
        """What comes first is least: the greater benefit, then the emptier shelf."""
        full = self.position + self.quantity
        return -self.benefit(packs), (self.position + packs * self.pack) / full


def shared(wants: Sequence[Want], budget: float) -> list[float]:
    """Quantities that cost no more than `budget` rupees together, none above what is wanted.

    Marginal analysis: pack by pack, always where the gain expected per rupee is the greatest. As
    each further pack of a product is less likely to be sold, this is the best use of what is spent
    (Fox, 1966, Discrete optimization via marginal analysis, Management Science 13(3); for stocks
    Hadley and Whitin, 1963, Analysis of inventory systems, §6.4). Where the next best pack costs
    more than is left, those that can still be paid come next; of equals the emptier shelf.
    """
    packs = [0] * len(wants)
    ahead = [(want.turn(0), n) for n, want in enumerate(wants) if want.quantity > 0]
    heapify(ahead)
    left = budget
    while ahead:
        _, n = heappop(ahead)
        want = wants[n]
        price = want.pack * want.unit_cost
        if price > left + 1e-9:
            continue
        left -= price
        packs[n] += 1
        if (packs[n] + 0.5) * want.pack <= want.quantity:
            heappush(ahead, (want.turn(packs[n]), n))
    return [count * want.pack for count, want in zip(packs, wants, strict=True)]
