"""Values in a reader's words."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language import render
from haat.language.pack import Voice
from haat.language.tokens import fold
from tests.shipped import languages

INDIAN = re.compile(r"-?(\d{1,3}|\d{1,2}(,\d{2})*,\d{3})(\.\d{0,8}[1-9])?")
ENGLISH = languages().voice("en", "Latn")
HINDI = languages().voice("hi", "Deva")
HINGLISH = languages().voice("hi", "Latn")
VOICES = [ENGLISH, HINDI, HINGLISH]
AMOUNTS = st.decimals(-(10**12), 10**12, allow_nan=False, places=2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1000, "1,000"),
        (99_999, "99,999"),
        (120_000, "1,20,000"),
        (12_345_678, "1,23,45,678"),
        (1_234_567_890, "1,23,45,67,890"),
        (-120_000, "-1,20,000"),
        (1.5, "1.5"),
        (2.50, "2.5"),
        (1234.567, "1,234.57"),
        (0.005, "0.01"),
        (-0.001, "0"),
        (Decimal("99999.995"), "1,00,000"),
    ],
)
def test_numbers_are_grouped_the_indian_way(value: Any, shown: str) -> None:
    assert render.grouped(value) == shown


@given(st.integers(-(10**15), 10**15))
def test_a_grouped_number_is_the_number(value: int) -> None:
    shown = render.grouped(value)
    assert INDIAN.fullmatch(shown)
    assert int(shown.replace(",", "")) == value


@given(AMOUNTS, st.integers(0, 4))
def test_a_rounded_number_is_off_by_half_a_step_at_most(value: Decimal, places: int) -> None:
    shown = render.grouped(value, places)
    assert INDIAN.fullmatch(shown)
    assert abs(Decimal(shown.replace(",", "")) - value) * 2 <= Decimal(1).scaleb(-places)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(14, "₹14"), (14.5, "₹14.50"), (0.05, "₹0.05"), (-120000, "-₹1,20,000"), (-2.5, "-₹2.50")],
)
def test_rupees_have_both_digits_of_paise_or_none(value: float, shown: str) -> None:
    assert render.money(value) == shown


@given(AMOUNTS)
def test_rupees_lose_no_paisa(value: Decimal) -> None:
    shown = render.money(value)
    assert re.fullmatch(r"-?₹[\d,]+(\.\d\d)?", shown)
    assert Decimal(shown.replace("₹", "").replace(",", "")) == value


@pytest.mark.parametrize(
    ("voice", "shown"),
    [(ENGLISH, "2 August 2023"), (HINDI, "2 अगस्त 2023"), (HINGLISH, "2 August 2023")],
)
def test_a_date_is_said_in_words(voice: Voice, shown: str) -> None:
    assert render.day(date(2023, 8, 2), voice) == shown


@pytest.mark.parametrize(
    ("value", "unit", "english", "hindi"),
    [
        (120_000, "INR", "₹1,20,000", "₹1,20,000"),
        (1450, "INR/quintal", "₹1,450 a quintal", "₹1,450 प्रति क्विंटल"),
        (14.5, "INR/kg", "₹14.50 a kg", "₹14.50 प्रति किलो"),
        (12, "INR/packet", "₹12 a packet", "₹12 प्रति पैकेट"),
        (12.34, "percent", "12.3%", "12.3%"),
        (-3, "%", "-3%", "-3%"),
        (187.6, "km", "188 km", "188 किमी"),
        (2.5, "kg", "2.5 kg", "2.5 किलो"),
        (1, "packet", "1 packet", "1 पैकेट"),
        (3, "packet", "3 packets", "3 पैकेट"),
        (0.125, "l", "0.125 litres", "0.125 लीटर"),
        (1200, "count", "1,200", "1,200"),
    ],
)
def test_a_value_comes_with_its_unit(value: float, unit: str, english: str, hindi: str) -> None:
    assert render.with_unit(value, unit, ENGLISH) == english
    assert render.with_unit(value, unit, HINDI) == hindi


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(5, "percent", "+5%"), (-5, "percent", "-5%"), (0, "percent", "0%"), (12.5, "INR", "+₹12.50")],
)
def test_a_change_shows_its_sign(value: float, unit: str, shown: str) -> None:
    assert render.change(value, unit, ENGLISH) == shown


@given(st.floats(-(10**9), 10**9), st.sampled_from(["INR", "percent", "kg", "INR/kg", "count"]))
def test_nothing_changed_is_neither_up_nor_down(value: float, unit: str) -> None:
    shown = render.change(value, unit, ENGLISH)
    digits = [c for c in shown if c in "123456789"]
    assert shown.startswith("+") == (value > 0 and bool(digits))
    assert shown.startswith("-") == (value < 0 and bool(digits))


def test_a_unit_no_pack_knows_is_called_by_its_id() -> None:
    assert render.unit_name(1, "adha_kilo", ENGLISH) == "adha_kilo"


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_native_digits_say_the_same(text: str) -> None:
    shown = render.native_digits(text, "Deva")
    assert not any(c.isascii() and c.isdigit() for c in shown)
    assert fold(shown) == fold(text)
    assert render.native_digits(text, "Latn") == text


def test_native_digits_of_a_price() -> None:
    assert render.native_digits("₹1,20,450", "Deva") == "₹१,२०,४५०"


@pytest.mark.parametrize("voice", VOICES, ids=lambda v: f"{v.language}-{v.script}")
@given(value=st.integers(0, 10**7))
def test_every_unit_keeps_the_number(voice: Voice, value: int) -> None:
    for unit in voice.units.keys() - {"per", "quantity", "percent", "distance"}:
        assert render.with_unit(value, unit, voice).startswith(f"{render.grouped(value)} ")
        assert render.with_unit(value, f"INR/{unit}", voice).startswith(render.money(value))


def test_english_says_an_hour_and_a_kilo() -> None:
    assert render.with_unit(57, "INR/hour", ENGLISH) == "₹57 an hour"
    assert render.with_unit(57, "INR/kg", ENGLISH) == "₹57 a kg"
    assert render.with_unit(57, "INR/hour", HINGLISH) == "₹57 prati ghanta"
