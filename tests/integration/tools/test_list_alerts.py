"""Alerts over a ledger in which each thing that is wrong was planted, and nothing else is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from haat.core.actor import Actor, Role
from haat.core.errors import InvalidInput, NotFound
from haat.core.finding import Finding
from haat.language.places import Gazetteer
from haat.store import alerts, people, products, tables
from haat.store.products import Product
from tests.integration.tools.shops import NOW, TODAY, quote
from tools.context import ToolContext
from tools.handling import handle
from tools.list_alerts import ListAlerts, alerts_page, list_alerts
from tools.set_alert import SetAlert, set_alert

DAY = timedelta(days=1)
GOODS = (
    Product("onion.loose", "onion", "Onion", "vegetable", "kg", 3000, None, 2000),
    Product("rice.loose", "rice", "Rice", "cereal", "kg", 5000, None, 4000),
    Product("tea_leaves.250g", "tea_leaves", "Tea", "beverage", "packet", 12000, 13000, 9000, "250 g"),
    Product("soap.bar", "soap", "Soap", "fmcg", "piece", 3500, 4000, 2800),
    Product("bread.400g", "bread", "Bread", "bakery", "packet", 4000, 4500, 3000, "400 g", 4),
    Product("papad.200g", "papad", "Papad", "shg_food", "packet", 7000, None, 4000, "200 g"),
)  # fmt: skip


@pytest.fixture
def quiet(engine: Engine, gazetteer: Gazetteer) -> ToolContext:
    """A shop that sells four of each a day, has plenty of all, and one pack without an MRP."""
    actor = Actor("ours", "asha", Role.MANAGER)
    with engine.begin() as db:
        for tenant, stores in {"ours": ("patna", "gaya"), "theirs": ("chennai",)}.items():
            people.create_tenant(db, tenant, tenant, kind="shop", now=NOW)
            for n, store in enumerate(stores):
                people.create_store(
                    db, store, tenant, store, kind="kirana", place="Patna, Bihar", is_default=n == 0
                )
        for product in GOODS:
            products.add(actor, db, product)
            sell(db, product.sku_id, [4] * 70)
            buy(db, product.sku_id, 1, 100, product.unit_cost_paise or 0)
            count(db, product.sku_id, 1, 200, lead_time_days=3)
    return ToolContext(actor, engine, TODAY, NOW, gazetteer)


def sell(db: Connection, sku: str, units: Sequence[float], price: int = 3000, **more: Any) -> None:
    """So many units on each of the last days, yesterday's first."""
    key = {"tenant_id": "ours", "store_id": "patna", "sku_id": sku, "source": "ingest", **more}
    lines = [
        {"date": TODAY - n * DAY, **key, "units": u, "units_clean": min(u, 5), "price_paise": price,
         "revenue_paise": round(u * price)}
        for n, u in enumerate(units, start=1)
    ]  # fmt: skip
    db.execute(insert(tables.sales), lines)


def buy(db: Connection, sku: str, days_ago: int, units: float, cost: int) -> None:
    key = {"tenant_id": "ours", "store_id": "patna", "sku_id": sku, "source": "ingest"}
    line = {"date": TODAY - days_ago * DAY, "units": units, "unit_cost_paise": cost}
    db.execute(insert(tables.purchases).values(**key, **line))


def count(db: Connection, sku: str, days_ago: int, left: float, **more: Any) -> None:
    key = {"tenant_id": "ours", "store_id": "patna", "sku_id": sku, "source": "ingest"}
    line = {"date": TODAY - days_ago * DAY, "on_hand": left}
    db.execute(insert(tables.inventory).values(**key, **line, **more))


def recount(context: ToolContext, sku: str, left: float, **more: Any) -> None:
    """Change what yesterday's count found."""
    i = tables.inventory
    with context.engine.begin() as db:
        db.execute(update(i).where(i.c.sku_id == sku).values(on_hand=left, **more))


def spike(context: ToolContext, sku: str, units: float) -> None:
    """Change what yesterday sold."""
    s = tables.sales
    with context.engine.begin() as db:
        yesterday = (s.c.sku_id == sku) & (s.c.date == TODAY - DAY)
        db.execute(update(s).where(yesterday).values(units=units))


def change(context: ToolContext, sku: str, **values: Any) -> None:
    """Change a product."""
    p = tables.products
    with context.engine.begin() as db:
        db.execute(update(p).where(p.c.sku_id == sku).values(**values))


def ask(context: ToolContext, **arguments: Any) -> Finding:
    found = list_alerts(context, ListAlerts.model_validate(arguments))
    assert isinstance(found, Finding)
    return found


def told(found: Finding) -> list[tuple[str, str, str]]:
    return [(r["kind"], r["product"], r["reason"]) for r in found.rows]


MRP_LACKS = ("compliance_failure", "papad.200g", "missing_mrp")


def test_a_quiet_shop_has_the_one_pack_without_mrp(quiet: ToolContext) -> None:
    found = ask(quiet)
    assert told(found) == [MRP_LACKS]
    row = found.rows[0]
    assert (row["severity"], row["what_to_do"], row["status"]) == ("low", "write_mrp", "open")
    assert row["since"] == TODAY - 70 * DAY
    assert found.notes == ()
    assert found.sources[0].kind == "own"
    nothing = ask(quiet, severity="high")
    assert nothing.empty
    assert "no_alerts" in nothing.notes


def test_a_planted_spike(quiet: ToolContext) -> None:
    spike(quiet, "rice.loose", 30)
    row = ask(quiet, kind="demand_spike").rows[0]
    assert (row["product"], row["severity"]) == ("rice.loose", "high")
    assert (row["units"], row["expected"], row["days"], row["unit"]) == (30, 4, 1, "kg")
    assert row["direction"] == "up"
    assert row["since"] == TODAY - DAY
    assert row["at_stake"] == 26 * 50
    assert row["what_to_do"] == "order_soon"  # 200 kg do not last a week of such days


def test_a_promotion_explains_its_spike(quiet: ToolContext) -> None:
    spike(quiet, "rice.loose", 30)
    with quiet.engine.begin() as db:
        s = tables.sales
        db.execute(update(s).where(s.c.date == TODAY - DAY).values(promo=True))
    assert ask(quiet, kind="demand_spike").rows == ()


def test_a_planted_stock_out(quiet: ToolContext) -> None:
    recount(quiet, "soap.bar", 5)
    row = ask(quiet, kind="stockout_risk").rows[0]
    assert (row["product"], row["severity"], row["what_to_do"]) == ("soap.bar", "high", "order_now")
    assert (row["on_hand"], row["per_day"], row["days_of_cover"]) == (5, 4, 1.2)
    assert (row["lead_time_days"], row["unit"]) == (3, "piece")
    assert row["stockout_risk"] >= 90
    assert row["since"] == TODAY - DAY
    assert 6 * 35 < row["at_stake"] < 8 * 35
    recount(quiet, "soap.bar", 0)
    assert ask(quiet).rows[0]["reason"] == "out_of_stock"


def test_goods_on_the_way_ease_it_and_what_came_since_is_no_longer_on_the_way(
    quiet: ToolContext,
) -> None:
    recount(quiet, "soap.bar", 5, in_transit=40)
    row = ask(quiet, kind="stockout_risk").rows[0]
    assert (row["severity"], row["what_to_do"], row["in_transit"]) == (
        "medium",
        "check_delivery",
        40,
    )
    with quiet.engine.begin() as db:
        key = {"tenant_id": "ours", "store_id": "patna", "sku_id": "soap.bar", "source": "chat"}
        db.execute(insert(tables.purchases).values(**key, date=TODAY, units=2))
    row = ask(quiet, kind="stockout_risk").rows[0]
    assert (row["on_hand"], row["in_transit"]) == (7, 38)


def test_stock_that_was_never_counted_is_said_and_is_no_alert(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        i = tables.inventory
        db.execute(i.delete().where(i.c.sku_id == "soap.bar"))
    found = ask(quiet)
    assert told(found) == [MRP_LACKS]
    assert "unknown_stock" in found.notes


def test_a_lead_time_that_nobody_told_is_assumed_and_said(quiet: ToolContext) -> None:
    recount(quiet, "soap.bar", 5, lead_time_days=None)
    found = ask(quiet, kind="stockout_risk")
    assert found.rows[0]["lead_time_days"] == 3
    assert found.notes == ("assumed_lead_time",)


def test_sales_above_the_mrp_are_a_matter_of_law_and_of_price(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        key = {"source_event_id": "dear"}
        sell(db, "soap.bar", [0, 2], 4500, **key)
    row = ask(quiet).rows[0]
    assert (row["kind"], row["reason"], row["severity"]) == (
        "compliance_failure",
        "above_mrp",
        "high",
    )
    assert (row["price"], row["mrp"], row["units"], row["at_stake"]) == (45, 40, 2, 10)
    assert (row["since"], row["what_to_do"]) == (TODAY - 2 * DAY, "lower_to_mrp")
    assert [r[2] for r in told(ask(quiet))].count("above_mrp") == 1
    assert told(ask(quiet, kind="price_anomaly")) == [("price_anomaly", "soap.bar", "above_mrp")]


def test_a_list_price_above_the_mrp(quiet: ToolContext) -> None:
    change(quiet, "tea_leaves.250g", price_paise=14000)
    row = ask(quiet, severity="high").rows[0]
    assert (row["product"], row["reason"], row["price"]) == ("tea_leaves.250g", "above_mrp", 140)


def test_old_bread_is_found_by_what_came_and_went(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        count(db, "bread.400g", 5, 60)  # then 16 sold and 100 came: at least 44 of these are left
    recount(quiet, "bread.400g", 60)  # both counts
    with quiet.engine.begin() as db:
        p = tables.purchases
        db.execute(update(p).where(p.c.sku_id == "bread.400g").values(units=10))
    row = ask(quiet, kind="compliance_failure").rows[0]
    assert (row["product"], row["reason"]) == ("bread.400g", "past_shelf_life")
    assert row["units"] == 44
    assert (row["what_to_do"], row["at_stake"]) == ("take_off_shelf", 44 * 30)


def test_competitors_far_off(quiet: ToolContext) -> None:
    line: dict[str, Any] = {"tenant_id": "ours", "sku_id": "soap.bar", "date": TODAY - 3 * DAY}
    with quiet.engine.begin() as db:
        for name, price in (("one", 2600), ("two", 2800)):
            values = {"competitor": name, "price_paise": price, **line}
            db.execute(insert(tables.competitor_prices).values(values))
        late = {**line, "date": TODAY + DAY, "competitor": "three", "price_paise": 100}
        db.execute(insert(tables.competitor_prices).values(late))
    row = ask(quiet, kind="price_anomaly").rows[0]
    assert (row["reason"], row["price"], row["competitor_price"]) == ("above_competitors", 35, 27)
    assert (row["off"], row["severity"], row["since"]) == (29.6, "medium", TODAY - 3 * DAY)
    assert row["at_stake"] == 8 * 28


def test_mandi_far_off(quiet: ToolContext) -> None:
    patna = {"district": "Patna, Bihar", "market": "Patna", "date": TODAY - DAY}
    with quiet.engine.begin() as db:
        quote(db, modal_paise=400_000, **patna)
        quote(db, commodity="rice", modal_paise=420_000, **patna)
    found = ask(quiet, kind="price_anomaly")
    assert told(found) == [("price_anomaly", "onion.loose", "below_market")]
    row = found.rows[0]
    assert (row["price"], row["market_price"], row["off"]) == (30, 40, -25)
    assert found.sources[1].kind == "market"


def test_costs_that_jump(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        for days, cost in ((60, 4000), (40, 4000), (20, 4100)):
            buy(db, "rice.loose", days, 50, cost)
        p = tables.purchases
        newest = (p.c.sku_id == "rice.loose") & (p.c.date == TODAY - DAY)
        db.execute(update(p).where(newest).values(unit_cost_paise=5500))
    row = ask(quiet, kind="price_anomaly").rows[0]
    assert (row["reason"], row["severity"]) == ("below_cost", "high")
    change(quiet, "rice.loose", price_paise=6000)
    row = ask(quiet, kind="price_anomaly").rows[0]
    assert (row["reason"], row["what_to_do"]) == ("purchase_price_jump", "check_supplier")
    assert (row["unit_cost"], row["usual_cost"], row["off"]) == (55, 40, 37.5)


def test_the_worst_stands_first_and_pages_join(quiet: ToolContext) -> None:
    recount(quiet, "soap.bar", 0)
    recount(quiet, "tea_leaves.250g", 0)
    recount(quiet, "onion.loose", 11)
    spike(quiet, "rice.loose", 30)
    whole = ask(quiet)
    ranks = [("high", "medium", "low").index(r["severity"]) for r in whole.rows]
    assert ranks == sorted(ranks)
    assert len(whole.rows) == 5
    stakes = [r["at_stake"] for r in whole.rows if r["severity"] == "high"]
    assert stakes == sorted(stakes, reverse=True)
    first = alerts_page(quiet, ListAlerts(), limit=2)
    rest = alerts_page(quiet, ListAlerts(), limit=9, cursor=first.next_cursor)
    assert (*first.rows, *rest.rows) == whole.rows
    assert rest.next_cursor is None


def test_nothing_after_the_day_is_looked_at(quiet: ToolContext) -> None:
    recount(quiet, "soap.bar", 0)
    spike(quiet, "rice.loose", 30)
    before = ask(replace(quiet, today=TODAY - 2 * DAY))
    assert told(before) == [MRP_LACKS]
    assert "unknown_stock" in before.notes


def test_what_was_done_about_an_alert_holds_until_it_begins_anew(quiet: ToolContext) -> None:
    spike(quiet, "rice.loose", 30)
    alert = str(ask(quiet, kind="demand_spike").rows[0]["alert"])
    done = handle(quiet, alert, "acknowledged")
    assert done.rows[0]["status"] == "acknowledged"
    again = ask(quiet, kind="demand_spike").rows[0]
    assert (again["alert"], again["status"]) == (alert, "acknowledged")
    handle(quiet, alert, "resolved")
    assert ask(quiet, kind="demand_spike").rows == ()
    assert "some_resting" in ask(quiet, kind="demand_spike").notes
    with quiet.engine.begin() as db:
        sell(db, "rice.loose", [40], source_event_id="again")
        s = tables.sales
        again_tomorrow = s.c.source_event_id == "again"
        db.execute(update(s).where(again_tomorrow).values(date=TODAY))
        kept = db.execute(select(tables.alerts.c.status, tables.alerts.c.kind)).all()
        trail = select(tables.audit.c.action).order_by(tables.audit.c.id)
        audited = db.execute(trail).scalars().all()
    assert kept == [("resolved", "demand_spike")]
    assert audited[-2:] == ["alert.acknowledged", "alert.resolved"]
    tomorrow = replace(quiet, today=TODAY + DAY, now=NOW + DAY)
    row = ask(tomorrow, kind="demand_spike").rows[0]
    assert (row["status"], row["since"]) == ("open", TODAY)
    assert row["alert"].partition("-")[0] == alert.partition("-")[0]


def test_a_snooze_ends_with_its_last_day(quiet: ToolContext) -> None:
    recount(quiet, "soap.bar", 0)
    alert = str(ask(quiet, kind="stockout_risk").rows[0]["alert"])
    snoozed = handle(quiet, alert, "snoozed", TODAY + DAY)
    assert snoozed.rows[0]["until"] == TODAY + DAY
    for days, rows in ((0, 0), (1, 0), (2, 1)):
        later = replace(quiet, today=TODAY + days * DAY)
        mine = [r for r in ask(later).rows if r["product"] == "soap.bar"]
        assert len(mine) == rows, days
    for status, until in (("snoozed", TODAY - DAY), ("resolved", TODAY)):
        with pytest.raises(InvalidInput):
            handle(quiet, alert, status, until)  # type: ignore[arg-type]  # one of the two


def test_an_alert_of_nobody_or_of_others_is_not_found(quiet: ToolContext) -> None:
    spike(quiet, "rice.loose", 30)
    alert = str(ask(quiet).rows[0]["alert"])
    theirs = replace(quiet, actor=Actor("theirs", "lata", Role.ADMIN))
    for context, wanted in ((quiet, "nothing-20260101"), (theirs, alert)):
        with pytest.raises(NotFound):
            handle(context, wanted, "resolved")
    assert ask(theirs).rows == ()
    assert "no_sales" in ask(theirs).notes


def test_own_rules_find_what_was_asked_for_and_nobody_elses(quiet: ToolContext) -> None:
    recount(quiet, "onion.loose", 90)
    wishes: list[dict[str, Any]] = [
        {"kind": "stockout_risk", "product": "onion", "threshold": 1, "unit": "quintal"},
        {"kind": "stockout_risk", "product": "rice", "threshold": 1, "unit": "kg"},
        {"kind": "demand_spike", "product": "soap.bar", "threshold": 4},
        {"kind": "price_anomaly", "product": "onion", "threshold": 1500, "direction": "below",
         "unit": "quintal", "place": "Nashik, Maharashtra"},
    ]  # fmt: skip
    for n, wish in enumerate(wishes):
        set_alert(replace(quiet, effect_key=f"yes {n}"), SetAlert.model_validate(wish))
    with quiet.engine.begin() as db:
        quote(db, modal_paise=140_000, date=TODAY - DAY)
    found = {(r["kind"], r["product"]): r for r in ask(quiet, severity="high").rows}
    assert set(found) == {
        ("stockout_risk", "onion"), ("demand_spike", "soap.bar"), ("price_anomaly", "onion"),
    }  # fmt: skip
    price = found["price_anomaly", "onion"]
    assert (price["value"], price["threshold"], price["unit"]) == (1400, 1500, "INR/quintal")
    assert (price["place"], price["what_to_do"]) == ("Nashik, Maharashtra", "decide_sale")
    assert price["since"] == TODAY - DAY
    stock = found["stockout_risk", "onion"]
    assert (stock["value"], stock["threshold"], stock["unit"]) == (0.9, 1, "quintal")
    other = replace(quiet, actor=Actor("ours", "mina", Role.SELLER))
    assert ask(other, severity="high").rows == ()
    handle(quiet, str(price["alert"]), "resolved")
    assert ("price_anomaly", "onion") not in {
        (r["kind"], r["product"]) for r in ask(quiet, severity="high").rows
    }


def test_an_old_market_price_passes_no_limit(quiet: ToolContext) -> None:
    wish = {"kind": "price_anomaly", "product": "onion", "threshold": 1500, "direction": "below"}
    wish |= {"unit": "quintal", "place": "Nashik, Maharashtra"}
    set_alert(replace(quiet, effect_key="yes"), SetAlert.model_validate(wish))
    with quiet.engine.begin() as db:
        quote(db, modal_paise=140_000, date=date(2026, 9, 1))
    assert ask(quiet, severity="high").rows == ()


def test_a_shop_that_has_just_begun(engine: Engine, gazetteer: Gazetteer) -> None:
    with engine.begin() as db:
        people.create_tenant(db, "new", "new", kind="shop", now=NOW)
        people.create_store(db, "new-1", "new", "New", kind="kirana", is_default=True)
    context = ToolContext(Actor("new", "asha", Role.SELLER), engine, TODAY, NOW, gazetteer)
    found = ask(context)
    assert found.empty
    assert found.notes == ("no_alerts", "no_sales")


def test_other_shops_of_the_tenant_have_alerts_of_their_own(quiet: ToolContext) -> None:
    recount(quiet, "soap.bar", 0)
    assert ask(replace(quiet, store_id="gaya")).rows == ()
    with pytest.raises(NotFound):
        ask(replace(quiet, store_id="chennai"))


def test_what_she_asked_to_be_told_of_is_listed_beside_what_is_wrong(quiet: ToolContext) -> None:
    assert "watching" not in ask(quiet).parameters
    for n, said in {
        "1": {"kind": "stockout_risk", "product": "rice", "threshold": 10, "unit": "kg"},
        "2": {"kind": "stockout_risk", "product": "rice", "threshold": 10, "unit": "kg"},
        "3": {"kind": "price_anomaly", "product": "onion"},
    }.items():
        later = replace(quiet, effect_key=n, now=NOW + int(n) * DAY)
        set_alert(later, SetAlert.model_validate(said))
    found = ask(quiet)
    assert found.parameters["watching"] == (
        {
            "what": "stock", "kind": "stockout_risk", "product": "rice", "threshold": 10,
            "unit": "kg", "direction": "below",
        },
        {
            "what": "any_price_anomaly", "kind": "price_anomaly", "product": "onion",
            "scope": "of",
        },
    )  # fmt: skip
    figure = found.figure("threshold")
    assert figure is not None
    assert (figure.value, figure.unit, figure.product) == (10, "kg", "rice")
    assert (
        "watching" not in ask(replace(quiet, actor=replace(quiet.actor, subject="bina"))).parameters
    )


def test_an_alert_that_was_ended_is_neither_watched_nor_ended_again(quiet: ToolContext) -> None:
    said = SetAlert(kind="price_anomaly", product="onion")
    set_alert(replace(quiet, effect_key="1"), said)
    actor, other = quiet.actor, replace(quiet.actor, subject="bina")
    with quiet.engine.begin() as db:
        (rule,) = alerts.rules(actor, db)
        with pytest.raises(NotFound):
            alerts.remove_rule(other, db, rule.id, NOW)
        assert alerts.remove_rule(actor, db, rule.id, NOW) == rule
        with pytest.raises(NotFound):
            alerts.remove_rule(actor, db, rule.id, NOW)
    assert "watching" not in ask(quiet).parameters
    with quiet.engine.connect() as db:
        actions = db.execute(select(tables.audit.c.action)).scalars().all()
    assert "alert_rule.removed" in actions


def test_sales_of_today_alone_are_too_few_to_warn(engine: Engine, gazetteer: Gazetteer) -> None:
    actor = Actor("ours", "asha", Role.MANAGER)
    with engine.begin() as db:
        people.create_tenant(db, "ours", "ours", kind="shop", now=NOW)
        people.create_store(
            db, "patna", "ours", "patna", kind="kirana", place="Patna, Bihar", is_default=True
        )
        products.add(actor, db, GOODS[0])
        sell(db, GOODS[0].sku_id, [4], date=TODAY)
    context = ToolContext(actor, engine, TODAY, NOW, gazetteer)
    notes = ask(context).notes
    assert "too_early" in notes
    assert "no_sales" not in notes


def bring_back(db: Connection, sku: str, days_ago: int, units: float, **more: Any) -> None:
    key = {"tenant_id": "ours", "store_id": "patna", "sku_id": sku, "source": "ingest"}
    db.execute(
        insert(tables.returns).values(**key, date=TODAY - days_ago * DAY, units=units, **more)
    )


def hush(context: ToolContext, sku: str, days: int) -> None:
    """Take the last days' sales away."""
    s = tables.sales
    with context.engine.begin() as db:
        db.execute(s.delete().where(s.c.sku_id == sku, s.c.date >= TODAY - days * DAY))


def test_a_planted_drop(quiet: ToolContext) -> None:
    hush(quiet, "rice.loose", 7)
    row = ask(quiet, kind="demand_spike").rows[0]
    assert (row["product"], row["reason"], row["severity"]) == ("rice.loose", "below_usual", "high")
    assert (row["units"], row["days"], row["direction"]) == (0, 7, "down")
    assert row["expected"] == pytest.approx(28 * 5 / 6, abs=0.1)  # the shop sold five of six goods
    assert (row["since"], row["what_to_do"]) == (TODAY - 7 * DAY, "find_out_why")
    assert row["at_stake"] == pytest.approx(row["expected"] * 50, rel=0.01)


def test_a_drop_where_nobody_knows_the_shelf_asks_for_a_count(quiet: ToolContext) -> None:
    hush(quiet, "rice.loose", 7)
    with quiet.engine.begin() as db:
        i = tables.inventory
        db.execute(i.delete().where(i.c.sku_id == "rice.loose"))
    assert ask(quiet, kind="demand_spike").rows[0]["what_to_do"] == "count_stock"


def test_an_empty_shelf_and_a_closed_shop_explain_a_drop(quiet: ToolContext) -> None:
    hush(quiet, "rice.loose", 7)
    recount(quiet, "rice.loose", 0)
    assert ask(quiet, kind="demand_spike").rows == ()
    recount(quiet, "rice.loose", 200)
    for product in GOODS:
        hush(quiet, product.sku_id, 7)
    assert ask(quiet, kind="demand_spike").rows == ()


def test_stock_below_zero_is_a_matter_of_the_books(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        s = tables.sales
        key = {"tenant_id": "ours", "store_id": "patna", "sku_id": "soap.bar", "source": "chat"}
        line = {"units": 203, "price_paise": 3500, "revenue_paise": 710500}
        db.execute(insert(s).values(**key, date=TODAY, units_clean=4, **line))
    row = ask(quiet, kind="stockout_risk").rows[0]
    assert (row["product"], row["reason"]) == ("soap.bar", "negative_stock")
    assert (row["on_hand"], row["units"], row["what_to_do"]) == (-3, 3, "count_stock")
    assert (row["severity"], row["since"], row["at_stake"]) == ("medium", TODAY, 105)


def test_goods_that_come_back_too_often(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        for n in range(1, 6):
            bring_back(db, "soap.bar", 3 * n, 3, reason="damaged")
    rows = [r for r in ask(quiet, kind="compliance_failure").rows if r["product"] == "soap.bar"]
    assert [r["reason"] for r in rows] == ["returns_above_usual"]  # the reason says no more
    assert (rows[0]["units"], rows[0]["sold"]) == (15, 112)
    assert (rows[0]["severity"], rows[0]["what_to_do"]) == ("high", "check_goods")
    assert rows[0]["since"] == TODAY - 15 * DAY


def test_a_reason_and_a_sale_that_are_claimed_again(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        sell(db, "soap.bar", [100] * 60, source_event_id="till")  # few of many come back
        sell(db, "rice.loose", [4] * 300, source_event_id="older")  # a past that knew no claims
        for n in range(1, 5):
            bring_back(db, "soap.bar", 3 * n, 1, reason="damaged")
        bring_back(db, "rice.loose", 9, 2, source_event_id="bill-7")
        bring_back(db, "rice.loose", 2, 2, source_event_id="bill-7")
    found = {r["product"]: r for r in ask(quiet, kind="compliance_failure").rows}
    soap, rice = found["soap.bar"], found["rice.loose"]
    assert (soap["reason"], soap["times"], soap["what_to_do"]) == (
        "same_reason_again", 4, "check_goods",
    )  # fmt: skip
    assert (rice["reason"], rice["times"], rice["units"]) == ("sale_claimed_again", 2, 4)
    assert (rice["what_to_do"], rice["since"]) == ("check_claims", TODAY - 2 * DAY)


def test_another_shops_returns_are_nobody_elses(quiet: ToolContext) -> None:
    with quiet.engine.begin() as db:
        for n in range(1, 6):
            bring_back(db, "soap.bar", 3 * n, 3, reason="damaged")
        r = tables.returns
        db.execute(update(r).values(tenant_id="theirs", store_id="chennai"))
    assert told(ask(quiet)) == [MRP_LACKS]


def test_a_price_that_is_suddenly_another_one(quiet: ToolContext) -> None:
    """Typed with a nought too many; an offer is no slip."""
    s = tables.sales.c
    late = (s.sku_id == "rice.loose", s.date >= TODAY - 3 * DAY)
    with quiet.engine.begin() as db:
        dear = {"price_paise": 30000, "revenue_paise": 30000 * 4}
        db.execute(update(tables.sales).where(*late).values(**dear))
    row = ask(quiet, kind="price_anomaly").rows[0]
    assert (row["reason"], row["severity"], row["product"]) == (
        "sudden_price",
        "high",
        "rice.loose",
    )
    assert (row["price"], row["usual_price"], row["off"]) == (300, 30, 900)
    with quiet.engine.begin() as db:
        db.execute(update(tables.sales).where(*late).values(promo=True))
    assert not ask(quiet, kind="price_anomaly").rows


def test_a_margin_that_is_squeezed(quiet: ToolContext) -> None:
    """Bought dearer, though neither at a loss nor by a jump."""
    with quiet.engine.begin() as db:
        newest = (tables.purchases.c.sku_id == "rice.loose", tables.purchases.c.date == TODAY - DAY)
        db.execute(update(tables.purchases).where(*newest).values(unit_cost_paise=4700))
    assert not ask(quiet, kind="price_anomaly").rows  # nobody said what margin she wants
    change(quiet, "rice.loose", min_margin_pct=10.0)
    row = ask(quiet, kind="price_anomaly").rows[0]
    assert (row["reason"], row["severity"], row["what_to_do"]) == (
        "margin_squeeze", "medium", "check_price",
    )  # fmt: skip
    assert (row["price"], row["unit_cost"], row["margin"]) == (50, 47, 6)
