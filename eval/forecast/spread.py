"""Quantiles for a peer that gives none of its own. Runs in the peers' environment."""

import numpy as np
import pandas as pd
from scipy.stats import nbinom

from eval.forecast.measures import PROBABILITIES

RECENT = {"D": 112, "W": 26}  # periods that say how far a series differs from its mean


def negative_binomial(found: pd.DataFrame, history: pd.DataFrame, frequency: str) -> pd.DataFrame:
    """A count around each mean, its variance so many times the mean as lately in the series."""
    recent = history.groupby("unique_id").y.apply(lambda y: _burst(y.to_numpy(), frequency))
    excess = np.maximum(found.unique_id.map(recent).to_numpy() - 1, 1e-3)
    mean = np.maximum(found.yhat.to_numpy(), 1e-6)
    told = {f"q{p:g}": nbinom.ppf(p, mean / excess, 1 / (1 + excess)) for p in PROBABILITIES}
    return found.assign(**told)


def _burst(sold: np.ndarray, frequency: str) -> float:
    lately = sold[-RECENT[frequency] :]
    return float(lately.var() / max(lately.mean(), 1e-6))
