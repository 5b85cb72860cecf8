"""A seller's price beyond the limit waits, is decided on once, and is another tenant's to nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from haat.core.actor import Role
from haat.core.errors import Conflict, Forbidden, HaatError, NotFound
from haat.core.finding import Finding, Missing
from haat.store import audit, entries, products, proposals, tables
from haat.store.engine import reading
from haat.store.proposals import Proposal
from tests.integration.tools.shops import NOW, Shops
from tools.context import ToolContext
from tools.decide_price import DecidePrice, decide_price, preview
from tools.insights import insights
from tools.list_alerts import ListAlerts, list_alerts

ONION = "onion.loose"


@pytest.fixture
def seller(shops: Shops) -> ToolContext:
    """A seller who may change prices by a tenth."""
    return _seller(shops, 10.0)


def _seller(shops: Shops, percent: float | None) -> ToolContext:
    actor = shops.context.actor
    with shops.engine.begin() as db:
        proposals.set_limit(actor, db, percent, NOW)
    return replace(shops.context, actor=replace(actor, subject="seller", role=Role.SELLER))


def _asks(shops: Shops, seller: ToolContext, price: float, key: str = "asked") -> Finding:
    return shops.record(key, seller, kind="price_change", product="onion", price=price)


def _price(shops: Shops, sku: str = ONION) -> int | None:
    with reading(shops.engine) as db:
        found = products.get(shops.context.actor, db, sku)
    assert found is not None
    return found.price_paise


def _waiting(shops: Shops, context: ToolContext | None = None) -> tuple[Proposal, ...]:
    with reading(shops.engine) as db:
        return proposals.waiting((context or shops.context).actor, db)


def _decides(context: ToolContext, decision: str, **more: Any) -> Finding | Missing:
    said = DecidePrice.model_validate({"decision": decision, **more})
    return decide_price(replace(context, effect_key="decided"), said)


def _actions(shops: Shops) -> list[str]:
    with reading(shops.engine) as db:
        return [row.action for row in audit.listing(shops.context.actor, db).items]


@pytest.mark.parametrize("price", [27, 33])
def test_within_the_limit_a_seller_changes_the_price(
    shops: Shops, seller: ToolContext, price: int
) -> None:
    assert "entry" in _asks(shops, seller, price).parameters
    assert (_price(shops), _waiting(shops)) == (price * 100, ())


@pytest.mark.parametrize("price", [26.9, 33.1, 90])
def test_beyond_the_limit_it_waits(shops: Shops, seller: ToolContext, price: float) -> None:
    shown = shops.preview(seller, kind="price_change", product="onion", price=price)
    assert isinstance(shown, Finding)
    assert "needs_yes" in shown.notes
    assert _waiting(shops) == ()
    found = _asks(shops, seller, price)
    [one] = _waiting(shops)
    assert found.parameters["proposal"] == one.id
    assert (one.subject, one.price_paise, _price(shops)) == ("seller", round(price * 100), 3_000)
    assert _actions(shops) == ["price.proposed", "price.limit"]


def test_many_small_steps_are_a_large_one(shops: Shops, seller: ToolContext) -> None:
    assert "entry" in _asks(shops, seller, 32.5, "one").parameters
    assert "proposal" in _asks(shops, seller, 35, "two").parameters
    later = replace(seller, now=NOW + timedelta(days=8), today=seller.today + timedelta(days=8))
    assert "entry" in _asks(shops, later, 35, "three").parameters


def test_a_first_price_waits(shops: Shops, seller: ToolContext) -> None:
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(price_paise=None))
    assert "proposal" in _asks(shops, seller, 30).parameters


def test_without_the_setting_sellers_change_no_price(shops: Shops) -> None:
    with pytest.raises(Forbidden):
        _asks(shops, _seller(shops, None), 30.5)


def test_at_zero_every_change_waits_and_managers_are_not_bound(shops: Shops) -> None:
    assert "proposal" in _asks(shops, _seller(shops, 0.0), 30.5).parameters
    assert "entry" in _asks(shops, shops.context, 60, "hers").parameters


def test_the_same_key_proposes_once(both_shops: Shops) -> None:
    seller = _seller(both_shops, 10.0)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: _asks(both_shops, seller, 40), range(4)))
    assert len({f.parameters["proposal"] for f in found}) == 1
    assert len(_waiting(both_shops)) == 1


def test_a_new_wish_takes_the_place_of_the_old_one(shops: Shops, seller: ToolContext) -> None:
    _asks(shops, seller, 40, "one")
    _asks(shops, seller, 45, "two")
    assert [p.price_paise for p in _waiting(shops)] == [4_500]


def test_a_yes_writes_the_price_in_the_managers_name(shops: Shops, seller: ToolContext) -> None:
    _asks(shops, seller, 40)
    shown = preview(shops.context, DecidePrice(decision="accepted"))
    assert isinstance(shown, Finding)
    assert _price(shops) == 3_000
    found = _decides(shops.context, "accepted")
    assert isinstance(found, Finding)
    assert _price(shops) == 4_000
    with shops.engine.begin() as db:
        entry = entries.get(shops.context.actor, db, found.parameters["entry"])
        assert entry.subject == shops.context.actor.subject
        entries.undo(shops.context.actor, db, entry.id, NOW)
    assert _price(shops) == 3_000
    assert _actions(shops)[:3] == ["entry.undone", "entry.recorded", "price.accepted"]


def test_a_no_changes_nothing(shops: Shops, seller: ToolContext) -> None:
    _asks(shops, seller, 40)
    _decides(shops.context, "rejected")
    assert (_price(shops), _waiting(shops)) == (3_000, ())


@pytest.mark.parametrize(("first", "second"), [("accepted", "rejected"), ("rejected", "accepted")])
def test_decided_once_is_decided(
    shops: Shops, seller: ToolContext, first: str, second: str
) -> None:
    _asks(shops, seller, 40)
    [one] = _waiting(shops)
    _decides(shops.context, first, proposal=one.id)
    before = _price(shops), _actions(shops)
    _decides(shops.context, first, proposal=one.id)
    assert (_price(shops), _actions(shops)) == before
    with pytest.raises(Conflict):
        _decides(shops.context, second, proposal=one.id)
    assert (_price(shops), _actions(shops)) == before


def test_of_a_yes_and_a_no_at_once_one_counts(both_shops: Shops) -> None:
    _asks(both_shops, _seller(both_shops, 10.0), 40)
    [one] = _waiting(both_shops)

    def decide(decision: str) -> str:
        try:
            _decides(both_shops.context, decision, proposal=one.id)
        except Conflict:
            return ""
        return decision

    with ThreadPoolExecutor(2) as pool:
        counted = {d for d in pool.map(decide, ("accepted", "rejected")) if d}
    assert len(counted) == 1
    assert _price(both_shops) == (4_000 if counted == {"accepted"} else 3_000)


def test_what_cannot_be_written_is_not_accepted(shops: Shops, seller: ToolContext) -> None:
    _asks(shops, seller, 40)
    with shops.engine.begin() as db:
        db.execute(update(tables.products).values(mrp_paise=3_500))
    with pytest.raises(HaatError, match="MRP"):
        _decides(shops.context, "accepted")
    assert len(_waiting(shops)) == 1


def test_only_managers_of_the_tenant_decide(both_shops: Shops) -> None:
    seller = _seller(both_shops, 10.0)
    _asks(both_shops, seller, 40)
    [one] = _waiting(both_shops)
    with pytest.raises(Forbidden):
        _decides(seller, "accepted", proposal=one.id)
    with pytest.raises(NotFound):
        _decides(both_shops.other, "accepted", proposal=one.id)
    none = _decides(both_shops.other, "accepted")
    assert isinstance(none, Finding)
    assert none.notes == ("no_proposal",)
    assert len(_waiting(both_shops)) == 1


def test_which_of_several_is_asked(shops: Shops, seller: ToolContext) -> None:
    _asks(shops, seller, 40, "one")
    shops.record("two", seller, kind="price_change", product="rice.loose", price=80)
    found = _decides(shops.context, "accepted")
    assert isinstance(found, Missing)
    assert {o.label for o in found.options} == {ONION, "rice.loose"}
    _decides(shops.context, "accepted", product="rice")
    assert [p.sku_id for p in _waiting(shops)] == [ONION]


def _alerts(context: ToolContext) -> list[dict[str, Any]]:
    found = list_alerts(context, ListAlerts(kind="price_anomaly"))
    assert isinstance(found, Finding)
    return [dict(r) for r in found.rows if str(r["reason"]).startswith("price_")]


def test_managers_see_what_waits_and_sellers_what_became_of_theirs(
    shops: Shops, seller: ToolContext
) -> None:
    _asks(shops, seller, 40)
    [row] = _alerts(shops.context)
    assert (row["reason"], row["product"], row["what_to_do"]) == (
        "price_proposed",
        ONION,
        "approve_price",
    )
    assert (row["proposed_price"], row["price"], row["moved"]) == (40, 30, 33.3)
    assert _alerts(seller) == _alerts(shops.other) == []
    [action] = [r for r in insights(shops.context).rows if r["action"] == "approve_price"]
    assert action["why"]["reason"] == "price_proposed"
    assert {f["name"] for f in action["what_if"]["figures"]} >= {"price", "margin_change"}
    _decides(shops.context, "rejected")
    assert _alerts(shops.context) == []
    [told] = _alerts(seller)
    assert (told["reason"], told["what_to_do"]) == ("price_rejected", "keep_price")
    late = replace(seller, now=NOW + timedelta(days=4))
    assert _alerts(late) == []


def test_the_limit_is_a_managers_to_set(shops: Shops, seller: ToolContext) -> None:
    with shops.engine.begin() as db, pytest.raises(Forbidden):
        proposals.set_limit(seller.actor, db, 90.0, NOW)
    with reading(shops.engine) as db:
        assert proposals.limit(shops.context.actor, db) == 10.0
        assert proposals.limit(shops.other.actor, db) is None
