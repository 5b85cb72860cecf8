"""A linear classifier of named features."""

from math import log

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from haat.language.linear import UNKNOWN, Linear, fit

FRUIT = [["red", "round", "apple"], ["red", "apple"], ["round", "red"]]
LEAVES = [["green", "leaf"], ["green", "spinach", "leaf"], ["leaf", "spinach"]]
ROOTS = [["brown", "earth"], ["earth", "potato", "brown"], ["brown", "potato"]]


def model(*groups: list[list[str]]) -> Linear:
    lessons = [([words], str(label)) for label, group in enumerate(groups) for words in group]
    texts, labels = zip(*lessons, strict=True)
    return fit(texts, labels)


def likeliest(learned: Linear, *features: str) -> str:
    found = learned.probabilities([list(features)])
    return max(found, key=found.__getitem__)


def test_it_tells_classes_apart() -> None:
    learned = model(FRUIT, LEAVES, ROOTS)
    assert likeliest(learned, "red") == "0"
    assert likeliest(learned, "leaf", "spinach") == "1"
    assert likeliest(learned, "potato") == "2"


def test_two_classes_are_told_apart_too() -> None:
    learned = model(FRUIT, LEAVES)
    assert likeliest(learned, "red", "round") == "0"
    assert likeliest(learned, "green") == "1"


def test_probabilities_are_of_all_classes_and_come_to_one() -> None:
    found = model(FRUIT, LEAVES, ROOTS).probabilities([["red"], ["never seen"]])
    assert set(found) == {"0", "1", "2"}
    assert sum(found.values()) == pytest.approx(1)


def test_of_what_nobody_taught_every_class_is_as_likely() -> None:
    found = model(FRUIT, LEAVES, ROOTS).probabilities([["strange"]])
    assert max(found.values()) < 0.5


def test_a_small_group_is_not_drowned_by_a_large_one() -> None:
    noise = [f"n{i}" for i in range(200)]
    lessons = [([noise, ["sweet"]], "a"), ([noise, ["sour"]], "b")] * 2
    texts, labels = zip(*lessons, strict=True)
    found = fit(texts, labels).probabilities([noise, ["sour"]])
    assert found["b"] > 0.7


def test_features_that_no_lesson_tells_apart_share_a_row() -> None:
    learned = model([["fan", "fans", "cool"], ["fan", "fans"]], [["lamp", "cool"], ["lamp"]])
    assert learned.rows["fan"] == learned.rows["fans"]
    assert len({learned.rows[f] for f in ("fan", "cool", "lamp")}) == 3


def test_sharing_rows_leaves_the_fit_as_it_is() -> None:
    """The same lessons fitted with a column for each feature, as scikit-learn does it by itself."""
    groups = (FRUIT, LEAVES, ROOTS)
    texts = [words for group in groups for words in group]
    labels = [str(label) for label, group in enumerate(groups) for _ in group]
    names = sorted({f for words in texts for f in words if sum(f in w for w in texts) > 1})
    rarity = {f: 1 + log((1 + len(texts)) / (1 + sum(f in w for w in texts))) for f in names}
    table = np.array([[rarity[f] * (f in words) for f in names] for words in texts])
    seldom = UNKNOWN * max(rarity.values()) ** 2
    unknown = np.array([[seldom * sum(f not in names for f in words)] for words in texts])
    table /= np.sqrt((table**2).sum(axis=1, keepdims=True) + unknown)
    plain = LogisticRegression(C=60.0, class_weight="balanced").fit(table, labels)
    learned = model(*groups)
    for row, words in zip(table, texts, strict=True):
        found = learned.probabilities([words])
        assert list(found.values()) == pytest.approx(plain.predict_proba([row])[0], abs=5e-3)
