"""Prophet, fitted to each series alone: a bent line, the week, the year, and what is planned.

Taylor and Letham (2018), The American Statistician 72(1). Needs the extra `deep`.
"""

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import pandas as pd

from haat.analytics.panel.features import dates
from haat.analytics.panel.levels import moving_mean
from haat.analytics.panel.panel import Floats, Frequency, Panel
from haat.analytics.panel.rhythm import RHYTHMS

YEARS = 4  # that are looked at
LEAST = 4  # known values; with fewer their mean goes on
LEAST_YEARS, LEAST_WEEKS = 2, 3  # for the year and the week to be told apart from chance
WAVES: Mapping[Frequency, int] = {"D": 10, "W": 6, "MS": 4, "none": 0}  # of a year
SEED = 7


def prophet(panel: Panel, horizon: int, *, positive: bool) -> Floats:
    """Horizon x series of means; never below zero where the values are `positive`."""
    found = np.tile(moving_mean(panel.values, panel.length), (horizon, 1))
    count = np.isfinite(panel.values).sum(axis=0)
    with _quiet():
        for column in np.flatnonzero(count >= LEAST):
            found[:, column] = _one(panel, int(column), horizon)
    return np.maximum(found, 0.0) if positive else found


def _one(panel: Panel, column: int, horizon: int) -> Floats:
    """The means of one series."""
    from prophet import Prophet  # noqa: PLC0415  # speaks when it is imported, so within the quiet

    first = max(0, panel.length - YEARS * max(RHYTHMS[panel.frequency].year, 100))
    table = _table(panel, column, horizon)
    known, asked = table.iloc[first : panel.length].dropna(subset="y"), table.iloc[panel.length :]
    model = Prophet(
        weekly_seasonality=panel.frequency == "D" and len(known) >= LEAST_WEEKS * 7,
        yearly_seasonality=_waves(panel, known),
        daily_seasonality=False,
        uncertainty_samples=0,
    )
    for name in table.columns[2:]:
        if np.ptp(known[name]) > 0:
            model.add_regressor(name)
    model.fit(known, seed=SEED)
    return np.asarray(model.predict(asked)["yhat"], dtype=np.float64)


def _waves(panel: Panel, known: pd.DataFrame) -> int | bool:
    """How wavy the year is; False where too little of it has been seen."""
    waves, year = WAVES[panel.frequency], RHYTHMS[panel.frequency].year
    return waves if waves and len(known) >= LEAST_YEARS * year else False


def _table(panel: Panel, column: int, horizon: int) -> pd.DataFrame:
    """`ds`, `y` and what is planned, over the known periods and the horizon; gaps of a plan are its mean."""
    known = panel.values[:, column]  # noqa: PD011  # a panel is no frame
    values = np.append(known, np.full(horizon, np.nan))
    found = pd.DataFrame({"ds": _days(panel, horizon), "y": values})
    for number, (name, planned) in enumerate(panel.planned.items()):
        whole = np.append(panel.covariates[name][:, column], planned[:horizon, column])
        mean = np.nanmean(whole) if np.isfinite(whole).any() else 0.0
        found[f"plan_{number}"] = np.where(np.isfinite(whole), whole, mean)
    return found


def _days(panel: Panel, horizon: int) -> pd.DatetimeIndex:
    """The dates of all periods; mere numbers are counted as days."""
    periods = np.arange(panel.length + horizon)
    if np.issubdtype(panel.periods.dtype, np.datetime64):
        return pd.DatetimeIndex(dates(panel, periods))
    return pd.DatetimeIndex(np.datetime64("2000-01-01") + periods)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without a line for each series, and for what Prophet asks of pandas that pandas 4 won't do."""
    loggers = [logging.getLogger(name) for name in ("cmdstanpy", "prophet", "prophet.plot")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
            yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was
