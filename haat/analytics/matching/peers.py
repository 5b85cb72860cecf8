"""Sellers who do the same work in the same parts."""

import numpy as np

from haat.analytics.matching.market import Flags, Singles
from haat.analytics.matching.ways import kilometres
from haat.analytics.matching.wording import Matrix

NEAREST = 50  # peers that count
REACH_KM = 40.0
TOGETHER = 500


def alike(words: Matrix, points: Singles, dealt: Flags) -> Matrix:
    """Sellers x sellers: the likeness of the words, the less the farther away; only who dealt."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    others = np.flatnonzero(dealt)
    back = words[others].T.tocsr()
    rows, columns, values = [], [], []
    wanted = min(NEAREST, len(others) - 1)
    for start in range(0, words.shape[0], TOGETHER):
        some = np.arange(start, min(start + TOGETHER, words.shape[0]))
        value = (words[some] @ back).toarray()
        way = kilometres(points[some], points[others])
        value *= np.where(np.isfinite(way), np.exp(-np.nan_to_num(way) / REACH_KM), 0.3)
        value[some[:, None] == others[None, :]] = 0
        if wanted < 1:
            continue
        best = np.argpartition(-value, wanted - 1, axis=1)[:, :wanted]
        rows.append(np.repeat(some, wanted))
        columns.append(others[best.ravel()])
        values.append(np.take_along_axis(value, best, 1).ravel())
    shape = words.shape[0], words.shape[0]
    if not rows:
        return sparse.csr_array(shape, dtype=np.float32)
    table = (
        np.concatenate(values).astype(np.float32),
        (np.concatenate(rows), np.concatenate(columns)),
    )
    return sparse.coo_array(table, shape=shape).tocsr()
