"""Measures against sums by hand; what is unknown has no say."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from haat.analytics.panel import accuracy
from haat.analytics.panel.accuracy import Accuracy
from haat.analytics.panel.foretold import LOWER, PROBABILITIES, UPPER
from haat.analytics.panel.panel import Floats

KNOWN = st.one_of(st.integers(0, 50).map(float), st.just(math.nan))
CAME = arrays(np.float64, (6, 3), elements=KNOWN)
MEANS = CAME


@given(MEANS, CAME)
def test_error_and_lean_by_hand(means: Floats, came: Floats) -> None:
    pairs = [(m, c) for m, c in zip(means.flat, came.flat, strict=True) if m == m and c == c]
    total = sum(c for _, c in pairs)
    if total > 0:
        assert accuracy.wape(means, came) == pytest.approx(
            sum(abs(m - c) for m, c in pairs) / total
        )
        assert accuracy.bias(means, came) == pytest.approx(sum(m - c for m, c in pairs) / total)
    assert abs(accuracy.bias(means, came)) <= accuracy.wape(means, came)


@given(MEANS, CAME, CAME)
def test_scaled_errors_by_hand(means: Floats, came: Floats, past: Floats) -> None:
    ratios = []
    for m, c, p in zip(means.T, came.T, past.T, strict=True):
        errors = [(x - y) ** 2 for x, y in zip(m, c, strict=True) if x == x and y == y]
        changes = [(b - a) ** 2 for a, b in pairwise(p) if a == a and b == b]
        if errors and sum(changes) > 0:
            usual = sum(changes) / len(changes)
            ratios.append(math.sqrt(sum(errors) / len(errors) / usual))
    found = accuracy.rmsse(means, came, past)
    assert found == pytest.approx(sum(ratios) / len(ratios)) if ratios else math.isnan(found)


def test_the_naive_forecast_of_a_walk_has_a_scaled_error_of_one() -> None:
    past = np.array([[0.0], [2.0], [0.0], [2.0]])
    assert accuracy.rmsse(np.array([[2.0]]), np.array([[4.0]]), past) == pytest.approx(1)


def test_coverage_counts_the_bounds_in() -> None:
    bounds = np.zeros((len(PROBABILITIES), 5, 1))
    bounds[LOWER], bounds[UPPER] = 2.0, 6.0
    came = np.array([[1.0], [2.0], [6.0], [7.0], [math.nan]])
    assert accuracy.coverage(bounds, came) == pytest.approx(0.5)
    assert math.isnan(accuracy.coverage(bounds, np.full((5, 1), math.nan)))


@pytest.mark.parametrize("bias", [-0.1, 0.1])
def test_leaning_either_way_is_a_loss(bias: float) -> None:
    one = Accuracy("steady", "series", "tsb", wape=0.4, bias=bias, rmsse=0.9, origins=3)
    assert one.loss == pytest.approx(0.5)
