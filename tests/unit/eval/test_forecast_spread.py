"""The spread given to peers that have none of their own."""

import numpy as np
import pandas as pd
import pytest

from eval.forecast.measures import PROBABILITIES, coverage
from eval.forecast.spread import negative_binomial

CHANCE = np.random.default_rng(7)
QUANTILES = [f"q{p:g}" for p in PROBABILITIES]


def sold(name: str, values: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"unique_id": name, "y": values})


def told(mean: float, history: list[int]) -> pd.DataFrame:
    found = pd.DataFrame({"unique_id": ["a"], "yhat": [mean]})
    return negative_binomial(found, sold("a", history), "D")


def test_nineteen_of_twenty_lie_within_where_sales_go_on_as_they_were() -> None:
    draws = CHANCE.negative_binomial(2.0, 0.25, 4000)  # mean 6, variance 24
    spread = told(6.0, draws[:2000].tolist())
    bounds = (np.full((2000, 1), spread[q].iloc[0]) for q in ("q0.025", "q0.975"))
    assert 0.94 <= coverage(draws[2000:, None].astype(float), *bounds) <= 0.985


@pytest.mark.parametrize("history", [[0, 0, 9, 0], [3, 3, 3, 3], [0, 1, 0, 1]])
def test_quantiles_rise(history: list[int]) -> None:
    row = told(np.mean(history).item(), history)[QUANTILES].to_numpy()[0]
    assert (np.diff(row) >= 0).all()
    assert (row >= 0).all()
