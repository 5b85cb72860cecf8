"""What the last new prices did, of those that a person set, where it is sure that they did something."""

from collections.abc import Iterator, Mapping

from haat.analytics.realised import RECENT_DAYS
from haat.core.finding import Figure
from haat.store import entries
from haat.store.handles import Connection
from haat.store.products import Product
from tools.context import ToolContext
from tools.periods import DAY
from tools.price_past import selling_days
from tools.realised import realised

TOLD = 3  # goods at most


def price_effects(
    context: ToolContext, db: Connection, store_id: str, goods: Mapping[str, Product]
) -> Iterator[Figure]:
    """In percent, of the goods whose price was changed last; what may be chance is left out."""
    since = context.today - RECENT_DAYS * DAY
    changed = entries.repriced(context.actor, db, store_id, since, context.today)
    for sku_id in [one for one in changed if one in goods][:TOLD]:
        product = goods[sku_id]
        days, _ = selling_days(context, db, store_id, sku_id)
        past = realised(context, db, store_id, product, days)
        if past is not None:
            yield from filter(_is_sure, past.figures(product, product.unit_cost_paise))


def _is_sure(figure: Figure) -> bool:
    """Whether its bounds lie on one side of nothing."""
    low, high = figure.lower, figure.upper
    return low is not None and high is not None and (low > 0 or high < 0)
