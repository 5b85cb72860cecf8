"""Levels that agree: what is foretold of goods, categories and the shop, of days and weeks, adds up.

A level foretold by itself knows what its parts are too small to show, and seldom equals their sum.
Both are moved, each the more the less it is trusted, until they agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.panel.panel import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """`sums` (upper x lowest) says which of the lowest series each upper one is the sum of."""

    names: tuple[str, ...]
    sums: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """`lowest` and `upper` series (rows) whose sums agree; never below zero."""

    lowest: Floats
    upper: Floats


def hierarchy(*levels: Sequence[str]) -> Hierarchy:
    """Each level names, for each of the lowest series, the group it belongs to: category, shop …"""
    named = [(name, level) for level in levels for name in dict.fromkeys(level)]
    sums = [[float(group == name) for group in level] for name, level in named]
    return Hierarchy(tuple(name for name, _ in named), np.array(sums))


def of_time(length: int, size: int) -> Hierarchy:
    """The whole blocks of `size` periods that lie in the first `length`: weeks of days.

    Athanasopoulos, Hyndman, Kourentzes and Petropoulos (2017), European Journal of Operational
    Research 262(1). Periods after the last whole block belong to none.
    """
    block = np.arange(length) // size
    count = length // size
    sums = (block[None, :] == np.arange(count)[:, None]).astype(np.float64)
    return Hierarchy(tuple(str(n) for n in range(count)), sums)


def bottom_up(lowest: Floats, of: Hierarchy) -> Agreed:
    """The lowest series as they are, and their sums."""
    lowest = np.maximum(lowest, 0.0)
    return Agreed(lowest, of.sums @ lowest)


def structural(of: Hierarchy) -> Floats:
    """Variances that grow with how many series a sum has, upper before lowest.

    Structural scaling: Athanasopoulos and others (2017), as above, section 3.
    """
    return np.diag(np.concatenate([of.sums.sum(axis=1), np.ones(of.sums.shape[1])]))


def shrunk_covariance(errors: Floats) -> Floats:
    """Of the errors (times x series, upper before lowest), drawn to its diagonal: for the minimum trace.

    The intensity is that of Schäfer and Strimmer (2005), Statistical Applications in Genetics and
    Molecular Biology 4(1). What is unknown (NaN) counts as no error.
    """
    errors = np.nan_to_num(errors)
    count = len(errors)
    covariance = errors.T @ errors / count
    scale = np.sqrt(np.maximum(np.diag(covariance), np.finfo(float).tiny))
    even = errors / scale
    correlation = even.T @ even / count
    unsure = (even**2).T @ even**2 / count - correlation**2  # n times the variance of each
    np.fill_diagonal(unsure, 0.0)
    apart = correlation - np.diag(np.diag(correlation))
    share = float(np.clip(unsure.sum() / count / max(float((apart**2).sum()), 1e-12), 0.0, 1.0))
    found: Floats = (1 - share) * covariance + share * np.diag(np.diag(covariance))
    return found


def reconciled(lowest: Floats, upper: Floats, of: Hierarchy, covariance: Floats) -> Agreed:
    """Both moved to where they agree, by the least squares of generalised weights; rows are series.

    The minimum trace of Wickramasuriya, Athanasopoulos and Hyndman (2019), Journal of the American
    Statistical Association 114(526), in its form for sums that must agree: what differs is shared out
    by `covariance` of the errors (upper before lowest). What falls below zero is lifted to it, and all
    is scaled so that the whole stays.
    """
    count = len(of.names)
    differ = np.hstack([np.eye(count), -of.sums])
    moves = covariance @ differ.T
    apart = upper - of.sums @ lowest
    shares = np.linalg.lstsq(differ @ moves, apart, rcond=None)[0]
    moved = lowest - moves[count:] @ shares
    kept = np.maximum(moved.sum(axis=0), 0.0)
    lifted = np.maximum(moved, 0.0)
    whole = lifted.sum(axis=0)
    found = lifted * np.divide(kept, whole, out=np.zeros_like(whole), where=whole > 0)
    return Agreed(found, of.sums @ found)
