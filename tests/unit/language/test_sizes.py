"""Sizes of packs as they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.sizes import Size, apart


@pytest.mark.parametrize(
    ("text", "rest", "size"),
    [
        ("Navdhan Rice 5 kg", "navdhan rice", Size(Decimal(5), "kg")),
        ("chawal 5kg", "chawal", Size(Decimal(5), "kg")),
        ("चावल ५ किलो", "चावल", Size(Decimal(5), "kg")),
        ("pickle 500 g", "pickle", Size(Decimal("0.5"), "kg")),
        ("তেল 1 লিটার", "তেল", Size(Decimal(1), "l")),
        ("oil 500ml", "oil", Size(Decimal("0.5"), "l")),
        ("1.5 l oil", "oil", Size(Decimal("1.5"), "l")),
    ],
)
def test_a_size_is_a_number_and_a_measure(text: str, rest: str, size: Size) -> None:
    assert apart(text) == (tuple(rest.split()), frozenset({size}))


@pytest.mark.parametrize("text", ["", "rice", "5", "5 star", "kg", "pack of 6", "100 sticks"])
def test_other_numbers_are_none(text: str) -> None:
    assert apart(text) == (tuple(text.split()), frozenset())


@given(st.integers(1, 999))
def test_grams_are_parts_of_a_kilo(grams: int) -> None:
    assert apart(f"{grams} g")[1] == {Size(Decimal(grams) / 1000, "kg")}
