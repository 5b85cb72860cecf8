"""What all rules look at, read once: the goods a shop keeps, what sold each day, and what is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from haat.analytics.habit import LOOK_BACK_DAYS, USUAL_DAYS
from haat.store import products, sales, signals, stock
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.products import Product
from haat.store.signals import Series
from tools.context import ToolContext

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """One shop as of today; `goods` are those it ever sold or counted, by SKU id."""

    context: ToolContext
    db: Connection
    store: StoreRow
    goods: Mapping[str, Product]
    sold: Series  # of the last 63 days
    empty: Mapping[str, frozenset[date]]
    left: Mapping[str, float]  # only where it is known
    begun: date | None  # the first day of the shop's ledger

    @property
    def today(self) -> date:
        """The shop's day."""
        return self.context.today

    def extent(self, days: int, skus: tuple[str, ...] | None = None, ahead: int = 0) -> Extent:
        """The shop's last so many days, yesterday the last of them (`ahead` days later: 1 is today)."""
        end = self.today - DAY + ahead * DAY
        return Extent((self.store.id,), self.today - days * DAY, end, skus)

    def per_day(self, sku_id: str) -> float:
        """Mean units a day over 28 days."""
        start = self.today - USUAL_DAYS * DAY
        sold = self.sold.get(sku_id, {})
        return sum(u for day, u in sold.items() if start <= day < self.today) / USUAL_DAYS


def gather(context: ToolContext, db: Connection, store: StoreRow) -> Facts:
    """Read the shop's books as of today."""
    actor, today = context.actor, context.today
    kept = stock.kept(actor, db, (store.id,), today)
    goods = {p.sku_id: p for p in products.catalogue(actor, db) if p.sku_id in kept}
    recent = Extent((store.id,), today - LOOK_BACK_DAYS * DAY, today - DAY)
    shelves = stock.on_hand(actor, db, (store.id,), today)
    first, _ = sales.days_told(actor, db, recent)
    return Facts(
        context,
        db,
        store,
        goods,
        signals.sold_daily(actor, db, recent),
        signals.empty_days(actor, db, recent),
        {s.sku_id: s.on_hand for s in shelves if s.on_hand is not None},
        first,
    )
