"""What a question about the shop's figures is about, and what was traded in its periods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from haat.store import products, sales, stock
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.products import Product
from tools.context import ToolContext
from tools.periods import Compared, Span


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with the products it is about (None: all)."""

    context: ToolContext
    db: Connection
    store: StoreRow
    compared: Compared
    products: tuple[Product, ...] | None

    def extent(self, span: Span) -> Extent:
        """The part of the ledger that a span of the question means."""
        skus = None if self.products is None else tuple(p.sku_id for p in self.products)
        return Extent((self.store.id,), span.start, span.end, skus)

    def catalogue(self) -> Mapping[str, Product]:
        """The products asked about, by SKU id."""
        asked = self.products
        found = products.catalogue(self.context.actor, self.db) if asked is None else asked
        return {p.sku_id: p for p in found}

    def history(self) -> "History":
        """Since when there is a ledger."""
        extent = self.extent(self.compared.span)
        return History(self.compared, *sales.days_told(self.context.actor, self.db, extent))


@dataclass(frozen=True, slots=True)
class History:
    """When the shop's ledger begins, and the last day that what is asked about was sold."""

    compared: Compared
    first: date | None
    last: date | None

    @property
    def begun(self) -> bool:
        """Whether the ledger has begun by the period's end."""
        return self.first is not None

    @property
    def reaches_back(self) -> bool:
        """Whether the whole period before is in the ledger."""
        return self.first is not None and self.first <= self.compared.previous.start

    def notes(self) -> tuple[str, ...]:
        """What has to be said of it."""
        if self.last is None or self.last < self.compared.span.start:
            return ("no_sales",)
        return () if self.reaches_back else ("not_enough_history",)


@dataclass(frozen=True, slots=True)
class Traded:
    """One SKU's trade in a period; net of what was brought back."""

    units_sold: float = 0.0
    units_net: float = 0.0
    revenue_paise: int = 0
    imputed: bool = False
    unpriced_return: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The rupees of a period, of all that is asked about; net of what was brought back."""

    revenue_paise: int
    imputed: bool
    unpriced_return: bool


def both_periods(
    question: Question, history: History
) -> tuple[Mapping[str, Traded], Mapping[str, Traded] | None]:
    """Trade in the period, and in the one before where the ledger reaches back so far."""
    now = traded_in(question, question.compared.span)
    before = traded_in(question, question.compared.previous) if history.reaches_back else None
    return now, before


def traded_in(question: Question, span: Span) -> dict[str, Traded]:
    actor, db, extent = question.context.actor, question.db, question.extent(span)
    found = {
        s.sku_id: Traded(s.units, s.units, s.revenue_paise, s.imputed > 0)
        for s in sales.sold(actor, db, extent)
    }
    for back in sales.returned(actor, db, extent):
        had = found.get(back.sku_id, Traded())
        found[back.sku_id] = Traded(
            had.units_sold,
            had.units_net - back.units,
            had.revenue_paise - (back.value_paise or 0),
            had.imputed,
            had.unpriced_return or back.value_paise is None,
        )
    return found


def taken_in(question: Question, span: Span) -> Taken:
    actor, db, extent = question.context.actor, question.db, question.extent(span)
    sold, back = sales.takings(actor, db, extent), sales.returned(actor, db, extent)
    paid_back = sum(one.value_paise or 0 for one in back)
    unpriced = any(one.value_paise is None for one in back)
    return Taken(sold.revenue_paise - paid_back, sold.imputed > 0, unpriced)


def notes_on(history: History, trade: Iterable[Traded | Taken]) -> tuple[str, ...]:
    told = tuple(trade)
    notes = [*history.notes()]
    notes += ["imputed_prices"] if any(t.imputed for t in told) else []
    notes += ["unpriced_returns"] if any(t.unpriced_return for t in told) else []
    return tuple(notes)


def unit_costs(question: Question) -> dict[str, float]:
    """Paise that a unit costs: the catalogue's, else what purchases were paid."""
    catalogue = question.catalogue()
    told = {
        s: float(p.unit_cost_paise) for s, p in catalogue.items() if p.unit_cost_paise is not None
    }
    silent = [sku for sku in catalogue if sku not in told]
    paid = (
        stock.paid_costs(question.context.actor, question.db, silent, question.context.today)
        if silent
        else {}
    )
    return told | paid
