"""Peers that learn from all series at once: boosted trees by mlforecast, period by period.

Runs in the peers' environment. Units sold are learned with Tweedie's loss; prices and weights as changes,
each series scaled by its own.
"""

from typing import Any

import pandas as pd
from lightgbm import LGBMRegressor
from mlforecast import MLForecast
from mlforecast.lag_transforms import RollingMean
from mlforecast.target_transforms import Differences, LocalStandardScaler
from xgboost import XGBRegressor

from eval.forecast.tasks import Task

ROUNDS, RATE, POWER = 200, 0.05, 1.1  # the variance power is that of M5's winner
LAGS = {"D": (*range(1, 8), 14, 21, 28), "W": (*range(1, 9), 13)}
MEANS = {"D": (7, 28), "W": (4, 8, 13)}


def lightgbm(
    history: pd.DataFrame, future: pd.DataFrame | None, task: Task, seed: int
) -> pd.DataFrame:
    """LightGBM; `future` is what is planned, and None where nothing is."""
    model = LGBMRegressor(
        num_leaves=31,
        min_child_samples=20,
        subsample_freq=1,
        verbosity=-1,
        **_alike("tweedie", task, seed),
    )
    return _foretell(model, history, future, task)


def xgboost(
    history: pd.DataFrame, future: pd.DataFrame | None, task: Task, seed: int
) -> pd.DataFrame:
    """XGBoost, of the same size."""
    model = XGBRegressor(
        max_depth=5, min_child_weight=20, tree_method="hist", **_alike("reg:tweedie", task, seed)
    )
    return _foretell(model, history, future, task)


def _alike(tweedie: str, task: Task, seed: int) -> dict[str, Any]:
    """What both are told alike; `tweedie` is the library's name of that loss."""
    loss = {"objective": tweedie, "tweedie_variance_power": POWER} if task.counts else {}
    return {
        "n_estimators": ROUNDS,
        "learning_rate": RATE,
        "subsample": 0.8,
        "colsample_bytree": 0.8,
        "n_jobs": 1,
        "random_state": seed,
        **loss,
    }


def _foretell(
    model: Any, history: pd.DataFrame, future: pd.DataFrame | None, task: Task
) -> pd.DataFrame:
    learner = MLForecast(
        models={"yhat": model},
        freq=task.panel.frequency,
        lags=LAGS[task.frequency],
        lag_transforms={1: [RollingMean(n, min_samples=1) for n in MEANS[task.frequency]]},
        date_features=["dayofweek"] if task.frequency == "D" else None,
        target_transforms=None if task.counts else [Differences([1]), LocalStandardScaler()],
        num_threads=1,
    )
    known = history if future is not None else history[["unique_id", "ds", "y"]]
    learner.fit(known, static_features=[])
    found: pd.DataFrame = learner.predict(task.panel.horizon, X_df=future)
    return found.assign(yhat=found.yhat.clip(lower=0))
