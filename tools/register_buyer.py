"""Puts a buyer that a person tells of on the tenant's own list, after she said yes."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.finding import Figure, Finding, Missing, Source
from haat.core.message import Option
from haat.core.money import number, paise
from haat.language.units import conversion
from haat.store import buyers
from haat.store.buyers import Buyer
from haat.store.engine import reading
from haat.store.handles import Connection
from tools.context import Tool, ToolContext
from tools.entry_arguments import MOST_RUPEES, MOST_UNITS, UnitId
from tools.shop import sold_as

CONSENT = (Option("yes", "yes"), Option("no", "no"))


class RegisterBuyer(BaseModel):
    """A buyer as a person tells of it; what is left out is asked for, and consent is never assumed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str | None = Field(default=None, min_length=1, max_length=200)
    place: str | None = Field(default=None, min_length=1, max_length=128)
    product: str | None = Field(default=None, min_length=1, max_length=128)
    others: tuple[str, ...] = ()  # more goods that it takes
    quantity: float | None = Field(default=None, gt=0, le=MOST_UNITS, allow_inf_nan=False)
    unit: UnitId | None = None  # of the quantity, which is for a month
    price: float | None = Field(default=None, gt=0, le=MOST_RUPEES, allow_inf_nan=False)
    price_unit: UnitId | None = None  # where it differs from `unit`
    contact: str | None = Field(default=None, max_length=200)
    agreed: str | None = Field(default=None, pattern="^(yes|no)$")  # to be written to


def preview(context: ToolContext, arguments: RegisterBuyer) -> Finding | Missing:
    """What would be written; nothing is."""
    context.actor.require(Permission.RECORD)
    with reading(context.engine) as db:
        told = _told(context, db, arguments)
        if isinstance(told, Missing):
            return told
        known = buyers.at_place(context.actor, db, told.name, told.place)
    return _finding(context, arguments, told, ("known_buyer",) if known else ())


def register_buyer(context: ToolContext, arguments: RegisterBuyer) -> Finding | Missing:
    """Write the buyer once for the context's `effect_key`."""
    context.actor.require(Permission.RECORD)
    if context.effect_key is None:
        raise InvalidInput("a change is written only after a yes to it")
    with context.engine.begin() as db:
        told = _told(context, db, arguments)
        if isinstance(told, Missing):
            return told
        buyers.add(context.actor, db, told, arguments.contact, context.now)
    return _finding(context, arguments, told, (), written=True)


def _told(context: ToolContext, db: Connection, said: RegisterBuyer) -> Buyer | Missing:
    """The buyer, or what has still to be asked."""
    if said.name is None:
        return Missing("slot", "name")
    if said.place is None:
        return Missing("slot", "place")
    if said.product is None:
        return Missing("slot", "product")
    if said.quantity is not None and said.unit is None:
        return Missing("slot", "unit")
    if said.agreed is None:
        return Missing("choice", "agreed", CONSENT)
    if context.gazetteer.get(said.place) is None:
        problem = FieldProblem("/place", "not a place that is known")
        raise InvalidInput(f"{said.place} is not a place that is known", problem)
    wants = tuple(dict.fromkeys((said.product, *said.others)))
    skus = [sold_as(context, db, want) for want in wants]
    own = next((found[0].unit for found in skus if found), None)
    unit: str | None = said.unit or said.price_unit or own
    return Buyer(
        buyer_id=buyers.new_id(context.effect_key or ""),
        name=said.name,
        place=said.place,
        wants=wants,
        volume=said.quantity,
        unit=unit,
        max_price_paise=_paise(said, unit),
        agreed_to_contact=said.agreed == "yes",
    )


def _paise(said: RegisterBuyer, unit: str | None) -> int | None:
    """The price for one of the buyer's unit; InvalidInput where its own unit is of another kind."""
    if said.price is None:
        return None
    factor = conversion(unit or "", said.price_unit or unit or "")
    if factor is None:
        problem = FieldProblem("/price_unit", "cannot be compared with the quantity's unit")
        raise InvalidInput("the price is for another kind of unit than the quantity", problem)
    return paise(Decimal(str(said.price)) * factor)


def _finding(
    context: ToolContext,
    said: RegisterBuyer,
    told: Buyer,
    notes: tuple[str, ...],
    *,
    written: bool = False,
) -> Finding:
    parameters: dict[str, object] = {
        "name": told.name,
        "place": told.place,
        "product": told.wants[0],
        "agreed": said.agreed,
    }
    agreed = "may_be_written_to" if told.agreed_to_contact else "no_consent"
    return Finding(
        figures=tuple(_figures(context, said, told)),
        rows=({"buyer": told.buyer_id, "name": told.name},),
        parameters=parameters | ({"new_buyer": told.buyer_id} if written else {}),
        sources=(Source("buyers", "own", context.today),),
        notes=notes or (agreed,),
        demo=context.actor.demo,
    )


def _figures(context: ToolContext, said: RegisterBuyer, told: Buyer) -> Iterator[Figure]:
    if told.volume is not None:
        yield Figure(
            "volume",
            "volume",
            number(Decimal(str(told.volume))),
            str(told.unit),
            date=context.today,
        )
    if said.price is not None:
        unit = said.price_unit or told.unit
        yield Figure("price", "price", said.price, f"INR/{unit}", date=context.today)


REGISTER_BUYER = Tool("register_buyer", RegisterBuyer, register_buyer, Permission.RECORD, preview)
