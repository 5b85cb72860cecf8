"""Sellers who do the same work in the same parts."""

import numpy as np

from haat.analytics.matching.market import Integers
from haat.analytics.matching.snapshot import Snapshot
from haat.analytics.matching.tops import top
from haat.analytics.matching.ways import kilometres
from haat.analytics.matching.wording import Matrix

NEAREST = 50  # peers that count
REACH_KM = 40.0
UNKNOWN = 0.3  # what a place that is not known counts


def alike(known: Snapshot, rows: Integers) -> Matrix:
    """These sellers x all: the likeness of the words, the less the farther away; only who dealt."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    others = np.flatnonzero(known.sellers.deals > 0)
    shape = len(rows), len(known.sellers.deals)
    if not len(others):
        return sparse.csr_array(shape, dtype=np.float32)
    value = (known.seller_words[rows] @ known.seller_words[others].T).toarray()
    way = kilometres(known.seller_points[rows], known.seller_points[others])
    value *= np.where(np.isnan(way), UNKNOWN, np.exp(-way / REACH_KM))
    value[rows[:, None] == others[None, :]] = 0
    best = top(value, NEAREST)
    columns, count = others[best].ravel(), best.shape[1]
    likeness = np.take_along_axis(value, best, 1).ravel()
    return sparse.csr_array((likeness, columns, np.arange(len(rows) + 1) * count), shape=shape)
