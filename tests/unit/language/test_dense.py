"""A linear classifier of vectors."""

from pathlib import Path

import numpy as np
import pytest

from haat.language.dense import Dense, Numbers, fit, load

SHARED = [5.0, 5.0, 5.0]  # what every vector has, and tells nothing


def vectors(*rows: tuple[float, float, float]) -> Numbers:
    return np.array(rows, np.float32) + np.array(SHARED, np.float32)


ROWS = vectors((1, 0, 0), (0.9, 0.1, 0), (0, 1, 0), (0.1, 0.9, 0), (0, 0, 1), (0, 0.1, 0.9))
CLASSES = ("sweet", "sweet", "sour", "sour", "salty", "salty")


def model() -> Dense:
    return fit(list(ROWS), CLASSES)


def test_it_tells_directions_apart_beside_what_all_have_in_common() -> None:
    learned = model()
    for row, its in zip(ROWS, CLASSES, strict=True):
        found = learned.probabilities(row)
        assert max(found, key=found.__getitem__) == its
        assert sum(found.values()) == pytest.approx(1)


def test_a_vector_without_a_direction_is_of_no_class() -> None:
    found = model().probabilities(ROWS.mean(axis=0))
    assert max(found.values()) < 0.5


def test_it_is_the_same_after_it_was_kept(tmp_path: Path) -> None:
    learned = model()
    learned.save(tmp_path / "deep" / "tastes-1.npz")
    again = load(tmp_path / "deep" / "tastes-1.npz")
    assert again.labels == learned.labels
    assert again.probabilities(ROWS[0]) == learned.probabilities(ROWS[0])
    assert [f.name for f in (tmp_path / "deep").iterdir()] == ["tastes-1.npz"]
