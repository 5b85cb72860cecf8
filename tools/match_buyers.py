"""Who of the tenant's own buyers would take the goods, best first, and why."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.matching import fit as matching
from haat.analytics.matching.many import Fit, Fits, wanting
from haat.analytics.matching.turns import with_turns
from haat.core.actor import Permission
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.core.money import from_paise, number
from haat.store.engine import reading
from haat.store.paging import cursor_of, place_of
from tools.buyer_fits import Past, asked, past
from tools.buyer_lists import BuyerList
from tools.context import Tool, ToolContext
from tools.entry_arguments import MOST_RUPEES, MOST_UNITS, UnitId
from tools.offering import Lot, Said, offered
from tools.shop import rounded

LIMIT = 10


class MatchBuyers(BaseModel):
    """Find buyers for goods among the shop's or group's own list of buyers, best first.

    For "who will buy my pickle", "find a buyer for 50 kg of honey near Patna". Each row says how far
    away the buyer is, what it pays at most, how much it takes, and why it fits; the score has four
    parts: what the buyer wants, how earlier enquiries ended, place, price and volume, and links. It
    is no probability. Ranked by what both sides think: the score, and how ready the buyer was to deal
    before; one place in five is for a buyer who was hardly tried yet. To write to a buyer use `contact_buyer`; a market's price is `market_price`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="SKU or concept id of the goods on offer.",
    )
    quantity: float | None = Field(
        default=None,
        gt=0,
        le=MOST_UNITS,
        allow_inf_nan=False,
        description="How much is on offer, in `unit`, as said.",
    )
    unit: UnitId | None = Field(default=None, description="The unit of `quantity`, as said.")
    place: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Canonical id of where the goods are. Left out: the shop's own place.",
    )
    min_price: float | None = Field(
        default=None,
        ge=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="Rupees for one `price_unit`; the buyer must pay at least this.",
    )
    price_unit: UnitId | None = Field(
        default=None, description="What `min_price` is for, where it differs from `unit`."
    )


def match_buyers(context: ToolContext, arguments: MatchBuyers) -> Finding | Missing:
    """The ten best."""
    return matches_page(context, arguments, limit=LIMIT)


def matches_page(
    context: ToolContext, arguments: MatchBuyers, *, limit: int, cursor: str | None = None
) -> Finding | Missing:
    """One page of the buyers that fit, best first."""
    context.actor.require(Permission.ASK)
    if arguments.product is None:
        return Missing("slot", "product")
    start = 0 if cursor is None else max(0, int(place_of(cursor, int)[0]))
    said = Said(
        arguments.product,
        arguments.quantity,
        arguments.unit,
        arguments.place,
        arguments.min_price,
        arguments.price_unit,
    )
    with reading(context.engine) as db:
        lot = offered(context, db, said)
        listed = context.remembered.buyer_lists.of(context.actor, db)
        history = past(context, db, lot, listed)
    found = wanting(asked(context, lot), history.known, listed.columns)
    chosen, notes = _paying(lot, found)
    notes = (*_wished(found), *notes, *_notes(lot, history)) if listed.buyers else ("no_buyers",)
    ranked = with_turns(
        found.best_first(chosen),
        lambda one: history.tried.get(found.buyer_id(one), 0),
        f"{context.actor.tenant_id} {context.today} {arguments.product}",
    )
    shown = ranked[start : start + limit]
    more = start + limit < len(ranked)
    return Finding(
        figures=tuple(_figures(context, lot, len(ranked))) if listed.buyers else (),
        rows=tuple(_row(listed, found.told(one), lot, history) for one in shown),
        parameters=_parameters(arguments, lot, history),
        sources=tuple(_sources(context, history)),
        notes=notes,
        demo=context.actor.demo,
        next_cursor=cursor_of(start + limit) if more else None,
    )


def _paying(lot: Lot, found: Fits) -> tuple[list[int], tuple[str, ...]]:
    """Who pays at least what was said; where nobody does, all of them, and a note."""
    everybody = list(range(len(found.rows)))
    if lot.said.price is None or not everybody:
        return everybody, ()
    paying = found.paying()
    return (paying, ()) if paying else (everybody, ("nobody_pays_that",))


def _wished(found: Fits) -> tuple[str, ...]:
    """What to say of how close the wishes are."""
    if not len(found.rows):
        return ("no_match",)
    return () if found.told(0).values["content"] >= matching.WANTED else ("like_goods_only",)


def _figures(context: ToolContext, lot: Lot, matches: int) -> Iterator[Figure]:
    place = None if lot.place is None else lot.place.id
    yield Figure(
        "matches", "matches", matches, "count", None, None, lot.said.product, place, context.today
    )


def _row(listed: BuyerList, fit: Fit, lot: Lot, history: Past) -> Row:
    buyer, curve = listed.buyers[fit.number], history.weighed.curve
    paise = buyer.max_price_paise
    return {
        "buyer": buyer.buyer_id,
        "name": buyer.name,
        "place": buyer.place,
        "distance_km": None if fit.distance_km is None else round(fit.distance_km),
        "score": fit.score,
        "confidence": None if curve is None else rounded(curve.confidence(fit.score), 3),
        "parts": fit.parts,
        "max_price": None if paise is None else number(from_paise(paise)),
        "volume": None if buyer.volume is None else rounded(buyer.volume, 3),
        "unit": buyer.unit or (lot.product.unit if lot.product else None),
        "why": fit.why,
        "left": None if fit.left is None else rounded(fit.left, 3),
    }


def _parameters(arguments: MatchBuyers, lot: Lot, history: Past) -> dict[str, object]:
    told: dict[str, object] = arguments.model_dump(exclude_none=True)
    if lot.place is not None:
        told["place"] = lot.place.id
    if arguments.quantity is None and lot.said.quantity is not None:
        told |= {"quantity": lot.said.quantity, "unit": lot.said.unit}  # what the group can make
    if lot.said.price is None and lot.price is not None:
        told |= {"list_price": lot.price, "list_price_unit": lot.price_unit}
    weighed = history.weighed
    told |= {"learned_from": weighed.outcomes} if weighed.learned else {}
    return told | {"weights": dict(weighed.weights)}


def _sources(context: ToolContext, history: Past) -> Iterator[Source]:
    yield Source("buyers", "own", None)
    if history.outcomes:
        yield Source("enquiries", "own", context.today)


def _notes(lot: Lot, history: Past) -> Iterator[str]:
    if lot.place is None:
        yield "no_place"
    if not history.known.experience.known:
        yield "no_outcomes_yet"
    if history.weighed.curve is None:
        yield "no_confidence_yet"


MATCH_BUYERS = Tool("match_buyers", MatchBuyers, match_buyers, Permission.ASK)
