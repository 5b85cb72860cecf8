"""Rupees without floats: whole paise for amounts, decimal rupees for rates."""

from decimal import ROUND_HALF_UP, Decimal

PAISA = Decimal("0.01")


def rupees(value: Decimal | int | float | str) -> Decimal:
    """An amount of rupees rounded to whole paise, half up."""
    return Decimal(str(value)).quantize(PAISA, rounding=ROUND_HALF_UP)


def paise(value: Decimal | int | float | str) -> int:
    """The amount in whole paise, as the store keeps it."""
    return int(rupees(value) * 100)


def from_paise(value: int) -> Decimal:
    """Decimal rupees of an amount kept in paise."""
    return Decimal(value) / 100


def number(value: Decimal) -> float | int:
    """The JSON number of a decimal: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
