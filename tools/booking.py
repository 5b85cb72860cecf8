"""From what was said to what is booked: the product, its own unit, price, amount and stock."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from haat.core.actor import Permission
from haat.core.errors import AboveMrp, FieldProblem, InvalidInput
from haat.core.finding import Missing
from haat.core.message import Option
from haat.core.money import from_paise, number, paise, rupees
from haat.language.concepts import GENERIC, concept_name, concept_of, members
from haat.language.units import LOCAL_UNITS, PACKAGES, base_unit, conversion, pack_content
from haat.store import entries, products, proposals, sales, stock
from haat.store.entries import Draft, EntryKind
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.products import Product
from tools.context import ToolContext
from tools.entry_arguments import KINDS, MOST_AMOUNT, MOST_RUPEES, RecordEntry
from tools.periods import DAY
from tools.shop import kinds_sold, shop

NEW_PRODUCT = "new_product"
NEEDS_YES = "needs_yes"  # a manager's
STEPS_DAYS = 7  # within which a seller's own changes of one price count together
NEW_PRODUCT_UNITS = ("kg", "l", "piece", "packet")
BEST_SELLING_DAYS = 90
FARTHEST_BACK_DAYS = 366
ONE_PACK = frozenset(
    {"packet", "bag", "piece"}
)  # all say one of a packed good; a box may hold many
# What a shop may call goods that the lexicon lacks: a word, or words joined; never a SKU's id.
NEW_GOODS = re.compile(r"[a-z][a-z0-9_]{1,48}")
GRAIN = Decimal("0.001")  # of a unit: grams of a kg


@dataclass(frozen=True, slots=True)
class Said:
    """The arguments together with what they turned out to mean."""

    context: ToolContext
    arguments: RecordEntry
    kind: EntryKind
    store: StoreRow
    product: Product
    day: date
    notes: tuple[str, ...] = ()
    limit: float | None = None  # percent; a seller's price that moves more waits for a manager

    @property
    def unit(self) -> str:
        """The unit the quantity is said in."""
        return self.arguments.unit or self.product.unit

    @property
    def live(self) -> bool:
        """Whether it is told on the day it happened."""
        return self.day == self.context.today


@dataclass(frozen=True, slots=True)
class Booked:
    """The quantity and money of an entry; `units` and `rate` are in the product's own unit."""

    units: Decimal | None = None
    rate: Decimal | None = None  # rupees
    amount: Decimal | None = None  # rupees
    price: Decimal | None = None  # rupees for one `price_unit`, as shown
    price_unit: str | None = None
    notes: tuple[str, ...] = field(default=())


def drafted(context: ToolContext, db: Connection, arguments: RecordEntry) -> Draft | Missing:
    said = _said(context, db, arguments)
    if isinstance(said, Missing):
        return said
    booked = _booked(said)
    if isinstance(booked, Missing):
        return booked
    return _checked(said, booked, db)


def _said(context: ToolContext, db: Connection, arguments: RecordEntry) -> Said | Missing:
    if arguments.kind is None:
        return Missing("slot", "kind", tuple(Option(kind, kind) for kind in KINDS))
    managing = arguments.kind == "price_change"
    far = _sellers_limit(context, db) if managing else None
    needed = Permission.MANAGE if managing and far is None else Permission.RECORD
    context.actor.require(needed)
    if arguments.product is None:
        return Missing("slot", "product")
    store = shop(context, db, arguments.store_id)
    day = _day(context, arguments.date)
    found = _sold(context, db, arguments.product, managing=managing)
    if found:
        kinds = _kinds(arguments, found)
        if len(kinds) > 1:
            return Missing("choice", "product", tuple(Option(kind, kind) for kind in kinds))
        product, notes = _which(context, db, store, arguments, found)
        return Said(context, arguments, arguments.kind, store, product, day, notes, far)
    if managing:
        problem = FieldProblem("/product", "not sold here")
        raise InvalidInput(f"{arguments.product} is not sold here, so it has no price", problem)
    if arguments.unit is None:
        return Missing("slot", "unit", tuple(Option(u, u) for u in NEW_PRODUCT_UNITS))
    product = _new_product(context, arguments.product, arguments.unit)
    return Said(context, arguments, arguments.kind, store, product, day, (NEW_PRODUCT,))


def _sellers_limit(context: ToolContext, db: Connection) -> float | None:
    """How far the actor may change a price alone, where she may propose one but is no manager."""
    actor = context.actor
    bound = actor.may(Permission.PROPOSE) and not actor.may(Permission.MANAGE)
    return proposals.limit(actor, db) if bound else None


def _sold(
    context: ToolContext, db: Connection, product_id: str, *, managing: bool
) -> tuple[Product, ...]:
    """The SKUs meant; none for goods that the shop is about to begin with, lexicon or not."""
    if not managing and NEW_GOODS.fullmatch(product_id) and len(members(product_id)) == 1:
        return products.of(context.actor, db, product_id)
    return kinds_sold(context, db, product_id)


def _kinds(arguments: RecordEntry, found: tuple[Product, ...]) -> tuple[str, ...]:
    """Of `tel` or `dal` the different goods that are sold in such a unit; nothing to choose else."""
    if arguments.product not in GENERIC:
        return ()
    return tuple(dict.fromkeys(p.concept for p in _in_unit(arguments.unit, found)))


def _in_unit(unit: str | None, found: tuple[Product, ...]) -> tuple[Product, ...]:
    """Those sold in such a unit, where some are."""
    return tuple(p for p in found if _factor(unit or p.unit, p) is not None) or found


def _day(context: ToolContext, said: date | None) -> date:
    day = said or context.today
    if day > context.today:
        raise _bad("/date", "the day has not come yet")
    if day < context.today - FARTHEST_BACK_DAYS * DAY:
        raise _bad("/date", "the day lies more than a year back")
    return day


def _which(
    context: ToolContext,
    db: Connection,
    store: StoreRow,
    arguments: RecordEntry,
    found: tuple[Product, ...],
) -> tuple[Product, tuple[str, ...]]:
    """Of several SKUs those sold in such a unit; of these the loose one, else the best-selling."""
    if len(found) == 1:
        return found[0], ()
    fitting = _in_unit(arguments.unit, found)
    loose = next((p for p in fitting if p.sku_id == f"{p.concept}.loose"), None)
    if loose is not None:
        return loose, ("loose_product",)
    start = context.today - BEST_SELLING_DAYS * DAY
    skus = tuple(p.sku_id for p in fitting)
    sold = sales.sold(context.actor, db, Extent((store.id,), start, context.today, skus))
    earned = {s.sku_id: s.revenue_paise for s in sold}
    best = max(fitting, key=lambda p: earned.get(p.sku_id, 0))
    return best, ("best_selling_product",) if len(fitting) > 1 else ()


def _new_product(context: ToolContext, product_id: str, unit: str) -> Product:
    concept = concept_of(product_id)
    sku_id = product_id if product_id != concept else f"{concept}.loose"
    name = concept_name(product_id.replace(".", " "))
    category = context.concepts.get(concept, "other")
    return Product(sku_id, concept, name, category, base_unit(unit))


def _booked(said: Said) -> Booked | Missing:
    if said.kind == "price_change":
        return _new_price(said)
    quantity = said.arguments.quantity
    if quantity is None:
        return Missing("slot", "quantity")
    factor = _factor(said.unit, said.product)
    if factor is None:
        return _in_own_unit(said)
    units = (_decimal(quantity) * factor).quantize(GRAIN, rounding=ROUND_HALF_UP)
    if units == 0 and said.kind != "stock_count":
        raise _bad("/quantity", "nothing was sold or bought")
    notes = ("local_unit",) if said.unit in LOCAL_UNITS else ()
    counted = Booked(units=units, notes=notes)
    return counted if said.kind == "stock_count" else _with_money(said, counted)


def _in_own_unit(said: Said) -> Missing:
    """A bag of a kg product, or litres of it: she is asked how much it was in the product's unit."""
    return Missing("slot", "quantity", (Option(said.product.unit, said.product.unit),))


def _new_price(said: Said) -> Booked | Missing:
    if said.arguments.price is None:
        return Missing("slot", "price")
    price = _decimal(said.arguments.price)
    unit = said.arguments.price_unit or said.unit
    factor = _factor(unit, said.product)
    if factor is None:
        return Missing("slot", "price_unit", (Option(said.product.unit, said.product.unit),))
    return Booked(rate=price / factor, price=price, price_unit=unit)


def _with_money(said: Said, counted: Booked) -> Booked | Missing:
    """Price, amount, or both; a sale without either is booked at the list price."""
    arguments, units = said.arguments, counted.units or Decimal(1)
    if arguments.price is not None:
        return _priced(said, counted, units)
    if arguments.amount is not None:
        amount = rupees(arguments.amount)
        own = said.product.unit
        return replace(
            counted, rate=amount / units, amount=amount, price=amount / units, price_unit=own
        )
    if said.kind == "purchase":
        return counted
    if said.product.price_paise is None:
        return Missing("slot", "price")
    rate = from_paise(said.product.price_paise)
    return replace(
        counted,
        rate=rate,
        amount=rupees(rate * units),
        price=rate,
        price_unit=said.product.unit,
        notes=(*counted.notes, "list_price"),
    )


def _priced(said: Said, counted: Booked, units: Decimal) -> Booked | Missing:
    priced = _new_price(said)
    if isinstance(priced, Missing) or priced.rate is None:
        return priced
    amount = rupees(priced.rate * units)
    told = said.arguments.amount
    if told is not None and abs(rupees(told) - amount) > Decimal("0.01"):
        both = (number(amount), number(rupees(told)))
        return Missing("choice", "amount", tuple(Option(str(a), str(a)) for a in both))
    return replace(
        counted, rate=priced.rate, amount=amount, price=priced.price, price_unit=priced.price_unit
    )


def _checked(said: Said, booked: Booked, db: Connection) -> Draft:
    price_paise = None if booked.rate is None else paise(booked.rate)
    amount_paise = None if booked.amount is None else paise(booked.amount)
    _must_fit(price_paise, amount_paise)
    notes = [*said.notes, *booked.notes]
    mrp = said.product.mrp_paise
    if mrp is not None and price_paise is not None and price_paise > mrp:
        if said.kind == "price_change":
            raise AboveMrp(
                "the price may not be above the MRP on the pack",
                FieldProblem("/price", "above the MRP"),
            )
        notes += ["above_mrp"] if said.kind == "sale" else []
    notes += [NEEDS_YES] if _moves_far(said, price_paise, db) else []
    before, after = _shelf(said, booked, db)
    notes += ["below_zero"] if after is not None and after < 0 else []
    return Draft(
        kind=said.kind,
        store_id=said.store.id,
        sku_id=said.product.sku_id,
        date=said.day,
        units=booked.units,
        price_paise=price_paise,
        amount_paise=amount_paise,
        shown=_shown(said, booked, before, after, tuple(notes)),
        live=said.live,
        new_product=said.product if NEW_PRODUCT in said.notes else None,
    )


def _moves_far(said: Said, price_paise: int | None, db: Connection) -> bool:
    """Whether a seller's new price lies beyond her limit, of itself or with what she changed of late.

    Many small steps are one large one; where there was no price, any is far.
    """
    if said.kind != "price_change" or said.limit is None or price_paise is None:
        return False
    actor, since = said.context.actor, said.context.now - STEPS_DAYS * DAY
    first = entries.hers_before(actor, db, said.product.sku_id, since)
    known = [p for p in (said.product.price_paise, first) if p]
    return not known or any(abs(price_paise - p) * 100 > said.limit * p for p in known)


def _must_fit(price_paise: int | None, amount_paise: int | None) -> None:
    if (price_paise or 0) > MOST_RUPEES * 100:
        raise _bad("/price", "the price is too large")
    if (amount_paise or 0) > MOST_AMOUNT * 100:
        raise _bad("/amount", "the amount is too large")


def _shelf(said: Said, booked: Booked, db: Connection) -> tuple[float | None, float | None]:
    """Stock today before and after the entry; None where it is not known."""
    if said.kind == "price_change" or booked.units is None:
        return None, None
    context = said.context
    sku = (said.product.sku_id,)
    found = stock.on_hand(context.actor, db, (said.store.id,), context.today, sku)
    shelf = found[0] if found else None
    before = None if shelf is None else shelf.on_hand
    units = float(booked.units)
    if said.kind == "stock_count":
        later = shelf is not None and shelf.counted_on is not None and shelf.counted_on > said.day
        return before, before if later else units + _moved_since(said, db)
    if shelf is None or before is None or not _moves(said, shelf):
        return before, before
    return before, before - units if said.kind == "sale" else before + units


def _moves(said: Said, shelf: stock.OnHand) -> bool:
    """Whether an entry of that day comes after the last count: of the same day only when told now."""
    counted = shelf.counted_on
    later = said.live and shelf.counted_live
    return counted is not None and (said.day > counted or (said.day == counted and later))


def _moved_since(said: Said, db: Connection) -> float:
    """What came and went on days after a count that is told later."""
    extent = Extent((said.store.id,), said.day + DAY, said.context.today, (said.product.sku_id,))
    return stock.moved(said.context.actor, db, extent)


def _shown(
    said: Said,
    booked: Booked,
    before: float | None,
    after: float | None,
    notes: tuple[str, ...],
) -> dict[str, Any]:
    """What the person is shown and says yes to, as plain JSON: ids and figures only."""
    told: dict[str, Any] = {
        "kind": said.kind,
        "product": said.arguments.product,
        "sku_id": said.product.sku_id,
        "store_id": said.store.id,
        "date": said.day.isoformat(),
        "product_unit": said.product.unit,
        "notes": list(notes),
    }
    if booked.units is not None:
        told |= {"quantity": said.arguments.quantity, "unit": said.unit}
        told["units"] = float(booked.units)
    if booked.price is not None:
        told |= {"price": float(round(booked.price, 4)), "price_unit": booked.price_unit}
    if booked.amount is not None:
        told["amount"] = float(booked.amount)
    if said.kind == "price_change" and said.product.price_paise is not None:
        told["previous_price"] = float(from_paise(said.product.price_paise))
    if NEEDS_YES in notes:
        told["price_limit"] = said.limit
    told |= {"stock_before": before} if before is not None else {}
    return told | ({"stock_after": after} if after is not None else {})


def _factor(unit: str, product: Product) -> Decimal | None:
    """How many of the product's own units one `unit` is, by the units or by its pack's content."""
    direct = conversion(unit, product.unit)
    content = pack_content(product.pack_size)
    if direct is not None or content is None:
        return direct
    size, inside = content
    packed = product.unit in {*PACKAGES, "piece"}
    if packed and unit in ONE_PACK:
        return Decimal(1)
    held = conversion(unit, inside) if packed else conversion(inside, product.unit)
    if held is None:
        return None
    return held / size if packed else held * size if unit in PACKAGES else None


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))


def _bad(pointer: str, why: str) -> InvalidInput:
    return InvalidInput(why, FieldProblem(pointer, why))
