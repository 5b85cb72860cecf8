"""What each shop might begin to sell, worked out once for each state of its tenant's books."""

from dataclasses import dataclass, replace
from datetime import date

from haat.analytics.recommend import Suggested
from haat.store import audit, people, products, told_goods
from haat.store.handles import Connection
from haat.store.people import StoreRow
from tools.catalogues import Catalogue
from tools.context import ToolContext
from tools.own_shops import Surroundings, surroundings, told_new


@dataclass(frozen=True, slots=True)
class Prospects:
    """The shops of one owner as seen from one of them, of whose sales only the sums are kept; what is new to it."""

    shops: Surroundings
    new: tuple[Suggested, ...]


def prospects(
    context: ToolContext,
    db: Connection,
    here: StoreRow,
    catalogue: Catalogue,
    days: tuple[date, date],
) -> Prospects:
    """Worked out anew only where something was written since, or on another day."""
    actor = context.actor
    state = (
        audit.head(actor, db),
        products.catalogue_version(actor, db),
        people.stores(actor, db),
        told_goods.of(actor, db, here.id),
        days,
    )

    def read() -> Prospects:
        shops = surroundings(context, db, here, catalogue, days)
        new = () if shops.unknown else tuple(map(told_new, shops.new()))
        return Prospects(_summed(shops, days[1]), new)

    return context.remembered.prospects.of(f"{actor.tenant_id} {here.id}", state, read)


def _summed(shops: Surroundings, last: date) -> Surroundings:
    """All of a product's sales on one day: thousands of days of thousands of goods fill the memory."""
    sold = {
        store: {sku: {last: sum(units.values())} for sku, units in days.items()}
        for store, days in shops.sold.items()
    }
    return replace(shops, sold=sold)
