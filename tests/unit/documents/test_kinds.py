"""Certificates, labels and forms: recognised, read, and judged by the rules of their day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from haat.documents.extract import understood
from haat.documents.kinds import KINDS
from haat.documents.paper import Checked, Paper
from haat.documents.rules import in_force, with_repeats
from tests.unit.documents.sheets import TODAY, page_with

Row = str | tuple[tuple[float, str], ...]


def read(*rows: Row, sure: float = 1.0) -> Paper:
    places = [
        (x, 40 + 16 * n, text)
        for n, row in enumerate(rows)
        for x, text in (((40, row),) if isinstance(row, str) else row)
    ]
    return understood((page_with(*places, sure=sure),), TODAY)


def failed(paper: Paper) -> set[str]:
    return {rule.id for rule in paper.rules if rule.status == "fail"}


def verdict(paper: Paper, name: str) -> Checked:
    return next(rule for rule in paper.rules if rule.id == name)


@dataclass(frozen=True)
class Example:
    """A paper of a kind, and what must be read of it."""

    rows: tuple[Row, ...]
    fields: dict[str, Any]


GOODS: tuple[Row, ...] = (
    ((40, "Description"), (250, "HSN"), (330, "Qty"), (380, "Rate"), (450, "Amount")),
    ((40, "Mango pickle"), (250, "2001"), (330, "10"), (380, "120.00"), (450, "1,200.00")),
)
EXAMPLES = {
    "gst_certificate": Example(
        ("Form GST REG-06", "Registration Certificate", "Registration Number : 27AAPFU0939F1ZV",
         ((40, "1. Legal Name"), (260, "SITA MAHILA UDYOG")), ((40, "Date of issue of Certificate"), (260, "05/07/2024"))),
        {"seller.gstin": "27AAPFU0939F1ZV", "seller.name": "SITA MAHILA UDYOG", "date": date(2024, 7, 5)},
    ),
    "fssai_licence": Example(
        ("Food Safety and Standards Authority of India", "Registration Certificate", "Registration No: 21525012000345",
         "Name of Food Business Operator: Sita Mahila Udyog", "Date of Issue: 12-05-2023", "Valid Upto: 11-05-2027"),
        {"licence_number": "21525012000345", "seller.name": "Sita Mahila Udyog", "valid_until": date(2027, 5, 11)},
    ),
    "udyam_certificate": Example(
        ("UDYAM REGISTRATION CERTIFICATE", ((40, "UDYAM REGISTRATION NUMBER"), (300, "UDYAM-MH-20-0012345")),
         ((40, "NAME OF ENTERPRISE"), (300, "M/S SITA MAHILA UDYOG")), ((40, "State"), (120, "MAHARASHTRA")),
         ((40, "DATE OF UDYAM REGISTRATION"), (300, "05/08/2023"))),
        {"udyam_number": "UDYAM-MH-20-0012345", "seller.name": "SITA MAHILA UDYOG", "seller.state": "Maharashtra"},
    ),
    "product_label": Example(
        ("SITA'S MANGO PICKLE", "Ingredients: mango, salt, oil", "Net Qty: 500 g", "MRP Rs. 160.00 (incl. of all taxes)",
         "Unit Sale Price: Rs 0.32 per g", "Mfd. Date: AUG 2026", "Best before 12 months from packing", "Batch No: B12",
         "Manufactured by: Sita Mahila Udyog, Nashik", "Customer Care: 9876543210", "FSSAI Lic. No. 11525012000345"),
        {"net_quantity": "500 g", "mrp": 160, "best_before": date(2027, 8, 31), "licence_number": "11525012000345",
         "manufacturer": "Sita Mahila Udyog, Nashik", "customer_care": "9876543210", "date": date(2026, 8, 31)},
    ),
    "return_form": Example(
        ("RETURN REQUEST FORM", "Return ID: RMA-20991", "Order No: OD1129933", "Order Date: 02/11/2026", "Date: 10/11/2026",
         "Reason for return: broken jar", "Refund Amount: Rs 340.00"),
        {"number": "RMA-20991", "original_number": "OD1129933", "date": date(2026, 11, 10), "reason": "broken jar", "total": 340},
    ),
    "purchase_order": Example(
        ("PURCHASE ORDER", "Apna Bazaar Retail", "PO No: PO/26/114", "PO Date: 11-11-2026", "Vendor: Sita Mahila Udyog",
         *GOODS, ((330, "Total"), (450, "1,200.00"))),
        {"number": "PO/26/114", "buyer.name": "Apna Bazaar Retail", "seller.name": "Sita Mahila Udyog", "total": 1200},
    ),
    "bank_passbook": Example(
        ("STATE BANK OF INDIA", "SAVINGS BANK PASS BOOK", "IFSC: SBIN0001234", "Account No: 30211234567",
         "Customer Name: SITA DEVI", "Closing Balance: 12,340.50"),
        {"ifsc": "SBIN0001234", "account_number": "XXXXXXX4567", "seller.name": "SITA DEVI"},
    ),
    "credit_note": Example(
        ("Sita Foods", "GSTIN: 27AAPFU0939F1ZV", "CREDIT NOTE", "Credit Note No: CN/12", "Date: 05-11-2026",
         "Against Invoice No: INV-22", "Invoice Date: 01-10-2026", *GOODS, ((380, "Taxable Value"), (450, "1,200.00")),
         ((380, "CGST 2.5%"), (450, "30.00")), ((380, "SGST 2.5%"), (450, "30.00")), ((380, "Total"), (450, "1,260.00"))),
        {"number": "CN/12", "original_number": "INV-22", "date": date(2026, 11, 5), "original_date": date(2026, 10, 1), "total": 1260},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_right_paper_is_recognised_read_and_found_right(kind: str) -> None:
    example = EXAMPLES[kind]
    paper = read(*example.rows)
    assert paper.kind == kind
    assert {name: paper.fields.get(name) for name in example.fields} == example.fields
    assert failed(paper) == set()


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_rule_has_its_text_of_law_and_its_days(kind: str) -> None:
    rules = read(*EXAMPLES[kind].rows).rules
    assert rules
    assert all(rule.reference and rule.valid_from is not None for rule in rules)


def spoiled(kind: str, before: str, after: str) -> Paper:
    rows = [
        r.replace(before, after) if isinstance(r, str) else tuple((x, t.replace(before, after)) for x, t in r)
        for r in EXAMPLES[kind].rows
    ]  # fmt: skip
    return read(*rows)


@pytest.mark.parametrize(
    ("kind", "before", "after", "rule"),
    [
        ("gst_certificate", "F1ZV", "F1ZW", "seller_gstin"),
        ("fssai_licence", "11-05-2027", "11-05-2025", "expired.valid_until"),
        ("fssai_licence", "21525012000345", "91525012000345", "form.fssai"),
        ("udyam_certificate", "UDYAM-MH", "UDYAM-XX", "form.udyam"),
        ("udyam_certificate", "MAHARASHTRA", "BIHAR", "state.udyam"),
        ("product_label", "0.32", "0.40", "unit_price"),
        ("product_label", "Net Qty: 500 g", "", "declared.net_quantity"),
        ("product_label", "Mfd. Date: AUG 2026", "Mfd. Date: AUG 2024", "expired.best_before"),
        ("product_label", "FSSAI Lic. No. 11525012000345", "", "declared.licence_number"),
        ("return_form", "Reason for return: broken jar", "", "declared.reason"),
        ("purchase_order", "1,200.00", "1,300.00", "line_taxable"),
        ("bank_passbook", "SBIN0001234", "SBIN1001234", "form.ifsc"),
        ("credit_note", "Against Invoice No: INV-22", "", "declared.original_number"),
        ("credit_note", "01-10-2026", "01-10-2024", "note_in_time"),
    ],
)
def test_what_is_wrong_is_found(kind: str, before: str, after: str, rule: str) -> None:
    paper = spoiled(kind, before, after)
    assert paper.kind == kind
    assert rule in failed(paper)


def test_on_a_photo_what_is_not_seen_may_be_on_another_side() -> None:
    rows = [r for r in EXAMPLES["product_label"].rows if r != "Net Qty: 500 g"]
    assert verdict(read(*rows, sure=0.95), "declared.net_quantity").status == "unknown"


def test_of_an_account_only_the_end_is_kept() -> None:
    kept = read(*EXAMPLES["bank_passbook"].rows).as_json()
    assert "30211234567" not in str(kept)


def test_bank_details_and_order_numbers_make_no_other_kind_of_an_invoice() -> None:
    rows = ("TAX INVOICE", "Sita Foods", "GSTIN: 27AAPFU0939F1ZV", "Invoice No: 7", "Date: 01-10-2026",
            "Buyer's PO No: PO/1 Supplier terms: delivery", *GOODS, ((380, "CGST"), (450, "30.00")),
            ((380, "SGST"), (450, "30.00")), ((380, "Total"), (450, "1,260.00")),
            "A/c No: 30211234567 IFSC: SBIN0001234 Branch: Nashik", "Customer care 9876543210")  # fmt: skip
    assert read(*rows).kind == "gst_invoice"


def test_a_rule_holds_only_on_its_days() -> None:
    def always(_paper: Paper, _today: date) -> tuple[Checked, ...]:
        return (Checked("x", "r", "pass"),)

    rule = in_force(always, date(2024, 1, 1), date(2024, 12, 31))
    for day, holds in (
        (date(2023, 12, 31), False),
        (date(2024, 6, 1), True),
        (date(2025, 1, 1), False),
    ):
        assert len(tuple(rule(Paper("x", 1.0, {"date": day}), TODAY))) == holds
    assert tuple(rule(Paper("x", 1.0, {}), TODAY)) == ()


def test_a_bill_that_came_before_is_told_first() -> None:
    bill = Paper(
        "gst_invoice",
        1.0,
        {"seller.gstin": "27AAPFU0939F1ZV", "number": "7"},
        rules=(Checked("x", "r", "pass"),),
    )
    again = with_repeats(bill, date(2026, 11, 2))
    assert (again.rules[0].id, again.rules[0].status, again.rules[0].seen) == (
        "duplicate",
        "fail",
        "2026-11-02",
    )
    assert with_repeats(bill, None).rules[-1].status == "pass"
    nameless = bill.but(fields={})
    assert with_repeats(nameless, date(2026, 11, 2)) == nameless


def test_names_of_kinds_are_their_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
