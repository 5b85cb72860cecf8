"""Peers that look at one series at a time, by statsforecast. Runs in the peers' environment."""

from typing import Any

import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import TSB, AutoETS, AutoTheta, Naive, SeasonalNaive, WindowAverage

from eval.forecast.measures import PROBABILITIES
from eval.forecast.tasks import Task

SMOOTHING = 0.1  # of TSB, for the size and for the chance alike
LEVELS = [50, 67, 95, 99]  # percent; their bounds are the probabilities asked for


def seasonal_naive(history: pd.DataFrame, task: Task) -> pd.DataFrame:
    """The last season once more, the spread normal."""
    return _foretell(SeasonalNaive(task.season, alias="yhat"), history, task, LEVELS)


def naive(history: pd.DataFrame, task: Task) -> pd.DataFrame:
    """The last value."""
    return _foretell(Naive(alias="yhat"), history, task, [])


def moving_mean(history: pd.DataFrame, task: Task) -> pd.DataFrame:
    """The mean of the last `task.window` periods."""
    return _foretell(WindowAverage(task.window, alias="yhat"), history, task, [])


def tsb(history: pd.DataFrame, task: Task) -> pd.DataFrame:
    """Teunter, Syntetos and Babai (2011)."""
    return _foretell(TSB(SMOOTHING, SMOOTHING, alias="yhat"), history, task, [])


def auto_ets(history: pd.DataFrame, task: Task) -> pd.DataFrame:
    """Exponential smoothing chosen by AICc; a season of a year is too long for it."""
    return _foretell(AutoETS(_season(task), alias="yhat"), history, task, LEVELS)


def auto_theta(history: pd.DataFrame, task: Task) -> pd.DataFrame:
    """The best of four theta models."""
    return _foretell(AutoTheta(_season(task), alias="yhat"), history, task, LEVELS)


def _season(task: Task) -> int:
    return task.season if task.season < 24 else 1


def _foretell(model: Any, history: pd.DataFrame, task: Task, levels: list[int]) -> pd.DataFrame:
    """`unique_id, ds, yhat`, and a quantile for each probability where levels are asked for."""
    one = StatsForecast([model], task.panel.frequency, n_jobs=1, fallback_model=Naive(alias="yhat"))
    known = history[["unique_id", "ds", "y"]]
    found = one.forecast(df=known, h=task.panel.horizon, level=levels or None)
    named = {_quantile(p): f"q{p:g}" for p in PROBABILITIES} if levels else {}
    if levels:
        found[_quantile(0.5)] = found["yhat"]
    told: pd.DataFrame = found[["unique_id", "ds", "yhat", *named]].rename(columns=named)
    return told.assign(**told[["yhat", *named.values()]].clip(lower=0))


def _quantile(probability: float) -> str:
    """The column that statsforecast gives it."""
    side = "lo" if probability < 0.5 else "hi"
    return f"yhat-{side}-{round(100 * abs(1 - 2 * probability))}"
