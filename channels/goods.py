"""Goods to choose from where one has to be named: what this shop sells most, else what every shop sells."""

from datetime import date, timedelta

from haat.core.actor import Actor
from haat.store import people, products, sales
from haat.store.extent import Extent
from haat.store.handles import Connection

MOST = 8
RECENT = timedelta(days=30)
STAPLES = (
    "onion",
    "potato",
    "tomato",
    "rice",
    "wheat_flour",
    "sugar",
    "milk",
    "egg",
)


def usual(actor: Actor, db: Connection, today: date) -> tuple[str, ...]:
    """At most MOST product ids: those that brought most in the last month, then the catalogue's, then staples."""
    stores = [s.id for s in people.stores(actor, db)]
    sold = sales.sold(actor, db, Extent(stores, today - RECENT, today)) if stores else ()
    best = [s.sku_id for s in sorted(sold, key=lambda s: (-s.revenue_paise, s.sku_id))]
    kept = [p.sku_id for p in products.catalogue(actor, db)[:MOST]]
    return tuple(dict.fromkeys((*best, *kept, *STAPLES)))[:MOST]
