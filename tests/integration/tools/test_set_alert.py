"""What a person wants to be told of is taken down once, after a yes, and shown as it was meant."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from haat.core.errors import Conflict, InvalidInput, NotFound
from haat.core.finding import Finding, Missing
from haat.store import tables
from tests.integration.tools.shops import OTHER_SKU, TODAY, Shops, quote, value
from tools.context import ToolContext
from tools.set_alert import SetAlert, preview, set_alert


@pytest.fixture
def shops(both_shops: Shops) -> Shops:
    return both_shops


def shown(context: ToolContext, **arguments: Any) -> Finding:
    found = preview(context, SetAlert.model_validate(arguments))
    assert isinstance(found, Finding), found
    return found


def written(context: ToolContext, key: str, **arguments: Any) -> Finding:
    said = replace(context, effect_key=key)
    found = set_alert(said, SetAlert.model_validate(arguments))
    assert isinstance(found, Finding), found
    return found


def missing(context: ToolContext, **arguments: Any) -> Missing:
    found = preview(context, SetAlert.model_validate(arguments))
    assert isinstance(found, Missing), found
    return found


def kept(shops: Shops) -> list[Any]:
    with shops.engine.connect() as db:
        return list(db.execute(select(tables.alert_rules)).all())


ONION = {
    "kind": "price_anomaly",
    "product": "onion",
    "threshold": 1500,
    "direction": "below",
    "unit": "quintal",
    "place": "Nashik, Maharashtra",
}


def test_a_market_price_is_shown_before_the_yes_and_nothing_is_written(shops: Shops) -> None:
    with shops.engine.begin() as db:
        quote(db, modal_paise=170_000, date=TODAY)
    found = shown(shops.context, **ONION)
    assert value(found, "threshold") == 1500
    assert value(found, "current") == 1700
    figure = found.figure("threshold")
    assert figure is not None
    assert (figure.unit, figure.place, figure.product) == (
        "INR/quintal",
        "Nashik, Maharashtra",
        "onion",
    )
    assert found.notes == ()
    assert kept(shops) == []
    with shops.engine.begin() as db:
        quote(db, modal_paise=110_000, date=TODAY, market="Yeola", variety="x")
    assert "already_passed" in shown(shops.context, **ONION).notes


def test_a_yes_writes_once_and_is_audited(shops: Shops) -> None:
    first = written(shops.context, "yes", **ONION)
    again = written(shops.context, "yes", **ONION)
    assert first.parameters["rule"] == again.parameters["rule"]
    (row,) = kept(shops)
    assert (row.tenant_id, row.subject, row.kind) == ("ours", "person-of-ours", "price_anomaly")
    assert (row.product, row.threshold, row.direction, row.unit, row.place) == (
        "onion", 1500, "below", "quintal", "Nashik, Maharashtra",
    )  # fmt: skip
    with shops.engine.connect() as db:
        actions = db.execute(select(tables.audit.c.action)).scalars().all()
    assert actions == ["alert_rule.set"]


def test_without_a_yes_nothing_is_written(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        set_alert(shops.context, SetAlert.model_validate(ONION))


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ({}, "kind"),
        ({"kind": "stockout_risk", "threshold": 5}, "product"),
        ({"kind": "price_anomaly", "product": "onion", "direction": "above"}, "threshold"),
        ({"kind": "price_anomaly", "product": "onion", "threshold": 9}, "direction"),
    ],
)
def test_what_must_be_known_is_asked(shops: Shops, said: dict[str, Any], slot: str) -> None:
    assert missing(shops.context, **said).slot == slot
    asked = replace(shops.context, effect_key="yes")
    assert isinstance(set_alert(asked, SetAlert.model_validate(said)), Missing)
    assert kept(shops) == []


def test_stock_is_in_the_products_own_unit_and_falls_below(shops: Shops) -> None:
    found = shown(shops.context, kind="stockout_risk", product="soap.bar", threshold=12)
    assert found.parameters["unit"] == "piece"
    assert found.parameters["direction"] == "below"
    assert set(found.notes) == {"assumed_unit", "unknown_stock"}
    dozen = shown(
        shops.context, kind="stockout_risk", product="soap.bar", threshold=2, unit="dozen"
    )
    assert value(dozen, "threshold") == 2
    assert "assumed_unit" not in dozen.notes


def test_a_price_without_a_unit_is_in_the_likelier_one(shops: Shops) -> None:
    with shops.engine.begin() as db:
        quote(db, modal_paise=170_000, date=TODAY)
    for limit, unit in ((1500, "quintal"), (20, "kg"), (25, "kg"), (900, "quintal")):
        said = {**ONION, "threshold": limit, "unit": None}
        found = shown(shops.context, **said)
        assert found.parameters["unit"] == unit, limit
        assert "assumed_unit" in found.notes


def test_a_subscription_without_a_limit_is_watched_anyway(shops: Shops) -> None:
    found = written(shops.context, "yes", kind="stockout_risk")
    assert "watched_anyway" in found.notes
    assert value(found, "watched") == 6
    assert len(kept(shops)) == 1


@pytest.mark.parametrize(
    ("said", "blamed"),
    [
        ({"kind": "stockout_risk", "product": "wheat", "threshold": 5}, "/product"),
        ({**ONION, "place": "Atlantis"}, "/place"),
        (
            {"kind": "stockout_risk", "product": "soap.bar", "threshold": 5, "unit": "kg"},
            "/unit",
        ),
        (
            {
                "kind": "compliance_failure",
                "product": "onion",
                "threshold": 5,
                "direction": "above",
            },
            "/threshold",
        ),
    ],
)
def test_what_cannot_be_watched_is_refused(shops: Shops, said: dict[str, Any], blamed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        shown(shops.context, **said)
    assert [p.pointer for p in refused.value.problems] == [blamed]


def test_a_market_price_by_a_measure_without_one_is_refused(shops: Shops) -> None:
    with shops.engine.begin() as db:
        quote(db, date=TODAY)
    with pytest.raises(InvalidInput):
        shown(shops.context, **{**ONION, "unit": "l"})


def test_others_goods_and_others_keys_are_theirs(shops: Shops) -> None:
    with pytest.raises(NotFound):
        shown(shops.context, kind="stockout_risk", product=OTHER_SKU, threshold=5)
    written(shops.other, "their yes", kind="stockout_risk", product=OTHER_SKU, threshold=5)
    with pytest.raises(Conflict):
        written(shops.context, "their yes", **ONION)
    assert {row.tenant_id for row in kept(shops)} == {"theirs"}
