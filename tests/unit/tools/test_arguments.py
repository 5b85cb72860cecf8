"""What a model is told of the tools."""

import pytest
from pydantic import ValidationError

from tools import TOOLS
from tools.context import Tool

CONTRACT = {
    "market_price": {"commodity", "place", "date"},
    "query_kpi": {"metric", "period", "product", "category", "store_id"},
    "record_entry": {
        "kind", "product", "quantity", "unit", "price", "price_unit", "amount", "date", "store_id",
    },
    "find_products": {"query", "category", "max_price", "in_stock"},
    "forecast_demand": {"product", "store_id", "horizon_days"},
    "plan_reorder": {"product", "store_id", "horizon_days"},
    "suggest_price": {
        "product", "store_id", "objective", "candidate_price", "unit_cost", "price_unit", "costs",
    },
    "match_buyers": {"product", "quantity", "unit", "place", "min_price", "price_unit"},
    "contact_buyer": {"buyer", "product", "quantity", "unit", "price", "price_unit"},
    "recommend_products": {"category", "store_id", "mode", "product"},
    "list_alerts": {"severity", "kind"},
    "set_alert": {"kind", "product", "threshold", "direction", "unit", "place"},
    "list_orders": {"marketplace", "status", "period"},
    "search_rules": {"question", "topic"},
    "check_identifier": {"kind", "value"},
    "find_opportunities": {"product", "place", "kind"},
    "check_document": {"document_id"},
}  # fmt: skip
BESIDE = {"recommend_products": {"sells"}}  # asked for, never needed


def test_arguments_are_those_of_the_contract() -> None:
    found = {t.name: set(t.arguments.model_fields) - BESIDE.get(t.name, set()) for t in TOOLS}
    assert found == CONTRACT


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_nothing_is_required_and_nothing_else_is_taken(tool: Tool) -> None:
    tool.arguments()
    with pytest.raises(ValidationError):
        tool.arguments.model_validate({"tenant_id": "demo2"})


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_model_reads_a_manual_page(tool: Tool) -> None:
    shown = tool.schema()["function"]
    assert isinstance(shown, dict)
    assert shown["name"] == tool.name
    assert len(shown["description"]) > 100
    assert all(p.get("description") for p in shown["parameters"]["properties"].values())


def test_only_writing_asks_first() -> None:
    asking = {t.name for t in TOOLS if t.preview}
    assert asking == {"record_entry", "contact_buyer", "set_alert"}


@pytest.mark.parametrize("bad", [{"quantity": -1}, {"quantity": float("nan")}, {"price": 1e12}])
def test_impossible_numbers_are_refused(bad: dict[str, float]) -> None:
    recording = next(t for t in TOOLS if t.name == "record_entry")
    with pytest.raises(ValidationError):
        recording.arguments.model_validate(bad)
