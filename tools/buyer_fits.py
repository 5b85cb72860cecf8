"""How each of many buyers fits what is offered, and what earlier enquiries say to it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from haat.analytics.matching import fit as matching
from haat.analytics.matching.fit import WEIGHTS, Experience, Outcome, Terms
from haat.analytics.matching.market import Floats, Integers
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

    experience: Experience
    weighed: Weighed  # what the parts weigh, by how enquiries ended
    outcomes: int
    accepts: Mapping[str, float]  # how ready each buyer is to deal at all
    usual: float
    tried: Mapping[str, int]  # enquiries to each buyer
    promised: Mapping[str, tuple[Enquiry, ...]]  # to each buyer, such goods, this month


@dataclass(frozen=True, slots=True, eq=False)
class Wanting:
    """Buyers of a list by their numbers, and how close the wishes of each are to the goods."""

    listed: BuyerList
    rows: Integers
    close: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """How each buyer of a list fits; all but the list have one entry for each of `rows`."""

    listed: BuyerList
    rows: Integers  # numbers of the list
    terms: Terms
    left: Floats  # of its volume this month, in its own unit; NaN where it tells none
    values: Floats  # buyers x parts, unweighted, 0 to 1
    parts: Floats  # the same with their weights
    score: Floats
    mutual: Floats  # what both sides think of it, by which they are ranked

    @property
    def full(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Who has enough of such goods this month."""
        return self.left <= 0

    def told_parts(self, one: int) -> dict[str, float]:
        """The parts of a score by their names; they add up to it."""
        return dict(zip(WEIGHTS, self.parts[one].tolist(), strict=True))

    def told_values(self, one: int) -> dict[str, float]:
        """The same without their weights, to learn weights from."""
        return dict(zip(WEIGHTS, np.round(self.values[one], 4).tolist(), strict=True))


def past(context: ToolContext, db: Connection, lot: Lot) -> Past:
    """What the tenant's enquiries until now say of such goods."""
    told = enquiries.until(context.actor, db, context.now)
    outcomes = tuple(_outcomes(context, told))
    accepts, usual = matching.acceptance(outcomes)
    return Past(
        experience=matching.experience(lot.offer, outcomes),
        weighed=weights_of(context, db),
        outcomes=sum(one.status in enquiries.ENDED for one in told),
        accepts=accepts,
        usual=usual,
        tried=Counter(one.buyer_id for one in told),
        promised=_promised(context, lot, told),
    )


def wanting(lot: Lot, listed: BuyerList) -> Wanting:
    """The buyers who want the goods; where nobody does, those who want goods like them."""
    close = _close(lot, listed)
    wanted = np.nonzero(close >= matching.WANTED)[0]
    rows = wanted if len(wanted) else np.nonzero(close > 0)[0]
    return Wanting(listed, rows, close[rows])


def only(lot: Lot, listed: BuyerList, buyer_id: str) -> Wanting:
    """One buyer, whatever it wants."""
    rows = np.array([listed.at[buyer_id]])
    return Wanting(listed, rows, _close(lot, listed)[rows])


def _close(lot: Lot, listed: BuyerList) -> Floats:
    told = np.array([matching.content(lot.offer, wants) for wants in listed.wishes])
    return told[listed.wish] if len(told) else told


def fits(context: ToolContext, lot: Lot, history: Past, wanting: Wanting) -> Fits:
    """How these buyers fit."""
    listed, rows = wanting.listed, wanting.rows
    left = _left(lot, history, listed)[rows]
    terms = _terms(context, lot, listed, rows, left)
    ids = [listed.ids[row] for row in rows]
    met = np.array([matching.met(lot.offer, wants) for wants in listed.wishes])
    orders = np.array([history.experience.orders.get(one, 0) for one in ids], dtype=np.float64)
    values = np.stack(
        [
            wanting.close,
            matching.collaborative(history.experience, ids),
            matching.context(lot.offer, terms),
            matching.graph(met[listed.wish[rows]] if len(met) else met, orders),
        ],
        axis=1,
    )
    parts = matching.parts(values, history.weighed.weights)
    score = matching.score(parts)
    accepts = np.array([history.accepts.get(one, history.usual) for one in ids])
    return Fits(listed, rows, terms, left, values, parts, score, matching.mutual(score, accepts))


def reasons(lot: Lot, history: Past, found: Fits, one: int) -> list[str]:
    """Why a buyer fits, as codes, and that it has enough where it does not."""
    buyer = found.listed.buyers[found.rows[one]]
    orders = history.experience.orders.get(buyer.buyer_id, 0)
    codes = matching.reasons(lot.offer, buyer.wants, found.terms, one, orders)
    return [*codes, "has_enough"] if found.full[one] else codes


def _outcomes(context: ToolContext, told: Iterable[Enquiry]) -> Iterator[Outcome]:
    for one in told:
        worth = WORTH.get(one.status)
        if worth is not None and one.outcome_at is not None:
            age = (context.now - one.outcome_at) / timedelta(days=1)
            yield Outcome(one.buyer_id, one.product, worth, age)


def _promised(
    context: ToolContext, lot: Lot, told: Iterable[Enquiry]
) -> dict[str, tuple[Enquiry, ...]]:
    """What was offered of such goods to each buyer in the month of the question, and not refused."""
    month = context.today.replace(day=1)
    found: defaultdict[str, tuple[Enquiry, ...]] = defaultdict(tuple)
    for one in told:
        same = concept_of(one.product) == lot.offer.concept
        if same and one.status != "declined" and month <= shop_day(one.at) <= context.today:
            found[one.buyer_id] += (one,)
    return found


def _left(lot: Lot, history: Past, listed: BuyerList) -> Floats:
    """What each buyer still takes this month, in its own unit."""
    left = listed.volume.copy()
    for buyer_id, promised in history.promised.items():
        row = listed.at.get(buyer_id)
        if row is not None:
            unit = listed.units[listed.unit[row]] or lot.own_unit
            left[row] = max(0.0, left[row] - sum(_amount(lot, one, unit) for one in promised))
    return left


def _amount(lot: Lot, one: Enquiry, unit: str | None) -> float:
    """How much an enquiry offers, in a unit; nothing where it does not say or cannot be compared."""
    meant = tuple(p for p in lot.catalogue if one.product in {p.sku_id, p.concept})
    factor = in_unit(one.unit, unit, plain(meant))
    return one.quantity * factor if one.quantity and factor else 0.0


def _terms(
    context: ToolContext, lot: Lot, listed: BuyerList, rows: Integers, left: Floats
) -> Terms:
    units = [unit or lot.own_unit for unit in listed.units]
    unit = listed.unit[rows]
    priced = _factors(lot.price_unit, units, lot)[unit] if units else np.empty(0)
    counted = _factors(lot.unit, units, lot)[unit] if units else np.empty(0)
    return Terms(
        distance_km=_ways(context, lot, listed, listed.place[rows]),
        pays=listed.pays[rows] * priced / lot.price if lot.price else np.full(len(rows), np.nan),
        takes=left / (lot.said.quantity * counted)
        if lot.said.quantity
        else np.full(len(rows), np.nan),
        agreed=listed.agreed[rows],
        asked_price=bool(lot.price),
        asked_quantity=bool(lot.said.quantity),
    )


def _factors(unit: str | None, into: Iterable[str | None], lot: Lot) -> Floats:
    """How many of each unit one `unit` is; NaN where they cannot be compared."""
    return np.array([in_unit(unit, one, lot.product) or np.nan for one in into], dtype=np.float64)


def _ways(context: ToolContext, lot: Lot, listed: BuyerList, places: Integers) -> Floats:
    """Kilometres to each buyer's place; each place is looked up once."""
    way = np.full(len(listed.places), np.nan)
    for place in np.unique(places).tolist():
        there = context.gazetteer.get(listed.places[place])
        far = None if lot.place is None or there is None else distance_km(lot.place, there)
        way[place] = np.nan if far is None else far
    return way[places]
