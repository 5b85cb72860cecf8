"""The lengths of each frequency fit one another."""

from typing import get_args

import pytest

from haat.analytics.panel.counts import LAG, RECENT
from haat.analytics.panel.panel import Frequency
from haat.analytics.panel.rhythm import RHYTHMS


def test_each_frequency_has_its_lengths() -> None:
    known = set(get_args(Frequency))
    assert set(RHYTHMS) == set(RECENT) == set(LAG) == known


@pytest.mark.parametrize("frequency", get_args(Frequency))
def test_the_lengths_fit_one_another(frequency: Frequency) -> None:
    rhythm = RHYTHMS[frequency]
    assert list(rhythm.windows) == sorted(set(rhythm.windows))
    assert rhythm.windows[0] < rhythm.level < rhythm.windows[-1]
    assert rhythm.year % rhythm.season == 0
    assert rhythm.block % rhythm.season == 0
    assert 1 < rhythm.power < 2  # where Tweedie's law is a sum of a Poisson number of gammas


def test_a_year_of_days_is_whole_weeks() -> None:
    assert (RHYTHMS["D"].season, RHYTHMS["D"].year) == (7, 52 * 7)
