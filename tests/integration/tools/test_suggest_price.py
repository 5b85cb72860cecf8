"""A price to take: the band, the guardrails in rows, what it would change, and what is not known."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from haat.core.errors import NotFound
from haat.core.finding import Finding, Missing
from haat.core.message import Option
from haat.store import products, tables
from haat.store.products import Product
from tests.integration.tools.shops import (
    OTHER_SKU,
    OTHER_STORE,
    SECOND_STORE,
    STORE,
    TODAY,
    Shops,
    quote,
    value,
)
from tools.context import ToolContext
from tools.price_arguments import SuggestPrice
from tools.remembered import Remembered
from tools.suggest_price import suggest_price

GUARDRAILS = [
    "mrp_ceiling", "map_floor", "minimum_margin", "gst_slab", "largest_change", "cost_floor",
    "competitor_band", "mandi_band", "known_prices", "shelf_life", "low_stock", "charm_price",
]  # fmt: skip
BASMATI = "rice.basmati_5kg"


def _call(shops: Shops, context: ToolContext | None = None, **arguments: Any) -> Finding | Missing:
    asked = SuggestPrice.model_validate(arguments)
    return suggest_price(context or shops.context, asked)


def _ask(shops: Shops, context: ToolContext | None = None, **arguments: Any) -> Finding:
    found = _call(shops, context, **arguments)
    assert isinstance(found, Finding), found
    return found


def _rows(found: Finding) -> dict[str, Any]:
    return {row["name"]: row for row in found.rows}


def _names(found: Finding) -> set[str]:
    return {figure.name for figure in found.figures}


def _rival(shops: Shops, name: str, price_paise: int, day: date = TODAY, **more: Any) -> None:
    row = {
        "tenant_id": "ours", "sku_id": BASMATI, "competitor": name, "price_paise": price_paise,
        "date": day, **more,
    }  # fmt: skip
    with shops.engine.begin() as db:
        db.execute(insert(tables.competitor_prices).values(row))


def test_figures_and_rows_are_those_of_the_contract(both_shops: Shops) -> None:
    _rival(both_shops, "Mart", 46_000)
    found = _ask(both_shops, product=BASMATI)
    assert [f.name for f in found.figures] == [
        "price_min", "price_recommended", "price_max", "current_price", "unit_cost", "elasticity",
        "competitor_price", "units_change", "revenue_change", "margin_change",
    ]  # fmt: skip
    assert [row["name"] for row in found.rows] == GUARDRAILS
    assert {tuple(row) for row in found.rows} == {("name", "status", "limit", "value", "unit")}
    assert {row["status"] for row in found.rows} <= {"passed", "triggered", "unknown"}
    assert value(found, "current_price") == 450
    assert value(found, "unit_cost") == 400
    price = found.figure("price_recommended")
    assert price is not None
    assert (price.unit, price.product) == ("INR/packet", BASMATI)
    low, high = value(found, "price_min"), value(found, "price_max")
    assert low <= value(found, "price_recommended") <= high <= 495
    elasticity = found.figure("elasticity")
    assert elasticity is not None
    assert elasticity.lower is not None
    assert elasticity.upper is not None
    assert elasticity.lower < elasticity.value < elasticity.upper < 0  # type: ignore[operator]  # has a value
    for name in ("units_change", "revenue_change", "margin_change"):
        figure = found.figure(name)
        assert figure is not None
        assert figure.lower is not None
        assert figure.upper is not None
        assert figure.lower <= figure.value <= figure.upper  # type: ignore[operator]  # has a value
    assert found.demo
    assert {s.kind for s in found.sources} == {"own", "model"}
    assert found.parameters["sku_id"] == BASMATI


def test_mrp_is_a_ceiling_also_for_what_she_thinks_of(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(mrp_paise=45_500))
    found = _ask(shops, product=BASMATI, candidate_price=520)
    assert value(found, "price_max") <= 455
    assert "above_mrp" in found.notes
    assert "units_change" not in _names(found)
    assert _rows(found)["mrp_ceiling"]["limit"] == 455


def test_what_if_is_about_the_price_she_thinks_of(shops: Shops) -> None:
    dear = _ask(shops, product=BASMATI, candidate_price=490)
    cheap = _ask(shops, product=BASMATI, candidate_price=420)
    assert value(dear, "units_change") < 0 < value(cheap, "units_change")
    assert value(dear, "candidate_price") == 490
    assert dear.parameters["candidate_price"] == 490
    loss = _ask(shops, product=BASMATI, candidate_price=380)
    assert "candidate_below_cost" in loss.notes
    assert "beyond_known_prices" in loss.notes
    assert value(loss, "price_recommended") >= 400


def test_prices_are_taken_in_the_unit_that_was_said(shops: Shops) -> None:
    found = _ask(
        shops, product="onion", candidate_price=3_100, unit_cost=2_100, price_unit="quintal"
    )
    assert value(found, "candidate_price") == 31
    assert value(found, "unit_cost") == 21
    assert found.parameters["price_unit"] == "quintal"
    packed = _ask(shops, product=BASMATI, candidate_price=455, price_unit="bag")
    assert value(packed, "candidate_price") == 455
    missing = _call(shops, product="onion", candidate_price=50, price_unit="bag")
    assert missing == Missing("slot", "price_unit", (Option("kg", "kg"),))


def test_missing_cost_is_asked_for_only_where_it_is_needed(shops: Shops) -> None:
    assert _call(shops, product="soap.bar") == Missing(
        "slot", "unit_cost", (Option("piece", "piece"),)
    )
    found = _ask(shops, product="soap.bar", objective="revenue")
    assert "unknown_cost" in found.notes
    assert {"unit_cost", "margin_change"}.isdisjoint(_names(found))
    assert _rows(found)["minimum_margin"]["status"] == "unknown"
    assert _rows(found)["cost_floor"]["status"] == "unknown"
    told = _ask(shops, product="soap.bar", unit_cost=30)
    assert value(told, "unit_cost") == 30
    assert "unknown_cost" not in told.notes
    assert _call(shops) == Missing("slot", "product")


def test_cost_is_what_purchases_were_paid(shops: Shops) -> None:
    bought = {"tenant_id": "ours", "store_id": STORE, "sku_id": "soap.bar", "source": "chat"}
    with shops.engine.begin() as db:
        for units, cost, ago in ((10, 2_500, 9), (30, 2_900, 4), (5, 9_900, -1)):
            day = TODAY - timedelta(days=ago)
            row = bought | {"date": day, "units": units, "unit_cost_paise": cost}
            db.execute(insert(tables.purchases).values(row))
    assert value(_ask(shops, product="soap.bar"), "unit_cost") == 28  # tomorrow's is not known


def test_clear_stock_states_the_loss(shops: Shops) -> None:
    _rival(shops, "Mart", 39_000)
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(unit_cost_paise=44_500))
        db.execute(
            insert(tables.inventory).values(
                tenant_id="ours", store_id=STORE, sku_id=BASMATI, date=TODAY - timedelta(days=1),
                on_hand=900, source="ingest",
            )
        )  # fmt: skip
    found = _ask(shops, product=BASMATI, objective="clear_stock")
    price = value(found, "price_recommended")
    assert 405 <= price < 445
    assert "below_cost" in found.notes
    assert value(found, "loss_per_unit") == 445 - price
    assert {"cost_floor", "minimum_margin"}.isdisjoint(_rows(found))
    assert _rows(found)["largest_change"]["status"] == "triggered"
    assert value(found, "units_change") > 0
    assert found.parameters["clear_days"] == 14
    kept = _ask(shops, product=BASMATI, objective="margin")
    assert value(kept, "price_recommended") >= 445
    assert "loss_per_unit" not in _names(kept)


def test_clearing_without_a_count_says_so(shops: Shops) -> None:
    found = _ask(shops, product="soap.bar", objective="clear_stock")
    assert {"unknown_stock", "unknown_cost"} <= set(found.notes)
    assert "loss_per_unit" not in _names(found)


def test_no_cut_while_the_stock_is_low(shops: Shops) -> None:
    count = {"tenant_id": "ours", "store_id": STORE, "sku_id": BASMATI, "source": "ingest"}
    with shops.engine.begin() as db:
        db.execute(insert(tables.inventory).values(date=TODAY, on_hand=1, **count))
    found = _ask(shops, product=BASMATI, objective="clear_stock")
    assert value(found, "price_recommended") == 450
    row = _rows(found)["low_stock"]
    assert (row["unit"], row["limit"]) == ("days", 7)
    assert row["value"] < 7
    assert value(found, "price_min") == 450


def test_no_cut_below_the_safety_stock(shops: Shops) -> None:
    """Of goods that are long under way a week's cover is little."""
    count = {"tenant_id": "ours", "store_id": STORE, "sku_id": BASMATI, "source": "ingest"}
    told: dict[str, Any] = {"date": TODAY, "on_hand": 25.0}
    with shops.engine.begin() as db:
        db.execute(insert(tables.inventory).values(**told, **count))
    assert _rows(_ask(shops, product=BASMATI, objective="revenue"))["low_stock"]["limit"] == 7
    with shops.engine.begin() as db:
        db.execute(update(tables.inventory).values(lead_time_days=60.0))
    found = _ask(shops, product=BASMATI, objective="revenue")
    row = _rows(found)["low_stock"]
    assert row["limit"] > row["value"] > 7
    assert row["status"] == "triggered"
    assert value(found, "price_min") == 450


def test_the_brands_price_is_a_floor(shops: Shops) -> None:
    assert _rows(_ask(shops, product=BASMATI))["map_floor"]["status"] == "unknown"
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(map_paise=46_000))
    found = _ask(shops, product=BASMATI, objective="clear_stock")
    assert value(found, "price_min") == 460
    assert _rows(found)["map_floor"]["limit"] == 460
    assert _rows(found)["map_floor"]["status"] == "triggered"


def test_gst_is_looked_at_where_the_rate_is_known(shops: Shops) -> None:
    assert _rows(_ask(shops, product=BASMATI))["gst_slab"]["status"] == "unknown"
    kurta = Product("kurta.silk", "silk", "Silk kurta", "garment", "piece", 250_000, None, 200_000)
    with shops.engine.begin() as db:
        products.add(shops.context.actor, db, kurta)
    found = _ask(shops, product="kurta.silk", candidate_price=2_700)
    row = _rows(found)["gst_slab"]
    assert (row["status"], row["limit"]) == ("passed", 2_625)
    assert value(found, "price_max") == 2_625
    told = next(s for s in found.sources if s.kind == "rules")
    assert told.name == "Notification 9/2025-Central Tax (Rate)"


def test_what_would_spoil_does_not_get_dearer(shops: Shops) -> None:
    count = {"tenant_id": "ours", "store_id": STORE, "sku_id": BASMATI, "source": "ingest"}
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(shelf_life_days=5))
        db.execute(insert(tables.inventory).values(date=TODAY, on_hand=200, **count))
    found = _ask(shops, product=BASMATI)
    row = _rows(found)["shelf_life"]
    assert (row["status"], row["limit"], row["unit"]) == ("triggered", 5, "days")
    assert value(found, "price_max") == 450


def test_competitors_are_the_newest_sure_ones_until_today(both_shops: Shops) -> None:
    shops = both_shops
    _rival(shops, "Mart", 44_000, TODAY - timedelta(days=3))
    _rival(shops, "Mart", 46_000, TODAY - timedelta(days=1))
    _rival(shops, "Bazar", 47_000, TODAY - timedelta(days=2), confidence=0.9)
    _rival(shops, "Heard", 10_000, TODAY, confidence=0.2)
    _rival(shops, "Old", 20_000, TODAY - timedelta(days=40))
    _rival(shops, "Later", 30_000, TODAY + timedelta(days=1))
    found = _ask(shops, product=BASMATI)
    figure = found.figure("competitor_price")
    assert figure is not None
    assert (figure.value, figure.lower, figure.upper) == (465, 460, 470)
    assert figure.date == TODAY - timedelta(days=1)
    assert "unsure_competitor" in found.notes
    assert any(s.name == "competitor-prices" for s in found.sources)
    before = _ask(shops, replace(shops.context, today=TODAY - timedelta(days=3)), product=BASMATI)
    assert value(before, "competitor_price") == 440


def test_nothing_after_today_is_used(shops: Shops) -> None:
    early = replace(shops.context, today=TODAY - timedelta(days=40))
    before = _ask(shops, early, product="rice.loose").as_json()
    with shops.engine.begin() as db:
        later = tables.sales.c.date >= TODAY - timedelta(days=40)
        db.execute(delete(tables.sales).where(later))
    assert _ask(shops, early, product="rice.loose").as_json() == before


def test_thin_history_falls_to_a_plain_rule_and_says_it(shops: Shops) -> None:
    assert "not_enough_history" not in _ask(shops, product="rice.loose").notes
    with shops.engine.begin() as db:
        db.execute(delete(tables.sales).where(tables.sales.c.tenant_id == "ours"))
    found = _ask(shops, product=BASMATI)
    assert {"not_enough_history", "prior_elasticity", "few_sales", "fallback:fixed_margin"} <= set(
        found.notes
    )
    assert "units_change" not in _names(found)
    _rival(shops, "Mart", 46_000)
    parity = _ask(shops, product=BASMATI)
    assert "fallback:competitor_parity" in parity.notes
    assert value(parity, "price_recommended") == 460


def test_minimum_margin_of_the_product(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(min_margin_pct=15.0))
    row = _rows(_ask(shops, product=BASMATI))["minimum_margin"]
    assert row["limit"] == 15
    assert row["value"] >= 15
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(min_margin_pct=None))
    assert _rows(_ask(shops, product=BASMATI))["minimum_margin"]["limit"] == 5


def test_a_rule_that_cannot_hold_is_named(shops: Shops) -> None:
    found = _ask(shops, product=BASMATI, unit_cost=600)  # the MRP is 500
    assert value(found, "price_recommended") == 500
    assert {"conflict:minimum_margin", "conflict:cost_floor", "below_cost"} <= set(found.notes)
    assert value(found, "loss_per_unit") == 100


def test_a_makers_cost_sheet(shops: Shops) -> None:
    costs = {"material": 40, "labour_hours": 0.5, "labour_rate": 60, "packing": 8, "transport": 5}
    found = _ask(shops, product="pickle.mango_500g", costs=costs)
    assert value(found, "unit_cost") == 83
    earned = found.figure("earning_per_hour")
    assert earned is not None
    price = value(found, "price_recommended")
    assert (earned.value, earned.unit) == (round((price - 53) / 0.5, 2), "INR/hour")
    unpaid = _ask(shops, product="pickle", costs={"material": 40, "labour_hours": 0.5})
    assert value(unpaid, "unit_cost") == 40
    assert "labour_not_counted" in unpaid.notes


def test_goods_she_makes_but_does_not_sell_yet(shops: Shops) -> None:
    costs = {"material": 60, "labour_hours": 1, "labour_rate": 40}
    for product in ("litchi_jam", "basket"):
        found = _ask(shops, product=product, costs=costs)
        assert value(found, "price_recommended") == 125  # a fifth of it is hers
        assert value(found, "price_max") == 200
        assert {"new_product", "fallback:fixed_margin"} <= set(found.notes)
        assert not found.demo
        assert [s.kind for s in found.sources] == ["model"]
    by_the_dozen = _ask(shops, product="egg", costs={"material": 60}, price_unit="dozen")
    assert value(by_the_dozen, "unit_cost") == 5
    assert _ask(shops, product="wheat").notes == ("not_sold",)
    with pytest.raises(NotFound):
        _ask(shops, product="litchi_jam")


def test_mandi_band_for_loose_goods(shops: Shops) -> None:
    with shops.engine.begin() as db:
        quote(db, district="Patna, Bihar", market="Patna", modal_paise=280_000)
        quote(db, district="Patna, Bihar", market="Patna", commodity="rice", modal_paise=300_000)
    found = _ask(shops, product="onion")
    figure = found.figure("market_price")
    assert figure is not None
    assert (figure.value, figure.unit, figure.place) == (28, "INR/kg", "Patna, Bihar")
    assert value(found, "price_min") >= 28
    assert _rows(found)["mandi_band"]["status"] in {"passed", "triggered"}
    assert "market" in {s.kind for s in found.sources}
    packed = _ask(shops, product=BASMATI)  # a packet is not what the mandi sells
    assert packed.figure("market_price") is None


@pytest.mark.parametrize(
    "told",
    [
        {"date": TODAY - timedelta(days=60)},
        {"district": "Chennai, Tamil Nadu", "market": "Koyambedu"},
        {"unit": "piece"},
    ],
    ids=["old", "far", "other unit"],
)
def test_a_market_price_that_does_not_fit_is_left_out(shops: Shops, told: dict[str, Any]) -> None:
    with shops.engine.begin() as db:
        quote(db, **{"district": "Patna, Bihar", "market": "Patna", **told})
    found = _ask(shops, product="onion")
    assert found.figure("market_price") is None
    assert _rows(found)["mandi_band"]["status"] == "unknown"


def test_of_several_skus_the_loose_one_else_the_best_selling(shops: Shops) -> None:
    assert _ask(shops, product="rice").parameters["sku_id"] == "rice.loose"
    assert "loose_product" in _ask(shops, product="rice").notes
    assert _ask(shops, product="rice", price_unit="packet").parameters["sku_id"] == BASMATI
    with shops.engine.begin() as db:
        lemon = Product("pickle.lemon", "pickle", "Lemon", "shg_food", "piece", 9_000, None, 5_000)
        products.add(shops.context.actor, db, lemon)
        sale = {"tenant_id": "ours", "store_id": STORE, "date": TODAY - timedelta(days=2)}
        sale |= {"sku_id": "pickle.lemon", "units": 3, "units_clean": 3, "price_paise": 9_000}
        db.execute(insert(tables.sales).values(revenue_paise=27_000, source="chat", **sale))
    found = _ask(shops, product="pickle")
    assert found.parameters["sku_id"] == "pickle.lemon"
    assert "best_selling_product" in found.notes


def test_price_of_the_last_sale_where_the_list_has_none(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(price_paise=None))
    assert value(_ask(shops, product="onion"), "current_price") in {29, 30, 31}
    bare = _ask(shops, product="jaggery", objective="revenue")  # never sold either
    assert "fallback:fixed_margin" in bare.notes
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(unit_cost_paise=None, mrp_paise=None))
    nothing = _ask(shops, product="jaggery", objective="revenue")
    assert nothing.empty
    assert "nothing_to_go_by" in nothing.notes


def test_each_store_has_its_own_past(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(delete(tables.sales).where(tables.sales.c.store_id == SECOND_STORE))
    assert "few_sales" in _ask(shops, product="onion", store_id=SECOND_STORE).notes
    assert "few_sales" not in _ask(shops, product="onion").notes


def test_offers_and_empty_shelves_are_known(shops: Shops) -> None:
    before = value(_ask(shops, product="onion"), "elasticity")
    with shops.engine.begin() as db:
        for ago in range(5, 105, 20):
            starts = TODAY - timedelta(days=ago)
            offer = {"tenant_id": "ours", "store_id": STORE, "sku_id": "onion.loose"}
            db.execute(
                insert(tables.promotions).values(starts=starts, ends=starts + timedelta(8), **offer)
            )
    anew = replace(shops.context, remembered=Remembered())  # no word of it in the books
    assert value(shops.ask("suggest_price", anew, product="onion"), "elasticity") != before


def test_nobody_elses_data(both_shops: Shops) -> None:
    shops = both_shops
    theirs = {"tenant_id": "theirs", "sku_id": BASMATI, "competitor": "Spy", "date": TODAY}
    with shops.engine.begin() as db:
        db.execute(insert(tables.competitor_prices).values(price_paise=77_700, **theirs))
    assert "competitor_price" not in _names(_ask(shops, product=BASMATI))
    with pytest.raises(NotFound):
        _ask(shops, product=OTHER_SKU)
    with pytest.raises(NotFound):
        _ask(shops, product="onion", store_id=OTHER_STORE)
    with pytest.raises(NotFound):
        _ask(shops, product=OTHER_SKU, unit_cost=50)


@pytest.mark.parametrize(
    "bad",
    [
        {"candidate_price": 0},
        {"unit_cost": -1},
        {"unit_cost": float("nan")},
        {"objective": "glory"},
        {"costs": {"material": -1}},
        {"costs": {"glitter": 1}},
        {"price_unit": "handful"},
    ],
)
def test_impossible_arguments_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        SuggestPrice.model_validate({"product": "onion"} | bad)


def test_an_unknown_place_of_the_shop_only_costs_the_mandi(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(update(tables.stores).where(tables.stores.c.id == STORE).values(place=None))
    assert _ask(shops, product="onion").figure("market_price") is None
    with shops.engine.begin() as db:
        db.execute(
            update(tables.stores).where(tables.stores.c.id == STORE).values(place="Atlantis")
        )
    assert _ask(shops, product="onion").figure("market_price") is None
