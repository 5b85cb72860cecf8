"""How well a buyer fits what is offered: four weighted parts that add up to the score."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from haat.analytics.matching.market import Floats
from haat.language.concepts import concept_of
from haat.language.tokens import fold

WEIGHTS: Mapping[str, float] = {
    "content": 0.30,
    "collaborative": 0.30,
    "context": 0.25,
    "graph": 0.15,
}
# What a wish says of the goods: these very goods, another kind of them, its words, its category.
SAME, SAME_CONCEPT, WORDS, SAME_CATEGORY = 1.0, 0.7, 0.9, 0.3
WANTED = 0.5  # from here on the goods themselves are wanted, below only goods like them
HALF_KM = 150.0  # a day's trip with goods: at this distance half of the worth of being near is left
NEAR_KM = 150.0
NO_DEAL = 0.75  # who pays less than this share of the price asked will not come to terms
UNSAID = 0.5  # what a buyer does not tell counts half
# In the context: distance, price, volume and consent, of which those count that can be judged.
CONTEXT: Mapping[str, float] = {"distance": 4, "price": 3, "volume": 2, "consent": 1}
HALF_LIFE_DAYS = 180.0  # of an old outcome
LIKE_CATEGORY = 0.5  # what an outcome with other goods of the category counts
USUAL, USUAL_WEIGHT = 0.1, 10.0  # one enquiry in ten ends well where little is known yet
OWN_WEIGHT = 2.0  # so many outcomes of a buyer weigh as much as everybody else's
LEAST_OUTCOMES = 200  # before a score is read as a probability
PLACES = 4  # decimals of a part


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered. `ids` are the product said and the SKUs it means; `price` is rupees a unit.

    `categories` tells the category of a concept or SKU, where it is known.
    """

    ids: frozenset[str]
    concept: str
    words: frozenset[str]
    categories: Mapping[str, str]
    sold: frozenset[str]  # concepts that the seller sells
    has_place: bool = False

    @property
    def category(self) -> str | None:
        """The category of the goods."""
        return self.categories.get(self.concept)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Buyers' terms beside the seller's, one entry a buyer; shares, and NaN where nothing can be compared.

    `pays` is what the buyer pays at most as a share of the price asked, `takes` what it still takes
    this month as a share of the quantity offered. `asked_price` and `asked_quantity` say that there
    is one.
    """

    distance_km: Floats
    pays: Floats
    takes: Floats
    agreed: Floats  # 1 or 0
    asked_price: bool = False
    asked_quantity: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an enquiry ended: `value` 1 for an order, 0 for a no, between for an answer."""

    buyer_id: str
    product: str
    value: float
    age_days: float


@dataclass(frozen=True, slots=True)
class Experience:
    """Weighted outcomes with like goods, and orders of any goods, by buyer."""

    values: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    orders: Mapping[str, int] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether anything is known of such goods."""
        return bool(self.weights)

    @property
    def usual(self) -> float:
        """How often enquiries for such goods end well, drawn towards one in ten."""
        value, weight = sum(self.values.values()), sum(self.weights.values())
        return (value + USUAL * USUAL_WEIGHT) / (weight + USUAL_WEIGHT)


def content(offer: Offer, wants: Iterable[str]) -> float:
    """How close the closest of the wishes is, 0 to 1."""
    return max((_wish(offer, want) for want in wants), default=0.0)


def collaborative(experience: Experience, buyers: Sequence[str]) -> Floats:
    """How enquiries for such goods ended with each buyer, drawn towards what is usual; else 0."""
    if not experience.known:
        return np.zeros(len(buyers))
    value = np.array([experience.values.get(buyer, 0.0) for buyer in buyers])
    weight = np.array([experience.weights.get(buyer, 0.0) for buyer in buyers])
    return np.asarray((value + experience.usual * OWN_WEIGHT) / (weight + OWN_WEIGHT))


def context(offer: Offer, terms: Terms) -> Floats:
    """The weighted mean of nearness, price, volume and consent; what was not asked weighs nothing."""
    total = CONTEXT["consent"]
    value = total * terms.agreed
    if offer.has_place:
        total += CONTEXT["distance"]
        value = value + CONTEXT["distance"] * nearness(terms.distance_km)
    if terms.asked_price:
        total += CONTEXT["price"]
        value = value + CONTEXT["price"] * price_fit(terms.pays)
    if terms.asked_quantity:
        total += CONTEXT["volume"]
        value = value + CONTEXT["volume"] * volume_fit(terms.takes)
    return np.asarray(value / total)


def met(offer: Offer, wants: Sequence[str]) -> float:
    """The share of the wishes that the seller meets."""
    return sum(concept_of(want) in offer.sold for want in wants) / len(wants) if wants else 0.0


def graph(met: Floats, orders: Floats) -> Floats:
    """Links between seller and buyers: the wishes that the seller meets, and orders of any goods."""
    return np.asarray(0.6 * met + 0.4 * orders / (orders + 1))


def nearness(distance_km: Floats) -> Floats:
    """1 at the door, half at a day's trip, never more for what is farther."""
    return _said(np.exp2(-distance_km / HALF_KM))


def price_fit(pays: Floats) -> Floats:
    """1 where the buyer pays what is asked, falling to 0 where no deal is to be hoped for."""
    return _said(np.clip((pays - NO_DEAL) / (1 - NO_DEAL), 0, 1))


def volume_fit(takes: Floats) -> Floats:
    """1 where the buyer takes just what there is, less the more the two differ."""
    with np.errstate(divide="ignore"):
        return _said(np.sqrt(np.minimum(takes, 1 / takes)))


def _said(fits: Floats) -> Floats:
    return np.where(np.isnan(fits), UNSAID, fits)


def parts(values: Floats, weights: Mapping[str, float]) -> Floats:
    """Each part with its weight, buyers x parts in the order of WEIGHTS; they add up to the score."""
    share = np.array([weights[name] for name in WEIGHTS])
    return np.asarray(np.round(values * share, PLACES))


def score(shares: Floats) -> Floats:
    """The sum of the parts, 0 to 1."""
    return np.asarray(np.round(shares.sum(axis=-1), PLACES))


def experience(offer: Offer, outcomes: Iterable[Outcome]) -> Experience:
    """What past enquiries tell about such goods; older ones fade."""
    values: dict[str, float] = {}
    weights: dict[str, float] = {}
    orders: dict[str, int] = {}
    for one in outcomes:
        if one.value == 1:
            orders[one.buyer_id] = orders.get(one.buyer_id, 0) + 1
        weight = _likeness(offer, one.product) * 0.5 ** (max(0.0, one.age_days) / HALF_LIFE_DAYS)
        if weight > 0:
            weights[one.buyer_id] = weights.get(one.buyer_id, 0.0) + weight
            values[one.buyer_id] = values.get(one.buyer_id, 0.0) + weight * one.value
    return Experience(values, weights, orders)


def acceptance(outcomes: Iterable[Outcome]) -> tuple[dict[str, float], float]:
    """How ready each buyer is to deal at all, whatever the goods, and how ready one usually is.

    The faded share of good endings, drawn towards what is usual.
    """
    values: dict[str, float] = {}
    weights: dict[str, float] = {}
    for one in outcomes:
        weight = 0.5 ** (max(0.0, one.age_days) / HALF_LIFE_DAYS)
        weights[one.buyer_id] = weights.get(one.buyer_id, 0.0) + weight
        values[one.buyer_id] = values.get(one.buyer_id, 0.0) + weight * one.value
    whole = (sum(values.values()) + USUAL * USUAL_WEIGHT) / (sum(weights.values()) + USUAL_WEIGHT)
    told = {
        buyer: (values[buyer] + whole * OWN_WEIGHT) / (weight + OWN_WEIGHT)
        for buyer, weight in weights.items()
    }
    return told, whole


def mutual(score: Floats, accepts: Floats) -> Floats:
    """What both sides think of a deal: the geometric mean, so that either can say no.

    Palomares et al. (2021) on reciprocal recommendation.
    """
    return np.sqrt(score * accepts)


def reasons(offer: Offer, wants: Sequence[str], terms: Terms, one: int, orders: int) -> list[str]:
    """Why buyer number `one` of the terms fits, as codes; each stands on a part of the score."""
    fits = content(offer, wants)
    more = {concept_of(want) for want in wants if concept_of(want) in offer.sold} - {offer.concept}
    codes = {
        "wants_it": fits >= WANTED,
        "wants_like_goods": 0 < fits < WANTED,
        "bought_before": orders > 0,
        "near": terms.distance_km[one] <= NEAR_KM,
        "pays_enough": terms.asked_price and terms.pays[one] >= 1,
        "takes_all": terms.asked_quantity and terms.takes[one] >= 1,
        "wants_more_of_yours": bool(more),
        "agreed_to_contact": bool(terms.agreed[one]),
    }
    return [code for code, true in codes.items() if true]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Steps of a rising curve from score to the share of enquiries that ended in an order."""

    starts: tuple[float, ...]
    shares: tuple[float, ...]

    def confidence(self, value: float) -> float:
        """The share that past enquiries of such a score reached."""
        return self.shares[max(0, bisect_right(self.starts, value) - 1)]


def calibration(told: Iterable[tuple[float, bool]]) -> Calibration | None:
    """Isotonic regression of outcomes on scores (Ayer et al. 1955, pool adjacent violators).

    None before there are 200 outcomes: a score is not a probability.
    """
    pairs = sorted(told)
    if len(pairs) < LEAST_OUTCOMES:
        return None
    pooled: list[_Block] = []
    for value, alike in groupby(pairs, key=itemgetter(0)):
        won = [won for _, won in alike]
        pooled.append(_Block(value, float(sum(won)), len(won)))
        while len(pooled) > 1 and _falls(*pooled[-2:]):
            pooled[-2:] = [_pooled(*pooled[-2:])]
    return Calibration(tuple(b.start for b in pooled), tuple(b.won / b.asked for b in pooled))


class _Block(NamedTuple):
    """Neighbouring scores that are read alike."""

    start: float
    won: float
    asked: int


def _falls(one: _Block, next_: _Block) -> bool:
    """Whether two blocks must be one: the second is no better."""
    return one.won * next_.asked >= next_.won * one.asked


def _pooled(one: _Block, next_: _Block) -> _Block:
    return _Block(one.start, one.won + next_.won, one.asked + next_.asked)


def _wish(offer: Offer, want: str) -> float:
    if want in offer.ids or want == offer.concept:
        return SAME
    concept = concept_of(want)
    if concept == offer.concept:
        return SAME_CONCEPT
    category = offer.categories.get(want) or offer.categories.get(concept)
    if category is not None:
        return SAME_CATEGORY if category == offer.category else 0.0
    said = frozenset(fold(want.replace("_", " ").replace(".", " ")).split())
    return WORDS * len(said & offer.words) / len(said) if said else 0.0


def _likeness(offer: Offer, product: str) -> float:
    concept = concept_of(product)
    if concept == offer.concept:
        return 1.0
    category = offer.categories.get(product) or offer.categories.get(concept)
    return LIKE_CATEGORY if category is not None and category == offer.category else 0.0
