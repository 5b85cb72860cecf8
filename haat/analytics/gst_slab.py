"""Goods whose GST depends on their price: crossing the limit has to earn the tax.

Readymade garments and footwear carry 5 % up to ₹2,500 a piece or pair and 18 % above (Notification
9/2025-Central Tax (Rate), from 22 September 2025; fact GST-26). The limit is of the value before tax;
prices here hold the tax, as a shelf's do.
"""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor

REFERENCE = "Notification 9/2025-Central Tax (Rate)"
BEGINS = date(2025, 9, 22)
LIMIT_PAISE = 250_000  # of the value, before tax
LOW_PCT, HIGH_PCT = 5, 18
CATEGORIES = frozenset(
    {
        "apparel", "clothes", "clothing", "footwear", "garment", "garments", "readymade",
        "readymade garments", "shoes",
    }
)  # fmt: skip
UNITS = frozenset({"piece", "pair"})


@dataclass(frozen=True, slots=True)
class Side:
    """The prices (paise, tax included) of one rate; `high` None where there is no end."""

    percent: int
    low: int
    high: int | None

    def with_tax(self, value_paise: float) -> float:
        """The price at which so much is left after tax."""
        return value_paise * (100 + self.percent) / 100


BELOW = Side(LOW_PCT, 1, floor(LIMIT_PAISE * (100 + LOW_PCT) / 100))
ABOVE = Side(HIGH_PCT, ceil((LIMIT_PAISE + 1) * (100 + HIGH_PCT) / 100), None)


def depends_on_price(category: str, unit: str, day: date) -> bool:
    """Whether the rate of such goods, sold by such a unit, depends on the price."""
    return category.casefold() in CATEGORIES and unit in UNITS and day >= BEGINS


def side(current_paise: int | None, least_value_paise: float) -> Side:
    """The side to stay on: today's, else where the least value after tax can be had.

    No price between the sides is of use: there a customer pays more and less is left.
    """
    if current_paise is not None and current_paise >= ABOVE.low:
        return ABOVE
    return BELOW if BELOW.with_tax(least_value_paise) <= (BELOW.high or 0) else ABOVE
