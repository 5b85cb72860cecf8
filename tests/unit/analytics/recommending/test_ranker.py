"""What a model may look at, and which way it must point."""

import numpy as np
import pytest

from haat.analytics.recommending.features import NAMES
from haat.analytics.recommending.lessons import Lessons
from haat.analytics.recommending.ranker import DRIFTING, OF_HABIT, Ranker, ranker

ROWS = 3_000


def learned() -> tuple[Ranker, Lessons]:
    """Of lessons in which all speaks for a good, and how long it is on sale most."""
    draw = np.random.default_rng(1)
    table = draw.random((ROWS, len(NAMES)), dtype=np.float32)
    sure = table[:, NAMES.index("age")] + 0.5 * table[:, NAMES.index("share")]
    came = sure + 0.3 * draw.normal(size=ROWS) > 1
    weights = np.ones(ROWS, dtype=np.float32)
    told = Lessons(table, came, weights, np.arange(ROWS) // 10, ROWS // 10)
    found = ranker(told, "all")
    assert found is not None
    return found, told


def test_what_drifts_is_not_looked_at_where_habits_are() -> None:
    found, told = learned()
    other = told.features.copy()
    other[:, [NAMES.index(name) for name in DRIFTING]] = 1e6
    assert (found.chances(other) == found.chances(told.features)).all()


@pytest.mark.parametrize("name", OF_HABIT)
def test_habits_never_speak_against_a_good(name: str) -> None:
    found, told = learned()
    more = told.features.copy()
    more[:, NAMES.index(name)] += 0.3
    assert (found.chances(more) >= found.chances(told.features) - 1e-6).all()
    assert name != "share" or (found.chances(more) > found.chances(told.features)).mean() > 0.5
