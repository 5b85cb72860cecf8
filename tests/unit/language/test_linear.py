"""A linear classifier of named features."""

import pytest

from haat.language.linear import Linear, fit

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
