"""Reads what is known of products' demand in a shop, and has it foretold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from haat.analytics.forecast.cold_start import Kind, kind
from haat.analytics.forecast.demand import Demand, demand
from haat.analytics.forecast.ladder import LEAST_DAYS, LOOKBACK_DAYS, Ahead, foretold
from haat.analytics.forecast.outlook import Outlook
from haat.analytics.forecast.stored import as_outlook, stored
from haat.core.days import shop_day
from haat.store import demand as ledger
from haat.store import forecasts, overrides, products, sales
from haat.store.demand import Announced
from haat.store.extent import Extent
from haat.store.forecasts import Made
from haat.store.handles import Connection
from haat.store.products import Product
from tools.context import ToolContext

DAY = timedelta(days=1)
RECENT_DAYS = 28
OLD_LEDGER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Books:
    """A shop's ledger as far as forecasts look back; `last` is the last day that was written down."""

    context: ToolContext
    db: Connection
    store_id: str
    last: date | None
    days: int = LOOKBACK_DAYS

    @property
    def start(self) -> date:
        """The first day that is looked at."""
        return (self.last or self.context.today) - (self.days - 1) * DAY

    def extent(self, start: date, end: date, skus: Sequence[str] | None) -> Extent:
        """A part of the shop's ledger."""
        return Extent((self.store_id,), start, end, skus)


def open_books(
    context: ToolContext, db: Connection, store_id: str, days: int = LOOKBACK_DAYS
) -> Books:
    """The shop's ledger until yesterday: today is not over, unless it is the ledger's first day."""
    whole = Extent((store_id,), context.today, context.today)
    first, last = sales.days_told(context.actor, db, whole)
    if first is None or last is None:
        return Books(context, db, store_id, None, days)
    whole_days = last if first == context.today else min(last, context.today - DAY)
    return Books(context, db, store_id, whole_days, days)


def outlooks(
    books: Books, goods: Sequence[Product], first: date, days: int, *, all_goods: bool = False
) -> dict[str, Outlook]:
    """What each product's demand will be from `first` on; what cannot be foretold is left out."""
    skus = None if all_goods else [product.sku_id for product in goods]
    known = histories(books, skus)
    young = [p for p in goods if _days(known.get(p.sku_id)) < LEAST_DAYS]
    kinds = _kinds(books, young, known if all_goods else None)
    ahead = first + (days - 1) * DAY
    offers = planned_offers(books, first, days, skus)
    made = forecasts.newest(
        books.context.actor, books.db, books.store_id, books.context.today, skus
    )
    said = overrides.told(
        books.context.actor, books.db, books.extent(first, ahead, skus), books.context.today
    )
    found = {}
    for product in goods:
        sku = product.sku_id
        plan = Ahead(first, days, frozenset(offers.get(sku, ())))
        outlook = foretold(known.get(sku), plan, kinds.get(sku))
        if outlook is not None:
            outlook = _told_unplanned(known.get(sku), plan, outlook)
            outlook = _told_old(books, _made_ahead(made.get(sku), plan, outlook))
            found[sku] = outlook.overridden(said.get(sku, {}))
    return found


def _made_ahead(made: Made | None, plan: Ahead, plain: Outlook) -> Outlook:
    """The pooled forecast where there is one that reaches so far, else the ladder's."""
    if made is None:
        return plain
    asked = stored(made.made_on, made.body).part(plan.first, plan.days)
    return plain if asked is None else as_outlook(asked, plain)


def histories(books: Books, skus: Sequence[str] | None) -> dict[str, Demand]:
    """The products' days, from their first sale or count on."""
    if books.last is None:
        return {}
    actor, db = books.context.actor, books.db
    extent = books.extent(books.start, books.last, skus)
    sold = sales.daily(actor, db, extent)
    empty = ledger.empty_days(actor, db, extent)
    offered = ledger.offer_days(actor, db, extent)
    for sku, told in ledger.announced(actor, db, extent).items():
        offered.setdefault(sku, set()).update(days_of(told, books.start, books.last))
    starts = ledger.first_counts(actor, db, extent)
    for sku, units in sold.items():
        starts[sku] = min(starts.get(sku, books.last), *units)
    return {
        sku: demand(
            sold.get(sku, {}), start, books.last, empty.get(sku, set()), offered.get(sku, set())
        )
        for sku, start in starts.items()
    }


def best_selling(
    context: ToolContext, db: Connection, store_id: str, found: Sequence[Product]
) -> Product:
    """Of a concept's products the one that earned most lately; before any did, the loose one."""
    if len(found) == 1:
        return found[0]
    skus = [product.sku_id for product in found]
    lately = Extent((store_id,), context.today - RECENT_DAYS * DAY, context.today, skus)
    earned = {s.sku_id: s.revenue_paise for s in sales.sold(context.actor, db, lately)}
    return max(found, key=lambda p: (earned.get(p.sku_id, 0), p.sku_id.endswith(".loose")))


def _told_old(books: Books, outlook: Outlook) -> Outlook:
    if books.last is None or (books.context.today - books.last).days <= OLD_LEDGER_DAYS:
        return outlook
    return replace(outlook, notes=(*outlook.notes, "old_ledger"))


def _told_unplanned(known: Demand | None, plan: Ahead, outlook: Outlook) -> Outlook:
    """With a note where it was on offer before and no offer is planned."""
    if known is None or not known.promo or plan.offers:
        return outlook
    return replace(outlook, notes=(*outlook.notes, "no_offers_planned"))


def _days(known: Demand | None) -> int:
    return 0 if known is None else len(known.units) - len(known.short)


def planned_offers(
    books: Books, first: date, days: int, skus: Sequence[str] | None
) -> dict[str, dict[date, float | None]]:
    """Days ahead with an offer, and the rupees asked on it (None: not told).

    On a day of the past, only offers that had begun were known.
    """
    context, last = books.context, first + (days - 1) * DAY
    spans = ledger.announced(context.actor, books.db, books.extent(first, last, skus))
    known_until = last if context.today >= shop_day(context.now) else context.today
    return {
        sku: days_of([s for s in told if s.starts <= known_until], first, last)
        for sku, told in spans.items()
    }


def days_of(spans: Sequence[Announced], first: date, last: date) -> dict[date, float | None]:
    """Each day of the spans with its price in rupees; the lowest where they overlap."""
    found: dict[date, float | None] = {}
    for told in spans:
        price = None if told.price_paise is None else told.price_paise / 100
        day = max(told.starts, first)
        while day <= min(told.ends, last):
            found[day] = min((p for p in (price, found.get(day)) if p is not None), default=None)
            day += DAY
    return found


def _kinds(
    books: Books, young: Sequence[Product], known: Mapping[str, Demand] | None
) -> dict[str, Kind]:
    """What the shop's other products of the same category and unit sell, else of the same unit."""
    if not young or books.last is None:
        return {}
    catalogue = products.catalogue(books.context.actor, books.db)
    rates = _rates(histories(books, None) if known is None else known)
    found = {}
    for product in young:
        like = [p for p in catalogue if p.unit == product.unit and p.sku_id != product.sku_id]
        near = [
            rates[p.sku_id] for p in like if p.category == product.category and p.sku_id in rates
        ]
        same = kind(near) or kind([rates[p.sku_id] for p in like if p.sku_id in rates])
        if same is not None:
            found[product.sku_id] = same
    return found


def _rates(known: Mapping[str, Demand]) -> dict[str, float]:
    """Units a day of the last four weeks, of products that have as many."""
    grown = {s: d for s, d in known.items() if len(d.units) >= RECENT_DAYS and any(d.units)}
    return {sku: sum(d.units[-RECENT_DAYS:]) / RECENT_DAYS for sku, d in grown.items()}
