"""Answers out of a real store: what the caller fixed, what the shop has, and what it has not yet."""

from datetime import timedelta

import pytest

from haat.core.errors import InvalidInput
from haat.store import products
from haat.store.products import Product
from tests.integration.agent.talking import Talk, copilot_on, counted, figure, statuses
from tests.integration.tools.shops import SECOND_STORE, STORE, TODAY, Shops, quote
from tests.shops import open_shop


def revenue(shops: Shops, store: str, days_ago: int) -> float:
    """A day's revenue of a store, added up by hand."""
    day = TODAY - timedelta(days=days_ago)
    return sum(
        s.units * s.price_paise / 100 for s in shops.sales if (s.store_id, s.date) == (store, day)
    )


async def test_yesterday_is_what_the_ledger_adds_up_to(talk: Talk, shops: Shops) -> None:
    reply = await talk.say("how much did we sell yesterday")
    assert figure(reply, "value") == pytest.approx(revenue(shops, STORE, 1))
    reply = await talk.say("nashik wali dukan mein kal kitni bikri hui")
    assert figure(reply, "value") == pytest.approx(revenue(shops, SECOND_STORE, 1))


async def test_the_store_and_the_day_that_the_caller_fixed_are_used(
    talk: Talk, shops: Shops
) -> None:
    before = TODAY - timedelta(days=9)
    reply = await talk.say("kal kitni bikri hui", store_id=SECOND_STORE, as_of_date=before)
    assert figure(reply, "value") == pytest.approx(revenue(shops, SECOND_STORE, 10))
    assert reply.tool_calls[0].arguments == {"metric": "revenue", "period": "yesterday"}


async def test_nothing_dated_after_the_fixed_day_is_used(talk: Talk, shops: Shops) -> None:
    reply = await talk.say("price of onion in Nashik", as_of_date=TODAY - timedelta(days=1))
    assert statuses(reply) == ["empty"]
    reply = await talk.say("price of onion in Nashik")
    assert figure(reply, "price") == 1500


async def test_the_place_of_the_caller_is_used_where_none_is_said(talk: Talk, shops: Shops) -> None:
    with shops.engine.begin() as db:
        quote(db, market="Barbigha", district="Sheikhpura, Bihar", modal_paise=210_000)
    for place, price in (("Nashik", 1500), ("नासिक", 1500), ("Sheikhpura, Bihar", 2100)):
        reply = await talk.say("onion price", place=place)
        assert figure(reply, "price") == price
        assert "place" not in reply.tool_calls[0].arguments
    assert (
        figure(await talk.say("onion price in Nashik", place="Sheikhpura, Bihar"), "price") == 1500
    )


async def test_the_language_of_the_caller_is_spoken(talk: Talk) -> None:
    for language, tongue in (
        ("hi", ("hi", "Deva")),
        ("hi-Latn", ("hi", "Latn")),
        ("en", ("en", "Latn")),
    ):
        reply = await talk.say("price of onion in Nashik", language=language)
        assert (reply.words.language, reply.words.script) == tongue
    with pytest.raises(InvalidInput):
        await talk.say("price of onion", language="tlh")


async def test_new_goods_are_known_to_the_next_message(talk: Talk, shops: Shops) -> None:
    assert statuses(await talk.say("do we have zafrani kewra?")) == ["empty"]
    with shops.engine.begin() as db:
        kewra = Product("kewra.zafrani", "kewra", "Zafrani kewra", "spice", "piece", 9000)
        products.add(shops.context.actor, db, kewra)
    reply = await talk.say("do we have zafrani kewra?")
    assert statuses(reply) == ["ok"]
    assert reply.tool_calls[0].result["rows"][0]["product"] == "kewra.zafrani"


async def test_a_shop_with_an_empty_ledger_works_from_the_first_message(shops: Shops) -> None:
    talk = Talk(copilot_on(shops.engine), open_shop(shops.engine))
    for question in (
        "kal kitni bikri hui",
        "aloo kitna bacha hai",
        "sabse zyada kya bika",
        "shahad hai kya",
    ):
        reply = await talk.say(question)
        assert statuses(reply) in (["empty"], ["ok"])
        assert reply.grounded
        assert "₹" not in reply.words.text
    for entry in (
        "10 kilo aloo gina",
        "5 kilo aloo kharida 20 ke bhav",
        "2 kilo aloo becha 25 ke bhav",
    ):
        assert statuses(await talk.say(entry)) == ["awaiting_confirmation"]
        assert statuses(await talk.say("haan")) == ["ok"]
    assert figure(await talk.say("aaj kitni bikri hui"), "value") == 50
    assert figure(await talk.say("aloo kitna bacha hai"), "value") == 13
    assert counted(shops.engine, "entries", tenant_id="asha") == 3
