"""The rules by themselves: what they say of fields and lines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.documents.paper import Box, Checked, Fields, Paper
from haat.documents.rules import BILL_OF_SUPPLY_RULES, INVOICE_RULES, judged
from tests.unit.documents.sheets import TODAY

D = Decimal
HERE, AWAY = "10ABCPE1234F1Z8", "27AAPFU0939F1ZV"
LINE: Fields = {
    "description": "Honey", "hsn": "0409", "quantity": D(2), "rate": D(100), "discount": D(10),
    "taxable": D(190), "tax_rate": D(5), "cgst": D("4.75"), "sgst": D("4.75"), "total": D("199.50"),
}  # fmt: skip
FIELDS: Fields = {
    "number": "INV/1", "date": date(2026, 11, 1), "seller.gstin": AWAY, "seller.state": "Maharashtra",
    "place_of_supply": "Maharashtra", "reverse_charge": False, "taxable": D(190), "cgst": D("4.75"),
    "sgst": D("4.75"), "round_off": D("0.50"), "total": D(200),
}  # fmt: skip


def verdicts(**changes: Any) -> dict[str, Checked]:
    """What the rules of an invoice say; a field of None is not on the paper."""
    line = {n.removeprefix("line__"): v for n, v in changes.items() if n.startswith("line__")}
    fields = {n.replace("__", "."): v for n, v in changes.items() if not n.startswith("line__")}
    kept = {n: v for n, v in {**FIELDS, **fields}.items() if v is not None}
    one = {n: v for n, v in {**LINE, **line}.items() if v is not None}
    paper = Paper("gst_invoice", 1.0, kept, (one,))
    return {rule.id: rule for rule in judged(paper, INVOICE_RULES, TODAY)}


def statuses(**changes: Any) -> dict[str, str]:
    return {name: rule.status for name, rule in verdicts(**changes).items()}


def failed(**changes: Any) -> set[str]:
    return {name for name, status in statuses(**changes).items() if status == "fail"}


def test_a_right_invoice_passes_every_rule() -> None:
    assert set(statuses().values()) == {"pass"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"number": "INV/2026/000000001"}, "number_form"),
        ({"number": "INV#1"}, "number_form"),
        ({"number": None}, "number_form"),
        ({"date": date(2026, 11, 26)}, "date_present"),
        ({"date": None}, "date_present"),
        ({"seller__gstin": "27AAPFU0939F1ZW"}, "seller_gstin"),
        ({"seller__gstin": None}, "seller_gstin"),
        ({"buyer__gstin": "29GGGGG1314R9Z6"}, "buyer_gstin"),
        ({"seller__state": "Bihar"}, "seller_state"),
        ({"line__hsn": "9876"}, "hsn"),
        ({"line__rate": D(101)}, "line_taxable"),
        ({"line__total": D(199)}, "line_total"),
        ({"place_of_supply": "Bihar"}, "tax_split"),
        ({"taxable": D(191), "total": D(201)}, "sum_taxable"),
        ({"total": D(202)}, "total"),
        ({"line__tax_rate": D(13), "line__cgst": None, "line__sgst": None, "line__total": None,
          "cgst": D("12.35"), "sgst": D("12.35"), "total": D("214.70"), "round_off": None}, "tax_rate"),
    ],
)  # fmt: skip
def test_what_is_wrong_fails_its_rule_alone(change: dict[str, Any], rule: str) -> None:
    assert failed(**change) == {rule}


def test_a_failure_says_what_is_seen_what_is_due_and_what_to_do() -> None:
    found = verdicts(line__rate=D(101))["line_taxable"]
    assert found.as_json() == {
        "id": "line_taxable",
        "reference": "CGST Act s.15; CGST Rules, rule 46(j)",
        "status": "fail",
        "seen": 190,
        "expected": 192,
        "what_to_do": "ask_new_bill",
        "line": 1,
        "unit": "INR",
        "valid_from": "2017-07-01",
    }


def test_what_fails_stands_first() -> None:
    paper = Paper("gst_invoice", 1.0, {**FIELDS, "total": D(1)}, (LINE,))
    assert judged(paper, INVOICE_RULES, TODAY)[0].id == "total"


def test_igst_and_halves_never_go_together() -> None:
    assert "tax_split" in failed(igst=D(9), total=D(209))
    assert verdicts(igst=D(9))["tax_split"].expected is None


def test_between_states_it_is_igst_alone() -> None:
    away = {"place_of_supply": "Bihar", "cgst": None, "sgst": None, "igst": D("9.50")}
    line = {"line__cgst": None, "line__sgst": None, "line__igst": D("9.50")}
    assert failed(**away, **line) == set()
    assert failed(**away, **line, line__total=None, total=D(200)) == set()


def test_where_the_place_is_not_known_the_split_is_left_to_a_person() -> None:
    assert statuses(place_of_supply=None)["tax_split"] == "unknown"


@pytest.mark.parametrize(
    ("rate", "day", "status"),
    [
        (D(12), date(2025, 9, 21), "pass"),
        (D(12), date(2025, 9, 22), "fail"),
        (D(40), date(2025, 9, 21), "fail"),
        (D(40), date(2025, 9, 22), "pass"),
        (D("7.5"), date(2026, 1, 1), "unknown"),
    ],
)
def test_a_rate_is_of_its_day(rate: Decimal, day: date, status: str) -> None:
    assert statuses(line__tax_rate=rate, date=day)["tax_rate"] == status


def test_four_digits_of_hsn_are_for_registered_buyers() -> None:
    assert "hsn" not in failed(line__hsn="04")
    assert "hsn" in failed(line__hsn="04", buyer__gstin=AWAY)
    assert statuses(line__hsn=None)["hsn"] == "unknown"


def test_a_large_sale_to_an_unregistered_buyer_names_her() -> None:
    assert "buyer_named" not in statuses()
    assert statuses(taxable=D(50_000))["buyer_named"] == "unknown"
    assert statuses(taxable=D(50_000), buyer__name="Asha")["buyer_named"] == "pass"


def test_a_gstin_that_ocr_was_not_sure_of_is_no_fault_of_the_seller() -> None:
    fields = {**FIELDS, "seller.gstin": "27AAPFU0939F1ZW"}
    for sure, status in ((0.5, "unknown"), (0.95, "fail")):
        box = Box("seller.gstin", "", 1, (0, 0, 1, 1), sure)
        paper = Paper("gst_invoice", 1.0, fields, (LINE,), (box,))
        found = {r.id: r.status for r in judged(paper, INVOICE_RULES, TODAY)}
        assert found["seller_gstin"] == status


@given(st.decimals(-2, 2, places=2))
def test_unless_rounding_is_named_a_total_may_differ_by_a_rupee(more: Decimal) -> None:
    wrong = "total" in failed(total=D("199.50") + more, round_off=None)
    assert wrong == (abs(more) > 1)


def test_a_bill_of_supply_has_no_tax() -> None:
    paper = Paper("bill_of_supply", 1.0, FIELDS, (LINE,))
    found = {r.id: r.status for r in judged(paper, BILL_OF_SUPPLY_RULES, TODAY)}
    assert found["no_tax"] == "fail"
    bare = {n: v for n, v in FIELDS.items() if n not in {"cgst", "sgst", "round_off"}}
    line = {n: v for n, v in LINE.items() if n not in {"cgst", "sgst", "tax_rate", "total"}}
    right = replace(paper, fields={**bare, "total": D(190)}, lines=(line,))
    assert {r.status for r in judged(right, BILL_OF_SUPPLY_RULES, TODAY)} == {"pass"}
