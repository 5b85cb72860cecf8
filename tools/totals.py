"""What all products of a category, or of the shop, will bring in: rupees, as the night's forecasts agree on it."""

from dataclasses import dataclass, replace
from datetime import date

from haat.analytics.forecast.outlook import Outlook
from haat.analytics.forecast.stored import SHOP, TOTAL, outlook_of, stored
from haat.language.concepts import GENERIC, concept_of
from haat.store import forecasts, products, sales, stock
from haat.store.extent import Extent
from tools.demand import Books

RUPEE = 1.0


@dataclass(frozen=True, slots=True)
class Summed:
    """What stands in a product's place where several are told together."""

    sku_id: str
    unit: str = "INR"


def all_together(books: Books, asked: str, first: date, days: int) -> Outlook | None:
    """The outlook of a category, a generic concept (`cooking_oil`) or `shop`; None where none was made."""
    context = books.context
    if asked not in GENERIC and concept_of(asked) in context.concepts:
        return None
    name = TOTAL + GENERIC.get(asked, asked)
    made = forecasts.newest(context.actor, books.db, books.store_id, context.today, [name])
    if name not in made:
        return None
    told = stored(made[name].made_on, made[name].body).part(first, days)
    if told is None:
        return None
    outlook = outlook_of(told, RUPEE, _history_days(books))
    notes = ("all_together", *(("new_left_out",) if _left_out(books, name) else ()))
    return replace(outlook, notes=notes)


def _left_out(books: Books, name: str) -> bool:
    """Whether the shop keeps goods of the kind that are too new, or without a price, to be in it."""
    context, db = books.context, books.db
    category = None if name == TOTAL + SHOP else name.removeprefix(TOTAL)
    goods = products.catalogue(context.actor, db, category)
    kept = stock.kept(context.actor, db, (books.store_id,), context.today)
    told = forecasts.made_for(context.actor, db, books.store_id)
    return any(p.sku_id in kept and not (p.sku_id in told and p.price_paise) for p in goods)


def _history_days(books: Books) -> int:
    whole = Extent((books.store_id,), books.context.today, books.context.today)
    begun, _ = sales.days_told(books.context.actor, books.db, whole)
    return 0 if begun is None or books.last is None else (books.last - begun).days + 1
