"""What is asked about buyers, and what earlier enquiries say to it, as the matching reads them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from haat.analytics.matching import fit as matching
from haat.analytics.matching.fit import Outcome
from haat.analytics.matching.many import Asked, Known
from haat.analytics.matching.weighing import Weighed
from haat.core.days import shop_day
from haat.language.concepts import concept_of
from haat.language.places import distance_km
from haat.store import enquiries
from haat.store.enquiries import Enquiry
from haat.store.handles import Connection
from tools.buyer_lists import BuyerList
from tools.buyer_weights import weights_of
from tools.context import ToolContext
from tools.offering import Lot, in_unit, plain

WORTH = {"answered": 0.5, "ordered": 1.0, "paid": 1.0, "declined": 0.0}


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier enquiries tell."""

    known: Known
    weighed: Weighed  # what the parts weigh, by how enquiries ended
    outcomes: int
    tried: Mapping[str, int]  # enquiries to each buyer


def asked(context: ToolContext, lot: Lot) -> Asked:
    """What is asked about each buyer."""
    return Asked(
        offer=lot.offer,
        price=lot.price,
        quantity=lot.said.quantity,
        way=partial(_way, context, lot),
        priced=lambda unit: in_unit(lot.price_unit, unit or lot.own_unit, lot.product),
        counted=lambda unit: in_unit(lot.unit, unit or lot.own_unit, lot.product),
    )


def past(context: ToolContext, db: Connection, lot: Lot, listed: BuyerList) -> Past:
    """What the tenant's enquiries until now say of such goods."""
    told = enquiries.until(context.actor, db, context.now)
    outcomes = tuple(_outcomes(context, told))
    accepts, usual = matching.acceptance(outcomes)
    weighed = weights_of(context, db)
    return Past(
        known=Known(
            experience=matching.experience(lot.offer, outcomes),
            accepts=accepts,
            usual=usual,
            promised=_promised(context, lot, listed, told),
            weights=weighed.weights,
        ),
        weighed=weighed,
        outcomes=sum(one.status in enquiries.ENDED for one in told),
        tried=Counter(one.buyer_id for one in told),
    )


def _outcomes(context: ToolContext, told: Iterable[Enquiry]) -> Iterator[Outcome]:
    for one in told:
        worth = WORTH.get(one.status)
        if worth is not None and one.outcome_at is not None:
            age = (context.now - one.outcome_at) / timedelta(days=1)
            yield Outcome(one.buyer_id, one.product, worth, age)


def _promised(
    context: ToolContext, lot: Lot, listed: BuyerList, told: Iterable[Enquiry]
) -> dict[str, float]:
    """How much of such goods each buyer was offered in the month of the question, and did not refuse."""
    month, at = context.today.replace(day=1), listed.columns.at
    amounts: defaultdict[str, float] = defaultdict(float)
    for one in told:
        same = concept_of(one.product) == lot.offer.concept and one.buyer_id in at
        if same and one.status != "declined" and month <= shop_day(one.at) <= context.today:
            unit = listed.buyers[at[one.buyer_id]].unit or lot.own_unit
            amounts[one.buyer_id] += _amount(lot, one, unit)
    return amounts


def _amount(lot: Lot, one: Enquiry, unit: str | None) -> float:
    """How much an enquiry offers, in a unit; nothing where it does not say or cannot be compared."""
    meant = tuple(p for p in lot.catalogue if one.product in {p.sku_id, p.concept})
    factor = in_unit(one.unit, unit, plain(meant))
    return one.quantity * factor if one.quantity and factor else 0.0


def _way(context: ToolContext, lot: Lot, place_id: str) -> float | None:
    there = context.gazetteer.get(place_id)
    return None if lot.place is None or there is None else distance_km(lot.place, there)
