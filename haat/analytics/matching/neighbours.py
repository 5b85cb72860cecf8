"""Buyers who are served by the same sellers are neighbours."""

import numpy as np

from haat.analytics.matching.market import Floats
from haat.analytics.matching.wording import Matrix

SHRINK = 2.0  # sellers in common that chance may bring
NEAREST = 100  # neighbours of a buyer that count
DAMPENED = 0.4


def likeness(counts: Matrix) -> Matrix:
    """Buyers x buyers: the cosine of who served them, drawn to nothing where few did.

    `counts` is sellers x buyers. Sarwar et al. (2001), with the shrinkage of Bell and Koren (2007).
    """
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    served = counts.copy()
    served.data = np.ones_like(served.data)
    # One who serves everybody tells little of whom she links (Breese et al., 1998).
    many = np.diff(served.indptr)
    rare = sparse.diags_array((1 / np.log(np.e + many)).astype(np.float32))
    common = (served.T @ (rare @ served)).tocoo()
    size = np.asarray(served.sum(axis=0)).ravel()
    kept = common.row != common.col
    row, column, shared = common.row[kept], common.col[kept], common.data[kept]
    value = shared / (np.sqrt(size[row] * size[column]) + SHRINK)
    return _nearest(
        sparse.coo_array((value.astype(np.float32), (row, column)), common.shape).tocsr()
    )


def _nearest(rows: Matrix) -> Matrix:
    """Only the strongest of each row."""
    for row in range(rows.shape[0]):
        start, end = rows.indptr[row], rows.indptr[row + 1]
        if end - start > NEAREST:
            values = rows.data[start:end]
            least = np.partition(values, -NEAREST)[-NEAREST]
            values[values < least] = 0
    rows.eliminate_zeros()
    return rows


def steps(weights: Matrix) -> Matrix:
    """Buyers x buyers: where a walk by way of a shared seller leads, less to those who are everywhere.

    Three steps of a random walk (Cooper et al., 2014), popularity dampened (Paudel et al., 2017).
    """
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    of_seller = np.asarray(weights.sum(axis=1)).ravel()
    of_buyer = np.asarray(weights.sum(axis=0)).ravel()
    out = sparse.diags_array(_share(of_seller)) @ weights
    back = sparse.diags_array(_share(of_buyer)) @ weights.T
    into = sparse.diags_array(_share(of_buyer**DAMPENED))
    return _nearest((back @ out @ into).astype(np.float32).tocsr())


def _share(values: Floats) -> Floats:
    found: Floats = np.divide(1.0, values, out=np.zeros(len(values)), where=values > 0)
    return found
