"""The stability index against a second way of reaching it, and its alarm where there is none."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from haat.analytics import drift as index
from haat.analytics.drift import LEAST_OBSERVATIONS, SMALL, drift, pooled

VALUES = st.lists(st.floats(0, 50), min_size=LEAST_OBSERVATIONS, max_size=200)


def by_numpy(reference: list[float], recent: list[float]) -> float:
    """The same index with numpy's own quantiles of the empirical law."""
    cuts = np.quantile(reference, np.arange(1, 10) / 10, method="inverted_cdf")
    edges = np.unique(cuts[cuts < max(reference)])
    shares = [
        np.maximum(np.bincount(np.searchsorted(edges, v), minlength=len(edges) + 1) / len(v), 1e-4)
        for v in (reference, recent)
    ]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


@given(VALUES, VALUES)
def test_the_index_agrees_with_numpy(reference: list[float], recent: list[float]) -> None:
    found = drift(reference, recent)
    assert found is not None
    assert found.psi == pytest.approx(by_numpy(reference, recent), abs=1e-9)
    assert found.psi >= 0
    assert found.limit >= SMALL


@given(VALUES)
def test_the_same_values_have_no_drift(values: list[float]) -> None:
    found = drift(values, values)
    assert found is not None
    assert found.psi == pytest.approx(0)
    assert not found.drifted


def test_too_few_values_are_not_judged() -> None:
    assert drift([1.0] * (LEAST_OBSERVATIONS - 1), [1.0] * 500) is None
    assert drift([1.0] * 500, [1.0] * (LEAST_OBSERVATIONS - 1)) is None


def test_the_limit_is_chances_where_values_are_few_and_a_trifles_where_they_are_many() -> None:
    few = drift(list(np.arange(100.0)), list(np.arange(100.0)))
    assert few is not None
    assert few.limit == pytest.approx(0.02 * float(stats.chi2.isf(0.01, 9)))
    many = drift(list(np.arange(5000.0)), list(np.arange(5000.0)))
    assert many is not None
    assert many.limit == SMALL


def shop(seed: int, products: int, level: float = 1.0) -> dict[str, list[float | None]]:
    """Gamma-Poisson days, of which the last 28 sell `level` times."""
    rng = np.random.default_rng(seed)
    days = np.where(np.arange(140) >= 112, level, 1.0)
    found: dict[str, list[float | None]] = {}
    for n in range(products):
        rates = (1 + n % 8) * days * rng.gamma(8, 1 / 8, 140)
        found[str(n)] = [float(u) for u in rng.poisson(rates)]
    return found


def test_false_alarms_are_rare_and_a_halved_demand_is_seen() -> None:
    quiet = [pooled(shop(seed, 4)) for seed in range(200)]
    assert sum(one is not None and one.drifted for one in quiet) <= 200 * 3 * index.FALSE_ALARM
    for seed in range(20):
        found = pooled(shop(seed, 10, level=0.5))
        assert found is not None
        assert found.drifted


def test_a_series_is_judged_beside_its_own_level_and_unknown_days_are_left_out() -> None:
    scaled = {str(n): [None if v is None else 10.0**n * v for v in days]
              for n, (_, days) in enumerate(shop(1, 6).items())}  # fmt: skip
    one, other = pooled(shop(1, 6)), pooled(scaled)
    assert one is not None
    assert other is not None
    assert one.psi == pytest.approx(other.psi)
    chance = random.Random(1)  # noqa: S311 - a ledger, not a secret
    holes = {
        sku: [None if chance.random() < 0.3 else v for v in days]
        for sku, days in shop(1, 6).items()
    }
    found = pooled(holes)
    assert found is not None
    assert found.observations < 0.8 * 6 * 28


def test_young_series_and_those_that_sold_nothing_are_left_out() -> None:
    assert pooled({"young": [1.0] * 60, "asleep": [0.0] * 140, "unknown": [None] * 140}) is None
