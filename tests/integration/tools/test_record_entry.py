"""Entries: what is shown, what is written, and what an undo leaves."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from haat.core.actor import Role
from haat.core.errors import AboveMrp, Forbidden, InvalidInput, NotFound
from haat.core.finding import Finding, Missing
from haat.store import audit, entries, products, tables
from haat.store.products import Product
from tests.integration.tools.shops import NOW, STORE, TODAY, Shops, value

SALE: dict[str, Any] = {
    "kind": "sale",
    "product": "onion",
    "quantity": 2,
    "unit": "kg",
    "price": 30,
}


def _rows(shops: Shops, table: Any) -> list[Any]:
    with shops.engine.begin() as db:
        return list(db.execute(select(table).where(table.c.tenant_id == "ours")))


def _figures(finding: Finding | Missing) -> dict[str, tuple[Any, str]]:
    assert isinstance(finding, Finding), finding
    return {f.name: (f.value, f.unit) for f in finding.figures}


def test_preview_writes_nothing_and_shows_what_run_writes(shops: Shops) -> None:
    before = _rows(shops, tables.sales)
    shown = shops.preview(**SALE)
    assert _rows(shops, tables.sales) == before
    assert not _rows(shops, tables.entries)
    assert _figures(shops.record("yes", **SALE)) == _figures(shown)


def test_price_is_for_its_own_unit(shops: Shops) -> None:
    told: dict[str, Any] = {"kind": "sale", "product": "onion", "quantity": 1.5, "unit": "quintal"}
    found = shops.record("yes", **told, price=14, price_unit="kg")
    shown = _figures(found)
    assert shown["quantity"] == (1.5, "quintal")
    assert shown["units"] == (150, "kg")
    assert shown["price"] == (14, "INR/kg")
    assert shown["amount"] == (2100, "INR")
    [row] = [r for r in _rows(shops, tables.sales) if r.source == "chat"]
    assert (row.units, row.units_clean, row.price_paise, row.revenue_paise) == (
        150, 150, 1400, 210_000,
    )  # fmt: skip
    assert (row.store_id, row.sku_id, row.date) == (STORE, "onion.loose", TODAY)
    assert row.source_event_id == found.parameters["entry"]


@pytest.mark.parametrize(
    ("told", "amount", "rate"),
    [
        ({"quantity": 2, "unit": "quintal", "price": 1400}, 2800, 1400),
        ({"quantity": 500, "unit": "g", "price": 30, "price_unit": "kg"}, 15, 3000),
        ({"quantity": 3, "price": 31}, 93, 3100),
        ({"quantity": 3, "amount": 100}, 100, 3333),
        ({"quantity": 3, "price": 33.33, "amount": 99.99}, 99.99, 3333),
        ({"quantity": 2}, 60, 3000),
    ],
)
def test_money_is_booked_as_said(
    shops: Shops, told: dict[str, Any], amount: float, rate: int
) -> None:
    found = shops.record("yes", kind="sale", product="onion.loose", **told)
    [row] = [r for r in _rows(shops, tables.sales) if r.source == "chat"]
    assert value(found, "amount") == amount
    assert (row.revenue_paise, row.price_paise) == (round(amount * 100), rate)
    assert ("list_price" in found.notes) == (set(told) == {"quantity"})


def test_price_and_amount_that_disagree_are_asked_about(shops: Shops) -> None:
    found = shops.preview(kind="sale", product="onion", quantity=3, price=30, amount=100)
    assert isinstance(found, Missing)
    assert (found.kind, found.slot) == ("choice", "amount")
    assert [o.value for o in found.options] == ["90", "100"]


@pytest.mark.parametrize(
    ("told", "slot"),
    [
        ({}, "kind"),
        ({"kind": "sale"}, "product"),
        ({"kind": "sale", "product": "onion"}, "quantity"),
        ({"kind": "sale", "product": "onion", "quantity": 2, "unit": "bag"}, "quantity"),
        ({"kind": "sale", "product": "onion", "quantity": 2, "unit": "l"}, "quantity"),
        ({"kind": "sale", "product": "rice.basmati_5kg", "quantity": 2, "unit": "box"}, "quantity"),
        ({"kind": "sale", "product": "jaggery", "quantity": 2, "unit": "l"}, "quantity"),
        (
            {"kind": "sale", "product": "onion", "quantity": 2, "price": 3, "price_unit": "l"},
            "price_unit",
        ),
        ({"kind": "sale", "product": "jute", "quantity": 2}, "unit"),
        ({"kind": "sale", "product": "jute", "quantity": 2, "unit": "piece"}, "price"),
        ({"kind": "price_change", "product": "onion"}, "price"),
        ({"kind": "price_change", "product": "onion", "price": 3, "price_unit": "l"}, "price_unit"),
    ],
)
def test_what_is_missing_is_asked_for(shops: Shops, told: dict[str, Any], slot: str) -> None:
    found = shops.preview(**told)
    assert isinstance(found, Missing)
    assert found.slot == slot
    assert shops.call("record_entry", replace(shops.context, effect_key="yes"), **told) == found
    assert not _rows(shops, tables.entries)


@pytest.mark.parametrize(
    ("told", "units", "own"),
    [
        ({"product": "rice", "quantity": 10, "unit": "kg"}, "rice.loose", 10),
        ({"product": "rice", "quantity": 2, "unit": "packet"}, "rice.basmati_5kg", 2),
        ({"product": "rice.basmati_5kg", "quantity": 10, "unit": "kg"}, "rice.basmati_5kg", 2),
        ({"product": "rice.basmati_5kg", "quantity": 2, "unit": "bag"}, "rice.basmati_5kg", 2),
        ({"product": "pickle", "quantity": 3, "unit": "packet"}, "pickle.mango_500g", 3),
        ({"product": "pickle", "quantity": 2, "unit": "kg"}, "pickle.mango_500g", 4),
        ({"product": "jaggery", "quantity": 3, "unit": "bag"}, "jaggery.loose", 30),
        ({"product": "soap", "quantity": 1, "unit": "dozen"}, "soap.bar", 12),
        ({"product": "onion", "quantity": 1, "unit": "maund"}, "onion.loose", 37.324),
    ],
)
def test_quantity_is_booked_in_the_products_own_unit(
    shops: Shops, told: dict[str, Any], units: str, own: float
) -> None:
    found = shops.record("yes", kind="purchase", **told)
    [row] = _rows(shops, tables.purchases)
    assert (row.sku_id, row.units, row.unit_cost_paise) == (units, own, None)
    assert found.parameters["sku_id"] == units
    assert ("local_unit" in found.notes) == (told["unit"] == "maund")


def test_same_yes_writes_once(shops: Shops) -> None:
    first = shops.record("yes", **SALE)
    again = shops.record("yes", **{**SALE, "quantity": 99})
    assert again == first
    assert len([r for r in _rows(shops, tables.sales) if r.source == "chat"]) == 1
    assert len(_rows(shops, tables.entries)) == 1
    shops.record("another yes", **SALE)
    assert len(_rows(shops, tables.entries)) == 2


def test_without_a_yes_nothing_is_written(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        shops.ask("record_entry", **SALE)
    assert not _rows(shops, tables.entries)


def test_every_entry_is_audited(shops: Shops) -> None:
    entry = str(shops.record("yes", **SALE).parameters["entry"])
    with shops.engine.begin() as db:
        entries.undo(shops.context.actor, db, entry, NOW)
        done = audit.listing(shops.context.actor, db, limit=10, cursor=None).items
        assert audit.verify(db).broken is None
    assert {(r.action, r.object) for r in done} == {
        ("entry.recorded", f"entry {entry}"),
        ("entry.undone", f"entry {entry}"),
    }


def test_stock_follows_a_count_of_the_same_day(shops: Shops) -> None:
    counted = shops.record("1", kind="stock_count", product="onion", quantity=40)
    assert value(counted, "stock_after") == 40
    sold = shops.record("2", **SALE)
    assert (value(sold, "stock_before"), value(sold, "stock_after")) == (40, 38)
    bought = shops.record("3", kind="purchase", product="onion", quantity=1, unit="quintal")
    assert value(bought, "stock_after") == 138
    left = shops.ask("query_kpi", metric="stock_on_hand", product="onion")
    assert value(left, "value") == 138
    again = shops.record("4", kind="stock_count", product="onion", quantity=130)
    assert (value(again, "stock_before"), value(again, "stock_after")) == (138, 130)
    assert value(shops.ask("query_kpi", metric="stock_on_hand", product="onion"), "value") == 130


def test_the_turns_own_day_is_its_today(shops: Shops) -> None:
    earlier = replace(shops.context, today=TODAY - timedelta(days=30))
    shops.record("1", earlier, kind="stock_count", product="onion", quantity=40)
    assert value(shops.record("2", earlier, **SALE), "stock_after") == 38
    left = shops.ask("query_kpi", earlier, metric="stock_on_hand", product="onion")
    assert value(left, "value") == 38


def test_a_count_of_an_earlier_day_is_followed_by_what_came_later(shops: Shops) -> None:
    day = TODAY - timedelta(days=2)
    found = shops.record(
        "1", kind="stock_count", product="soap", quantity=100, date=day.isoformat()
    )
    later = sum(
        s.units
        for s in shops.sales
        if (s.store_id, s.sku_id) == (STORE, "soap.bar") and s.date > day
    )
    left = shops.ask("query_kpi", metric="stock_on_hand", product="soap")
    assert value(found, "stock_after") == value(left, "value") == 100 - later
    told_late = shops.record("2", kind="sale", product="soap", quantity=3, date=day.isoformat())
    assert value(told_late, "stock_after") == 100 - later  # the count of that day saw it


def test_stock_below_zero_is_said(shops: Shops) -> None:
    shops.record("1", kind="stock_count", product="onion", quantity=1)
    sold = shops.record("2", **SALE)
    assert value(sold, "stock_after") == -1
    assert "below_zero" in sold.notes


def test_new_goods_come_into_the_catalogue_and_leave_with_an_undo(shops: Shops) -> None:
    actor = shops.context.actor
    found = shops.record(
        "1", kind="sale", product="jute", quantity=2, unit="dozen", price=20, price_unit="piece"
    )
    assert "new_product" in found.notes
    with shops.engine.begin() as db:
        version = products.catalogue_version(actor, db)
        new = products.get(actor, db, "jute.loose")
        assert new is not None
        assert (new.name, new.unit, new.category) == ("Jute", "piece", "shg_craft")
        entries.undo(actor, db, str(found.parameters["entry"]), NOW)
        assert products.get(actor, db, "jute.loose") is None
        assert products.catalogue_version(actor, db) > version


def test_price_changes_and_comes_back(shops: Shops) -> None:
    actor = shops.context.actor
    found = shops.record(
        "1", kind="price_change", product="onion", price=4000, price_unit="quintal"
    )
    assert _figures(found)["previous_price"] == (30, "INR/kg")
    assert _figures(found)["price"] == (4000, "INR/quintal")
    with shops.engine.begin() as db:
        changed = products.get(actor, db, "onion.loose")
        assert changed is not None
        assert changed.price_paise == 4000
        entries.undo(actor, db, str(found.parameters["entry"]), NOW)
        back = products.get(actor, db, "onion.loose")
        assert back is not None
        assert back.price_paise == 3000


def test_price_never_goes_above_the_mrp(shops: Shops) -> None:
    with pytest.raises(AboveMrp) as refused:
        shops.preview(kind="price_change", product="soap", price=40.01)
    assert refused.value.key == "above_mrp"
    shops.record("1", kind="price_change", product="soap", price=40)
    sold = shops.preview(kind="sale", product="soap", quantity=1, price=45)
    assert isinstance(sold, Finding)
    assert "above_mrp" in sold.notes


def test_a_seller_records_but_does_not_set_prices(shops: Shops) -> None:
    seller = replace(shops.context, actor=replace(shops.context.actor, role=Role.SELLER))
    shops.record("1", seller, **SALE)
    with pytest.raises(Forbidden):
        shops.preview(seller, kind="price_change", product="onion", price=40)


@pytest.mark.parametrize(
    ("told", "pointer"),
    [
        ({"date": (TODAY + timedelta(days=1)).isoformat()}, "/date"),
        ({"date": (TODAY - timedelta(days=400)).isoformat()}, "/date"),
        ({"quantity": 0}, "/quantity"),
        ({"quantity": 10_000_000, "price": 10_000_000}, "/amount"),
        ({"quantity": 0.001, "price": None, "amount": 1_000_000_000}, "/price"),
        ({"price": 10_000_000, "price_unit": "g"}, "/price"),
    ],
)
def test_impossible_entries_are_refused(shops: Shops, told: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        shops.preview(**{**SALE, **told})
    assert refused.value.problems[0].pointer == pointer


def test_price_of_what_is_not_sold_cannot_change(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        shops.preview(kind="price_change", product="saffron", price=40)
    with pytest.raises(NotFound):
        shops.preview(**{**SALE, "product": "moon_dust.1kg"})


def test_goods_that_the_lexicon_lacks_begin_with_a_word_of_hers(shops: Shops) -> None:
    finding = shops.preview(**{**SALE, "product": "moon_dust", "unit": "kg", "price": 10})
    assert isinstance(finding, Finding)
    assert finding.parameters["sku_id"] == "moon_dust.loose"
    assert "new_product" in finding.notes


def test_of_several_packs_the_best_selling_is_meant(shops: Shops) -> None:
    actor = shops.context.actor
    with shops.engine.begin() as db:
        for size in ("100g", "75g"):
            products.add(
                actor, db,
                products.Product(f"soap.{size}", "soap", size, "fmcg", "piece", 1000),
            )  # fmt: skip
    shops.record("1", kind="sale", product="soap.75g", quantity=100, price=1000)
    found = shops.preview(kind="sale", product="soap", quantity=1)
    assert isinstance(found, Finding)
    assert found.parameters["sku_id"] == "soap.75g"
    assert found.figures[0].product == "soap.75g"
    assert "best_selling_product" in found.notes


def test_dates_are_days(shops: Shops) -> None:
    found = shops.record("1", **SALE, date="2026-11-20")
    assert found.parameters["date"] == date(2026, 11, 20)
    assert found.figures[0].date == date(2026, 11, 20)


def _keep(shops: Shops, *kept: Product) -> None:
    with shops.engine.begin() as db:
        for product in kept:
            products.add(shops.context.actor, db, product)


PULSES = (
    Product("tur_dal.loose", "tur_dal", "Tur dal", "pulse", "kg", 16000),
    Product("tur_dal.1kg", "tur_dal", "Tur dal 1 kg", "pulse", "packet", 17000, pack_size="1 kg"),
)
BOXED = Product("moong_dal.box", "moong_dal", "Moong dal box", "pulse", "box", 90000)


@pytest.mark.parametrize("kind", ["sale", "price_change"])
def test_of_a_generic_concept_one_kind_is_chosen(shops: Shops, kind: str) -> None:
    _keep(shops, *PULSES, BOXED)
    told: dict[str, Any] = {"kind": kind, "product": "lentils_dal", "quantity": 2, "price": 100}
    missing = shops.preview(**told)
    assert isinstance(missing, Missing)
    assert (missing.kind, missing.slot) == ("choice", "product")
    assert [o.value for o in missing.options] == ["moong_dal", "tur_dal"]
    in_kg = shops.preview(**told, unit="kg")
    assert isinstance(in_kg, Finding)
    assert in_kg.parameters["sku_id"] == "tur_dal.loose"


def test_a_generic_concept_of_one_kind_is_that_kind(shops: Shops) -> None:
    _keep(shops, *PULSES)
    told: dict[str, Any] = {"kind": "sale", "product": "lentils_dal", "quantity": 2, "unit": "kg"}
    found = shops.preview(**told)
    assert isinstance(found, Finding)
    assert found.parameters["sku_id"] == "tur_dal.loose"
    assert found.notes[0] == "loose_product"
