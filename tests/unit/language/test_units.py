"""Units of goods."""

from decimal import Decimal

import pytest

from haat.language.units import base_unit, conversion, pack_content, units


@pytest.mark.parametrize(
    ("unit", "into", "factor"),
    [
        ("quintal", "kg", "100"),
        ("g", "kg", "0.001"),
        ("tola", "g", "11.6638"),
        ("dozen", "piece", "12"),
        ("gross", "dozen", "12"),
        ("ml", "l", "0.001"),
        ("bag", "bag", "1"),
    ],
)
def test_one_unit_in_another(unit: str, into: str, factor: str) -> None:
    assert conversion(unit, into) == Decimal(factor)


@pytest.mark.parametrize(
    ("unit", "into"), [("bag", "kg"), ("kg", "l"), ("packet", "box"), ("dozen", "kg"), ("x", "kg")]
)
def test_what_has_no_fixed_size_is_not_converted(unit: str, into: str) -> None:
    assert conversion(unit, into) is None


def test_contract_units_are_known() -> None:
    named = (
        "kg g quintal tonne seer maund tola l ml piece pair dozen gross packet box bag crate "
        "bundle metre"
    )
    assert set(named.split()) <= set(units())


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("500 g", (Decimal(500), "g")),
        ("1.5kg", (Decimal("1.5"), "kg")),
        ("200 ML", (Decimal(200), "ml")),
        ("1 ltr", (Decimal(1), "l")),
        ("family pack", None),
        ("0 g", None),
        ("5 spoons", None),
        (None, None),
    ],
)
def test_pack_content_is_read(text: str | None, content: tuple[Decimal, str] | None) -> None:
    assert pack_content(text) == content


def test_base_unit_is_what_a_shop_keeps() -> None:
    assert [base_unit(u) for u in ("quintal", "ml", "dozen", "packet", "unheard")] == [
        "kg",
        "l",
        "piece",
        "packet",
        "unheard",
    ]
