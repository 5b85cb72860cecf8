"""What the last change of a price did is told beside the suggestion, or that it can't be told yet."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from haat.core.finding import Finding
from haat.store import products, tables
from haat.store.products import Product
from tests.integration.tools.shops import STORE, TODAY, Shops, value
from tools.insights import insights

DAY = timedelta(days=1)
SKUS = tuple(f"pickle.kind{n}" for n in range(6))
OWN, AGO = SKUS[0], 30


def _stocked(shops: Shops, *, goods: int = 6, ago: int = AGO) -> None:
    """Pickles that sell 6 and 8 a day in turn; the first sells half since it got dearer."""
    with shops.engine.begin() as db:
        for sku in SKUS[:goods]:
            products.add(
                shops.context.actor, db,
                Product(sku, "pickle", sku, "pickles", "piece", 10_000, None, 8_000),
            )  # fmt: skip
        rows = [
            _row(
                sku,
                TODAY - n * DAY,
                (6 + 2 * (n % 2)) / (2 if new else 1),
                11_000 if new else 10_000,
            )
            for sku in SKUS[:goods]
            for n in range(1, 120)
            for new in (sku == OWN and n <= ago,)
        ]
        db.execute(insert(tables.sales), rows)


def _row(sku: str, day: date, units: float, paise: int) -> dict[str, Any]:
    return {
        "tenant_id": "ours", "store_id": STORE, "sku_id": sku, "date": day, "units": units,
        "units_clean": units, "price_paise": paise, "revenue_paise": round(units * paise),
        "source": "ingest",
    }  # fmt: skip


def _ask(shops: Shops) -> Finding:
    return shops.ask("suggest_price", product=OWN)


def test_a_lasting_change_is_compared_with_its_like(shops: Shops) -> None:
    _stocked(shops)
    found = _ask(shops)
    assert found.parameters["changed_on"] == TODAY - AGO * DAY
    assert found.parameters["compared_with"] == 5
    units = found.figure("realised_units_change")
    assert units is not None
    assert units.value is not None
    assert units.lower is not None
    assert units.upper is not None
    assert units.lower < -50 < units.upper
    assert abs(units.value + 50) < 5
    assert (units.unit, units.date) == ("percent", TODAY - AGO * DAY)
    assert abs(value(found, "realised_revenue_change") - (0.5 * 1.1 - 1) * 100) < 5
    assert abs(value(found, "realised_margin_change") - (0.5 * 30 / 20 - 1) * 100) < 5


def test_too_few_goods_are_said(shops: Shops) -> None:
    _stocked(shops, goods=3)
    found = _ask(shops)
    assert "realised_few_goods" in found.notes
    assert found.parameters["changed_on"] == TODAY - AGO * DAY
    assert found.figure("realised_units_change") is None


def test_a_change_that_a_person_told_is_early_for_a_fortnight(shops: Shops) -> None:
    _stocked(shops, ago=6)
    assert "changed_on" not in _ask(shops).parameters
    told = replace(shops.context, today=TODAY - 6 * DAY, now=shops.context.now - 6 * DAY)
    shops.record("1", told, kind="price_change", product=OWN, price=110)
    found = _ask(shops)
    assert "realised_early" in found.notes
    assert found.parameters["changed_on"] == TODAY - 6 * DAY


def test_without_a_change_nothing_is_told(shops: Shops) -> None:
    _stocked(shops, ago=0)
    found = _ask(shops)
    assert "changed_on" not in found.parameters
    assert not [n for n in found.notes if n.startswith("realised")]


def _told(shops: Shops, ago: int) -> None:
    """The new price as the seller told it."""
    with shops.engine.begin() as db:
        db.execute(
            insert(tables.entries).values(
                id=f"price-{ago}", tenant_id="ours", store_id=STORE, subject="p", kind="price_change",
                sku_id=OWN, date=TODAY - ago * DAY, arguments={"price": 110}, effect_key=f"price-{ago}",
                recorded_at=shops.context.now,
            )
        )  # fmt: skip


def test_insights_tell_what_a_new_price_surely_did(shops: Shops) -> None:
    _stocked(shops)
    assert insights(shops.context).figure("realised_units_change") is None
    _told(shops, AGO)
    found = insights(shops.context)
    units = found.figure("realised_units_change")
    assert units is not None
    assert (units.product, units.date) == (OWN, TODAY - AGO * DAY)
    assert units.upper is not None
    assert units.upper < 0
    assert found.figure("realised_margin_change") is None  # between less and more


def test_insights_leave_out_what_is_too_young_to_tell(shops: Shops) -> None:
    _stocked(shops, ago=6)
    _told(shops, 6)
    assert insights(shops.context).figure("realised_units_change") is None
