"""What was learned of shops' prices as questions came, kept in memory while their books stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from haat.analytics.price_response import Elasticity
from haat.core.actor import Actor
from haat.store import audit
from haat.store.handles import Connection
from tools.kept import Kept

if TYPE_CHECKING:
    from haat.analytics.elasticities.shop import Past

MOST_GOODS = 500  # two years of one are some thirty kilobytes
MOST_GROUPS = 1_000

Learned = Mapping[str, Elasticity]


@dataclass(slots=True)
class LearnedPrices:
    """The pasts of the goods that were looked at of late, and the elasticities of those learned together.

    They hold for a day, and until something is written to the tenant's books, be it a sale or a price.
    """

    _pasts: Kept["Past"] = field(default_factory=lambda: Kept(MOST_GOODS))
    _learned: Kept[Learned] = field(default_factory=lambda: Kept(MOST_GROUPS))

    def of(self, actor: Actor, db: Connection, store_id: str, today: date) -> "OfShop":
        """What is known of a shop of the actor's as its books are now."""
        version = today, audit.head(actor, db)
        return OfShop(self._pasts, self._learned, (actor.tenant_id, store_id), version)


@dataclass(frozen=True, slots=True)
class OfShop:
    """One shop's, by the state of its books."""

    _pasts: Kept["Past"]
    _learned: Kept[Learned]
    _shop: tuple[str, str]
    _version: tuple[date, int]

    def past(self, sku_id: str, read: Callable[[], "Past"]) -> "Past":
        """What is kept of a product, else what `read` finds."""
        return self._pasts.of((*self._shop, sku_id), self._version, read)

    def learned(self, skus: frozenset[str], learn: Callable[[], Learned]) -> Learned:
        """What these goods taught together, else what `learn` finds."""
        return self._learned.of((*self._shop, skus), self._version, learn)
