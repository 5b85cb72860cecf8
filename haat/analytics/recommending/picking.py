"""The best few of many: without putting all of a wide table in order."""

import numpy as np

from haat.analytics.recommending.lines import Codes, Floats

BLOCKS = 4  # times as many blocks of a row as are wanted of it


def best_cells(table: Floats, count: int) -> tuple[Codes, Codes]:
    """Row and column of each row's best `count` above 0, by row, the best first.

    Of the best of each of some blocks of a row, the `count`-th is not above the row's `count`-th best:
    what is below it need not be looked at.
    """
    height, width = table.shape
    blocks = BLOCKS * count
    if width < 2 * blocks:
        rows, columns = np.nonzero(table > 0)
    else:
        whole = width - width % blocks
        best = table[:, :whole].reshape(height, -1, blocks).max(axis=1)
        least = np.partition(best, blocks - count, axis=1)[:, blocks - count]
        floor = np.maximum(least, np.finfo(np.float32).tiny)
        rows, columns = np.nonzero(table >= floor[:, None])
    order = np.lexsort((-table[rows, columns], rows))
    rows, columns = rows[order], columns[order]
    first = np.arange(len(rows)) - np.searchsorted(rows, rows) < count
    return rows[first], columns[first]
