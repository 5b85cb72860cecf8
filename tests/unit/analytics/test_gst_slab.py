"""The limit of GST on garments and footwear is that of the shipped fact, and lies where tax says."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics import gst_slab
from haat.analytics.gst_slab import ABOVE, BELOW, depends_on_price, side

FACTS = Path(__file__).parents[3] / "retrieval" / "knowledge" / "gst.toml"


def test_figures_are_those_of_the_shipped_fact() -> None:
    facts = tomllib.loads(FACTS.read_text("utf-8"))["fact"]
    fact = next(f for f in facts if f["id"] == "GST-26")
    assert "₹2,500" in fact["text"]
    assert "5% GST" in fact["text"]
    assert "18%" in fact["text"]
    assert fact["valid_from"] == gst_slab.BEGINS
    assert fact["reference"] == gst_slab.REFERENCE


@pytest.mark.parametrize(
    ("category", "unit", "day", "told"),
    [
        ("garment", "piece", date(2025, 9, 22), True),
        ("Footwear", "pair", date(2026, 1, 1), True),
        ("garment", "piece", date(2025, 9, 21), False),
        ("garment", "kg", date(2026, 1, 1), False),
        ("shg_craft", "piece", date(2026, 1, 1), False),  # a saree is cloth, not a garment
    ],
)
def test_only_of_such_goods_the_rate_is_known(
    category: str, unit: str, day: date, told: bool
) -> None:
    assert depends_on_price(category, unit, day) == told


@given(value=st.integers(1, 1_000_000))
def test_a_value_lies_on_the_side_of_its_rate(value: int) -> None:
    """Forwards: the tax that a value has gives a price on its side."""
    percent = 5 if value <= 250_000 else 18
    price = value * (100 + percent) / 100
    own = BELOW if percent == 5 else ABOVE
    assert own.low - 1 <= price <= (own.high or float("inf"))


@given(current=st.none() | st.integers(1, 400_000), least=st.floats(0, 400_000))
def test_the_side_is_todays_where_that_can_be(current: int | None, least: float) -> None:
    found = side(current, least)
    if found is BELOW:
        assert least * 1.05 <= 262_500.01
        assert current is None or current < ABOVE.low
    else:
        assert least * 1.05 > 262_500 or (current or 0) >= ABOVE.low
