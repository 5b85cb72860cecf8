"""What to order: from counts, deliveries under way, lead times, packs, and never from a guess."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from haat.core.errors import NotFound
from haat.core.finding import Finding
from haat.store import tables
from tests.integration.tools.shops import OTHER_SKU, STORE, TODAY, Shops, value
from tools.context import ToolContext
from tools.plan_reorder import PLAN_REORDER, PlanReorder, reorder_page

COLUMNS = (
    "order_quantity", "on_hand", "in_transit", "reorder_point", "safety_stock",
    "lead_time_demand", "stockout_risk", "days_of_cover",
)  # fmt: skip


def ask(shops: Shops, context: ToolContext | None = None, **said: Any) -> Finding:
    found = PLAN_REORDER.run(context or shops.context, PlanReorder.model_validate(said))
    assert isinstance(found, Finding)
    return found


def count(shops: Shops, sku: str, on_hand: float, days_ago: int = 1, **told: Any) -> None:
    row = {"tenant_id": "ours", "store_id": STORE, "sku_id": sku, "on_hand": on_hand}
    day = TODAY - timedelta(days=days_ago)
    with shops.engine.begin() as db:
        db.execute(insert(tables.inventory).values(**row, date=day, source="ingest", **told))


def test_one_product_s_plan(both_shops: Shops) -> None:
    count(both_shops, "soap.bar", 4, in_transit=3, lead_time_days=2)
    found = ask(both_shops, product="soap")
    assert value(found, "on_hand") == 4
    assert value(found, "in_transit") == 3
    order, target = value(found, "order_quantity"), value(found, "order_up_to")
    assert order == target - 7
    assert value(found, "reorder_point") < target
    assert value(found, "safety_stock") == pytest.approx(
        value(found, "reorder_point") - value(found, "lead_time_demand"), abs=0.02
    )
    assert 0 < value(found, "stockout_risk") <= 100
    assert value(found, "days_of_cover") < 4
    assert {f.unit for f in found.figures} == {"piece", "percent", "days"}
    assert found.parameters["lead_time_days"] == 2
    assert found.parameters["service"] == 0.95
    assert found.notes == ()
    assert found.demo


def test_the_risk_of_each_day_until_the_order_after_the_next(both_shops: Shops) -> None:
    count(both_shops, "soap.bar", 4, in_transit=3, lead_time_days=2)
    found = ask(both_shops, product="soap")
    by_day = found.parameters["stockout_by_day"]
    assert [row["date"] for row in by_day] == [str(TODAY + timedelta(days=n)) for n in range(2 + 7)]
    risks = [row["stockout_risk"] for row in by_day]
    assert risks == sorted(risks)
    assert 0 <= risks[0] < risks[-1]
    assert risks[-1] == value(found, "stockout_risk")


def test_unknown_stock_gives_no_quantity(shops: Shops) -> None:
    found = ask(shops, product="soap")
    assert value(found, "order_quantity") is None
    assert value(found, "stockout_risk") is None
    assert found.parameters["stockout_by_day"] == []
    assert value(found, "reorder_point") > 0
    assert found.notes[:2] == ("unknown_stock", "assumed_lead_time")
    assert found.parameters["lead_time_days"] == 7


def test_a_lead_time_told_earlier_still_holds(shops: Shops) -> None:
    count(shops, "soap.bar", 9, days_ago=20, lead_time_days=3)
    count(shops, "soap.bar", 4)
    found = ask(shops, product="soap")
    assert found.parameters["lead_time_days"] == 3
    assert "assumed_lead_time" not in found.notes


def test_lead_times_that_differ_are_ordered_for(shops: Shops) -> None:
    count(shops, "soap.bar", 9, days_ago=30, lead_time_days=2)
    sure = ask(shops, product="soap")
    assert (sure.parameters["lead_time_sd"], sure.parameters["deliveries"]) == (0, 0)
    count(shops, "soap.bar", 9, days_ago=20, lead_time_days=6)
    count(shops, "soap.bar", 9, days_ago=1, lead_time_days=4)
    told = ask(shops, product="soap").parameters
    assert (told["lead_time_days"], told["lead_time_sd"]) == (4, 2)


def test_deliveries_that_were_followed_tell_the_lead_time(shops: Shops) -> None:
    takes = [2, 4, 2, 4, 3, 3]
    orders = [(60 - 6 * n, taken) for n, taken in enumerate(takes)]
    for ago in range(61, 0, -1):
        way = sum(5.0 for on, taken in orders if on >= ago > on - taken)
        count(shops, "soap.bar", 9, days_ago=ago, in_transit=way, lead_time_days=2)
    row = {"tenant_id": "ours", "store_id": STORE, "source": "ingest", "sku_id": "soap.bar"}
    with shops.engine.begin() as db:
        for on, taken in orders:
            day = TODAY - timedelta(days=on - taken)
            db.execute(insert(tables.purchases).values(**row, date=day, units=5))
    told = ask(shops, product="soap").parameters
    assert (told["lead_time_days"], told["deliveries"]) == (3, 6)
    assert told["lead_time_sd"] == pytest.approx(0.89, abs=0.01)
    assert value(ask(shops), "products_to_order") > 0


def test_what_came_in_is_no_longer_under_way(shops: Shops) -> None:
    count(shops, "soap.bar", 4, days_ago=3, in_transit=10)
    delivery = {"date": TODAY - timedelta(days=2), "sku_id": "soap.bar", "units": 6}
    with shops.engine.begin() as db:
        row = {"tenant_id": "ours", "store_id": STORE, "source": "ingest", **delivery}
        db.execute(insert(tables.purchases).values(row))
    assert value(ask(shops, product="soap"), "in_transit") == 4


def test_orders_are_in_whole_packs(shops: Shops) -> None:
    p = tables.products
    count(shops, "onion.loose", 0)
    with shops.engine.begin() as db:
        db.execute(update(p).where(p.c.sku_id == "onion.loose").values(pack_size="40 kg"))
    assert value(ask(shops, product="onion"), "order_quantity") % 40 == 0
    count(shops, "rice.basmati_5kg", 0)
    basmati = ask(shops, product="rice.basmati_5kg")  # five kilos are one packet
    assert basmati.parameters["pack"] == 1


def test_plenty_needs_no_order(shops: Shops) -> None:
    count(shops, "soap.bar", 5000)
    found = ask(shops, product="soap")
    assert value(found, "order_quantity") == 0
    assert value(found, "stockout_risk") == 0
    assert value(found, "days_of_cover") is None


def test_a_count_below_nothing_is_said(shops: Shops) -> None:
    count(shops, "soap.bar", -3)
    assert "negative_stock" in ask(shops, product="soap").notes


def test_all_products_the_most_urgent_first(shops: Shops) -> None:
    count(shops, "soap.bar", 2, lead_time_days=2)
    count(shops, "onion.loose", 9000, lead_time_days=2)
    found = ask(shops)
    assert next(row["product"] for row in found.rows) == "soap.bar"
    assert {row["product"] for row in found.rows} == {
        "soap.bar", "onion.loose", "rice.loose", "rice.basmati_5kg",
    }  # fmt: skip
    assert all(set(COLUMNS) <= set(row) for row in found.rows)
    unknown = next(r for r in found.rows if r["product"] == "rice.basmati_5kg")
    assert unknown["order_quantity"] is None
    assert unknown["note"] == "unknown_stock"
    assert "unknown_stock" in found.notes
    needed = [r for r in found.rows if r["order_quantity"]]
    assert value(found, "products_to_order") == len(needed)
    risks = [r["stockout_risk"] for r in needed]
    assert risks == sorted(risks, reverse=True)


def test_the_row_of_a_product_is_its_own_plan(shops: Shops) -> None:
    count(shops, "soap.bar", 2, lead_time_days=2)
    row = next(r for r in ask(shops).rows if r["product"] == "soap.bar")
    one = ask(shops, product="soap")
    assert {name: row[name] for name in COLUMNS} == {name: value(one, name) for name in COLUMNS}


def test_a_concept_with_several_products_has_rows(shops: Shops) -> None:
    assert {r["product"] for r in ask(shops, product="rice").rows} == {
        "rice.loose", "rice.basmati_5kg",
    }  # fmt: skip


def test_pages(shops: Shops) -> None:
    first = reorder_page(shops.context, PlanReorder(), limit=3)
    assert len(first.rows) == 3
    rest = reorder_page(shops.context, PlanReorder(), limit=3, cursor=first.next_cursor)
    assert len(rest.rows) == 1
    assert rest.next_cursor is None


def test_nothing_to_order_is_said(shops: Shops) -> None:
    for sku in ("soap.bar", "onion.loose", "rice.loose", "rice.basmati_5kg"):
        count(shops, sku, 9000)
    assert "nothing_to_order" in ask(shops).notes


def test_whoever_never_sold_gets_no_number(shops: Shops) -> None:
    found = ask(shops, product="jaggery", store_id="nashik")
    assert value(found, "order_quantity") is None
    assert found.notes == ("no_sales", "not_enough_history")
    new = replace(shops.context, today=TODAY - timedelta(days=1000))
    assert ask(shops, new).notes == ("no_sales",)


def test_what_is_not_sold_or_not_ours(shops: Shops) -> None:
    assert ask(shops, product="wheat").notes == ("not_sold",)
    with pytest.raises(NotFound):
        ask(shops, product=OTHER_SKU)
    with pytest.raises(NotFound):
        ask(shops, store_id="chennai")


def test_where_no_stock_is_known_nothing_is_said_to_be_enough(both_shops: Shops) -> None:
    with both_shops.engine.begin() as db:
        db.execute(delete(tables.inventory))
    found = ask(both_shops)
    assert found.rows
    assert {row["order_quantity"] for row in found.rows} == {None}
    assert value(found, "products_to_order") is None
    assert "unknown_stock" in found.notes
    assert "nothing_to_order" not in found.notes
