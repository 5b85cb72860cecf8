"""The measures of forecasts: each beside a slower way to reach it, and the laws they keep."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eval.forecast import measures
from eval.forecast.measures import PROBABILITIES, Floats

HISTORY = np.array([[0.0, 4.0], [2.0, 6.0], [4.0, 2.0], [1.0, 4.0]])
ACTUAL = np.array([[3.0, 5.0], [1.0, 2.0]])
FORECAST = np.array([[2.0, 4.0], [2.0, 4.0]])

some = arrays(np.float64, (4, 3), elements=st.floats(0.5, 50.0).map(lambda x: round(x, 2)))


def test_wape_is_the_sum_of_errors_by_the_sum_sold() -> None:
    assert measures.wape(ACTUAL, FORECAST) == pytest.approx((1 + 1 + 1 + 2) / 11)


def test_bias_says_which_way() -> None:
    assert measures.bias(ACTUAL, FORECAST) == pytest.approx(1 / 11)
    assert measures.bias(ACTUAL, FORECAST - 1) < 0


def test_rmsse_by_hand() -> None:
    # The first series begins with its first sale: its changes are +2 and -3.
    first = math.sqrt(((3 - 2) ** 2 + (1 - 2) ** 2) / 2) / math.sqrt((4 + 9) / 2)
    second = math.sqrt((1 + 4) / 2) / math.sqrt((4 + 16 + 4) / 3)
    assert measures.rmsse(ACTUAL, FORECAST, HISTORY) == pytest.approx([first, second])


def test_a_series_that_never_changes_has_no_scale_and_is_left_out() -> None:
    history = np.array([[3.0, 1.0], [3.0, 2.0], [3.0, 1.0]])
    found = measures.rmsse(ACTUAL, FORECAST, history)
    assert np.isnan(found[0])
    assert measures.weighted(found, np.array([9.0, 1.0])) == pytest.approx(found[1])
    assert measures.mean(found) == pytest.approx(found[1])


def test_the_total_is_one_series() -> None:
    one = measures.rmsse(*(a.sum(axis=1, keepdims=True) for a in (ACTUAL, FORECAST, HISTORY)))
    assert measures.rmsse_of_total(ACTUAL, FORECAST, HISTORY) == pytest.approx(one[0])


def test_coverage_counts_the_bounds_in_and_leaves_out_what_is_not_known() -> None:
    actual = np.array([[1.0, np.nan], [2.0, 5.0]])
    lower, upper = np.full((2, 2), 1.0), np.full((2, 2), 2.0)
    assert measures.coverage(actual, lower, upper) == pytest.approx(2 / 3)


def test_scaled_pinball_by_hand() -> None:
    quantiles = np.array([FORECAST, FORECAST + 2])

    def loss(p: float, quantile: float, actual: float) -> float:
        return p * (actual - quantile) if actual >= quantile else (1 - p) * (quantile - actual)

    said = (0.25, 0.75)
    found = measures.scaled_pinball(ACTUAL, quantiles, HISTORY, said)
    for series, scale in ((0, 5 / 2), (1, 8 / 3)):
        every = [
            loss(p, quantiles[q, h, series], ACTUAL[h, series])
            for q, p in enumerate(said)
            for h in range(2)
        ]
        assert found[series] == pytest.approx(sum(every) / 4 / scale)


@given(some, some)
def test_where_all_quantiles_are_the_point_pinball_is_half_the_scaled_error(
    actual: Floats, point: Floats
) -> None:
    history = np.arange(1.0, 13.0).reshape(4, 3)  # changes by 3 each period
    quantiles = np.stack([point] * len(PROBABILITIES))
    found = measures.scaled_pinball(actual, quantiles, history)
    assert found == pytest.approx(np.abs(actual - point).mean(axis=0) / 2 / 3)


def test_smape_and_mase_as_m4_writes_them() -> None:
    shares = [2 * 1 / 5, 2 * 1 / 3, 2 * 1 / 9, 2 * 2 / 6]
    assert measures.smape(ACTUAL, FORECAST) == pytest.approx(100 * sum(shares) / 4)
    first, second = 1 / ((2 + 2 + 3) / 3), 1.5 / ((2 + 4 + 2) / 3)
    assert measures.mase(ACTUAL, FORECAST, HISTORY) == pytest.approx((first + second) / 2)


@given(some, some)
def test_the_naive_forecast_is_one_beside_itself(actual: Floats, history: Floats) -> None:
    history = np.vstack([history, history + np.array([1.0, 2.0, 3.0])])
    naive = np.repeat(history[-1:], 4, axis=0) + 60  # never the truth itself
    assert measures.owa(actual, naive, naive, history) == pytest.approx(1.0)


@given(some, some, st.floats(0.1, 100.0))
def test_what_is_scaled_is_the_same_in_any_unit(
    actual: Floats, forecast: Floats, factor: float
) -> None:
    history = np.vstack([actual[::-1], forecast, actual + 1])
    one = measures.rmsse(actual, forecast, history)
    other = measures.rmsse(actual * factor, forecast * factor, history * factor)
    assert other == pytest.approx(one)


@given(some)
def test_what_came_is_the_best_forecast(actual: Floats) -> None:
    history = np.vstack([actual, actual + 1])
    quantiles = np.stack([actual] * len(PROBABILITIES))
    assert measures.wape(actual, actual) == 0
    assert measures.bias(actual, actual) == 0
    assert not measures.rmsse(actual, actual, history).any()
    assert not measures.scaled_pinball(actual, quantiles, history).any()
