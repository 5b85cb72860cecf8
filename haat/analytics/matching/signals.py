"""All that speaks for or against a pair, for some sellers and all listed buyers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching.market import Integers, Market, Singles
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
        "walks": _dense(_shares(faded) @ known.walks, buyers),
        "factors": known.seller_factors[rows] @ known.buyer_factors[:buyers].T,
        "words": _dense(known.seller_words[rows] @ known.buyer_words.T, buyers),
        "words_lately": _dense(known.seller_words[rows] @ known.buyer_lately.T, buyers),
        "way": kilometres(known.seller_points[rows], known.buyer_points[:buyers]),
        "level": (known.buyer_levels[None, :buyers] - known.seller_levels[rows, None]).astype(
            np.float32
        ),
    }
    share = _shares(faded)
    found["walks_lately"] = _dense(share @ known.walks_lately, buyers)
    found["peers"] = _dense(known.peers[rows] @ _rooted(known.faded), buyers)
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
    found |= _terms(market, rows)
    return found


def _terms(market: Market, rows: Integers) -> dict[str, Singles]:
    buyers = market.buyers
    price = buyers.price[None, : buyers.listed] / market.sellers.price[rows, None]
    amount = buyers.amount[None, : buyers.listed] / market.sellers.amount[rows, None]
    return {"pays": price.astype(np.float32), "takes": amount.astype(np.float32)}


def _dense(rows: Matrix, buyers: int) -> Singles:
    found: Singles = rows[:, :buyers].toarray().astype(np.float32, copy=False)
    return found


def _shared(share: Matrix, members: Matrix, buyers: int) -> Singles:
    """The share of one's deals with anybody of the buyer's group."""
    return _dense((share @ members) @ members[:buyers].T, buyers)


def _shares(faded: Matrix) -> Matrix:
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    total = np.asarray(faded.sum(axis=1)).ravel()
    inverse = np.divide(1.0, total, out=np.zeros_like(total, dtype=float), where=total > 0)
    return (sparse.diags_array(inverse.astype(np.float32)) @ faded).tocsr()


def _rooted(faded: Matrix) -> Matrix:
    found = faded.copy()
    found.data = np.sqrt(found.data)
    return found
