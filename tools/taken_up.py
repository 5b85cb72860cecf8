"""What became of the goods that were recommended as new to the tenant's shops."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from haat.analytics.recommending.taking import Shown, Takings, takings
from haat.core.days import shop_day
from haat.store import feedback, signals, suggestions
from haat.store.extent import Extent
from haat.store.feedback import Judged
from haat.store.handles import Connection
from haat.store.products import Product
from haat.store.suggestions import Suggestion
from tools.context import ToolContext

REMEMBERED_DAYS = 180
SEEN = 5  # rows of a list are told in the chat
TAKEN_UP_DAYS = 30  # so soon a first sale, purchase or count is owed to the recommendation


def taken_up(context: ToolContext, db: Connection, goods: Mapping[str, Product]) -> Takings:
    """Each product counts once a day and shop.

    Taken is what was accepted, what came in within a month, and what is on a list that got a thumb up.
    """
    start = context.now - timedelta(days=REMEMBERED_DAYS)
    told = suggestions.told(context.actor, db, "recommendation", start, context.now)
    new = [one for one in told if one.payload["mode"] == "discover"]
    begun = _begun(context, db, new)
    each: dict[tuple[str, str, date], bool] = {}
    for one in new:
        store, product, day = one.payload["store_id"], one.payload["product"], shop_day(one.at)
        came = begun.get((store, product))
        in_time = came is not None and day <= came <= day + timedelta(days=TAKEN_UP_DAYS)
        key = store, product, day
        each[key] = each.get(key, False) or one.status == "accepted" or in_time
    for shown, taken in _judged(feedback.judged(context.actor, db, start, context.now)):
        each[shown] = each.get(shown, False) or taken
    return takings(
        [
            Shown(product, goods[product].category if product in goods else "", taken)
            for (_, product, _), taken in each.items()
        ]
    )


def _judged(told: Iterable[Judged]) -> Iterator[tuple[tuple[str, str, date], bool]]:
    """What lists of new goods in the chat, of which a person said that they help or don't, had on them."""
    for one in told:
        for call in one.reply.get("tool_calls", ()):
            found = call.get("result") if call["name"] == "recommend_products" else None
            if found and found["parameters"].get("mode") == "discover":
                store, day = found["parameters"]["store_id"], shop_day(one.at)
                for row in found["rows"][:SEEN]:
                    yield (store, row["product"], day), one.thumb == "up"


def _begun(
    context: ToolContext, db: Connection, told: list[Suggestion]
) -> dict[tuple[str, str], date]:
    """The first day each recommended product was sold, counted or bought in, by shop and product."""
    found: dict[tuple[str, str], date] = {}
    for store in sorted({one.payload["store_id"] for one in told}):
        skus = sorted({p["product"] for o in told if (p := o.payload)["store_id"] == store})
        seen = signals.first_seen(context.actor, db, (store,), skus, context.today)
        extent = Extent((store,), date.min, context.today, skus)
        bought = signals.bought_daily(context.actor, db, extent)
        for sku in skus:
            days = [*bought.get(sku, ()), *((seen[sku],) if sku in seen else ())]
            if days:
                found[store, sku] = min(days)
    return found
