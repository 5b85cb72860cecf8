"""A maker's costs: each sum beside its part, in three voices and either order."""

from decimal import Decimal
from typing import Any

import pytest

from agent.planner.cost_sheet import costs_told
from tests.unit.agent.corner_shop import desk, planned

FULL = {"material": 60, "labour_hours": 2, "packing": 10, "transport": 5, "fees": 8}


@pytest.mark.parametrize(
    ("said", "costs"),
    [
        ("pickle: material 60, 2 hours labour, packing 10, transport 5, fees 8. what price?", FULL),
        (
            "achaar mein saman 60 rupaye, mehnat 2 ghante, packing 10, dhulai 5, fees 8, "
            "kitne mein bechu",
            FULL,
        ),
        (
            "अचार में सामान 60 रुपये, मेहनत 2 घंटे, पैकिंग 10, भाड़ा 5, फीस 8 लगता है, कितने का बेचूँ",
            FULL,
        ),
        (
            "achaar banane mein 60 ka saman, do ghante mehnat, 10 ki packing, kitne mein bechu",
            {"material": 60, "labour_hours": 2, "packing": 10},
        ),
        (
            "papad ka saman 30 rupaye, dedh ghanta mehnat, 40 rupaye ghanta, packing 3 rupaye",
            {"material": 30, "labour_hours": 1.5, "labour_rate": 40, "packing": 3},
        ),
        (
            "pickle: material 120, labour 1 hour at 50 rupees an hour, packing 15",
            {"material": 120, "labour_hours": 1, "labour_rate": 50, "packing": 15},
        ),
        (
            "अचार में ₹60 सामान, 3 घंटे काम, पैकिंग 5 लगाई, भाव क्या रखूं",
            {"material": 60, "labour_hours": 3, "packing": 5},
        ),
        (
            "mango pickle banane me 80 rupaye lage 2 ghante kitne me bechu",
            {"material": 80, "labour_hours": 2},
        ),
        ("pickle: material 50, labour 40, packing 5", {"material": 50, "packing": 5, "fees": 40}),
    ],
)
def test_every_sum_finds_its_part(said: str, costs: dict[str, Any]) -> None:
    told = costs_told(desk(said))
    assert told is not None
    assert told.costs == costs
    assert told.rest == ()


@pytest.mark.parametrize("said", ["achaar ki lagat 60 rupaye", "2 kilo aloo becha", "packing 10"])
def test_one_sum_is_no_sheet(said: str) -> None:
    assert costs_told(desk(said)) is None


def test_the_price_she_thinks_of_is_no_cost() -> None:
    told = costs_told(desk("achaar: saman 60 rupaye, packing 10, daam 150 rakhun to kya kamai"))
    assert told is not None
    assert [a.value for a in told.rest] == [Decimal(150)]


def test_a_sheet_is_one_request() -> None:
    plan = planned("pickle costs: material 120, labour 1 hour, packing 15. What should I charge?")
    assert [call.name for call in plan.calls] == ["suggest_price"]
    assert plan.calls[0].arguments["costs"] == {"material": 120, "labour_hours": 1, "packing": 15}
