"""Whether what is observed now is still drawn as it was: the population stability index of a pool of series."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log
from statistics import fmean

BINS = 10
LEAST_OBSERVATIONS = 90  # in each window: with fewer it is noise
FLOOR = 1e-4  # of a window, in a bin where it has nothing
SMALL = 0.1  # below it a shift is no matter, however sure it is (Siddiqi, 2006)
FALSE_ALARM = 0.01  # of windows without a drift
WINDOW_DAYS = 28  # four whole weeks, so that each weekday counts alike
REFERENCE_DAYS = 112


@dataclass(frozen=True, slots=True)
class Drift:
    """The index of two windows and the limit it has to pass; `observations` are the smaller window's."""

    psi: float
    limit: float
    observations: int

    @property
    def drifted(self) -> bool:
        """Whether it is more than chance and more than a trifle."""
        return self.psi > self.limit


def drift(reference: Sequence[float], recent: Sequence[float]) -> Drift | None:
    """The index of the recent values against those of the reference; None with too few of either.

    Bins hold a tenth of the reference each; equal values stay together, so that there may be fewer.
    Without a drift psi is nearly (1/n + 1/m) times a chi-square of bins - 1 degrees (Yurdakul and
    Naranjo, 2020), which gives the limit: a fixed 0.2 is passed by most windows of 28 values
    without any drift. How often it is passed is measured by `python -m eval.drift`.
    """
    if min(len(reference), len(recent)) < LEAST_OBSERVATIONS:
        return None
    edges = _edges(sorted(reference))
    shares = [_shares(values, edges) for values in (reference, recent)]
    psi = sum((b - a) * log(b / a) for a, b in zip(*shares, strict=True))
    noise = 1 / len(reference) + 1 / len(recent)
    limit = max(SMALL, noise * _chi_square(len(edges)))
    return Drift(psi, limit, min(len(reference), len(recent)))


def pooled(
    series: Mapping[str, Sequence[float | None]],
    window: int = WINDOW_DAYS,
    reference: int = REFERENCE_DAYS,
) -> Drift | None:
    """Drift of many series at once: each day's value over the mean of its own reference.

    `series` are days in order, the last one yesterday, None where nothing is known; the reference
    lies before the window. A series that sold nothing in it, or is not so old, is left out.
    """
    before, now = [], []
    for days in series.values():
        told = [v for v in days[-window - reference : -window] if v is not None]
        level = fmean(told) if len(days) >= window + reference and told else 0.0
        if level > 0:
            before += [v / level for v in told]
            now += [v / level for v in days[-window:] if v is not None]
    return drift(before, now)


def _edges(ordered: Sequence[float]) -> list[float]:
    """Where the bins end; the last one is open."""
    cuts = (ordered[ceil(len(ordered) * n / BINS) - 1] for n in range(1, BINS))
    return sorted({cut for cut in cuts if cut < ordered[-1]})


def _shares(values: Sequence[float], edges: Sequence[float]) -> list[float]:
    counts = [0] * (len(edges) + 1)
    for value in values:
        counts[bisect_left(edges, value)] += 1
    return [max(count / len(values), FLOOR) for count in counts]


def _chi_square(degrees: int) -> float:
    """The value that a chi-square of so many degrees passes with the chance of a false alarm."""
    from scipy.stats import chi2  # noqa: PLC0415  # heavy, and only where models are looked after

    return float(chi2.isf(FALSE_ALARM, max(1, degrees)))
