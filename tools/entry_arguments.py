"""What a person says of a sale, a purchase, a stock count or a new price."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from haat.store.entries import EntryKind

UnitId = Literal[
    "kg",
    "g",
    "quintal",
    "tonne",
    "seer",
    "maund",
    "tola",
    "l",
    "ml",
    "piece",
    "pair",
    "dozen",
    "gross",
    "packet",
    "box",
    "bag",
    "crate",
    "bundle",
    "metre",
    "pav",
    "adha_kilo",
]
Day = date  # a field is called `date` too
KINDS: tuple[EntryKind, ...] = ("sale", "purchase", "stock_count", "price_change")
MOST_UNITS = 10_000_000
MOST_RUPEES = 10_000_000  # for one unit
MOST_AMOUNT = 1_000_000_000


class RecordEntry(BaseModel):
    """Write down what happened in the shop: a sale, a purchase, a stock count or a new selling price.

    Nothing is written before the person said yes; it can be undone. Numbers are given as said: "1.5
    quintal at 14 rupees a kilo" is quantity 1.5, unit `quintal`, price 14, price_unit `kg`.
    Leave out whatever was not said; it is asked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: EntryKind | None = Field(
        default=None,
        description="`sale` (goods went to customers), `purchase` (goods came in), `stock_count` "
        "(counted on the shelf) or `price_change` (new selling price).",
    )
    product: str | None = Field(
        default=None, min_length=1, max_length=128, description="SKU or concept id."
    )
    quantity: float | None = Field(
        default=None,
        ge=0,
        le=MOST_UNITS,
        allow_inf_nan=False,
        description="How much, in `unit`, as said.",
    )
    unit: UnitId | None = Field(default=None, description="The unit of `quantity`, as said.")
    price: float | None = Field(
        default=None,
        ge=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="Rupees for one `price_unit`.",
    )
    price_unit: UnitId | None = Field(
        default=None, description="What `price` is for, where it differs from `unit`."
    )
    amount: float | None = Field(
        default=None, ge=0, le=MOST_AMOUNT, allow_inf_nan=False, description="Rupees in all."
    )
    date: Day | None = Field(default=None, description="The day it happened, ISO. Left out: today.")
    store_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Left out: the person's own or default store.",
    )
