"""Bills of every layout from their words: read to the paisa, and only what is wrong fails."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.documents.bills import Bill, bill, undiscounted
from eval.documents.fresh_layouts import FRESH
from eval.documents.layouts import LAYOUTS, Layout
from eval.documents.planting import PLANTS, fits, plant
from eval.documents.scoring import of_paper
from haat.core.errors import InvalidInput
from haat.documents.extract import corrected, correction, kind_named, understood
from haat.documents.paper import FIELDS, Paper
from tests.unit.documents.sheets import TODAY, page, page_with

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=5)  # a bill takes a while to be made and read


def made(layout: Layout, seed: int) -> Bill:
    found = bill(chance(seed), kind=layout.kind, hindi=layout.hindi)
    return found if layout.discounts else undiscounted(found)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311  bills, no secrets


def read(layout: Layout, one: Bill) -> Paper:
    return understood((page(layout.draw(one)),), TODAY)


def failed(paper: Paper) -> set[str]:
    return {rule.id for rule in paper.rules if rule.status == "fail"}


@pytest.mark.parametrize("name", FRESH)
@FEW
@given(seed=SEEDS)
def test_a_bill_of_another_hand_is_read_as_well(name: str, seed: int) -> None:
    layout = FRESH[name]
    one = made(layout, seed)
    sheet, paper = layout.draw(one), read(layout, one)
    told = of_paper(paper, sheet.fields, sheet.lines)
    assert {n for n, t in told.items() if t.wrong or t.missed} == set()
    assert paper.kind == layout.kind


@pytest.mark.parametrize("name", LAYOUTS)
@FEW
@given(seed=SEEDS)
def test_a_right_bill_is_read_and_found_right(name: str, seed: int) -> None:
    layout = LAYOUTS[name]
    one = made(layout, seed)
    sheet = layout.draw(one)
    paper = read(layout, one)
    assert paper.kind == layout.kind
    wrong = {
        n for n, t in of_paper(paper, sheet.fields, sheet.lines).items() if t.wrong or t.missed
    }
    assert wrong == set()
    assert failed(paper) == set()
    assert paper.confidence > 0.9


@pytest.mark.parametrize("wrong", PLANTS)
@pytest.mark.parametrize("name", LAYOUTS)
@FEW
@given(seed=SEEDS)
def test_a_planted_error_fails_its_rule_and_no_other(name: str, wrong: str, seed: int) -> None:
    layout = LAYOUTS[name]
    one = made(layout, seed)
    broken = PLANTS[wrong]
    if fits(one, wrong, layout):
        found = failed(read(layout, plant(one, wrong, chance(seed))))
        assert broken.rule in found
        assert found <= {broken.rule, *broken.also}


def test_a_photo_of_a_receipt_is_told_without_a_judgement() -> None:
    paper = understood(
        (
            page_with(
                (40, 40, "CORNER CAFE"), (40, 60, "12/11/2026"), (40, 90, "TOTAL 120.50"), sure=0.9
            ),
        ),
        TODAY,
    )
    assert paper.kind == "unknown"
    assert paper.fields == {
        "date": date(2026, 11, 12),
        "seller.name": "CORNER CAFE",
        "total": Decimal("120.50"),
    }
    assert paper.rules == ()
    assert [b.text for b in paper.boxes if not b.field] == [
        "CORNER CAFE",
        "12/11/2026",
        "TOTAL 120.50",
    ]


def test_nothing_readable_is_unknown() -> None:
    assert understood((page_with(),), TODAY) == Paper("unknown", 0.0, {})


def test_a_kind_that_is_said_is_not_guessed() -> None:
    paper = understood((page_with((40, 40, "hello")),), TODAY, kind_named("gst_invoice"))
    assert paper.kind == "gst_invoice"
    assert "number_form" in failed(paper)
    with pytest.raises(InvalidInput, match="gst_invoice, bill_of_supply"):
        kind_named("passport")


def test_what_a_photo_lacks_may_only_be_hidden() -> None:
    paper = understood(
        (page_with((40, 40, "TAX INVOICE"), sure=0.9),), TODAY, kind_named("gst_invoice")
    )
    blurred = paper.but(boxes=understood((page_with((1, 1, "x"), sure=0.5),), TODAY).boxes)
    again = corrected(blurred.as_json(), {}, TODAY)
    assert failed(again) == set()


def test_a_correction_is_checked_again() -> None:
    layout = LAYOUTS["boxed"]
    one = made(layout, 3)
    paper = read(layout, plant(one, "total too high", chance(1)))
    assert failed(paper) == {"total"}
    body = paper.as_json()
    mended = corrected(body, {"total": float(one.total)}, TODAY)
    assert failed(mended) == set()
    assert mended.fields["total"] == one.total
    assert "due_date" not in corrected(body, {"due_date": None}, TODAY).fields


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_kept_document_comes_back_as_it_was(name: str) -> None:
    layout = LAYOUTS[name]
    body = read(layout, made(layout, 7)).as_json()
    assert corrected(body, {}, TODAY).as_json() == body


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "red"),
        ("date", "12-11-2026"),
        ("date", 5),
        ("total", "12"),
        ("total", True),
        ("total", float("nan")),
        ("total", 10**15),
        ("reverse_charge", "no"),
        ("number", ""),
        ("number", "x" * 501),
        ("number", 5),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(name: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        correction(name, value)
    assert refused.value.problems[0].pointer == f"/fields/{name}"


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_can_be_taken_away(name: str) -> None:
    assert correction(name, None) is None
