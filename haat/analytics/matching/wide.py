"""The standing formula where there are too many pairs to look at each of them closely.

One product of matrices tells roughly how well every pair fits; for each seller's best the formula is
then worked out as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching import formula
from haat.analytics.matching.circles import Circle, circle, shared
from haat.analytics.matching.factors import factors
from haat.analytics.matching.fit import HALF_KM, WEIGHTS
from haat.analytics.matching.kin import organisations
from haat.analytics.matching.market import Deals, Floats, Integers, Market, Singles
from haat.analytics.matching.neighbours import steps
from haat.analytics.matching.shortlist import Shortlist
from haat.analytics.matching.signals import busy, shares, terms
from haat.analytics.matching.snapshot import (
    SEED,
    STATED,
    activity,
    dampened,
    levels,
    matrix_of,
    places_of,
    seller_points_of,
    table_of,
)
from haat.analytics.matching.tops import top
from haat.analytics.matching.ways import along, kilometres, points
from haat.analytics.matching.wording import TOGETHER, Matrix, vocabulary

MANY = 50_000_000  # pairs, from which on not each is looked at closely
SIZE = 64  # dimensions of the meaning of texts
SPARE = 8  # more, to find these well
LEARNED_FROM = 20_000  # texts that the dimensions are made of
POSTS = 48  # places, by whose nearness to two others theirs is told
CANDIDATES = 60  # of each seller, beside those asked for
STRIPES = 8  # of a row, of which the best of each place is looked at first


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """What is known of sellers and of buyers, as points; `rough` multiply to about the score."""

    rough: tuple[Singles, Singles]
    meaning: tuple[Singles, Singles]
    factors: tuple[Singles, Singles]
    points: tuple[Singles, Singles]
    levels: tuple[Floats, Floats]
    busy: Singles
    own: Matrix  # faded deals of sellers with those that are listed
    shares: Matrix  # of all their deals
    walks: Matrix  # from any buyer to those that are listed
    organisations: Sequence[Circle]
    around: Circle


def widely(market: Market, day: int, half_life: float) -> Wide:
    """All that is known on that day."""
    deals = market.deals
    age = (day - deals.day).astype(float)
    slow, fast = 0.5 ** (age / half_life), 0.5 ** (age / (half_life / 4))
    shape = len(market.sellers), len(market.buyers)
    faded, counts = table_of(deals, slow, shape), table_of(deals, np.ones(len(deals)), shape)
    told = _meaning(market)
    one, other = shape[0], sum(shape)
    meaning = (
        _profiles(told[:one], told[other:], deals, deals.seller, slow),
        _profiles(told[one:other], told[other:], deals, deals.buyer, fast),
    )
    buyers = activity(deals.buyer, (slow, fast), age, np.zeros(len(deals)), counts.T.tocsr())
    at = points(market.buyers.latitude, market.buyers.longitude)
    where = seller_points_of(market.sellers, at, faded, stated=True), at
    near_by = factors(dampened(faded, counts), SEED)
    spots, near = places_of(market.buyers)
    share, listed = shares(faded), market.buyers.listed
    groups = organisations(market.buyers.ids, market.buyers.texts)
    return Wide(
        rough=_rough(meaning, near_by, where, busy(buyers)),
        meaning=meaning,
        factors=near_by,
        points=where,
        levels=(
            levels(deals, deals.seller, slow, shape[0]),
            levels(deals, deals.buyer, slow, shape[1]),
        ),
        busy=busy(buyers),
        own=faded[:, :listed].tocsr(),
        shares=share,
        walks=steps(faded)[:, :listed].tocsr(),
        organisations=[circle(share, members) for members in groups],
        around=circle(share, spots, near),
    )


def by_wide(market: Market, known: Wide, rows: Integers, wanted: int) -> Shortlist:
    """The best of the candidates by the standing formula."""
    listed = market.buyers.listed
    rough = known.rough[0][rows] @ known.rough[1][:listed].T
    own, walks = known.own[rows], known.shares[rows] @ known.walks
    _add(rough, own, WEIGHTS["collaborative"] * 0.4 * (own.data > 0))
    _add(rough, walks, WEIGHTS["collaborative"] * 0.3 * _of_highest(walks))
    chosen = best_of(rough, wanted + CANDIDATES)
    found = {
        "faded": np.take_along_axis(own.toarray(), chosen, 1),
        "walks": np.take_along_axis(walks.toarray(), chosen, 1),
        "words": _product(known.meaning, rows, chosen),
        "factors": _product(known.factors, rows, chosen),
        "way": _ways(known.points, rows, chosen),
        "level": (known.levels[1][chosen] - known.levels[0][rows, None]).astype(np.float32),
        "busy": known.busy[chosen],
    }
    found["words_lately"] = found["words"]
    found |= terms(market, rows, chosen)
    for level, members in enumerate(known.organisations):
        found[f"organisation_{level}"] = shared(members, rows, chosen)[0]
    for reach, near in enumerate(shared(known.around, rows, chosen)):
        found[f"around_{reach}"] = near
    parts = formula.parts(found)
    scores = np.sum(list(parts.values()), axis=0)
    order = top(scores, wanted)
    told = np.take_along_axis(scores, order, 1)
    return Shortlist(
        buyers=np.take_along_axis(chosen, order, 1),
        scores=told,
        chances=told,
        parts={name: np.take_along_axis(part, order, 1) for name, part in parts.items()},
    )


def best_of(scores: Singles, wanted: int) -> Integers:
    """The columns of the highest scores of each row, ascending; found stripe by stripe, which is quicker.

    Whatever is among the `wanted` highest is the highest of its place in a stripe, or stands below so
    many that aren't more than `wanted`.
    """
    count = scores.shape[1]
    long = count // STRIPES
    if long <= wanted:
        return np.sort(top(scores, wanted), axis=1)
    highest = scores[:, :long].copy()
    for stripe in range(1, STRIPES):
        np.maximum(highest, scores[:, stripe * long : (stripe + 1) * long], out=highest)
    places = np.argpartition(-highest, wanted - 1, axis=1)[:, :wanted]
    columns = (places[:, :, None] + long * np.arange(STRIPES)).reshape(len(scores), -1)
    rest = np.arange(STRIPES * long, count)
    columns = np.hstack([columns, np.broadcast_to(rest, (len(scores), len(rest)))])
    values = np.take_along_axis(scores, columns, 1)
    best = np.argpartition(-values, wanted - 1, axis=1)[:, :wanted]
    return np.sort(np.take_along_axis(columns, best, 1), axis=1)


def _meaning(market: Market) -> Singles:
    """All texts in few dimensions that keep most of what tells them apart (Deerwester et al., 1990)."""
    texts = [*market.sellers.texts, *market.buyers.texts, *market.titles]
    told = vocabulary(texts)
    rng = np.random.default_rng(SEED)
    some = np.sort(rng.choice(len(texts), min(len(texts), LEARNED_FROM), replace=False))
    axes = _axes(told.rows(some), rng)
    found = np.empty((len(texts), axes.shape[1]), dtype=np.float32)
    for start in range(0, len(texts), TOGETHER):
        found[start : start + TOGETHER] = told.rows(slice(start, start + TOGETHER)) @ axes
    return found


def _axes(rows: Matrix, rng: np.random.Generator) -> Singles:
    """The main directions of the rows, by chance and one round of power (Halko et al., 2011)."""
    drawn = rng.normal(size=(rows.shape[1], SIZE + SPARE)).astype(np.float32)
    for _ in range(2):
        reached = np.linalg.qr(rows @ drawn)[0]
        drawn = rows.T @ reached
    found: Singles = np.linalg.svd(drawn, full_matrices=False)[0][:, :SIZE]
    return found


def _profiles(
    own: Singles, titles: Singles, deals: Deals, party: Integers, weights: Floats
) -> Singles:
    """Of each seller or buyer: the own text and the titles of the deals, recent ones more."""
    told = deals.title >= 0
    shape = len(own), max(1, len(titles))
    said = matrix_of(party[told], deals.title[told], weights[told], shape)
    return _long(STATED * own + (said @ titles if len(titles) else 0))


def _long(rows: Singles) -> Singles:
    length = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    found = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return np.asarray(found, dtype=np.float32)


def _rough(
    meaning: tuple[Singles, Singles],
    near_by: tuple[Singles, Singles],
    where: tuple[Singles, Singles],
    lively: Singles,
) -> tuple[Singles, Singles]:
    """Points of sellers and buyers whose product is about the score."""
    near = _nearness(*where)
    ones = ((meaning[0], WEIGHTS["content"]), (near_by[0], 0.3 * WEIGHTS["collaborative"]))
    more = ((near[0], 0.5 * WEIGHTS["context"]), (None, 0.5 * WEIGHTS["context"]))
    others = np.hstack([meaning[1], near_by[1], near[1], lively[:, None]], dtype=np.float32)
    found = np.empty((len(meaning[0]), others.shape[1]), dtype=np.float32)
    start = 0
    for one, weight in (*ones, *more):
        end = start + (1 if one is None else one.shape[1])
        found[:, start:end] = weight if one is None else weight * one
        start = end
    return found, others


def _nearness(sellers: Singles, buyers: Singles) -> tuple[Singles, Singles]:
    """Points whose product is about the nearness (Nyström's method; Williams and Seeger, 2001)."""
    rng = np.random.default_rng(SEED)
    spots = np.unique(buyers[np.isfinite(buyers[:, 0])], axis=0)
    if not len(spots):
        return np.zeros((len(sellers), 1), np.float32), np.zeros((len(buyers), 1), np.float32)
    posts = spots[rng.choice(len(spots), min(POSTS, len(spots)), replace=False)]
    between = _near(posts, posts).astype(float)
    back = np.linalg.pinv(between, rcond=1e-3, hermitian=True).astype(np.float32)
    return _near(sellers, posts) @ back, _near(buyers, posts)


def _near(ones: Singles, others: Singles) -> Singles:
    return np.asarray(np.nan_to_num(np.exp2(-kilometres(ones, others) / np.float32(HALF_KM))))


def _add(into: Singles, where: Matrix, values: Floats) -> None:
    """Add a value at each entry of a sparse matrix of the same shape."""
    into[_rows_of(where), where.indices] += values.astype(np.float32)


def _of_highest(rows: Matrix) -> Floats:
    """Each entry as a share of its row's highest."""
    many = np.diff(rows.indptr)
    if not len(rows.data):
        return np.zeros(0)
    highest = np.maximum.reduceat(rows.data, rows.indptr[:-1][many > 0])
    return np.asarray(rows.data / np.repeat(np.maximum(highest, 1e-9), many[many > 0]))


def _rows_of(where: Matrix) -> Integers:
    return np.repeat(np.arange(where.shape[0]), np.diff(where.indptr))


def _product(sides: tuple[Singles, Singles], rows: Integers, chosen: Integers) -> Singles:
    found: Singles = np.einsum("rf,rcf->rc", sides[0][rows], sides[1][chosen])
    return found


def _ways(sides: tuple[Singles, Singles], rows: Integers, chosen: Integers) -> Singles:
    """As `kilometres`, of the chosen pairs."""
    gap = sides[0][rows][:, None, :] - sides[1][chosen]
    return along((gap**2).sum(axis=2))
