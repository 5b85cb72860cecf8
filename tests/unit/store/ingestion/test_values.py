"""Cells are read as Indian shops write them, and what is unclear is refused."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.store.ingestion.kind import Refused
from haat.store.ingestion.values import amount, day, flag, names, price, quantity, text, whole

units = quantity(below="give returned goods as the kind returns")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026/3/4", date(2026, 3, 4)),
        ("04-03-2026", date(2026, 3, 4)),
        ("4/3/2026", date(2026, 3, 4)),
        ("04.03.2026", date(2026, 3, 4)),
        ("31/12/2025", date(2025, 12, 31)),
        ("04 Mar 2026", date(2026, 3, 4)),
        ("04-March-2026", date(2026, 3, 4)),
        ("०४-०३-२०२६", date(2026, 3, 4)),
        ("2026-03-04 00:00:00", date(2026, 3, 4)),
        ("2026-03-03T20:00:00Z", date(2026, 3, 4)),  # past midnight in the shop
        ("04/03/2026 10:15", date(2026, 3, 4)),
    ],
)
def test_days(cell: str, expected: date) -> None:
    assert day(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "12/31/2025",
        "31-02-2026",
        "05-01-26",
        "45292",
        "2026-13-01",
        "tomorrow",
        "1999-12-31",
        "4 Foo 2026",
        "0:00",
    ],
)
def test_days_that_are_refused(cell: str) -> None:
    with pytest.raises(Refused):
        day(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12", 12.0),
        ("12.5", 12.5),
        (".5", 0.5),
        ("1,20,000", 120000.0),
        ("120,000", 120000.0),
        ("१२.५", 12.5),
        ("௧௨", 12.0),
        ("1e3", 1000.0),
        ("0", 0.0),
    ],
)
def test_quantities(cell: str, expected: float) -> None:
    assert units(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["NaN", "inf", "-inf", "1e400", "1e99", "1e-400", "1,2,3", "2,10.50", "12,5", "12 kg", "", ".", "-", "+", "1 2", "0x10", "1_000", "10000001"],
)  # fmt: skip
def test_quantities_that_are_refused(cell: str) -> None:
    with pytest.raises(Refused):
        units(cell)


def test_negative_units_are_refused_with_advice() -> None:
    with pytest.raises(Refused, match="kind returns"):
        units("-3")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("55", 5500),
        ("₹55.50", 5550),
        ("Rs. 1,20,000", 12000000),
        ("rs 10/-", 1000),
        ("₹ ५५", 5500),
        ("0.005", 1),
        ("INR 7", 700),
    ],
)
def test_prices_are_whole_paise(cell: str, expected: int) -> None:
    assert price(cell) == expected


@pytest.mark.parametrize("cell", ["0", "0.004", "-5", "free", "₹", "1e8", "20000000", "nan"])
def test_prices_that_are_refused(cell: str) -> None:
    with pytest.raises(Refused):
        price(cell)


def test_nothing_paid_is_an_amount_but_no_price() -> None:
    assert amount("0") == 0


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(9999999), places=2))
def test_a_price_survives_indian_grouping(value: Decimal) -> None:
    assert price(f"₹{_grouped(value)}") == int(value * 100)


def _grouped(value: Decimal) -> str:
    whole_part, _, paise = f"{value:.2f}".partition(".")
    head, tail = whole_part[:-3], whole_part[-3:]
    while head:
        tail, head = f"{head[-2:]},{tail}", head[:-2]
    return f"{tail}.{paise}"


@pytest.mark.parametrize("reader", [units, price, amount, flag, day, whole(1, 9), text(30)])
@given(cell=st.text(max_size=60))
def test_any_cell_is_read_or_refused(reader: Callable[[str], Any], cell: str) -> None:
    with suppress(Refused):
        assert reader(cell) is not None


@pytest.mark.parametrize(
    ("cell", "expected"), [("1", True), ("No", False), ("TRUE", True), ("हाँ", True), ("0.0", False)]
)
def test_flags(cell: str, expected: bool) -> None:
    assert flag(cell) is expected


def test_a_flag_that_is_neither_is_refused() -> None:
    with pytest.raises(Refused, match="neither yes nor no"):
        flag("perhaps")


def test_whole_numbers_only() -> None:
    assert whole(1, 400)("180.0") == 180
    with pytest.raises(Refused, match="whole"):
        whole(1, 400)("1.5")


def test_words_have_a_length() -> None:
    assert text(5)("  a \n b ") == "a b"
    with pytest.raises(Refused, match="longer"):
        text(5)("abcdef")


def test_several_names_in_one_cell() -> None:
    assert names("atta; आटा |atta;; ") == ["atta", "आटा"]
