"""What will sell: at every age of a shop, with a manager's own word, and only from what was known."""

from dataclasses import replace
from datetime import date, timedelta
from math import prod
from typing import Any

import pytest
from sqlalchemy import insert, select

from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.goods import Plan
from haat.core.actor import Role
from haat.core.errors import Forbidden, InvalidInput, NotFound
from haat.core.finding import Finding, Missing
from haat.store import audit, forecasts, people, products, tables
from haat.store.engine import reading
from haat.store.products import Product
from tests.integration.tools.shops import NOW, OTHER_SKU, STORE, TODAY, Shops, value
from tools.asked_prices import with_prices
from tools.context import ToolContext
from tools.demand import histories, open_books
from tools.fitting import fit
from tools.forecast_demand import FORECAST_DEMAND, ForecastDemand
from tools.overriding import ForecastOverride, override_forecast


def ask(shops: Shops, context: ToolContext | None = None, **said: Any) -> Finding:
    found = FORECAST_DEMAND.run(context or shops.context, ForecastDemand.model_validate(said))
    assert isinstance(found, Finding)
    return found


def sell(shops: Shops, tenant: str, store: str, sku: str, days: dict[date, float]) -> None:
    line: dict[str, object] = {
        "tenant_id": tenant,
        "store_id": store,
        "sku_id": sku,
        "source": "ingest",
    }
    line |= {"price_paise": 100, "revenue_paise": 100}
    with shops.engine.begin() as db:
        for day, units in days.items():
            db.execute(
                insert(tables.sales).values(**line, date=day, units=units, units_clean=units)
            )


def test_a_forecast_says_how_much_how_sure_and_why(both_shops: Shops) -> None:
    found = ask(both_shops, product="onion", horizon_days=7)
    total = found.figure("total")
    assert total is not None
    assert total.lower is not None
    assert total.upper is not None
    assert total.lower < (total.value or 0) < total.upper
    assert (total.unit, total.product) == ("kg", "onion.loose")
    assert value(found, "per_day") == pytest.approx((total.value or 0) / 7, abs=0.01)
    assert value(found, "backtest_wape") > 0
    assert found.figure("backtest_bias") is not None
    assert [row["date"] for row in found.rows] == [TODAY + timedelta(days=n) for n in range(1, 8)]
    assert sum(row["yhat"] for row in found.rows) == pytest.approx(total.value, abs=0.1)
    assert all(row["yhat_lower"] <= row["yhat"] <= row["yhat_upper"] for row in found.rows)
    assert {s.kind for s in found.sources} == {"own", "model"}
    assert found.demo
    effects = [1 + driver["effect"] / 100 for driver in found.as_json()["drivers"]]
    told = found.parameters["usual_per_day"] * prod(effects)
    assert told == pytest.approx(value(found, "per_day"), rel=0.01)
    assert found.parameters["horizon_days"] == 7


def test_days_with_an_empty_shelf_are_told(shops: Shops) -> None:
    assert "stockout_days" in ask(shops, product="onion").notes
    assert "stockout_days" not in ask(shops, product="soap").notes


def test_of_several_products_the_best_selling_is_told(shops: Shops) -> None:
    found = ask(shops, product="rice")
    assert found.parameters["product"] == "rice.basmati_5kg"
    assert "one_of_several" in found.notes


def test_what_is_asked_back_and_what_is_not_sold(shops: Shops) -> None:
    missing = FORECAST_DEMAND.run(shops.context, ForecastDemand())
    assert isinstance(missing, Missing)
    assert missing.slot == "product"
    assert ask(shops, product="wheat").notes == ("not_sold",)
    with pytest.raises(NotFound):
        ask(shops, product=OTHER_SKU)
    with pytest.raises(NotFound):
        ask(shops, product="onion", store_id="chennai")


def test_another_tenant_s_sales_change_nothing(shops: Shops) -> None:
    before = ask(shops, product="onion")
    sell(shops, "theirs", "chennai", "onion.loose", {TODAY - timedelta(days=1): 9999})
    assert ask(shops, product="onion") == before


def test_nothing_after_the_day_asked_about_is_used(shops: Shops) -> None:
    earlier = replace(shops.context, today=TODAY - timedelta(days=30))
    before = ask(shops, earlier, product="onion")
    sell(shops, "ours", STORE, "onion.loose", {TODAY: 9999})
    assert ask(shops, earlier, product="onion") == before
    assert before.rows[0]["date"] == TODAY - timedelta(days=29)


@pytest.mark.parametrize("days", [0, 1, 7, 30])
def test_a_young_shop_is_told_what_can_be_told(shops: Shops, days: int) -> None:
    context = _young(shops, days)
    found = ask(shops, context, product="onion")
    assert "not_enough_history" in found.notes
    if days == 0:
        assert found.notes == ("not_sold", "no_sales", "not_enough_history")
        assert found.empty
        return
    assert value(found, "total") == pytest.approx(28)
    assert value(found, "history_days") == days
    assert days >= 28 or "fallback:moving_average" in found.notes
    assert (found.figure("backtest_wape") is not None) == (days >= 28)


def test_a_product_without_a_ledger_has_no_number(shops: Shops) -> None:
    context = _young(shops, 0)
    with shops.engine.begin() as db:
        products.add(context.actor, db, Product("onion.loose", "onion", "Onion", "vegetable", "kg"))
    found = ask(shops, context, product="onion")
    assert value(found, "total") is None
    assert found.notes == ("no_sales", "not_enough_history")


def test_the_first_day_of_a_ledger_counts(shops: Shops) -> None:
    context = _young(shops, 0)
    with shops.engine.begin() as db:
        products.add(context.actor, db, Product("onion.loose", "onion", "Onion", "vegetable", "kg"))
    sell(shops, "new", "new-1", "onion.loose", {TODAY: 3})
    assert value(ask(shops, context, product="onion"), "history_days") == 1


def test_a_new_product_is_told_by_its_kind(shops: Shops) -> None:
    with shops.engine.begin() as db:
        for n in range(3):
            sku = f"spice{n}.loose"
            products.add(shops.context.actor, db, Product(sku, "cumin", sku, "spice", "kg", 30000))
        products.add(
            shops.context.actor, db, Product("turmeric.loose", "turmeric", "T", "spice", "kg")
        )
    for n in range(3):
        lines = {TODAY - timedelta(days=d): float(n + 1) for d in range(1, 41)}
        sell(shops, "ours", STORE, f"spice{n}.loose", lines)
    found = ask(shops, product="turmeric", horizon_days=10)
    assert "cold_start" in found.notes
    assert value(found, "total") == pytest.approx(20)
    assert found.parameters["method"] == "cold_start"


def test_a_ledger_nobody_kept_is_called_old(shops: Shops) -> None:
    later = replace(shops.context, today=TODAY + timedelta(days=20))
    assert "old_ledger" in ask(shops, later, product="soap").notes


def test_a_planned_offer_lifts_its_days_but_was_not_known_before(shops: Shops) -> None:
    starts = TODAY + timedelta(days=2)
    offer = {"starts": starts, "ends": starts + timedelta(days=1), "sku_id": "soap.bar"}
    with shops.engine.begin() as db:
        db.execute(insert(tables.promotions).values(tenant_id="ours", store_id=STORE, **offer))
    found = ask(shops, product="soap", horizon_days=7)
    assert {d["name"] for d in found.drivers} == {"trend", "weekday", "promotion"}
    assert "assumed_promotion_lift" in found.notes
    earlier = replace(shops.context, today=TODAY - timedelta(days=1))
    assert "promotion" not in {d["name"] for d in ask(shops, earlier, product="soap").drivers}


def _offer(shops: Shops, starts: date, ends: date, price_paise: int | None = None) -> None:
    offer = {"starts": starts, "ends": ends, "sku_id": "soap.bar", "price_paise": price_paise}
    with shops.engine.begin() as db:
        db.execute(insert(tables.promotions).values(tenant_id="ours", store_id=STORE, **offer))


def test_who_sold_on_offer_before_is_told_that_none_is_counted(shops: Shops) -> None:
    assert "no_offers_planned" not in ask(shops, product="soap").notes
    _offer(shops, TODAY - timedelta(days=20), TODAY - timedelta(days=15))
    assert "no_offers_planned" in ask(shops, product="soap").notes
    _offer(shops, TODAY + timedelta(days=9), TODAY + timedelta(days=12))
    assert "no_offers_planned" not in ask(shops, product="soap").notes
    assert "no_offers_planned" in ask(shops, product="soap", horizon_days=7).notes


def test_prices_are_those_paid_and_those_planned(shops: Shops) -> None:
    _offer(shops, TODAY + timedelta(days=1), TODAY + timedelta(days=1), 90)
    _offer(shops, TODAY + timedelta(days=2), TODAY + timedelta(days=2))
    known, plan = priced(shops)
    assert known["soap.bar"].prices[-1] == plan.prices["soap.bar"]
    told = plan.offers["soap.bar"]
    assert told[TODAY + timedelta(days=1)] == 0.9
    assert told[TODAY + timedelta(days=2)] is None  # no offer before says what it leaves
    shops.record("1", kind="price_change", product="soap", price=40)
    assert priced(shops)[1].prices["soap.bar"] == 40


def priced(shops: Shops) -> tuple[dict[str, Demand], Plan]:
    with reading(shops.engine) as db:
        books = open_books(shops.context, db, STORE)
        goods = products.catalogue(shops.context.actor, db)
        return with_prices(books, histories(books, None), goods, TODAY, 14)


def test_a_manager_s_word_is_used_shown_audited_and_taken_back(both_shops: Shops) -> None:
    shops, day = both_shops, TODAY + timedelta(days=3)
    before = ask(shops, product="soap", horizon_days=7)
    for units in (40.0, 50.0):
        said = ForecastOverride(date=day, units=units, reason="wedding next door")
        override_forecast(shops.context, "soap", said)
    found = ask(shops, product="soap", horizon_days=7)
    row = next(r for r in found.rows if r["date"] == day)
    assert (row["yhat"], row["override"]) == (50, True)
    assert row["yhat_model"] == before.rows[2]["yhat"]
    assert "override" in found.notes
    assert "override" in {d["name"] for d in found.drivers}
    assert value(found, "total") > value(before, "total") + 40
    yesterday = replace(shops.context, today=TODAY - timedelta(days=1))
    assert "override" not in ask(shops, yesterday, product="soap").notes
    with shops.engine.begin() as db:
        done = audit.listing(shops.context.actor, db).items
        assert [d.detail["units"] for d in done] == [50, 40]
        assert "wedding" not in str(done)
    override_forecast(shops.context, "soap", ForecastOverride(date=day))
    assert ask(shops, product="soap", horizon_days=7) == before


def test_who_may_override_what(shops: Shops) -> None:
    day = TODAY + timedelta(days=1)
    seller = replace(shops.context, actor=replace(shops.context.actor, role=Role.SELLER))
    with pytest.raises(Forbidden):
        override_forecast(seller, "soap", ForecastOverride(date=day, units=1))
    with pytest.raises(InvalidInput):
        override_forecast(shops.context, "soap", ForecastOverride(date=TODAY, units=1))
    for about in ({"product_id": OTHER_SKU}, {"product_id": "wheat"}):
        with pytest.raises(NotFound):
            override_forecast(shops.context, **about, said=ForecastOverride(date=day, units=1))
    override_forecast(shops.other, "onion", ForecastOverride(date=day, units=77))
    assert "override" not in ask(shops, product="onion").notes


def test_a_forecast_made_ahead_is_used_for_a_week(shops: Shops) -> None:
    assert fit(shops.context, STORE).products == 0  # too few products, so the ladder stays
    body = {
        "means": [2.0] * 97, "usual": 4.0, "parts": [[0.5, 1.0, 1.0]] * 97, "burst": 2.0,
        "backtest": {"wape": 0.3, "bias": 0.01, "wape_total": 0.1, "origins": 2, "horizon_days": 28},
    }  # fmt: skip
    actor = shops.context.actor
    with shops.engine.begin() as db:
        forecasts.replace_all(actor, db, STORE, TODAY, {"soap.bar": body})
        assert forecasts.last_made(actor, db, STORE) == TODAY
        assert {s.store_id for s in forecasts.shops(db)} >= {STORE, "chennai"}
    found = ask(shops, product="soap", horizon_days=10)
    assert value(found, "total") == 20
    assert found.parameters["method"] == "xgboost"
    assert ask(shops, product="onion").parameters["method"] != "xgboost"
    earlier = replace(shops.context, today=TODAY - timedelta(days=1))
    later = replace(shops.context, today=TODAY + timedelta(days=7))
    for context in (earlier, later):
        assert ask(shops, context, product="soap").parameters["method"] != "xgboost"
    assert fit(shops.context, STORE).products == 0
    with shops.engine.begin() as db:
        assert db.execute(select(tables.forecasts)).all() == []


def test_all_products_together_are_told_in_rupees(shops: Shops) -> None:
    body = {
        "means": [200.0] * 97, "usual": 200.0, "parts": [[1.0, 1.0, 1.0, 1.0]] * 97, "burst": 90.0,
        "backtest": {"wape": 0.3, "bias": 0.01, "wape_total": 0.1, "origins": 2, "horizon_days": 28},
    }  # fmt: skip
    with pytest.raises(NotFound):
        ask(shops, product="shop")
    with shops.engine.begin() as db:
        bodies = {f"total:{name}": body for name in ("oil", "shop")}
        forecasts.replace_all(shops.context.actor, db, STORE, TODAY, bodies)
    for asked in ("shop", "oil", "cooking_oil"):
        found = ask(shops, product=asked, horizon_days=10)
        total = found.figure("total")
        assert total is not None
        assert (total.value, total.unit, total.product) == (2000, "INR", asked)
        assert total.lower is not None
        assert total.lower < 2000 < (total.upper or 0)
        assert "all_together" in found.notes
    assert "new_left_out" in ask(shops, product="shop").notes
    with pytest.raises(NotFound):
        ask(shops, product="total:shop")


def test_a_festival_that_moves_the_forecast_is_named(shops: Shops) -> None:
    """Half as much more in the four days to Christmas, of which three are asked for first."""
    lift = [1.5 if date(2026, 12, 22) <= TODAY + timedelta(days=n) <= date(2026, 12, 25) else 1.0
            for n in range(97)]  # fmt: skip
    body = {
        "means": [4 * f for f in lift], "usual": 4.0, "parts": [[1.0, 1.0, 1.0, f] for f in lift],
        "burst": 2.0,
        "backtest": {"wape": 0.3, "bias": 0.01, "wape_total": 0.1, "origins": 2, "horizon_days": 28},
    }  # fmt: skip
    with shops.engine.begin() as db:
        forecasts.replace_all(shops.context.actor, db, STORE, TODAY, {"soap.bar": body})
    (told,) = ask(shops, product="soap", horizon_days=29).parameters["festivals"]
    assert (told["festival"], told["title"], told["moved"], told["move"]) == (
        "christmas", "Christmas", 50, "up",
    )  # fmt: skip
    assert (told["begins"], told["ends"]) == (date(2026, 12, 22), date(2026, 12, 24))
    (first,) = ask(shops, product="soap", horizon_days=27).parameters["festivals"]
    assert first["move"] == "up_day"
    assert "festivals" not in ask(shops, product="soap", horizon_days=7).parameters


def test_a_year_is_far(shops: Shops) -> None:
    assert "far_ahead" in ask(shops, product="soap", horizon_days=200).notes


def _young(shops: Shops, days: int) -> ToolContext:
    with shops.engine.begin() as db:
        people.create_tenant(db, "new", "new", kind="shop", now=NOW)
        people.create_store(db, "new-1", "new", "new", kind="kirana", is_default=True)
    context = replace(shops.context, actor=replace(shops.context.actor, tenant_id="new"))
    if days == 0:
        return context
    with shops.engine.begin() as db:
        products.add(context.actor, db, Product("onion.loose", "onion", "Onion", "vegetable", "kg"))
    lines = {TODAY - timedelta(days=n): 2.0 for n in range(1, days + 1)}
    sell(shops, "new", "new-1", "onion.loose", lines)
    return context


def test_what_a_person_would_notice_is_a_figure(shops: Shops) -> None:
    weekly = {
        TODAY - timedelta(days=n): 30.0 if (TODAY - timedelta(days=n)).weekday() == 5 else 10.0
        for n in range(1, 200)
    }
    with shops.engine.begin() as db:
        saffron = Product("saffron.loose", "saffron", "Saffron", "spice", "kg")
        products.add(shops.context.actor, db, saffron)
    sell(shops, "ours", STORE, "saffron.loose", weekly)
    found = ask(shops, product="saffron", horizon_days=7)
    best = found.figure("best_day")
    assert best is not None
    assert best.date is not None
    assert best.date.weekday() == 5
    assert best.value == pytest.approx(133, abs=20)
    assert found.figure("weekday_up") is None
    tomorrow = ask(shops, product="saffron", horizon_days=1)  # a Thursday
    assert value(tomorrow, "weekday_down") == pytest.approx(22, abs=6)
    assert tomorrow.figure("best_day") is None
