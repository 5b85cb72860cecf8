"""How much more sells before each festival, shrunk to nothing where little was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from haat.analytics.calendar import SALARY_DAYS
from haat.analytics.occasions import Occasion, Span, buying_days, kept

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EACH_SIDE = 28  # days around a day that say what is usual then
TRUST = 30.0  # units after which a weekday's own factor outweighs 1
BLOCK = 4  # days whose errors are added up: neighbours may err alike
SWEEPS = 6  # festivals overlap: each is measured with the others' lifts taken out
LOWEST, HIGHEST = 0.2, 5.0
WIDEST = timedelta(days=20)  # from any buying day to its festival
SMALLEST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class FestivalLifts:
    """What was learned of `state` for so many series, one row a festival (`occasions`).

    `lifts` (festivals x series) are factors of what is usual, `errors` (same shape) their standard
    errors; `pooled` and `pooled_errors` (festivals) are of all series together.
    """

    state: str | None
    occasions: tuple[Occasion, ...]
    lifts: Floats
    errors: Floats
    pooled: Floats
    pooled_errors: Floats

    def on(self, days: Sequence[date]) -> Floats:
        """Factors of what is usual (days x series), also of days to come: a covariate that is planned.

        1 on days without a festival, and at festivals that were never seen.
        """
        held = _held(days, self.state)
        found = np.ones((len(days), self.lifts.shape[1]))
        for occasion, lift in zip(self.occasions, self.lifts, strict=True):
            if occasion in held:
                found[held[occasion]] *= lift
        return found


def festival_lift(
    units: Floats,
    days: Sequence[date],
    state: str | None,
    groups: Sequence[str] | None = None,
) -> FestivalLifts:
    """Lifts of each main festival of the State, measured in `units` (days x series; NaN: unknown).

    `days` follow one another. A lift is the ratio of what sold in the festival's buying days to what
    was usual around them: the level of the ordinary days within four weeks, by weekday and salary
    week. It is shrunk to its group's mean (`groups`: one name a series, such as its
    category), that to the mean of all series, and that to 1, each by its error against how much they
    differ (empirical Bayes with normal errors: Efron and Morris, 1975; the differences by the moments
    of DerSimonian and Laird, 1986). That festivals differ from year to year is not in the errors.
    """
    held = {o: flags for o, flags in _held(days, state).items() if flags.any()}
    ordinary = ~reduce(np.logical_or, held.values(), np.zeros(len(days), dtype=bool))
    known = np.isfinite(units)
    sold = np.where(known, units, 0.0)
    usual, around = _usual(sold, known & ordinary[:, None], days)
    expected = np.where(known, usual, 0.0)
    noise = _noise(sold, expected, ordinary)
    at = np.array([groups.index(g) for g in groups] if groups else [0] * units.shape[1])
    measured = [_Window(flags, sold, expected, noise, around) for flags in held.values()]
    fitted = _fitted(measured, at, units.shape)
    return FestivalLifts(state, tuple(held), *fitted)


class _Window:
    """What sold and what was usual in the buying days of one festival."""

    def __init__(
        self, flags: Flags, sold: Floats, expected: Floats, noise: Floats, around: Floats
    ) -> None:
        self.flags, self.sold, self.expected = flags, sold[flags].sum(axis=0), expected[flags]
        usual = self.expected.sum(axis=0)
        self._seen = usual > SMALLEST
        # The window's own noise, and that of the level, which rests on so many days around it.
        days = np.maximum((self.expected > 0).sum(axis=0), 1)
        level = 1 + np.minimum(days, BLOCK * 2) / np.maximum(around[flags].mean(axis=0), 1.0)
        self.variance = np.where(self._seen, noise / np.maximum(usual, SMALLEST) * level, np.inf)

    def ratio(self, others: Floats) -> Floats:
        """Of each series, with the other festivals' lifts (days of the window x series) as usual."""
        usual = np.maximum((self.expected * others).sum(axis=0), SMALLEST)
        return np.where(self._seen, self.sold / usual, 1.0)


def _fitted(
    windows: Sequence[_Window], at: NDArray[np.intp], shape: tuple[int, ...]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Lifts and errors of each window: by series, and of all together."""
    lifts, errors = np.ones((len(windows), shape[1])), np.zeros((len(windows), shape[1]))
    pooled, pooled_errors = np.ones(len(windows)), np.zeros(len(windows))
    variances = np.array([w.variance for w in windows])
    for _ in range(SWEEPS if windows else 0):
        whole = np.ones(shape)
        for window, lift in zip(windows, lifts, strict=True):
            whole[window.flags] *= lift
        both = list(zip(windows, lifts, strict=True))
        found = np.array([w.ratio(whole[w.flags] / lift) for w, lift in both])
        pooled, pooled_errors = _pooled(found, variances)
        lifts, errors = _by_group(found, variances, at, pooled, pooled_errors)
        lifts = np.clip(lifts, LOWEST, HIGHEST)
    return lifts, errors, pooled, pooled_errors


def _pooled(found: Floats, variances: Floats) -> tuple[Floats, Floats]:
    """Each festival's mean over the series, drawn to 1, and its error."""
    apart = _all_between(found, variances)
    means, spreads = _means(found, variances, apart)
    return _drawn(means, spreads, np.ones(len(means)), _between(means, spreads, about=1.0))


def _by_group(
    found: Floats, variances: Floats, at: NDArray[np.intp], pooled: Floats, doubts: Floats
) -> tuple[Floats, Floats]:
    """Each series drawn to its group's mean, and each group's mean to that of all; with errors."""
    parts = [at == group for group in np.unique(at)]
    apart = [_all_between(found[:, part], variances[:, part]) for part in parts]
    told = [
        _means(found[:, part], variances[:, part], a) for part, a in zip(parts, apart, strict=True)
    ]
    means, spreads = (np.stack(each, axis=1) for each in zip(*told, strict=True))
    if len(parts) > 1:
        between = _all_between(means, spreads)[:, None]
        means, spreads = _drawn(means, spreads, pooled[:, None], between, doubts[:, None])
    else:
        means, spreads = pooled[:, None], doubts[:, None]
    lifts, errors = np.ones(found.shape), np.zeros(found.shape)
    for n, (part, a) in enumerate(zip(parts, apart, strict=True)):
        lifts[:, part], errors[:, part] = _drawn(
            found[:, part],
            variances[:, part],
            means[:, n, None],
            a[:, None],
            spreads[:, n, None],
        )
    return lifts, errors


def _means(found: Floats, variances: Floats, apart: Floats) -> tuple[Floats, Floats]:
    """The mean of each row weighted by certainty, and its variance (infinite where nothing was seen)."""
    weights = 1 / (variances + apart[:, None] + SMALLEST)
    total = weights.sum(axis=1)
    mean = (weights * found).sum(axis=1) / np.maximum(total, SMALLEST)
    return np.where(total > 0, mean, 1.0), 1 / np.maximum(total, SMALLEST)


def _all_between(found: Floats, variances: Floats) -> Floats:
    """How far the true values of each row differ: half its own variance, half that of all rows.

    Of one festival alone too little is known: it would often be 0, and errors too small.
    """
    own = np.array([_between(f, v) for f, v in zip(found, variances, strict=True)])
    mixed: Floats = (own + own.mean()) / 2
    return mixed


def _drawn(
    found: Floats,
    variance: Floats,
    mean: Floats,
    between: Floats | float,
    doubt: Floats | float = 0.0,
) -> tuple[Floats, Floats]:
    """Estimates drawn to a mean, by their variance against how much the true ones differ; their errors.

    `doubt` is the mean's own standard error.
    """
    weight = between / (between + variance + SMALLEST)
    error = np.sqrt((1 - weight) * between + ((1 - weight) * doubt) ** 2)
    return mean + weight * (found - mean), error


def _between(found: Floats, variance: Floats, about: float | None = None) -> float:
    """The variance of the true values behind estimates, around their mean or `about` a fixed one."""
    seen = np.isfinite(variance)
    weights = 1 / (variance[seen] + SMALLEST)
    count = int(seen.sum())
    if count < (2 if about is None else 1):
        return 0.0
    total = float(weights.sum())
    mean = float((weights * found[seen]).sum()) / total if about is None else about
    spread = float((weights * (found[seen] - mean) ** 2).sum())
    lost = 1 if about is None else 0
    scale = total - lost * float((weights**2).sum()) / total
    return max(0.0, (spread - (count - lost)) / scale)


def _held(days: Sequence[date], state: str | None) -> dict[Occasion, Flags]:
    """Which of the days are buying days of each festival."""
    if not days:
        return {}
    found = kept(state, min(days) - WIDEST, max(days) + WIDEST)
    return {o: _within(days, buying_days(o, spans)) for o, spans in found.items()}


def _within(days: Sequence[date], spans: Sequence[Span]) -> Flags:
    return np.array([any(first <= day <= last for first, last in spans) for day in days])


def _usual(sold: Floats, ordinary: Flags, days: Sequence[date]) -> tuple[Floats, Floats]:
    """What each day would sell without a festival, and how many ordinary days around it say so."""
    weekday = np.array([day.weekday() for day in days])
    early = np.array([day.day <= SALARY_DAYS for day in days], dtype=int)
    calendar = np.ones(sold.shape)
    level, count = _level(sold, calendar, ordinary)
    for kind in (weekday, early, weekday):
        usual = level * calendar
        calendar = calendar * _factors(sold, usual, ordinary, kind)
        level, count = _level(sold, calendar, ordinary)
    return level * calendar, count


def _level(sold: Floats, calendar: Floats, ordinary: Flags) -> tuple[Floats, Floats]:
    """Units a day around each day, by its ordinary days; of all days where there is none near."""
    told = _around(np.where(ordinary, sold, 0.0))
    weight, count = _around(np.where(ordinary, calendar, 0.0)), _around(ordinary.astype(np.float64))
    whole = np.where(ordinary, sold, 0.0).sum(axis=0) / np.maximum(
        np.where(ordinary, calendar, 0.0).sum(axis=0), SMALLEST
    )
    return np.where(count >= BLOCK, told / np.maximum(weight, SMALLEST), whole), count


def _around(values: Floats) -> Floats:
    """Sums over the days within `EACH_SIDE` of each."""
    total = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    at = np.arange(len(values))
    last = np.minimum(at + EACH_SIDE + 1, len(values))
    found: Floats = total[last] - total[np.maximum(at - EACH_SIDE, 0)]
    return found


def _factors(sold: Floats, usual: Floats, ordinary: Flags, kind: NDArray[np.int_]) -> Floats:
    """What each kind of day sells of the usual (days x series), shrunk to 1 by `TRUST` units."""
    found = np.ones(sold.shape)
    for one in np.unique(kind):
        mine = ordinary & (kind == one)[:, None]
        told, asked = (np.where(mine, amount, 0.0).sum(axis=0) for amount in (sold, usual))
        found[kind == one] = (told + TRUST) / (asked + TRUST)
    return found


def _noise(sold: Floats, expected: Floats, ordinary: Flags) -> Floats:
    """Variance of each series for one unit of mean, of sums over `BLOCK` ordinary days; at least 1."""
    usable = len(sold) // BLOCK * BLOCK
    error = np.where(ordinary[:, None] & (expected > 0), sold - expected, 0.0)[:usable]
    mean = np.where(ordinary[:, None], expected, 0.0)[:usable]
    blocks = error.reshape(-1, BLOCK, sold.shape[1]).sum(axis=1)
    found: Floats = (blocks**2).sum(axis=0) / np.maximum(mean.sum(axis=0), SMALLEST)
    return np.maximum(found, 1.0)
