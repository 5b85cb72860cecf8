"""What a person says when she asks what price to take."""

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.guardrails import Objective
from tools.entry_arguments import MOST_RUPEES, UnitId

MOST_HOURS = 10_000


class Costs(BaseModel):
    """What making one unit costs, in rupees."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    material: float | None = Field(
        default=None, ge=0, le=MOST_RUPEES, allow_inf_nan=False, description="Material, rupees."
    )
    labour_hours: float | None = Field(
        default=None,
        ge=0,
        le=MOST_HOURS,
        allow_inf_nan=False,
        description="Hours of work in one unit.",
    )
    labour_rate: float | None = Field(
        default=None,
        ge=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="Rupees for one hour of work.",
    )
    packing: float | None = Field(
        default=None, ge=0, le=MOST_RUPEES, allow_inf_nan=False, description="Packing, rupees."
    )
    transport: float | None = Field(
        default=None, ge=0, le=MOST_RUPEES, allow_inf_nan=False, description="Transport, rupees."
    )
    fees: float | None = Field(
        default=None,
        ge=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="Fees of a marketplace or fair, rupees.",
    )


class SuggestPrice(BaseModel):
    """What selling price the shop should take for a product, or what another price would change.

    Gives a recommended price with the range that is safe (MRP, cost, minimum margin, largest change
    in a day, competitors, mandi, stock), how strongly sales follow the price, and what the price would
    change in units, revenue and margin, with bounds. For "what if I sell at 40" give
    `candidate_price`. A maker's own cost sheet goes into `costs`; with hours of work it also says what
    an hour earns. For what a market pays, use `market_price`; to set the price, `record_entry`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: str | None = Field(
        default=None, min_length=1, max_length=128, description="SKU or concept id."
    )
    store_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Left out: the person's own or default store.",
    )
    objective: Objective = Field(
        default="margin",
        description="`margin` (rupees left after the goods' cost), `revenue` (rupees taken) or "
        "`clear_stock` (sell off what lies there, at a loss if it must be).",
    )
    candidate_price: float | None = Field(
        default=None,
        gt=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="A price she thinks of, in rupees for one `price_unit`: what would it change?",
    )
    unit_cost: float | None = Field(
        default=None,
        gt=0,
        le=MOST_RUPEES,
        allow_inf_nan=False,
        description="What one `price_unit` costs her, in rupees, where she says it.",
    )
    price_unit: UnitId | None = Field(
        default=None,
        description="What `candidate_price`, `unit_cost` and `costs` are for. Left out: the "
        "product's own unit.",
    )
    costs: Costs | None = Field(
        default=None, description="A maker's cost sheet for one `price_unit`."
    )
