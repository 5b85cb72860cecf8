"""The kinds of data a shop can give; a new one is a file here and a line below."""

from haat.core.errors import NotFound
from haat.store.ingestion.kind import Kind
from haat.store.ingestion.kinds.buyers import BUYERS
from haat.store.ingestion.kinds.competitor_prices import COMPETITOR_PRICES
from haat.store.ingestion.kinds.inventory import INVENTORY
from haat.store.ingestion.kinds.market_prices import MARKET_PRICES
from haat.store.ingestion.kinds.opportunities import OPPORTUNITIES
from haat.store.ingestion.kinds.orders import ORDERS
from haat.store.ingestion.kinds.products import PRODUCTS
from haat.store.ingestion.kinds.promotions import PROMOTIONS
from haat.store.ingestion.kinds.returns import RETURNS
from haat.store.ingestion.kinds.sales import SALES

KINDS: tuple[Kind, ...] = (
    SALES,
    RETURNS,
    INVENTORY,
    PRODUCTS,
    MARKET_PRICES,
    COMPETITOR_PRICES,
    PROMOTIONS,
    BUYERS,
    ORDERS,
    OPPORTUNITIES,
)


def kind_named(name: str) -> Kind:
    """The kind of that name; NotFound says which there are."""
    found = next((kind for kind in KINDS if kind.name == name), None)
    if found is None:
        raise NotFound(f"no such kind of data; there are {', '.join(k.name for k in KINDS)}")
    return found
