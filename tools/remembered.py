"""What a process keeps in memory of its tenants' data, each until the data change."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.buyer_lists import BuyerLists
from tools.catalogues import Catalogues
from tools.kept import Kept
from tools.learned_prices import LearnedPrices

if TYPE_CHECKING:
    from tools.prospects import Prospects

MOST_PROSPECTS = 50  # shops; of ten thousand products some megabytes each


@dataclass(frozen=True, slots=True)
class Remembered:
    """One of a process, shared by all who ask."""

    catalogues: Catalogues = field(default_factory=Catalogues)
    buyer_lists: BuyerLists = field(default_factory=BuyerLists)
    learned_prices: LearnedPrices = field(default_factory=LearnedPrices)
    prospects: "Kept[Prospects]" = field(default_factory=lambda: Kept(MOST_PROSPECTS))
