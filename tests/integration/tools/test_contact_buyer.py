"""Enquiries: what is shown, what is written once, and how they end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from haat.core.actor import Actor, Role
from haat.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from haat.core.finding import Finding, Missing
from haat.store import audit, enquiries, tables
from haat.store.enquiries import Enquiry
from tests.integration.tools.offers import THEIRS, bring, bring_theirs
from tests.integration.tools.shops import NOW, Shops
from tools.contact_buyer import CONTACT_BUYER, ContactBuyer

OFFER: dict[str, Any] = {
    "buyer": "a", "product": "pickle", "quantity": 2, "unit": "dozen", "price": 110,
    "price_unit": "piece",
}  # fmt: skip


@pytest.fixture
def shops(both_shops: Shops) -> Shops:
    bring(both_shops, {"buyer_id": "a"}, {"buyer_id": "b", "agreed_to_contact": False})
    bring_theirs(both_shops)
    return both_shops


def _preview(shops: Shops, **said: Any) -> Finding | Missing:
    assert CONTACT_BUYER.preview is not None
    return CONTACT_BUYER.preview(shops.context, ContactBuyer.model_validate(said))


def _send(shops: Shops, key: str, **said: Any) -> Finding:
    context = replace(shops.context, effect_key=key)
    found = CONTACT_BUYER.run(context, ContactBuyer.model_validate(said))
    assert isinstance(found, Finding), found
    return found


def _written(shops: Shops) -> list[Any]:
    with shops.engine.begin() as db:
        return list(db.execute(select(tables.enquiries)))


def test_preview_writes_nothing_and_shows_what_run_writes(shops: Shops) -> None:
    shown = _preview(shops, **OFFER)
    assert not _written(shops)
    done = _send(shops, "yes", **OFFER)
    assert isinstance(shown, Finding)
    assert shown.figures == done.figures
    assert {f.name: (f.value, f.unit) for f in done.figures} == {
        "quantity": (2, "dozen"), "price": (110, "INR/piece"), "amount": (2640, "INR"),
    }  # fmt: skip
    assert done.parameters["status"] == "recorded"
    assert (shown.notes, done.notes) == (("not_sent_yet",), ("not_sent_yet",))
    assert [row["status"] for row in (*shown.rows, *done.rows)] == ["draft", "recorded"]


def test_the_same_yes_writes_once(shops: Shops) -> None:
    first, again = _send(shops, "yes", **OFFER), _send(shops, "yes", **OFFER)
    assert first.parameters["enquiry"] == again.parameters["enquiry"]
    [row] = _written(shops)
    assert (row.buyer_id, row.product, row.quantity, row.unit, row.price_paise, row.price_unit) == (
        "a", "pickle", 2, "dozen", 11_000, "piece",
    )  # fmt: skip
    assert (row.status, row.subject, row.at) == ("recorded", shops.context.actor.subject, NOW)
    assert 0 < row.score < 1
    with shops.engine.begin() as db:
        told = audit.listing(shops.context.actor, db).items
    assert [line.action for line in told] == ["enquiry.recorded"]
    assert "Traders" not in str(told)


def test_a_buyer_who_did_not_agree_is_not_written_to(shops: Shops) -> None:
    found = _send(shops, "yes", buyer="b", product="pickle")
    assert found.notes == ("no_consent",)
    assert found.parameters["status"] == "recorded"
    assert "invalid" not in str(found.as_json())
    assert found.figures == ()
    assert not found.empty  # an enquiry without amounts was written all the same


def test_an_open_enquiry_is_pointed_out(shops: Shops) -> None:
    _send(shops, "yes", **OFFER)
    again = _preview(shops, **OFFER)
    assert isinstance(again, Finding)
    assert again.notes == ("not_sent_yet", "asked_before")


def test_without_any_buyer_none_is_asked_for(both_shops: Shops) -> None:
    bring_theirs(both_shops)
    found = _preview(both_shops, product="pickle")
    assert isinstance(found, Finding)
    assert (found.notes, found.empty) == (("no_buyers",), True)


def test_what_is_missing_is_asked_for(shops: Shops) -> None:
    assert _preview(shops, buyer="a") == Missing("slot", "product")
    asked = _preview(shops, product="pickle")
    assert isinstance(asked, Missing)
    assert (asked.slot, [option.value for option in asked.options]) == ("buyer", ["a", "b"])
    assert _preview(shops, buyer="a", product="honey", quantity=3) == Missing("slot", "unit")


def test_a_buyer_can_be_meant_by_name(shops: Shops) -> None:
    assert _send(shops, "yes", buyer="A traders", product="pickle").parameters["buyer"] == "a"
    several = _preview(shops, buyer="traders", product="pickle")
    assert isinstance(several, Missing)
    assert (several.kind, [o.value for o in several.options]) == ("choice", ["a", "b"])


def test_units_of_different_kinds_have_no_amount(shops: Shops) -> None:
    found = _send(shops, "yes", **{**OFFER, "unit": "kg"})
    assert {f.name for f in found.figures} == {"quantity", "price"}


@pytest.mark.parametrize("buyer", [THEIRS, "Secret Traders", "nobody"])
def test_other_tenants_buyers_do_not_exist(shops: Shops, buyer: str) -> None:
    with pytest.raises(NotFound):
        _preview(shops, buyer=buyer, product="pickle")
    with pytest.raises(NotFound):
        _send(shops, "yes", buyer=buyer, product="pickle")
    assert not _written(shops)


def test_nothing_is_written_without_a_yes(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        CONTACT_BUYER.run(shops.context, ContactBuyer.model_validate(OFFER))
    assert not _written(shops)


def test_another_tenants_key_is_a_conflict(shops: Shops) -> None:
    _send(shops, "yes", **OFFER)
    theirs = replace(shops.other, effect_key="yes")
    with pytest.raises(Conflict):
        CONTACT_BUYER.run(theirs, ContactBuyer(buyer=THEIRS, product="onion"))


def _end(shops: Shops, actor: Actor, status: Any, enquiry_id: str) -> Enquiry:
    later = NOW + timedelta(days=2)
    with shops.engine.begin() as db:
        return enquiries.outcome(actor, db, enquiry_id, status, why="too dear", now=later)


def test_an_outcome_is_kept_with_its_reason(shops: Shops) -> None:
    enquiry = str(_send(shops, "yes", **OFFER).parameters["enquiry"])
    actor = shops.context.actor
    assert _end(shops, actor, "answered", enquiry).status == "answered"
    ended = _end(shops, actor, "declined", enquiry)
    assert (ended.status, ended.why) == ("declined", "too dear")
    assert ended.outcome_at == NOW + timedelta(days=2)
    assert _end(shops, actor, "declined", enquiry) == ended
    with pytest.raises(Conflict):
        _end(shops, actor, "ordered", enquiry)
    with shops.engine.begin() as db:
        told = audit.listing(actor, db).items
        [then] = enquiries.until(actor, db, NOW)
    assert [line.action for line in told] == [
        "enquiry.outcome", "enquiry.outcome", "enquiry.recorded",
    ]  # fmt: skip
    assert "too dear" not in str(told)
    assert (then.status, then.outcome_at) == ("recorded", None)


def test_only_her_own_or_a_managers_outcome(shops: Shops) -> None:
    enquiry = str(_send(shops, "yes", **OFFER).parameters["enquiry"])
    with pytest.raises(Forbidden):
        _end(shops, Actor("ours", "somebody", Role.SELLER), "ordered", enquiry)
    with pytest.raises(NotFound):
        _end(shops, shops.other.actor, "ordered", enquiry)
    with pytest.raises(InvalidInput):
        _end(shops, shops.context.actor, "recorded", enquiry)
    manager = Actor("ours", "somebody", Role.MANAGER)
    assert _end(shops, manager, "ordered", enquiry).status == "ordered"
