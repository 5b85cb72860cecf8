"""`python -m eval.documents` runs, and what it prints is true of the papers it made."""

import re

import pytest

from eval.documents.__main__ import main
from eval.documents.receipts.__main__ import main as receipts
from eval.documents.scoring import Tally, compared


def test_it_prints_how_well_bills_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--each", "2", "--seed", "5"]) == 0
    said = capsys.readouterr().out
    assert re.search(
        r"^seed 5, Python 3\.\d+\.\d+, (?:rapidocr 3.*, )?tesseract 5.*every bill is generated",
        said,
        re.M,
    )
    found = {
        sort: (float(f1), planted)
        for sort, f1, planted in re.findall(
            r"^(PDF|photo), developed: 12 papers, .* F1 of all values ([\d.]+),.*\nplanted errors found (\d+/\d+)",
            said,
            re.M,
        )
    }
    assert found["PDF"] == (1.0, "6/6")
    assert found["photo"][0] >= 0.85


def test_it_prints_how_well_receipts_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert receipts(["--each", "1", "--pdf", "--part", "kept"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^kept: 6 receipts, kinds .*date 1\.000 .*total 1\.000", said, re.M)


def test_a_wrong_value_costs_precision_and_recall() -> None:
    found = compared({"a": "X-1", "b": 2, "c": 3}, {"a": "x1", "b": 2.0, "d": True})
    assert found["a"] == found["b"] == Tally(right=1)
    assert found["c"] == Tally(wrong=1)
    assert found["d"] == Tally(missed=1)
    assert compared({"a": 1}, {"a": 2})["a"] == Tally(wrong=1, missed=1)
    assert compared({"a": 1}, {"a": 2})["a"].f1 == 0
