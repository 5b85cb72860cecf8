"""Units as bills write them."""

import pytest

from tools.bill_goods import unit_written


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("KGS", "kg"),
        ("Nos.", "piece"),
        ("PKT", "packet"),
        ("ltr", "l"),
        ("kg", "kg"),
        ("DOZ", "dozen"),
        ("", None),
        (None, None),
        ("lot", None),
    ],
)
def test_a_unit_of_a_bill_is_one_of_ours_or_none(written: object, unit: str | None) -> None:
    assert unit_written(written) == unit
