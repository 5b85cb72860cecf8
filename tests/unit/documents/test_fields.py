"""Fields from lines of text, as other papers than ours write them."""

from datetime import date
from decimal import Decimal

import pytest

from haat.documents.extract import understood
from haat.documents.kinds import KINDS
from haat.documents.kinds.gst_invoice import GST_INVOICE
from haat.documents.paper import Value
from tests.unit.documents.sheets import TODAY, page_with

IRN = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Invoice No.: INV/25-26/17", "number", "INV/25-26/17"),
        ("Tax Invoice # A-9", "number", "A-9"),
        ("बिल संख्या : ब-12", "number", "ब-12"),
        ("Date of Issue: 3/4/2026", "date", date(2026, 4, 3)),
        ("Due Date 03-05-2026", "due_date", date(2026, 5, 3)),
        ("Place of Supply : 24-Gujarat", "place_of_supply", "Gujarat"),
        ("Whether tax is payable on reverse charge (Yes/No): Yes", "reverse_charge", True),
        ("Reverse Charge N", "reverse_charge", False),
        ("IRN : " + IRN, "irn", IRN),
        ("FSSAI Lic No 10012345000011", "licence_number", "10012345000011"),
        ("Udyam: UDYAM-BR-10-0000001", "udyam_number", "UDYAM-BR-10-0000001"),
        ("Sold by: Asha Traders", "seller.name", "Asha Traders"),
        ("Billed To: M/s Sita Stores", "buyer.name", "Sita Stores"),
        ("Total Taxable Value 1,00,000.00", "taxable", Decimal(100000)),
        ("Add: CGST @ 9 % 90.00", "cgst", Decimal("90.00")),
        ("UTGST 45.00", "sgst", Decimal("45.00")),
        ("Cess 12.00", "cess", Decimal("12.00")),
        ("Rounded Off (-) 0.40", "round_off", Decimal("-0.40")),
        ("कुल देय राशि ₹ 1,180.00", "total", Decimal("1180.00")),
    ],
)
def test_a_field_by_its_label(text: str, field: str, value: Value) -> None:
    paper = understood((page_with((40, 60, text)),), TODAY, GST_INVOICE)
    assert paper.fields[field] == value
    assert next(b for b in paper.boxes if b.field == field).page == 1


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Order Date 3/4/2026 Challan", "number"),
        ("E-way bill date: 03-05-2026", "due_date"),
        ("Total Qty 12", "total"),
        ("Total Tax 120.00", "total"),
        ("Amount in words: one hundred 100", "total"),
        ("Buyer's Order No. 77", "buyer.name"),
    ],
)
def test_what_only_looks_like_a_field_is_none(text: str, field: str) -> None:
    assert field not in understood((page_with((40, 60, text)),), TODAY, GST_INVOICE).fields


def test_the_same_tax_at_two_rates_is_added_up() -> None:
    rows = (
        (40, 60, "CGST @ 2.5% 10.00"),
        (40, 80, "CGST @ 9% 90.00"),
        (40, 100, "CGST @ 9% 90.00"),
    )
    assert understood((page_with(*rows),), TODAY, GST_INVOICE).fields["cgst"] == Decimal(100)


def test_a_value_may_stand_under_its_label() -> None:
    rows = (
        (40, 60, "Invoice No"),
        (300, 60, "Invoice Date"),
        (40, 75, "X-1"),
        (300, 75, "1 Nov 2026"),
    )
    found = understood((page_with(*rows),), TODAY, GST_INVOICE).fields
    assert (found["number"], found["date"]) == ("X-1", date(2026, 11, 1))


def test_the_sums_are_told_on_the_last_page() -> None:
    first = page_with((40, 60, "Invoice No: 1"), (40, 80, "Total 10.00"))
    last = page_with((40, 60, "Total 30.00"))
    found = understood((first, last), TODAY, GST_INVOICE).fields
    assert (found["number"], found["total"]) == ("1", Decimal("30.00"))


def test_each_kind_has_a_name_of_its_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
