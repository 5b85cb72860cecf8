"""By how much each festival lifts demand: what was sold about it against what is usual then.

A festival comes once a year, so its ratio is pooled over years and series and drawn towards 1 by how
little is known; each series' own ratio is drawn towards the pooled one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from haat.analytics.calendar import FAR, MOMENTS, PAY_DAYS, occasions

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PRIOR_SD = 0.5  # of a festival's ratio about 1, before anything is seen
APART_SD = (0.1, 1.0)  # least and most, of the series' ratios about the pooled one
NEAR_DAYS = 28  # on either side, whose ordinary days tell what is usual
LEAST_ORDINARY = 7  # of them
ROUNDS = 12  # of fitting one festival with the others held; they settle within five
SMALLEST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Lift:
    """`ratio` of demand about a festival to the usual one, drawn towards 1, and its standard error.

    `raw` is the ratio as it was seen; `by_series` and `by_series_error` are the series' own.
    """

    ratio: float
    standard_error: float
    raw: float
    comings: int
    by_series: Floats
    by_series_error: Floats


def festival_lift(
    values: Floats, days: Sequence[date], state: str | None = None
) -> Mapping[str, Lift]:
    """The lift of each festival that came within `days` (consecutive), by its name in `MOMENTS`.

    `values` are days x series of one State; NaN where nothing is known (an empty shelf). All
    festivals, weekdays and the pay week are fitted together, one after the other (the multiplicative
    Poisson model by iterative proportional fitting; Deming and Stephan, 1940), so two festivals that
    overlap share what was sold.
    """
    windows = _windows(days, state)
    known = ~np.isnan(values)
    sold = np.where(known, values, 0.0)
    usual = _usual(sold, known, days, _any_of(windows, len(days)))
    lifts = dict.fromkeys(windows, 1.0)
    for _ in range(ROUNDS):
        for name, rows in windows.items():
            others = _others(windows, lifts, name, len(days))
            expected = (usual * others[:, None] * known)[rows]
            lifts[name] = float(sold[rows].sum() / max(expected.sum(), SMALLEST))
    burst = _burst(sold, usual, known, ~_any_of(windows, len(days)))
    told = _comings(days, state)
    return {
        name: _lift(
            sold[rows],
            (usual * _others(windows, lifts, name, len(days))[:, None] * known)[rows],
            burst,
            told[name],
        )
        for name, rows in windows.items()
    }


def _windows(days: Sequence[date], state: str | None) -> dict[str, Flags]:
    """On which days each festival moves demand; those that never do are left out."""
    found: dict[str, Flags] = {}
    for one in occasions(days[0] - timedelta(days=FAR), days[-1] + timedelta(days=FAR), state):
        inside = np.array([one.begins <= d <= one.ends for d in days], dtype=bool)
        if inside.any():
            found[one.name] = found.get(one.name, np.zeros(len(days), dtype=bool)) | inside
    return {name: found[name] for name in MOMENTS if name in found}


def _comings(days: Sequence[date], state: str | None) -> dict[str, int]:
    told: dict[str, int] = {}
    for one in occasions(days[0] - timedelta(days=FAR), days[-1] + timedelta(days=FAR), state):
        if one.begins <= days[-1] and one.ends >= days[0]:
            told[one.name] = told.get(one.name, 0) + 1
    return told


def _any_of(windows: Mapping[str, Flags], days: int) -> Flags:
    found: Flags = np.logical_or.reduce([*windows.values(), np.zeros(days, dtype=bool)])
    return found


def _others(
    windows: Mapping[str, Flags], lifts: Mapping[str, float], name: str, days: int
) -> Floats:
    """The product of the other festivals' lifts on each day."""
    found = np.ones(days)
    for other, rows in windows.items():
        if other != name:
            found[rows] *= lifts[other]
    return found


def _usual(sold: Floats, known: Flags, days: Sequence[date], festive: Flags) -> Floats:
    """What an ordinary day would sell: the level about it, its weekday, and whether it is pay week.

    The level comes from the ordinary days of four weeks on either side.
    """
    weekday = np.array([d.weekday() for d in days])
    early = np.array([d.day <= PAY_DAYS for d in days], dtype=int)
    ordinary = known & ~festive[:, None]
    factor = np.ones(sold.shape)
    level = _level(sold, factor, ordinary, known)
    for _ in range(3):
        for group, kinds in ((weekday, 7), (early, 2)):
            factor *= _factors(sold, level * factor, ordinary, group, kinds)[group]
        level = _level(sold, factor, ordinary, known)
    found: Floats = level * factor
    return found


def _factors(
    sold: Floats, expected: Floats, ordinary: Flags, group: NDArray[np.int_], kinds: int
) -> Floats:
    """Kinds x series: how much each kind of day sells against what is expected of it."""
    found = np.ones((kinds, sold.shape[1]))
    for kind in range(kinds):
        rows = ordinary & (group == kind)[:, None]
        usual = np.where(rows, expected, 0.0).sum(axis=0)
        seen = np.where(rows, sold, 0.0).sum(axis=0)
        found[kind] = np.divide(seen, usual, out=np.ones_like(seen), where=usual > SMALLEST)
    return found


def _level(sold: Floats, factor: Floats, ordinary: Flags, known: Flags) -> Floats:
    """Days x series: sold on the ordinary days near against their factors; else on all near days."""
    near = _near_sum(ordinary.astype(float)) >= LEAST_ORDINARY
    chosen = (_ratio(sold, factor, ordinary), _ratio(sold, factor, known))
    found: Floats = np.where(near, *chosen)
    return found


def _ratio(sold: Floats, factor: Floats, rows: Flags) -> Floats:
    above = _near_sum(np.where(rows, sold, 0.0))
    below = _near_sum(np.where(rows, factor, 0.0))
    found: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > SMALLEST)
    return found


def _near_sum(values: Floats) -> Floats:
    """The sum of `NEAR_DAYS` on either side of each day and the day itself."""
    total = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    at = np.arange(len(values))
    ends = np.minimum(at + NEAR_DAYS + 1, len(values))
    found: Floats = total[ends] - total[np.maximum(at - NEAR_DAYS, 0)]
    return found


def _burst(sold: Floats, usual: Floats, known: Flags, ordinary: Flags) -> Floats:
    """Variance of an ordinary day for one unit of mean, of each series; at least Poisson's."""
    rows = known & ordinary[:, None]
    squares = np.where(rows, (sold - usual) ** 2, 0.0).sum(axis=0)
    means = np.where(rows, usual, 0.0).sum(axis=0)
    found: Floats = np.maximum(squares / np.maximum(means, SMALLEST), 1.0)
    return found


def _lift(sold: Floats, expected: Floats, burst: Floats, comings: int) -> Lift:
    """Ratios with their errors: of all series, and of each, by normal shrinkage (Efron and Morris, 1975)."""
    seen, usual = sold.sum(axis=0), expected.sum(axis=0)
    raw = float(seen.sum() / max(usual.sum(), SMALLEST))
    noise = raw * float((burst * usual).sum()) / max(float(usual.sum()) ** 2, SMALLEST)
    own = np.divide(seen, usual, out=np.full_like(seen, raw), where=usual > SMALLEST)
    own_variance = np.maximum(own, raw) * burst / np.maximum(usual, SMALLEST)
    apart = _apart(own, own_variance, raw)
    # Series differ, and those at hand are a draw of them.
    share = usual / max(float(usual.sum()), SMALLEST)
    ratio, error = _drawn(raw, noise + apart**2 * float((share**2).sum()), 1.0, PRIOR_SD)
    trust = apart**2 / (apart**2 + own_variance)
    by_series = ratio + (own - ratio) * trust
    return Lift(ratio, error, raw, comings, by_series, np.sqrt(trust * own_variance))


def _apart(own: Floats, variance: Floats, pooled: float) -> float:
    """How far series' true ratios lie from the pooled one: what chance does not explain.

    By moments (DerSimonian and Laird, 1986), each series with the weight of what it tells.
    """
    weight = 1 / (variance + PRIOR_SD**2)
    excess = float((weight * ((own - pooled) ** 2 - variance)).sum() / weight.sum())
    least, most = APART_SD
    found: float = min(most, max(least, max(excess, 0.0) ** 0.5))
    return found


def _drawn(seen: float, variance: float, towards: float, apart: float) -> tuple[float, float]:
    """What was seen drawn towards what is assumed, by their variances; and its standard error."""
    trust = apart**2 / (apart**2 + variance)
    return towards + (seen - towards) * trust, (trust * variance) ** 0.5
