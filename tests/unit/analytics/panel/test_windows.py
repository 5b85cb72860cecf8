"""Past windows against sums and levels reckoned one by one."""

import numpy as np
import pytest

from haat.analytics.panel.levels import tsb
from haat.analytics.panel.windows import START, followed, windows

CHANCE = np.random.default_rng(3)
VALUES = CHANCE.poisson(2.0, (90, 4)).astype(float)


def test_the_last_level_is_what_the_level_of_all_days_is() -> None:
    assert followed(VALUES, 0.1)[-1] == pytest.approx(tsb(VALUES, 0.1))


def test_a_level_knows_only_what_was_before_it() -> None:
    changed = VALUES.copy()
    changed[60:] += 50
    assert followed(VALUES)[: 60 + 1] == pytest.approx(followed(changed)[: 60 + 1], nan_ok=True)


def test_windows_are_sums_of_the_days_before_their_ends() -> None:
    ends = np.array([40, 55, 90])
    found = windows(VALUES, followed(VALUES), 9, ends)
    for row, end in enumerate(ends):
        assert found.sums[row] == pytest.approx(VALUES[end - 9 : end].sum(0))
        assert found.means[row] == pytest.approx(9 * followed(VALUES)[end - 9])


def test_a_window_before_the_level_is_shown_tells_nothing() -> None:
    late = VALUES.copy()
    late[:30, 1] = np.nan
    found = windows(late, followed(late), 5, np.array([START + 4, START + 5, START + 35]))
    assert np.isnan(found.sums[:, 0]).tolist() == [True, False, False]
    assert np.isnan(found.sums[:, 1]).tolist() == [True, True, False]
    assert np.isnan(followed(late)[:31, 1]).all()


def test_few_unknown_days_count_as_the_others_and_many_are_no_window() -> None:
    gaps = np.ones((60, 2))
    gaps[50, 0] = np.nan
    gaps[50:54, 1] = np.nan
    found = windows(gaps, followed(gaps), 8, np.array([58]))
    assert found.sums[0, 0] == pytest.approx(8)
    assert np.isnan(found.sums[0, 1])
