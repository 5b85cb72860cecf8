"""Which lines a tool's answer has, in order; a line whose figures were not found is left out."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply: the pack's text `key`, shown `when` a note is there and `unless` one is.

    `rows` repeats the line for each row, at most so many; `instead` is the key where this one has
    no value to show. `key` and `when` may name arguments: `kpi_{metric}`.
    """

    key: str
    when: str | None = None
    unless: tuple[str, ...] = ()
    rows: int = 0
    instead: str | None = None


PARTIAL = ("period:today", "period:this_week", "period:this_month")  # not over yet
COUNTED = ("kind:stock_count",)
DEMO = Line("demo", when="demo")

MARKET_PRICE = (
    Line("price_head", when="price", unless=("retail_price",)),
    Line("price_head_retail", when="retail_price"),
    Line("price_per_kg", unless=("retail_price",)),
    Line("price_range"),
    Line("price_day"),
    Line("price_nearby", when="nearby_only", instead="price_nearby_bare"),
    Line("price_week"),
    Line("price_month"),
    Line("price_old", when="old_price"),
    Line("source", when="price"),
    Line("no_price", when="no_price"),
)
KPI_TAIL = (
    Line("unknown_cost", when="unknown_cost"),
    Line("missing_cost", when="missing_cost", unless=("unknown_cost",)),
    Line("source_dated", when="value", instead="source"),
    DEMO,
)
KPI = (
    Line(
        "kpi_{metric}_of", instead="kpi_{metric}", when="value", unless=("no_sales", "whole_shop")
    ),
    Line("kpi_none_of", when="no_sales", instead="kpi_none"),
    Line("kpi_not_sold", when="not_sold"),
    Line("not_enough", when="too_little"),
    Line("unknown_stock", when="unknown_value", instead="unknown_stock_all"),
    Line("kpi_margin_pct", when="margin_pct"),
    Line("kpi_change", instead="kpi_previous", when="value", unless=("no_sales", *PARTIAL)),
    Line("stock_row", rows=8, when="several"),
    Line("more_products", when="many"),
    *KPI_TAIL,
)
RANKED = (
    Line("kpi_{metric}", when="rows"),
    Line("kpi_row", rows=5),
    Line("kpi_none", unless=("rows",)),
    *KPI_TAIL[:1],
    DEMO,
)
FIND = (
    Line("find_head", when="rows"),
    Line("find_row", rows=5, instead="find_no_price"),
    Line("find_none", unless=("rows",)),
    DEMO,
)
CONFIRM = (
    Line("confirm_head", unless=("kind:price_change",)),
    Line("confirm_{kind}", instead="confirm_{kind}_bare"),
    Line("stock_after", unless=COUNTED),
    Line("new_goods", when="new_product"),
    Line("below_zero", when="below_zero"),
    Line("above_mrp", when="above_mrp"),
    Line("local_unit", when="local_unit"),
)
DONE = (
    Line("done_{kind}", instead="done_{kind}_bare"),
    Line("stock_after", unless=COUNTED),
    DEMO,
)

# Lines that no wording of a model may leave out: the day, the source, and what a figure is not.
OBLIGED = frozenset(
    {
        "price_day", "price_nearby", "price_old", "source", "source_dated", "missing_cost",
        "unknown_stock", "kpi_not_sold", "demo",
    }
)  # fmt: skip

LAYOUTS: Mapping[str, tuple[Line, ...]] = {
    "market_price": MARKET_PRICE,
    "query_kpi": KPI,
    "query_kpi:ranked": RANKED,
    "find_products": FIND,
    "record_entry:ask": CONFIRM,
    "record_entry": DONE,
}
