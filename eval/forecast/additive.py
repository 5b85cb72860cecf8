"""Prophet, a series at a time. Runs in the peers' environment."""

import logging

import numpy as np
import pandas as pd
from prophet import Prophet

from eval.forecast.measures import PROBABILITIES
from eval.forecast.tasks import Task


def prophet(
    history: pd.DataFrame, future: pd.DataFrame | None, task: Task, seed: int
) -> pd.DataFrame:
    """Prophet as it comes, with what is planned as regressors; quantiles from its own draws."""
    logging.getLogger("cmdstanpy").setLevel(logging.WARNING)
    np.random.seed(seed)  # Prophet draws from the global generator
    found = [
        _one(known, None if future is None else future[future.unique_id == name], task, seed)
        for name, known in history.groupby("unique_id")
    ]
    return pd.concat(found, ignore_index=True)


def _one(known: pd.DataFrame, planned: pd.DataFrame | None, task: Task, seed: int) -> pd.DataFrame:
    model = Prophet()
    further = [] if planned is None else [c for c in planned if c not in {"unique_id", "ds"}]
    for column in further:
        model.add_regressor(column)
    model.fit(known[["ds", "y", *further]], seed=seed)
    ahead = planned
    if ahead is None:
        ahead = model.make_future_dataframe(
            task.panel.horizon, freq=task.panel.frequency, include_history=False
        )
    draws = model.predictive_samples(ahead)["yhat"]
    told = {f"q{p:g}": np.quantile(draws, p, axis=1).clip(min=0) for p in PROBABILITIES}
    point = model.predict(ahead).yhat.clip(lower=0).to_numpy()
    return pd.DataFrame(
        {
            "unique_id": known.unique_id.iloc[0],
            "ds": ahead.ds.to_numpy(),
            "yhat": point,
            **told,
        }
    )
