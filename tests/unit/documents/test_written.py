"""Values as papers write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.documents.layouts import figure
from haat.documents.states import state_in, state_of_code, state_written
from haat.documents.written import amounts_in, date_in, decimal_of, gstins_in, mended, percents_in
from tests.unit.documents.sheets import TODAY


@pytest.mark.parametrize(
    "text",
    [
        "12-11-2026", "12/11/2026", "12.11.26", "12 Nov 2026", "12-Nov-26", "12th November, 2026",
        "November 12, 2026", "2026-11-12", "dated 12/11/2026 at noon", "12 नवंबर 2026",
        "12-11-2619:20:24", "12/11/202607:05 PM", "12-NOV-264:25 PM", "12-N0V-26 09:00", "12-11-2619:20",
    ],
)  # fmt: skip
def test_a_date_is_read_day_before_month(text: str) -> None:
    found = date_in(text)
    assert found is not None
    assert found[0] == date(2026, 11, 12)


@pytest.mark.parametrize(
    "text", ["31-02-2026", "INV-12", "1234567890", "", "12 boxes 20", "30 MAY 14:25"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert date_in(text) is None


@given(st.decimals(-(10**7), 10**7, places=2))
def test_an_amount_survives_being_written(value: Decimal) -> None:
    assert [a.value for a in amounts_in(f"Total ₹ {figure(value)} only".replace("₹ -", "-"))] == [
        value
    ]


def test_an_amount_is_no_percentage_and_no_part_of_a_word() -> None:
    assert [a.value for a in amounts_in("CGST @ 9% 90.00")] == [Decimal("90.00")]
    assert percents_in("CGST @ 9% 90.00") == (Decimal(9),)
    assert [a.value for a in amounts_in("Round off (-)0.40")] == [Decimal("-0.40")]
    assert [a.value for a in amounts_in("Rs.1,200/-")] == [Decimal(1200)]
    assert amounts_in("GST12AB A4 10/11") == ()


def test_a_number_of_json_is_exact() -> None:
    assert decimal_of(0.1) == Decimal("0.1")
    assert [decimal_of(v) for v in (True, None, "x", float("inf"), [1])] == [None] * 5


def test_a_gstin_of_a_scan_has_digits_where_digits_stand() -> None:
    assert mended("Z7AAPFUO939F1ZV", TODAY) == "27AAPFU0939F1ZV"
    assert mended("27AAPFU0939FIZV", TODAY) == "27AAPFU0939F1ZV"
    assert mended("27AAPFU0939F1ZW", TODAY) == "27AAPFU0939F1ZW", "a wrong check digit stays wrong"
    assert mended("27AAPFU0939F1Z", TODAY) == "27AAPFU0939F1Z"


def test_a_gstin_of_a_text_layer_stays_as_it_stands() -> None:
    said = "GSTIN: 27AAPFUO939F1ZV"
    assert [g for g, _, _ in gstins_in(said, TODAY, scanned=False)] == ["27AAPFUO939F1ZV"]
    assert [g for g, _, _ in gstins_in(said, TODAY, scanned=True)] == ["27AAPFU0939F1ZV"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Bihar", "Bihar"), ("10-Bihar", "Bihar"), ("Tamil  Nadu (33)", "Tamil Nadu"), ("27", "Maharashtra"),
        ("बिहार", "Bihar"), ("उत्तर प्रदेश (09)", "Uttar Pradesh"), ("Orissa", "Odisha"), ("98", None), ("Paris", None),
    ],
)  # fmt: skip
def test_a_state_by_name_in_two_scripts_and_by_code(text: str, state: str | None) -> None:
    assert state_written(text) == state


def test_a_state_inside_an_address() -> None:
    assert state_in("12 Station Road, Patna, Bihar 800001") == "Bihar"
    assert state_of_code("38") == "Ladakh"
    assert state_of_code("00") is None
