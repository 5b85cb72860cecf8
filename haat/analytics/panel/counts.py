"""Quantiles of counts around a mean, for many series at once: negative binomial, or Poisson."""

import numpy as np

from haat.analytics.panel.foretold import PROBABILITIES
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.rhythm import RHYTHMS, Rhythm

SMALLEST = 1e-6
RECENT = {"D": 112, "W": 52, "MS": 24, "none": 52}  # periods whose errors tell of those to come
LAG = {"D": 14, "W": 6, "MS": 3, "none": 6}  # as far ahead as a forecast looks on average
# Trees err less than the level that `burst` measures, by so much of its variance.
BETTER = {"D": 0.75, "W": 0.9, "MS": 0.9, "none": 0.9}
WIDEST = 60.0


def quantiles(means: Floats, spread: Floats) -> Floats:
    """Probabilities x horizon x series of amounts with these means and `spread` times them as variance.

    Negative binomial with size mean / (spread - 1) (Johnson, Kemp and Kotz, 2005, chapter 5).
    """
    from scipy.stats import nbinom  # noqa: PLC0415  # heavy, and only where forecasts are made

    mean = np.maximum(means, SMALLEST)
    excess = np.maximum(spread - 1, 1e-2)
    size, chance = mean / excess, 1 / (1 + excess)
    found: Floats = np.stack([nbinom.ppf(p, size, chance) for p in PROBABILITIES])
    return found


def burst(panel: Panel) -> Floats:
    """Variance over mean of each series, around its level of some periods before, season considered.

    Drawn half way (in logarithms) to what is usual in the panel at such a level, since a hundred
    periods tell little of a series' own.
    """
    expected, came = _lately(panel)
    error = np.where(np.isfinite(came), (came - expected) ** 2, 0.0).sum(0)
    weight = np.where(np.isfinite(came), expected, 0.0).sum(0)
    own = np.clip(error / np.maximum(weight, SMALLEST), 0.5, 1e6)
    level = np.log(np.maximum(weight / np.maximum(np.isfinite(came).sum(0), 1), 0.05))
    usual = own
    if len(own) >= 10 and np.ptp(level) > 0:
        usual = np.exp(np.polyval(np.polyfit(level, np.log(own), 1), level))
    found: Floats = np.maximum(BETTER[panel.frequency] * np.sqrt(own * usual), 1.0)
    return found


def _lately(panel: Panel) -> tuple[Floats, Floats]:
    """What the level of some periods before would have foretold of the recent periods, and what came."""
    rhythm, lag = RHYTHMS[panel.frequency], LAG[panel.frequency]
    recent = min(RECENT[panel.frequency], max(1, panel.length - lag - rhythm.season))
    known = np.isfinite(panel.values)
    total = np.cumsum(np.where(known, panel.values, 0.0), axis=0)
    count = np.cumsum(known, axis=0)
    periods = np.arange(panel.length - recent, panel.length)
    ends, window = np.maximum(periods - lag, 0), rhythm.level // 2
    starts = np.maximum(ends - window, 0)
    mean = (total[ends] - total[starts]) / np.maximum(count[ends] - count[starts], 1)
    mean = np.where(count[ends] - count[starts] > 0, mean, total[-1] / np.maximum(count[-1], 1))
    factors = _season_factors(panel, rhythm)
    return np.maximum(mean * factors[periods % rhythm.season][:, None], 0.01), panel.values[periods]


def _season_factors(panel: Panel, rhythm: Rhythm) -> Floats:
    """The panel's share of each place in the season, 1 on average."""
    recent = panel.values[-26 * rhythm.season :]
    place = np.arange(panel.length - len(recent), panel.length) % rhythm.season
    told = np.nansum(recent, axis=1)
    found = np.array(
        [told[place == n].mean() if (place == n).any() else np.nan for n in range(rhythm.season)]
    )
    mean = np.nanmean(found)
    return np.nan_to_num(found / mean, nan=1.0) if mean > 0 else np.ones(rhythm.season)
