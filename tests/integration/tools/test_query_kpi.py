"""The shop's figures, each added up a second, slower way."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from haat.core.errors import InvalidInput, NotFound
from haat.core.finding import Missing
from haat.store import people, products, tables
from haat.store.products import Product
from tests.integration.tools.shops import (
    CATALOGUE,
    NOW,
    SECOND_STORE,
    STORE,
    TODAY,
    Sale,
    Shops,
    value,
)
from tools.context import ToolContext
from tools.periods import Span, compared

PERIODS = ["last_30_days", "last_7_days", "this_month", "last_week", "2026-10-01/2026-10-15"]
COSTS = {p.sku_id: p.unit_cost_paise for p in CATALOGUE}


@pytest.fixture
def shops(both_shops: Shops) -> Shops:
    return both_shops


def _in(shops: Shops, span: Span, store: str = STORE, sku: str | None = None) -> list[Sale]:
    return [
        s
        for s in shops.sales
        if s.store_id == store and span.start <= s.date <= span.end and sku in {None, s.sku_id}
    ]


def _back(shops: Shops, span: Span, sku: str | None = None) -> list[Sale]:
    """Returns with the last price paid until that day."""
    found = []
    for r in shops.returns:
        if span.start <= r.date <= span.end and sku in {None, r.sku_id}:
            paid = [
                s
                for s in shops.sales
                if (s.store_id, s.sku_id) == (STORE, r.sku_id) and s.date <= r.date
            ]
            found.append(replace(r, price_paise=max(paid, key=lambda s: s.date).price_paise))
    return found


def _rupees(lines: Iterable[Sale]) -> float:
    return sum(round(s.units * s.price_paise) for s in lines) / 100


def _revenue(shops: Shops, span: Span) -> float:
    return _rupees(_in(shops, span)) - _rupees(_back(shops, span))


@pytest.mark.parametrize("period", PERIODS)
def test_revenue_is_what_was_paid_less_returns(shops: Shops, period: str) -> None:
    found = shops.ask("query_kpi", metric="revenue", period=period)
    both = compared(period, TODAY)
    now, before = _revenue(shops, both.span), _revenue(shops, both.previous)
    assert value(found, "value") == pytest.approx(now, abs=0.01)
    assert value(found, "previous") == pytest.approx(before, abs=0.01)
    assert value(found, "change") == pytest.approx((now - before) / before * 100, abs=0.051)
    assert found.parameters["store_id"] == STORE
    assert found.demo
    assert found.sources[0].as_of == min(both.span.end, TODAY - timedelta(days=1))


def test_store_said_goes_before_the_conversations_and_the_default(shops: Shops) -> None:
    span = compared("last_week", TODAY).span
    second = _rupees(_in(shops, span, SECOND_STORE))
    told: dict[str, Any] = {"metric": "revenue", "period": "last_week"}
    said = shops.ask("query_kpi", **told, store_id=SECOND_STORE)
    talked = shops.ask("query_kpi", replace(shops.context, store_id=SECOND_STORE), **told)
    own = replace(shops.context, actor=replace(shops.context.actor, store_id=SECOND_STORE))
    for found in (said, talked, shops.ask("query_kpi", own, **told)):
        assert value(found, "value") == pytest.approx(second, abs=0.01)


@pytest.mark.parametrize("product", ["onion", "onion.loose"])
def test_units_of_one_product(shops: Shops, product: str) -> None:
    found = shops.ask("query_kpi", metric="units", product=product, period="last_7_days")
    span = compared("last_7_days", TODAY).span
    assert value(found, "value") == sum(s.units for s in _in(shops, span, sku="onion.loose"))
    assert [f.unit for f in found.figures][:2] == ["kg", "kg"]
    assert "mixed_units" not in found.notes


def test_units_are_summed_only_where_the_unit_is_the_same(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="units", product="rice", period="last_7_days")
    span = compared("last_7_days", TODAY).span
    by_id = {f.id: f for f in found.figures}
    assert by_id["value.kg"].value == sum(s.units for s in _in(shops, span, sku="rice.loose"))
    packets = sum(s.units for s in _in(shops, span, sku="rice.basmati_5kg"))
    assert by_id["value.packet"].value == packets
    assert len(by_id) == len(found.figures)
    assert "mixed_units" in found.notes


def test_margin_leaves_out_what_has_no_known_cost(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="margin")
    span = compared("last_30_days", TODAY).span
    known = [s for s in _in(shops, span) if COSTS[s.sku_id] is not None]
    back = _back(shops, span)
    earned = _rupees(known) - _rupees(back)
    cost = sum(s.units * (COSTS[s.sku_id] or 0) for s in known) / 100
    cost -= sum(r.units * (COSTS[r.sku_id] or 0) for r in back) / 100
    assert value(found, "value") == pytest.approx(earned - cost, abs=0.01)
    assert value(found, "margin_pct") == pytest.approx((earned - cost) / earned * 100, abs=0.051)
    assert "missing_cost" in found.notes


def test_margin_names_the_goods_that_left_most(shops: Shops) -> None:
    span = compared("last_30_days", TODAY).span
    left = dict.fromkeys((s for s, cost in COSTS.items() if cost is not None), 0.0)
    for s in _in(shops, span):
        if s.sku_id in left:
            left[s.sku_id] += _rupees([s]) - s.units * (COSTS[s.sku_id] or 0) / 100
    for r in _back(shops, span):
        if r.sku_id in left:
            left[r.sku_id] -= _rupees([r]) - r.units * (COSTS[r.sku_id] or 0) / 100
    rows = shops.ask("query_kpi", metric="margin").rows
    best = sorted((s for s in left if left[s] > 0), key=lambda s: -left[s])[: len(rows)]
    assert [r["product"] for r in rows] == best
    assert [r["margin"] for r in rows] == pytest.approx([left[s] for s in best], abs=0.01)


def test_margin_takes_what_purchases_cost_where_the_catalogue_is_silent(shops: Shops) -> None:
    for n, (units, rupees) in enumerate([(10, 24), (30, 28)]):
        shops.record(
            f"bought-{n}", kind="purchase", product="soap.bar", quantity=units, price=rupees
        )
    found = shops.ask("query_kpi", metric="margin", product="soap", period="last_7_days")
    span = compared("last_7_days", TODAY).span
    sold = _in(shops, span, sku="soap.bar")
    assert "missing_cost" not in found.notes
    cost = sum(s.units for s in sold) * 27
    assert value(found, "value") == pytest.approx(_rupees(sold) - cost, abs=0.01)


def test_margin_without_any_cost_is_unknown(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="margin", product="soap")
    assert value(found, "value") is None
    assert "missing_cost" in found.notes
    assert found.empty


def test_stock_is_the_last_count_and_what_moved_since(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="stock_on_hand", product="onion")
    counted = TODAY - timedelta(days=4)
    left = shops.counts["onion.loose", counted]
    left -= sum(s.units for s in shops.sales
                if (s.store_id, s.sku_id) == (STORE, "onion.loose") and s.date > counted)  # fmt: skip
    left += 1.5  # brought back the day after the count
    assert value(found, "value") == left
    assert found.rows[0]["as_of"] == counted
    assert "period" not in found.parameters


def test_stock_without_a_count_is_unknown(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="stock_on_hand", product="soap")
    assert value(found, "value") is None
    assert found.notes == ("unknown_stock",)
    partly = shops.ask("query_kpi", metric="stock_on_hand", product="rice")
    assert "unknown_stock" in partly.notes
    assert [r["product"] for r in partly.rows] == ["rice.loose"]


def test_stock_of_the_whole_shop_is_told_by_unit(shops: Shops) -> None:
    shops.record("count", kind="stock_count", product="soap.bar", quantity=12)
    found = shops.ask("query_kpi", metric="stock_on_hand")
    assert {f.id: f.value for f in found.figures}["value.piece"] == 12
    assert "mixed_units" in found.notes


def test_stockout_rate_counts_only_known_days(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="stockout_rate")
    span = compared("last_30_days", TODAY).span
    known = [left for (_, day), left in shops.counts.items() if span.start <= day <= span.end]
    assert value(found, "value") == pytest.approx(known.count(0) / len(known) * 100, abs=0.051)
    assert value(found, "product_days") == len(known)
    silent = shops.ask("query_kpi", metric="stockout_rate", product="soap")
    assert silent.notes == ("unknown_stock",)


def test_turns_are_cost_of_sales_by_mean_stock(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="inventory_turns", product="onion")
    span = compared("last_30_days", TODAY).span
    left = [n for (sku, day), n in shops.counts.items()
            if sku == "onion.loose" and span.start <= day <= span.end]  # fmt: skip
    sold = sum(s.units for s in _in(shops, span, sku="onion.loose")) - 1.5
    mean = sum(left) / len(left)
    assert value(found, "value") == pytest.approx(sold / mean, abs=0.01)


def test_accuracy_names_its_method(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="forecast_accuracy", product="onion")
    span = compared("last_30_days", TODAY).span
    daily = {s.date: s.units for s in shops.sales
             if (s.store_id, s.sku_id) == (STORE, "onion.loose")}  # fmt: skip
    errors = total = 0.0
    for n in range(span.days):
        day = span.start + timedelta(days=n)
        window = [daily.get(day - timedelta(days=k), 0.0) for k in range(1, 29)]
        errors += abs(daily.get(day, 0.0) - sum(window) / 28)
        total += daily.get(day, 0.0)
    assert value(found, "wape") == pytest.approx(errors / total * 100, abs=0.051)
    assert value(found, "value") == pytest.approx(max(0, 1 - errors / total) * 100, abs=0.051)
    assert found.notes[0] == "method:moving_average"


def test_products_are_ranked_by_revenue(shops: Shops) -> None:
    top = shops.ask("query_kpi", metric="top_products", period="last_week")
    slow = shops.ask("query_kpi", metric="slow_products", period="last_week")
    span = compared("last_week", TODAY).span
    earned = {
        p.sku_id: _rupees(_in(shops, span, sku=p.sku_id)) - _rupees(_back(shops, span, p.sku_id))
        for p in CATALOGUE[:4]
    }
    best = sorted(earned, key=lambda s: -earned[s])
    assert [r["product"] for r in top.rows] == best
    assert [r["product"] for r in slow.rows] == best[::-1]
    assert top.rows[0]["revenue"] == pytest.approx(earned[best[0]], abs=0.01)
    assert "pickle.mango_500g" not in {r["product"] for r in slow.rows}  # this shop never had it


def test_category_narrows(shops: Shops) -> None:
    top = shops.ask("query_kpi", metric="top_products", category="cereal")
    assert {r["product"] for r in top.rows} == {"rice.loose", "rice.basmati_5kg"}
    nothing = shops.ask("query_kpi", metric="revenue", category="jewellery")
    assert nothing.notes == ("not_sold",)


def test_known_goods_that_are_not_sold_are_said_to_be_so(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="revenue", product="saffron")
    assert found.empty
    assert found.notes == ("not_sold",)
    with pytest.raises(NotFound):
        shops.ask("query_kpi", metric="revenue", product="moon_dust")


def test_a_day_without_sales_is_zero_and_an_empty_ledger_is_unknown(shops: Shops) -> None:
    quiet = shops.ask("query_kpi", metric="revenue", period="today")
    assert value(quiet, "value") == 0
    assert "no_sales" in quiet.notes
    with shops.engine.begin() as db:
        db.execute(delete(tables.sales).where(tables.sales.c.tenant_id == "ours"))
    for metric in ("revenue", "units", "margin", "inventory_turns", "forecast_accuracy"):
        found = shops.ask("query_kpi", metric=metric)
        assert value(found, "value") is None
        assert found.notes == ("no_sales",)
    assert shops.ask("query_kpi", metric="top_products").notes == ("no_sales",)


def test_previous_is_left_out_where_the_ledger_is_too_young(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="revenue", period="last_90_days")
    assert found.figure("previous") is None
    assert found.figure("change") is None
    assert "not_enough_history" in found.notes


def test_nothing_after_today_is_used(shops: Shops) -> None:
    earlier = replace(shops.context, today=TODAY - timedelta(days=10))
    found = shops.ask("query_kpi", earlier, metric="revenue", period="last_7_days")
    span = compared("last_7_days", earlier.today).span
    assert value(found, "value") == pytest.approx(_revenue(shops, span), abs=0.01)
    stock = shops.ask("query_kpi", earlier, metric="stock_on_hand", product="onion")
    assert value(stock, "value") == shops.counts["onion.loose", earlier.today]


def test_imputed_prices_are_said(shops: Shops) -> None:
    s = tables.sales
    with shops.engine.begin() as db:
        one = (s.c.tenant_id == "ours", s.c.date == TODAY - timedelta(days=2))
        db.execute(update(s).where(*one).values(price_imputed=True))
    assert "imputed_prices" in shops.ask("query_kpi", metric="revenue").notes
    earlier = shops.ask("query_kpi", metric="revenue", period="last_month")
    assert "imputed_prices" not in earlier.notes


def test_a_return_that_was_never_sold_is_said_to_be_unpriced(shops: Shops) -> None:
    actor = shops.context.actor
    with shops.engine.begin() as db:
        products.add(actor, db, Product("jute.bag", "jute", "Jute bag", "fibre", "piece"))
        db.execute(
            insert(tables.returns).values(
                tenant_id="ours", store_id=STORE, date=TODAY, sku_id="jute.bag", units=1,
                source="ingest",
            )
        )  # fmt: skip
    assert "unpriced_returns" in shops.ask("query_kpi", metric="revenue", period="today").notes


def test_margin_of_goods_that_did_not_sell_is_nothing(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="margin", product="pickle")
    assert value(found, "value") == 0
    assert found.figure("margin_pct") is None
    assert found.notes == ("no_sales",)


def test_metric_is_asked_for(shops: Shops) -> None:
    missing = shops.call("query_kpi")
    assert isinstance(missing, Missing)
    assert missing.slot == "metric"


def test_bad_period_and_unknown_store_are_refused(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        shops.ask("query_kpi", metric="revenue", period="someday")
    with pytest.raises(NotFound):
        shops.ask("query_kpi", metric="revenue", store_id="nowhere")


@pytest.mark.parametrize("days", [0, 1, 7, 30])
def test_a_young_shop_is_told_what_can_be_told(shops: Shops, days: int) -> None:
    context = _young(shops, days)
    revenue = shops.ask("query_kpi", context, metric="revenue", period="yesterday")
    assert value(revenue, "value") == (60 if days else None)
    accuracy = shops.ask("query_kpi", context, metric="forecast_accuracy", period="last_7_days")
    assert (value(accuracy, "value") is not None) == (days > 7)
    month = shops.ask("query_kpi", context, metric="revenue")
    assert month.figure("previous") is None


def _young(shops: Shops, days: int) -> ToolContext:
    with shops.engine.begin() as db:
        people.create_tenant(db, "new", "new", kind="shop", now=NOW)
        people.create_store(db, "new-1", "new", "new", kind="kirana", is_default=True)
    context = replace(shops.context, actor=replace(shops.context.actor, tenant_id="new"))
    for n in range(1, days + 1):
        day = date.isoformat(TODAY - timedelta(days=n))
        shops.record(f"young-{n}", context, kind="sale", product="onion", quantity=2, unit="kg",
                     price=30, date=day)  # fmt: skip
    return context


OILS = (
    Product("mustard_oil.1l", "mustard_oil", "Mustard oil 1 l", "oil", "l", 15000),
    Product("palm_oil.1l", "palm_oil", "Palm oil 1 l", "oil", "l", 11000),
)


def _sell(shops: Shops, *sold: Product) -> None:
    with shops.engine.begin() as db:
        for product in sold:
            products.add(shops.context.actor, db, product)
    for product in sold:
        shops.record(product.sku_id, kind="sale", product=product.sku_id, quantity=2, unit="l")


def test_a_generic_concept_is_all_its_kinds_together(shops: Shops) -> None:
    _sell(shops, *OILS)
    found = shops.ask("query_kpi", metric="revenue", period="today", product="cooking_oil")
    assert value(found, "value") == 2 * 150 + 2 * 110
    assert found.parameters["product"] == "cooking_oil"
    assert found.parameters["concepts"] == ["mustard_oil", "palm_oil"]
    for sku, quantity in (("mustard_oil.1l", 5), ("palm_oil.1l", 7)):
        shops.record(f"count {sku}", kind="stock_count", product=sku, quantity=quantity, unit="l")
    left = shops.ask("query_kpi", metric="stock_on_hand", product="cooking_oil")
    assert value(left, "value") == 12
    assert [r["product"] for r in left.rows] == ["mustard_oil.1l", "palm_oil.1l"]


def test_generic_goods_that_are_not_sold_are_said_not_to_be(shops: Shops) -> None:
    found = shops.ask("query_kpi", metric="units", product="lentils_dal")
    assert found.notes == ("not_sold",)
    assert "concepts" not in found.parameters


def test_accuracy_adds_up_a_day_of_several_sales(shops: Shops) -> None:
    asked: dict[str, Any] = {
        "metric": "forecast_accuracy",
        "product": "onion",
        "period": "last_7_days",
    }
    day = TODAY - timedelta(days=2)
    both = [{"units": 4.0, "source_event_id": "a"}, {"units": 1.5, "source_event_id": "b"}]
    line = {"tenant_id": "ours", "store_id": STORE, "date": day, "sku_id": "onion.loose",
            "price_paise": 1, "revenue_paise": 1, "source": "ingest"}  # fmt: skip
    s = tables.sales
    this_day = (s.c.tenant_id == "ours", s.c.store_id == STORE, s.c.sku_id == "onion.loose")
    with shops.engine.begin() as db:
        db.execute(delete(s).where(*this_day, s.c.date == day))
        db.execute(insert(s), [{**line, **sold, "units_clean": sold["units"]} for sold in both])
    apart = shops.ask("query_kpi", **asked)
    with shops.engine.begin() as db:
        db.execute(delete(s).where(*this_day, s.c.date == day))
        db.execute(insert(s).values({**line, "units": 5.5, "units_clean": 5.5}))
    together = shops.ask("query_kpi", **asked)
    assert apart.figures == together.figures
