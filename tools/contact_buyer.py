"""Writes an enquiry to a buyer, after the person said yes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.matching.many import only
from haat.core.actor import Permission
from haat.core.errors import InvalidInput, NotFound
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.core.message import Option
from haat.core.money import from_paise, number, paise, rupees
from haat.language.units import conversion
from haat.store import buyers, enquiries
from haat.store.buyers import Buyer
from haat.store.engine import reading
from haat.store.enquiries import Draft, Enquiry
from haat.store.handles import Connection
from tools.buyer_fits import asked, past
from tools.context import Tool, ToolContext
from tools.entry_arguments import MOST_AMOUNT, MOST_RUPEES, MOST_UNITS, UnitId
from tools.match_buyers import MatchBuyers, matches_page
from tools.offering import Said, offered
from tools.posting import how_far, post, way
from tools.shop import rounded

OPTIONS = 3


class ContactBuyer(BaseModel):
    """Write an enquiry to one buyer of the own list: these goods, so much, at this price.

    Nothing is written before the person said yes. The enquiry is recorded, and sent only where the
    buyer agreed to be contacted; how it ended is asked later. To look for buyers use `match_buyers`.
    Leave out whatever was not said; what is needed is asked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    buyer: str | None = Field(
        default=None, min_length=1, max_length=200, description="The buyer's id, or its name."
    )
    product: str | None = Field(
        default=None, min_length=1, max_length=128, description="SKU or concept id of the goods."
    )
    quantity: float | None = Field(
        default=None,
        gt=0,
        le=MOST_UNITS,
        allow_inf_nan=False,
        description="How much is offered, in `unit`, as said.",
    )
    unit: UnitId | None = Field(default=None, description="The unit of `quantity`, as said.")
    price: float | None = Field(
        default=None,
        gt=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="Rupees asked for one `price_unit`.",
    )
    price_unit: UnitId | None = Field(
        default=None, description="What `price` is for, where it differs from `unit`."
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """An enquiry that is about to be written, and to whom."""

    buyer: Buyer
    draft: Draft


def preview(context: ToolContext, arguments: ContactBuyer) -> Finding | Missing:
    """What would be written; nothing is."""
    context.actor.require(Permission.RECORD)
    with reading(context.engine) as db:
        if not context.remembered.buyer_lists.of(context.actor, db).buyers:
            return Finding(notes=("no_buyers",), demo=context.actor.demo)
        letter = _letter(context, db, arguments)
        if isinstance(letter, Missing):
            return letter
        open_ = _asked_before(context, db, letter.draft)
        how = way(context, db, letter.buyer)
    notes = (how, "asked_before") if open_ else (how,)
    return _finding(context, letter.buyer, letter.draft, notes)


def contact_buyer(context: ToolContext, arguments: ContactBuyer) -> Finding | Missing:
    """Record the enquiry once for the context's `effect_key`, and show it as it was written."""
    context.actor.require(Permission.RECORD)
    key = context.effect_key
    if key is None:
        raise InvalidInput("a change is written only after a yes to it")
    with context.engine.begin() as db:
        written = enquiries.by_effect(context.actor, db, key)
        if written is None:
            letter = _letter(context, db, arguments)
            if isinstance(letter, Missing):
                return letter
            written = enquiries.record(context.actor, db, letter.draft, key, context.now)
        buyer = buyers.get(context.actor, db, written.buyer_id)
        post(context, db, buyer, written)
        how = how_far(context, db, buyer, written)
    return _finding(context, buyer, written, (how,))


def _letter(context: ToolContext, db: Connection, arguments: ContactBuyer) -> Letter | Missing:
    if arguments.product is None:
        return Missing("slot", "product")
    said = Said(
        arguments.product,
        arguments.quantity,
        arguments.unit,
        price=arguments.price,
        price_unit=arguments.price_unit,
    )
    lot = offered(context, db, said)
    buyer = _buyer(context, db, arguments)
    if isinstance(buyer, Missing):
        return buyer
    listed = context.remembered.buyer_lists.of(context.actor, db)
    known = past(context, db, lot, listed).known
    fit = only(asked(context, lot), known, listed.columns, buyer.buyer_id)
    own = lot.product.unit if lot.product else None
    unit = arguments.unit or own
    if arguments.quantity is not None and unit is None:
        return Missing("slot", "unit")
    priced = arguments.price is not None
    return Letter(
        buyer,
        Draft(
            buyer_id=buyer.buyer_id,
            product=arguments.product,
            quantity=arguments.quantity,
            unit=unit if arguments.quantity is not None else None,
            price_paise=paise(arguments.price) if arguments.price is not None else None,
            price_unit=(arguments.price_unit or unit) if priced else None,
            score=fit.score,
            parts=fit.values,
        ),
    )


def _buyer(context: ToolContext, db: Connection, arguments: ContactBuyer) -> Buyer | Missing:
    """The buyer of that id or name; asked for where it was not said or several have the name."""
    if arguments.buyer is None:
        return Missing("slot", "buyer", _best(context, arguments))
    found = buyers.named(context.actor, db, arguments.buyer)
    if not found:
        raise NotFound(f"no buyer {arguments.buyer}")
    if len(found) > 1:
        some = found[:OPTIONS]
        return Missing("choice", "buyer", tuple(Option(b.name, b.buyer_id) for b in some))
    return found[0]


def _best(context: ToolContext, arguments: ContactBuyer) -> tuple[Option, ...]:
    wish = MatchBuyers(product=arguments.product, quantity=arguments.quantity, unit=arguments.unit)
    found = matches_page(context, wish, limit=OPTIONS)
    rows = () if isinstance(found, Missing) else found.rows
    return tuple(Option(row["name"], row["buyer"]) for row in rows)


def _asked_before(context: ToolContext, db: Connection, draft: Draft) -> bool:
    """Whether the buyer still owes an answer on these goods."""
    told = enquiries.until(context.actor, db, context.now)
    return any(
        (one.buyer_id, one.product) == (draft.buyer_id, draft.product)
        and one.status in {"recorded", "sent"}
        for one in told
    )


def _finding(
    context: ToolContext, buyer: Buyer, told: Draft | Enquiry, notes: tuple[str, ...]
) -> Finding:
    written = isinstance(told, Enquiry)
    parameters: dict[str, object] = {
        "buyer": buyer.buyer_id,
        "name": buyer.name,
        "place": buyer.place,
        "product": told.product,
        "quantity": told.quantity,
        "unit": told.unit,
        "price": None if told.price_paise is None else number(from_paise(told.price_paise)),
        "price_unit": told.price_unit,
    }
    if isinstance(told, Enquiry):
        parameters |= {"enquiry": told.id, "status": told.status}
    return Finding(
        figures=tuple(_figures(context, told)),
        rows=(_row(buyer, told),),
        parameters={name: value for name, value in parameters.items() if value is not None},
        sources=(Source("enquiries" if written else "buyers", "own", context.today),),
        notes=notes,
        demo=context.actor.demo,
    )


def _row(buyer: Buyer, told: Draft | Enquiry) -> Row:
    """The enquiry itself: without amounts there is no figure that could tell that it exists."""
    written = told if isinstance(told, Enquiry) else None
    return {
        "enquiry": written and written.id,
        "buyer": buyer.buyer_id,
        "product": told.product,
        "status": "draft" if written is None else written.status,
    }


def _figures(context: ToolContext, told: Draft | Enquiry) -> Iterator[Figure]:
    amount = _amount(told)
    money = None if told.price_paise is None else number(from_paise(told.price_paise))
    for name, value, unit in (
        ("quantity", None if told.quantity is None else rounded(told.quantity, 3), told.unit),
        ("price", money, f"INR/{told.price_unit}"),
        ("amount", amount, "INR"),
    ):
        if value is not None:
            yield Figure(name, name, value, str(unit), product=told.product, date=context.today)


def _amount(told: Draft | Enquiry) -> float | int | None:
    """Rupees in all, where the price's unit and the quantity's are of one kind."""
    if told.quantity is None or told.price_paise is None:
        return None
    factor = conversion(told.unit or "", told.price_unit or "")
    if factor is None:
        return None
    amount = rupees(from_paise(told.price_paise) * factor * Decimal(str(told.quantity)))
    return number(amount) if amount <= MOST_AMOUNT else None


CONTACT_BUYER = Tool("contact_buyer", ContactBuyer, contact_buyer, Permission.RECORD, preview)
