"""Tenants' buyers as they are matched, read once for each state of a list."""

from dataclasses import dataclass, field

from haat.analytics.matching import many
from haat.analytics.matching.many import Columns
from haat.core.actor import Actor
from haat.store import buyers, products
from haat.store.buyers import Buyer
from haat.store.handles import Connection
from tools.kept import Kept

MOST_TENANTS = 50  # kept in memory; ten thousand buyers are some five megabytes


@dataclass(frozen=True, slots=True, eq=False)
class BuyerList:
    """All buyers of one tenant in the order of their ids, and their terms side by side."""

    buyers: tuple[Buyer, ...]
    columns: Columns


@dataclass(slots=True)
class BuyerLists:
    """Those of recent callers, by tenant and by the version that counts up with each change of buyers."""

    _known: Kept[BuyerList] = field(default_factory=lambda: Kept(MOST_TENANTS))

    def of(self, actor: Actor, db: Connection) -> BuyerList:
        """The actor's buyers as they are now."""
        version = products.catalogue_version(actor, db)
        return self._known.of(actor.tenant_id, version, lambda: _read(buyers.listing(actor, db)))


def _read(listed: tuple[Buyer, ...]) -> BuyerList:
    return BuyerList(listed, many.columns(map(_terms, listed)))


def _terms(buyer: Buyer) -> many.Buyer:
    paise = buyer.max_price_paise
    return many.Buyer(
        id=buyer.buyer_id,
        wants=buyer.wants,
        place=buyer.place,
        unit=buyer.unit,
        volume=buyer.volume,
        pays=None if paise is None else paise / 100,
        agreed=buyer.agreed_to_contact,
    )
