"""Reads at once, changes only after a yes, and no fault of a tool gets out."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from agent.act import Asked, Hands
from agent.done import Done
from agent.memory import Planned
from haat.core.actor import Actor, Permission, Role
from haat.core.errors import AboveMrp, FieldProblem, InvalidInput, NotFound
from haat.core.finding import Figure, Finding, Missing
from tests.unit.agent.corner_shop import call
from tests.unit.agent.till import Till, context, done
from tools.context import Tool, ToolContext
from tools.price_arguments import SuggestPrice

SALE = call("record_entry", kind="sale", product="onion", quantity=5, unit="kg", price=30)
PRICE = call("market_price", commodity="onion", place="Nashik, Maharashtra")


async def looked(till: Till, *calls: Planned, within: ToolContext | None = None) -> list[Done]:
    found = await Hands(till.tools()).look(calls, within or context())
    assert all(isinstance(f, Done) for f in found), found
    return [f for f in found if isinstance(f, Done)]


def test_only_what_has_a_preview_changes_something() -> None:
    hands = Hands(Till().tools())
    assert [n for n in (*hands.tools, "erase", "no_such") if hands.changes(n)] == ["record_entry"]


async def test_calls_are_answered_in_their_order() -> None:
    found = await looked(Till(), PRICE, call("query_kpi", metric="revenue"), PRICE)
    assert [d.id for d in found] == ["c1", "c2", "c3"]
    assert [d.name for d in found] == ["market_price", "query_kpi", "market_price"]
    assert {d.status for d in found} == {"ok"}


async def test_no_call_is_no_answer() -> None:
    assert await looked(Till()) == []


async def test_a_change_is_only_shown() -> None:
    till = Till()
    (found,) = await looked(till, SALE)
    assert found.status == "awaiting_confirmation"
    assert found.finding.figure("amount") == Figure("amount", "amount", 150, "INR")
    assert till.written == {}


async def test_a_change_is_made_once_for_its_key() -> None:
    till = Till()
    hands = Hands(till.tools())
    for _ in range(3):
        found = await hands.carry_out((SALE, SALE), "yes", context())
        assert [f.status for f in found if isinstance(f, Done)] == ["ok", "ok"]
    assert list(till.written) == ["yes:1", "yes:2"]
    assert till.writes == 2


async def test_what_is_missing_is_asked_for() -> None:
    bare = call("record_entry", kind="sale", product="onion")
    (found,) = await Hands(Till().tools()).look((bare,), context())
    assert found == Asked(bare, Missing("slot", "quantity"))


async def test_nothing_found_is_empty() -> None:
    (found,) = await looked(Till(), call("market_price", commodity="tomato"))
    assert found.status == "empty"


async def test_a_period_without_entries_is_empty_though_it_has_a_nought() -> None:
    till = Till()
    nought = Finding((Figure("value", "value", 0, "INR"),), notes=("no_sales",))
    kpi = replace(till.tools()["query_kpi"], run=lambda *_: nought)
    (found,) = await Hands({"query_kpi": kpi}).look(
        (call("query_kpi", metric="revenue"),), context()
    )
    assert isinstance(found, Done)
    assert found.status == "empty"


async def test_arguments_are_shown_as_said_and_canonical() -> None:
    said = call("record_entry", kind="sale", product="onion", quantity=5, date="2026-11-24")
    (found,) = await looked(Till(), said)
    assert found.arguments == {
        "kind": "sale",
        "product": "onion",
        "quantity": 5,
        "date": "2026-11-24",
    }
    assert isinstance(found.arguments["quantity"], int)


async def test_parts_of_a_cost_sheet_that_were_not_told_are_absent() -> None:
    told = {"material": 70, "packing": 6}
    priced = Finding((Figure("price", "price", 30, "INR"),))
    advice = Tool("suggest_price", SuggestPrice, lambda *_: priced, Permission.ASK)
    asked = call("suggest_price", product="onion", costs=told)
    (found,) = await Hands({"suggest_price": advice}).look((asked,), context())
    assert isinstance(found, Done)
    assert found.arguments == {"product": "onion", "costs": told}


async def test_a_default_is_not_shown_as_said() -> None:
    (found,) = await looked(Till(), call("query_kpi", metric="revenue"))
    assert found.arguments == {"metric": "revenue"}


@pytest.mark.parametrize(
    ("arguments", "blamed"),
    [
        ({"kind": "sale", "product": "onion", "quantity": -5}, "quantity"),
        ({"kind": "gift", "product": "onion", "quantity": 5}, "kind"),
        ({"kind": "sale", "product": "onion", "quantity": 5, "unit": "hogshead"}, "unit"),
        ({"kind": "sale", "product": "onion", "colour": "red"}, "colour"),
        ({"kind": "sale", "date": "soon"}, "date"),
    ],
)
async def test_arguments_that_are_none_are_an_error_that_names_the_field(
    arguments: dict[str, Any], blamed: str
) -> None:
    till = Till()
    (found,) = await looked(till, Planned("record_entry", arguments))
    assert (found.status, found.problem_key) == ("error", f"invalid:{blamed}")
    assert found.problem.startswith(f"{blamed}: ")
    assert found.finding.notes == (f"error:invalid:{blamed}",)
    assert till.written == {}


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (NotFound("no such place"), "not_found"),
        (InvalidInput("no", FieldProblem("/date", "too late")), "invalid:date"),
        (InvalidInput("no"), "invalid"),
        (AboveMrp("too dear"), "above_mrp"),
    ],
)
async def test_a_refusal_is_an_error_with_its_key(fault: Exception, key: str) -> None:
    (found,) = await looked(Till(fault=fault), PRICE)
    assert (found.status, found.problem_key) == ("error", key)


async def test_a_fault_of_one_tool_is_logged_and_leaves_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        found = await looked(
            Till(fault=ZeroDivisionError("secret")), PRICE, call("query_kpi", metric="margin")
        )
    assert [(d.status, d.problem_key) for d in found] == [("error", "error"), ("ok", "")]
    assert found[0].problem == ""
    assert "market_price failed" in caplog.text


async def test_a_role_without_the_permission_changes_nothing() -> None:
    till = Till()
    tools = {n: replace(t, permission=Permission.MANAGE) for n, t in till.tools().items()}
    for look in (
        Hands(tools).look((SALE,), context()),
        Hands(tools).carry_out((SALE,), "k", context()),
    ):
        (found,) = await look
        assert isinstance(found, Done)
        assert (found.status, found.problem_key) == ("error", "forbidden")
    assert till.written == {}
    manager = context(actor=Actor("asha", "m", Role.MANAGER))
    assert [d.status for d in await looked(till, SALE, within=manager)] == ["awaiting_confirmation"]


def test_a_call_is_listed_with_figures_called_by_its_id() -> None:
    finding = Finding((Figure("price", "price", 1450, "INR/quintal"),))
    listed = done("market_price", finding, call_id="c2", commodity="onion").as_tool_call()
    assert listed.result["figures"][0]["id"] == "c2.price"
    assert (listed.name, listed.arguments, listed.status) == (
        "market_price",
        {"commodity": "onion"},
        "ok",
    )
