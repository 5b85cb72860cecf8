"""What a shop orders again and might begin to sell, where the owner has a few shops and no crowd to learn from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import exp, log, log1p, sqrt
from typing import Literal

import numpy as np

from haat.analytics.recommending.choosing import fade
from haat.analytics.recommending.content import terms_of
from haat.analytics.recommending.habits import (
    again_rates,
    faded_orders,
    habit_scores,
    habits,
    order_counts,
)
from haat.analytics.recommending.lines import Floats, Lines, lines_of

Days = Mapping[str, Mapping[date, float]]  # units by product and day
Ground = Literal["like_shops", "other_shops", "like_goods"]
OTHER_KIND = 0.5  # what a shop of another kind tells, where the category is the same
SURE = 0.95  # no single word for a product is more than this
CLOSE = 6.0  # the power of a likeness: many goods that are a little alike say nothing together
MOST_OWN, MOST_NEW = 1_000, 100  # goods that are compared, and that are told apart word by word
LEAST_TIMES = 2  # a thing bought once has no habit yet


@dataclass(frozen=True, slots=True)
class Habit:
    """How a product comes in one shop: its score (0 to 1), and in how many of its last orders it was."""

    score: float
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class OwnShop:
    """One of the owner's shops: its kind, and what each product is worth to it, from 0 to 1."""

    store_id: str
    kind: str
    worth: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Word:
    """One piece of evidence for a product: a shop that sells it, or a good like it that is sold here.

    `chance` is how likely it alone would make the product sell here.
    """

    ground: Ground
    of: str  # the shop or the good
    chance: float


@dataclass(frozen=True, slots=True)
class New:
    """A product to begin with, and the words that speak for it, the strongest first."""

    product: str
    words: tuple[Word, ...]
    score: float = field(init=False)  # that not every word is wrong (noisy-or; Pearl, 1988)

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", joined(self.words))

    def share(self, some: Iterable[Word]) -> float:
        """The part of the score that is lost without these words, which are among its own."""
        gone = frozenset(some)
        return 1 - joined(w for w in self.words if w not in gone) / self.score

    def ground(self) -> Ground:
        """On which the score stands most."""
        grounds = sorted({w.ground for w in self.words})
        return max(grounds, key=lambda g: self.share(self.on(g)))

    def on(self, ground: Ground) -> tuple[Word, ...]:
        """The words of one ground."""
        return tuple(w for w in self.words if w.ground == ground)


def joined(words: Iterable[Word]) -> float:
    """The chance that at least one of some words holds."""
    return 1 - exp(sum(log1p(-w.chance) for w in words))


def shop_habits(shops: Sequence[Days]) -> list[dict[str, Habit]]:
    """Of each shop its products' habits: a shop is one user, a day with lines one order.

    The same scores as those of `haat recommend`: faded share of the orders times the re-buy rate.
    """
    products = sorted({sku for days in shops for sku in days})
    lines = _lines(shops, products)
    found: list[dict[str, Habit]] = [{} for _ in shops]
    if lines is None:
        return found
    fading = fade(lines)
    told = habits(lines, fading)
    again = again_rates(told, order_counts(lines))
    scores = habit_scores(told, faded_orders(lines, fading), again)
    rows = zip(told.users, told.items, scores, told.times, told.orders_from, strict=True)
    for user, item, score, times, of in rows:
        found[user][products[item]] = Habit(float(score), int(times), int(of))
    return found


def again(habits: Mapping[str, Habit]) -> list[tuple[str, Habit]]:
    """What a shop orders again and again, the surest first."""
    known = ((sku, one) for sku, one in habits.items() if one.times >= LEAST_TIMES)
    return sorted(known, key=lambda row: (-row[1].score, -row[1].times, row[0]))


def worths(habits: Mapping[str, Habit], earned: Mapping[str, float]) -> dict[str, float]:
    """Each product's place by how steadily it sells, times its place among what the shop earns with.

    A place, since scores are far apart and few goods would drown out what all shops sell.
    """
    place = percentiles(earned)
    steady = {sku: h.score * (place.get(sku, 0.0) if place else 1.0) for sku, h in habits.items()}
    return percentiles(steady)


def percentiles(values: Mapping[str, float]) -> dict[str, float]:
    """Each product's place, above 0 for the least and 1 for the best; what is worth nothing has none."""
    order = sorted((value, sku) for sku, value in values.items() if value > 0)
    return {sku: (n + 1) / len(order) for n, (_, sku) in enumerate(order)}


def variety(earned: Iterable[float]) -> float:
    """As how many equal goods the takings come from: Hill's number of order 1 (1973)."""
    some = [value for value in earned if value > 0]
    total = sum(some)
    return exp(-sum(value / total * log(value / total) for value in some))


def new_goods(
    here: OwnShop,
    others: Sequence[OwnShop],
    kept: frozenset[str],
    goods: "Comparable",
) -> list[New]:
    """What might sell here and is not kept, the likeliest first.

    A shop of another kind counts half, and only for goods of categories that are kept here.
    """
    words: dict[str, list[Word]] = {}
    at_home = {goods.categories[sku] for sku in {*kept, *here.worth} if sku in goods.categories}
    for other in others:
        same = other.kind == here.kind
        trust = alike(here.worth, other.worth) * (1.0 if same else OTHER_KIND)
        for sku, worth in other.worth.items():
            if worth > 0 and (same or goods.categories.get(sku) in at_home):
                ground: Ground = "like_shops" if same else "other_shops"
                words.setdefault(sku, []).append(Word(ground, other.store_id, trust * worth))
    own, chances = goods.like(here.worth)
    for place in _likeliest(goods.skus, words, chances, kept):
        some = np.flatnonzero(chances[place])
        told = (Word("like_goods", own[n], float(chances[place, n])) for n in some)
        words.setdefault(goods.skus[place], []).extend(told)
    found = [New(sku, _strongest(told)) for sku, told in words.items() if sku not in kept]
    return sorted(found, key=lambda new: (-new.score, new.product))


def _likeliest(
    skus: Sequence[str], words: Mapping[str, Sequence[Word]], chances: Floats, kept: frozenset[str]
) -> list[int]:
    """Where the `MOST_NEW` goods of the best scores stand that are like some good and not kept."""
    doubt = np.log1p(-chances).sum(axis=1)
    open_to = np.flatnonzero((doubt < 0) & ~np.isin(np.array(skus, dtype=object), list(kept)))
    for place in open_to.tolist():
        doubt[place] += sum(log1p(-w.chance) for w in words.get(skus[place], ()))
    found: list[int] = open_to[np.argsort(doubt[open_to], kind="stable")[:MOST_NEW]].tolist()
    return found


def alike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of what two shops sell, drawn to one half by two goods of which they share one."""
    shared = len(one.keys() & other.keys())
    return min(SURE, (shared + 1) / (sqrt(len(one) * len(other)) + 2))


@dataclass(frozen=True, slots=True, eq=False)
class Comparable:
    """Goods that can be compared by what is told of them: names and category."""

    skus: tuple[str, ...]
    categories: Mapping[str, str]
    near: Callable[[Sequence[int]], Floats]  # all goods x these: the cosine of their descriptions

    def like(self, worth: Mapping[str, float]) -> tuple[list[str], Floats]:
        """The goods that are worth most, and for all goods x these how likely each is for its likeness."""
        place = {sku: number for number, sku in enumerate(self.skus)}
        known = (sku for sku, value in worth.items() if value > 0 and sku in place)
        own = sorted(known, key=lambda sku: (-worth[sku], sku))[:MOST_OWN]
        if not own:
            return [], np.zeros((len(self.skus), 0), dtype=np.float32)
        at = [place[sku] for sku in own]
        found = np.minimum(self.near(at) ** np.float32(CLOSE), np.float32(SURE))
        found[at, np.arange(len(at))] = 0.0  # nothing speaks for itself
        found *= np.array([worth[sku] for sku in own], dtype=np.float32)
        return own, found


def comparable(skus: Sequence[str], names: Sequence[str], categories: Sequence[str]) -> Comparable:
    """Compare goods; to be kept as long as the catalogue is the same."""
    if not skus:
        return Comparable((), {}, lambda own: np.empty((0, len(own)), dtype=np.float32))
    told = terms_of(names, categories)

    def near(own: Sequence[int]) -> Floats:
        found: Floats = (told @ told[list(own)].T).toarray()
        return found

    return Comparable(tuple(skus), dict(zip(skus, categories, strict=True)), near)


def _strongest(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda w: (-w.chance, w.ground, w.of)))


def _lines(shops: Sequence[Days], products: Sequence[str]) -> Lines | None:
    place = {sku: number for number, sku in enumerate(products)}
    told = [
        (user, day.toordinal(), place[sku], units)
        for user, days in enumerate(shops)
        for sku, by_day in days.items()
        for day, units in by_day.items()
    ]
    if not told:
        return None
    users, days, items, quantities = (np.array(part) for part in zip(*told, strict=True))
    return lines_of(users, days, items, quantities, (len(shops), len(products)))
