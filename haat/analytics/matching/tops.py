"""The best of each row."""

import numpy as np

from haat.analytics.matching.market import Integers, Singles


def top(scores: Singles, wanted: int) -> Integers:
    """The columns of the highest scores of each row, best first; the first column wins a tie."""
    count = scores.shape[1]
    best = np.argpartition(-scores, min(wanted, count) - 1, axis=1)[:, :wanted]
    best.sort(axis=1)
    order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(best, order, 1), dtype=np.int64)


def firsts(row: Integers, scores: Singles, column: Integers, wanted: int) -> Integers:
    """Of pairs in a long list those that are among their row's best: row by row, best first."""
    order = np.lexsort((column, -scores, row))
    sorted_row = row[order]
    place = np.arange(len(row)) - np.searchsorted(sorted_row, sorted_row)
    return np.asarray(order[place < wanted], dtype=np.int64)
