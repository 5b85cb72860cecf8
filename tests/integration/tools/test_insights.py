"""Today's actions: at most five, ranked by what they are worth, each with why and what-if."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update

from haat.core.actor import Actor, Role
from haat.core.errors import NotFound
from haat.language.places import Gazetteer
from haat.store import suggestions, tables
from tests.integration.tools.shops import NOW, TODAY
from tests.integration.tools.test_list_alerts import change, quiet, recount, spike
from tools.context import ToolContext
from tools.insights import SHOWN, insights

__all__ = ["quiet"]
DAY = timedelta(days=1)


@pytest.fixture
def busy(quiet: ToolContext) -> ToolContext:
    """A shop where soap ran out, tea nearly, rice spiked, and onion is dearer than at the neighbours'."""
    recount(quiet, "soap.bar", 0)
    recount(quiet, "tea_leaves.250g", 6)
    spike(quiet, "rice.loose", 30)
    change(quiet, "bread.400g", price_paise=4600)
    change(quiet, "onion.loose", unit_cost_paise=2600)
    with quiet.engine.begin() as db:
        line = {"tenant_id": "ours", "sku_id": "onion.loose", "date": TODAY - DAY}
        values = {"competitor": "one", "price_paise": 4000, **line}
        db.execute(insert(tables.competitor_prices).values(values))
    return quiet


def test_the_breach_of_law_first_then_by_rupees(busy: ToolContext) -> None:
    found = insights(busy)
    assert 0 < len(found.rows) <= SHOWN
    kinds = [(r["kind"], r["product"]) for r in found.rows]
    assert kinds[0] == ("alert", "bread.400g")
    assert ("reorder", "soap.bar") in kinds
    assert ("reorder", "tea_leaves.250g") in kinds
    assert ("price", "onion.loose") in kinds
    scores = [
        r["score"] for r in found.rows if not (r["kind"] == "alert" and r["severity"] == "high")
    ]
    assert scores == sorted(scores, reverse=True)
    for row in found.rows:
        assert row["score"] == pytest.approx(
            row["margin_impact"] + row["service_impact"] - row["risk"], abs=0.02
        )
        assert row["why"]["reason"]
        assert row["what_if"]["figures"]
        assert row["expires"] >= TODAY.isoformat()
        assert all({"id", "name", "value", "unit"} <= set(f) for f in row["what_if"]["figures"])


def figures(row: Any) -> dict[str, float]:
    return {f["name"]: f["value"] for f in row["what_if"]["figures"]}


def test_what_an_order_and_a_price_would_change(busy: ToolContext) -> None:
    rows = {(r["kind"], r["product"]): r for r in insights(busy).rows}
    order = figures(rows["reorder", "soap.bar"])
    assert order["stockout_risk_before"] > 99
    assert order["stockout_risk_after"] <= 5
    assert order["cost"] == order["order_quantity"] * 28
    assert order["order_quantity"] >= 40
    price = figures(rows["price", "onion.loose"])
    assert price["price"] == 40
    assert price["units_change"] < 0
    assert rows["price", "onion.loose"]["action"] == "raise_price"


def test_ids_stay_for_the_day_and_answers_are_kept(busy: ToolContext) -> None:
    first, again = insights(busy), insights(busy)
    assert first.rows == again.rows
    with busy.engine.begin() as db:
        assert db.execute(select(func.count()).select_from(tables.suggestions)).scalar() == len(
            first.rows
        )
        no, yes = (str(r["insight"]) for r in first.rows[:2])
        suggestions.answer(busy.actor, db, "insight", no, status="rejected", now=NOW)
        suggestions.answer(busy.actor, db, "insight", yes, status="accepted", now=NOW)
        stranger = Actor("theirs", "lata", Role.ADMIN)
        with pytest.raises(NotFound):
            suggestions.answer(stranger, db, "insight", no, status="accepted", now=NOW)
    left = {r["insight"] for r in insights(busy).rows}
    assert not {no, yes} & left
    week = replace(busy, now=NOW + 5 * DAY, today=TODAY + 5 * DAY)
    actions = {(r["action"], r["product"]) for r in insights(week).rows}
    assert ("lower_to_mrp", "bread.400g") not in actions
    later = replace(busy, now=NOW + 9 * DAY, today=TODAY + 9 * DAY)
    actions = {(r["action"], r["product"]) for r in insights(later).rows}
    assert ("lower_to_mrp", "bread.400g") in actions


def test_a_loss_is_not_proposed(busy: ToolContext) -> None:
    with busy.engine.begin() as db:
        db.execute(update(tables.competitor_prices).values(price_paise=2000))
    rows = {(r["kind"], r["product"]) for r in insights(busy).rows}
    assert ("price", "onion.loose") not in rows


def test_another_tenant_and_an_empty_shop_have_nothing(
    busy: ToolContext, engine: Engine, gazetteer: Gazetteer
) -> None:
    theirs = ToolContext(Actor("theirs", "lata", Role.ADMIN), engine, TODAY, NOW, gazetteer)
    found = insights(theirs)
    assert (found.rows, found.notes) == ((), ("nothing_to_do",))


def test_figures_say_how_fairly_enquiries_are_spread(busy: ToolContext) -> None:
    assert insights(busy).figures == ()
    with busy.engine.begin() as db:
        for n, buyer in enumerate(("a", "a", "b", "a")):
            line = {"tenant_id": "ours", "subject": "p", "buyer_id": buyer, "product": "pickle"}
            told = {"id": f"e{n}", "effect_key": f"k{n}", "at": NOW - (100 if n == 3 else n) * DAY}
            ended = {"status": "paid" if n else "sent", "outcome_at": NOW if n else None}
            db.execute(insert(tables.enquiries).values(**line, **told, **ended))
    figures = {f.name: f.value for f in insights(busy).figures}
    assert figures == {
        "enquiries": 3, "buyers_asked": 100, "most_asked_buyer": 66.7, "won_by_sellers_of_2_to_4": 100,
    }  # fmt: skip
