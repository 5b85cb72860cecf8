"""Checking a number by the tool."""

from typing import Any

import pytest
from inline_snapshot import snapshot

from haat.core.errors import InvalidInput
from haat.core.finding import Finding, Missing
from tests.integration.tools.shops import Shops
from tools.check_identifier import CheckIdentifier, check_identifier


def ask(shops: Shops, **said: Any) -> Finding | Missing:
    return check_identifier(shops.context, CheckIdentifier(**said))


def test_one_row_says_all(shops: Shops) -> None:
    found = ask(shops, kind="gstin", value="27 AAPFU 0939F 1ZV")
    assert isinstance(found, Finding)
    assert found.as_json() == snapshot(
        {
            "figures": [],
            "rows": [
                {
                    "valid": True,
                    "reason": "check_digit_right",
                    "encodes": {
                        "state": "Maharashtra",
                        "state_code": "27",
                        "pan": "AAPFU0939F",
                        "holder": "firm",
                        "registration": 1,
                        "role": "taxpayer",
                    },
                    "value": "27AAPFU0939F1ZV",
                    "kind": "gstin",
                }
            ],
            "parameters": {"kind": "gstin", "value": "27 AAPFU 0939F 1ZV"},
            "sources": [
                {"name": "GSTIN check digit and State codes", "kind": "rules", "as_of": None}
            ],
            "notes": ["register_not_asked"],
            "demo": False,
        }
    )


def test_a_wrong_number_says_why(shops: Shops) -> None:
    found = ask(shops, kind="gstin", value="27AAPFU0939F1ZW")
    assert isinstance(found, Finding)
    assert (found.rows[0]["valid"], found.rows[0]["reason"]) == (False, "wrong_check_digit")
    assert found.notes == ()
    assert not found.empty


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("27AAPFU0939F1ZV", "gstin"),
        ("AAPFU0939F", "pan"),
        ("UDYAM-BR-26-0012345", "udyam"),
        ("19059040", "hsn"),
        ("8901058851298", "barcode"),
    ],
)
def test_the_kind_is_seen_where_only_one_fits(shops: Shops, value: str, kind: str) -> None:
    found = ask(shops, value=value)
    assert isinstance(found, Finding)
    assert found.parameters["kind"] == kind


def test_what_is_missing_is_asked(shops: Shops) -> None:
    assert ask(shops, kind="pan") == Missing("slot", "value")
    assert ask(shops, value="12345") == Missing("slot", "kind")


def test_nothing_to_check_is_refused(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        ask(shops, kind="pan", value=" - ")
