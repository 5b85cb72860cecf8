"""What is known of a market on a day: all that is learned or told is from the deals before it."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.matching.factors import factors
from haat.analytics.matching.kin import organisations
from haat.analytics.matching.market import Deals, Floats, Integers, Market, Side, Singles
from haat.analytics.matching.neighbours import likeness, steps
from haat.analytics.matching.ways import EARTH_KM, kilometres, points
from haat.analytics.matching.wording import Matrix, lengthened, vocabulary

STATED = 1.0  # what a text of one's own weighs beside a title of today
REACHES = (1.0, 15.0, 60.0)  # km: the same spot, the same town, the same district
GRIDS = (0.01, 0.1, 0.5, 2.0)  # degrees; the finest that makes no more places than these
MOST_PLACES = 1_000
SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The vectors of all texts of a market."""

    sellers: Matrix
    buyers: Matrix
    titles: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """Of each seller or buyer: deals, faded and lately; days since the last; partners; the share of new ones."""

    deals: Floats
    faded: Floats
    lately: Floats
    since: Floats
    partners: Floats
    new: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Sellers x buyers and what belongs to each, as known on `day`.

    `counts` are deals, `faded` and `lately` the same with older ones fading slowly and fast, `fresh` how
    fresh the last one is; `levels` are log rupees of a usual deal, NaN where untold.
    """

    day: int
    counts: Matrix
    faded: Matrix
    lately: Matrix
    fresh: Matrix
    seller_words: Matrix
    buyer_words: Matrix
    buyer_lately: Matrix
    seller_points: Singles
    buyer_points: Singles
    seller_levels: Floats
    buyer_levels: Floats
    sellers: Activity
    buyers: Activity
    neighbours: Matrix
    walks: Matrix
    walks_lately: Matrix
    seller_reach: Floats  # km from the middle to where she deals
    seller_factors: Singles
    buyer_factors: Singles
    organisations: list[Matrix]
    spots: Matrix  # buyers x places
    near: list[Singles]  # places x places, how near, for each reach


def words_of(market: Market) -> Words:
    """The vectors of all texts; rarity is counted over all of them."""
    sellers, buyers = market.sellers.texts, market.buyers.texts
    told = vocabulary([*sellers, *buyers, *market.titles])
    one, other = len(sellers), len(sellers) + len(buyers)
    rows = told.rows(slice(None))
    return Words(rows[:one], rows[one:other], rows[other:])


def snapshot(
    market: Market, words: Words, day: int, half_life: float, *, stated: bool = True
) -> Snapshot:
    """The market on that day; what happened on it or later isn't known yet.

    Without `stated`, the text and place that a seller or buyer states count only where no deal tells
    them: of an earlier day nobody knows what was stated then.
    """
    deals = market.deals.only(market.deals.day < day)
    age = (day - deals.day).astype(float)
    slow, fast = 0.5 ** (age / half_life), 0.5 ** (age / (half_life / 4))
    shape = len(market.sellers), len(market.buyers)
    faded = table_of(deals, slow, shape)
    counts = table_of(deals, np.ones(len(deals)), shape)
    first = _firsts(deals)
    seller_factors, buyer_factors = factors(dampened(faded, counts), SEED)
    spots, near = places_of(market.buyers)
    buyer_points = points(market.buyers.latitude, market.buyers.longitude)
    lately = table_of(deals, fast, shape)
    seller_words = profiles(words.sellers, words.titles, deals, deals.seller, slow, stated=stated)
    seller_points = seller_points_of(market.sellers, buyer_points, faded, stated=stated)
    return Snapshot(
        day=day,
        counts=counts,
        faded=faded,
        lately=lately,
        fresh=_latest(deals, slow, shape),
        seller_words=seller_words,
        buyer_words=profiles(words.buyers, words.titles, deals, deals.buyer, slow, stated=stated),
        buyer_lately=profiles(words.buyers, words.titles, deals, deals.buyer, fast, stated=stated),
        seller_points=seller_points,
        buyer_points=buyer_points,
        seller_levels=levels(deals, deals.seller, slow, shape[0]),
        buyer_levels=levels(deals, deals.buyer, slow, shape[1]),
        sellers=activity(deals.seller, (slow, fast), age, first, counts.tocsr()),
        buyers=activity(deals.buyer, (slow, fast), age, first, counts.T.tocsr()),
        neighbours=likeness(counts),
        walks=steps(faded),
        walks_lately=steps(lately),
        seller_reach=_reach(faded, seller_points, buyer_points),
        seller_factors=seller_factors,
        buyer_factors=buyer_factors,
        organisations=organisations(market.buyers.ids, market.buyers.texts),
        spots=spots,
        near=near,
    )


def matrix_of(rows: Integers, columns: Integers, values: Floats, shape: tuple[int, int]) -> Matrix:
    """A sparse matrix; what stands at the same place is added up."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    return sparse.coo_array((values.astype(np.float32), (rows, columns)), shape=shape).tocsr()


def table_of(deals: Deals, weights: Floats, shape: tuple[int, int]) -> Matrix:
    """Sellers x buyers: the weight of all their deals."""
    return matrix_of(deals.seller, deals.buyer, weights, shape)


def _latest(deals: Deals, weights: Floats, shape: tuple[int, int]) -> Matrix:
    """The weight of the last deal of each pair."""
    order = np.argsort(deals.day, kind="stable")[::-1]
    pair = deals.seller[order] * shape[1] + deals.buyer[order]
    last = order[np.unique(pair, return_index=True)[1]]
    chosen = np.zeros(len(deals), dtype=bool)
    chosen[last] = True
    return table_of(deals.only(chosen), weights[chosen], shape)


def dampened(faded: Matrix, counts: Matrix) -> Matrix:
    """Many deals with one buyer tell less than as many with several."""
    found = (faded + 0.2 * counts).tocsr()
    found.data = np.log1p(found.data)
    return found


def profiles(
    own: Matrix, titles: Matrix, deals: Deals, party: Integers, weights: Floats, *, stated: bool
) -> Matrix:
    """Of each seller or buyer: the own text and the titles of the deals, recent ones more."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    told = deals.title >= 0
    shape = own.shape[0], titles.shape[0]
    said = matrix_of(party[told], deals.title[told], weights[told], shape)
    counts = np.full(own.shape[0], STATED, dtype=np.float32)
    if not stated:
        counts[party[told]] = 0
    return lengthened(sparse.diags_array(counts) @ own + said @ titles)


def levels(deals: Deals, party: Integers, weights: Floats, count: int) -> Floats:
    """Log rupees of a usual deal of each seller or buyer; NaN where untold."""
    known = np.isfinite(deals.value) & (deals.value > 0)
    weight = np.bincount(party[known], weights[known], minlength=count)
    total = np.bincount(party[known], weights[known] * np.log(deals.value[known]), minlength=count)
    found: Floats = np.divide(total, weight, out=np.full(count, np.nan), where=weight > 0)
    return found


def _firsts(deals: Deals) -> Floats:
    """1 for the first deal of a pair, else 0."""
    order = np.argsort(deals.day, kind="stable")
    pair = (deals.seller << 32) + deals.buyer
    found = np.zeros(len(deals))
    found[order[np.unique(pair[order], return_index=True)[1]]] = 1
    return found


def activity(
    party: Integers,
    weights: tuple[Floats, Floats],
    age: Floats,
    first: Floats,
    counts: Matrix,
) -> Activity:
    count = counts.shape[0]
    faded: Floats = np.bincount(party, weights[0], minlength=count).astype(float)
    since = np.full(count, np.inf)
    np.minimum.at(since, party, age)
    new = np.bincount(party, weights[0] * first, minlength=count)
    return Activity(
        deals=np.bincount(party, minlength=count).astype(float),
        faded=faded,
        lately=np.bincount(party, weights[1], minlength=count).astype(float),
        since=np.where(np.isfinite(since), since, np.nan),
        partners=np.diff(counts.indptr).astype(float),
        new=np.divide(new, faded, out=np.full(count, np.nan), where=faded > 0),
    )


def seller_points_of(
    sellers: Side, buyer_points: Singles, faded: Matrix, *, stated: bool
) -> Singles:
    """Where a seller is: as she says, or the middle of where she dealt."""
    known = np.isfinite(buyer_points[:, 0])
    weight = faded @ known.astype(np.float32)
    middle = faded @ np.where(known[:, None], buyer_points, 0)
    long = np.sqrt((middle**2).sum(axis=1))
    dealt = (weight > 0) & (long > 0)
    middle = np.where(dealt[:, None], middle / np.where(dealt, long, 1)[:, None], np.nan)
    said = points(sellers.latitude, sellers.longitude)
    first, second = (said, middle) if stated else (middle, said)
    return np.where(np.isnan(first), second, first).astype(np.float32)


def places_of(buyers: Side) -> tuple[Matrix, list[Singles]]:
    """Buyers x places, and how near places are to each other."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    at = np.stack([buyers.latitude, buyers.longitude], axis=1)
    known = np.isfinite(at).all(axis=1)
    for grid in GRIDS:
        places, member = np.unique(np.round(at[known] / grid) * grid, axis=0, return_inverse=True)
        if len(places) <= MOST_PLACES:
            break
    rows = np.flatnonzero(known)
    ones = np.ones(len(rows), dtype=np.float32)
    spots = sparse.csr_array((ones, (rows, member)), shape=(len(buyers), max(1, len(places))))
    if not len(places):
        return spots, [np.zeros((1, 1), dtype=np.float32) for _ in REACHES]
    spot = points(places[:, 0], places[:, 1])
    way = kilometres(spot, spot)
    return spots, [np.exp(-way / reach) for reach in REACHES]


def _reach(faded: Matrix, sellers: Singles, buyers: Singles) -> Floats:
    """The mean way from a seller's middle to her deals, km."""
    pairs = faded.tocoo()
    gap = np.sqrt(((sellers[pairs.row] - buyers[pairs.col]) ** 2).sum(axis=1)) * EARTH_KM
    known = np.isfinite(gap)
    count = faded.shape[0]
    weight = np.bincount(pairs.row[known], pairs.data[known], minlength=count)
    total = np.bincount(pairs.row[known], pairs.data[known] * gap[known], minlength=count)
    return np.divide(total, weight, out=np.full(count, np.nan), where=weight > 0)
