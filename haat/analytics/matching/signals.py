"""All that speaks for or against a pair, for some sellers and all listed buyers."""

from collections.abc import Mapping

import numpy as np

from haat.analytics.matching.market import Floats, Integers, Market, Singles
from haat.analytics.matching.peers import alike
from haat.analytics.matching.snapshot import Activity, Snapshot
from haat.analytics.matching.ways import kilometres
from haat.analytics.matching.wording import Matrix, lengthened

Signals = Mapping[str, Singles]  # by name, each sellers x buyers


def signals(market: Market, known: Snapshot, rows: Integers) -> dict[str, Singles]:
    """The signals of these sellers; NaN where something isn't known."""
    buyers = market.buyers.listed
    faded = known.faded[rows]
    found = {
        "deals": _dense(known.counts[rows], buyers),
        "faded": _dense(faded, buyers),
        "lately": _dense(known.lately[rows], buyers),
        "fresh": _dense(known.fresh[rows], buyers),
        "neighbours": _dense(_rooted(faded) @ known.neighbours, buyers),
        "walks": _dense(shares(faded) @ known.walks, buyers),
        "factors": known.seller_factors[rows] @ known.buyer_factors[:buyers].T,
        "words": _dense(known.seller_words[rows] @ known.buyer_words.T, buyers),
        "words_lately": _dense(known.seller_words[rows] @ known.buyer_lately.T, buyers),
        "way": kilometres(known.seller_points[rows], known.buyer_points[:buyers]),
        "level": (known.buyer_levels[None, :buyers] - known.seller_levels[rows, None]).astype(
            np.float32
        ),
    }
    share = shares(faded)
    found["walks_lately"] = _dense(share @ known.walks_lately, buyers)
    found["peers"] = _dense(alike(known, rows) @ _rooted(known.faded), buyers)
    found["way_usual"] = found["way"] / (known.seller_reach[rows, None].astype(np.float32) + 5)
    for level, members in enumerate(known.organisations[:2]):
        told = lengthened(members.T @ known.buyer_words)
        found[f"words_{level}"] = _dense(known.seller_words[rows] @ told.T @ members.T, buyers)
    found["share"] = _dense(share, buyers)
    for level, members in enumerate(known.organisations):
        found[f"organisation_{level}"] = _shared(share, members, buyers)
    at = (share @ known.spots).toarray()
    for reach, near in enumerate(known.near):
        found[f"around_{reach}"] = (known.spots[:buyers] @ (at @ near).T).T
    found["busy"] = np.broadcast_to(busy(known.buyers)[:buyers], found["way"].shape)
    found |= terms(market, rows, np.arange(buyers)[None])
    return found


def busy(buyers: Activity) -> Singles:
    """How much each buyer dealt lately, beside the busiest one."""
    lately = np.log1p(buyers.lately)
    return np.asarray(lately / max(lately.max(initial=0.0), 1e-9), dtype=np.float32)


def terms(market: Market, rows: Integers, chosen: Integers) -> dict[str, Singles]:
    """What the chosen buyers (sellers x places, or one row for all) pay and take, as shares of what is asked."""
    with np.errstate(divide="ignore", invalid="ignore"):
        pays = market.buyers.price[chosen] / market.sellers.price[rows, None]
        takes = market.buyers.amount[chosen] / market.sellers.amount[rows, None]
    return {"pays": _share(pays), "takes": _share(takes)}


def _share(ratio: Floats) -> Singles:
    """Nothing asked is nothing to compare with."""
    return np.where(np.isfinite(ratio), ratio, np.nan).astype(np.float32)


def _dense(rows: Matrix, buyers: int) -> Singles:
    found: Singles = rows[:, :buyers].toarray().astype(np.float32, copy=False)
    return found


def _shared(share: Matrix, members: Matrix, buyers: int) -> Singles:
    """The share of one's deals with anybody of the buyer's group."""
    return _dense((share @ members) @ members[:buyers].T, buyers)


def shares(faded: Matrix) -> Matrix:
    """Of each seller's faded deals, the share of each buyer."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    total = np.asarray(faded.sum(axis=1)).ravel()
    inverse = np.divide(1.0, total, out=np.zeros_like(total, dtype=float), where=total > 0)
    return (sparse.diags_array(inverse.astype(np.float32)) @ faded).tocsr()


def _rooted(faded: Matrix) -> Matrix:
    found = faded.copy()
    found.data = np.sqrt(found.data)
    return found
