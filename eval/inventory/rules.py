"""Rules for how much to have, all at the same target: those of textbooks and habit, and ours."""

from collections.abc import Mapping

import numpy as np
from scipy.stats import nbinom, norm, poisson

from eval.inventory.shop import REVIEW_DAYS, Rule
from haat.analytics.panel import standing
from haat.analytics.panel.foretold import Foretold
from haat.analytics.panel.levels import moving_mean, tsb
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.replenish import Stocks, replenish

TARGET = 0.95
Z = float(norm.ppf(TARGET))
PAST_DAYS = 182  # of which windows are taken
RECENT_DAYS = 28
SPREAD_DAYS = 112
COVER = 1.5
FIRST = np.datetime64("2017-01-01")


def mean_alone(past: Floats, lead: int) -> Floats:
    """28-day mean over lead time and review, without safety."""
    return np.asarray(moving_mean(past) * (lead + REVIEW_DAYS))


def cover(past: Floats, lead: int) -> Floats:
    """One and a half times that."""
    return np.asarray(COVER * mean_alone(past, lead))


def daily_spread(past: Floats, lead: int) -> Floats:
    """z times the days' standard deviation times the root of the lead time, as often written."""
    sigma = past[-RECENT_DAYS:].std(0, ddof=1)
    return np.asarray(mean_alone(past, lead) + Z * sigma * np.sqrt(lead))


def poisson_quantile(past: Floats, lead: int) -> Floats:
    """The Poisson distribution's quantile about the 28-day mean."""
    return np.asarray(poisson.ppf(TARGET, np.maximum(mean_alone(past, lead), 1e-6)))


def window_spread(past: Floats, lead: int) -> Floats:
    """z times the standard deviation of the sums of past windows."""
    return np.asarray(mean_alone(past, lead) + Z * _sums(past, lead).std(0, ddof=1))


def window_quantile(past: Floats, lead: int) -> Floats:
    """The quantile of the sums of past windows."""
    return np.asarray(np.quantile(_sums(past, lead), TARGET, axis=0))


def negative_binomial(past: Floats, lead: int) -> Floats:
    """The negative binomial's quantile about the mean of three levels, days being independent."""
    level = np.maximum((moving_mean(past) + moving_mean(past, 56) + tsb(past)) / 3, 1e-6)
    burst = np.maximum(((past[-SPREAD_DAYS:] - level) ** 2).mean(0) / level, 1.001)
    mean = level * (lead + REVIEW_DAYS)
    return np.asarray(nbinom.ppf(TARGET, mean / (burst - 1), 1 / burst))


def ours(past: Floats, lead: int) -> Floats:
    """What `haat reorder` orders up to."""
    return levels(past, standing.foretell(_panel(past), lead + REVIEW_DAYS), lead)


def levels(past: Floats, foretold: Foretold, lead: int) -> Floats:
    """The same about other means."""
    stocks = _supplied(past.shape[1], lead)
    return replenish(_panel(past), foretold, stocks, TARGET, REVIEW_DAYS).order_up_to


def _panel(past: Floats) -> Panel:
    days, series = past.shape
    return Panel(tuple(str(n) for n in range(series)), FIRST + np.arange(days), "D", past)


def _supplied(series: int, lead: int) -> Stocks:
    nothing, one = np.zeros(series), np.ones(series)
    return Stocks(nothing, nothing, one * lead, nothing, one, one * np.inf, nothing, nothing)


def _sums(past: Floats, lead: int) -> Floats:
    length = lead + REVIEW_DAYS
    running = np.vstack([np.zeros((1, past.shape[1])), np.cumsum(past, axis=0)])
    sums = running[length:] - running[:-length]
    return sums[-(PAST_DAYS - length + 1) :]


RULES: Mapping[str, Rule] = {
    "28-day mean, no safety": mean_alone,
    "1.5 x cover": cover,
    "z sigma_d sqrt(L)": daily_spread,
    "Poisson": poisson_quantile,
    "z sigma of window sums": window_spread,
    "window quantile, 26 weeks": window_quantile,
    "negative binomial, blended level": negative_binomial,
    "haat reorder": ours,
}
