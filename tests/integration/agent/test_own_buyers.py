"""What she tells of buyers in a conversation: a new one for her list, and what came of an enquiry."""

from typing import Any

import pytest
from sqlalchemy import select

from haat.store import audit, buyers, tables
from haat.store.engine import reading
from tests.integration.agent.talking import Talk, counted, needed, say_all
from tests.integration.tools.offers import bring
from tests.integration.tools.shops import Shops

TOLD = "naya kharidar jodo: Gupta Store Patna, 50 kilo achar har mahine, 200 rupaye kilo"


def rows(shops: Shops, name: str) -> list[Any]:
    with reading(shops.engine) as db:
        return list(db.execute(select(tables.metadata.tables[name])))


@pytest.mark.parametrize(
    ("told", "agreed", "yes"),
    [
        (TOLD, "haan", "haan"),
        ("नया खरीदार जोड़ो: गुप्ता स्टोर, पटना, 50 किलो अचार हर महीने, 200 रुपये किलो", "हाँ", "हाँ"),
        ("add a new buyer Gupta Store from Patna, 50 kg pickle at 200 a kg", "yes", "yes"),
    ],
)
async def test_a_buyer_is_written_after_consent_and_a_yes(
    talk: Talk, shops: Shops, told: str, agreed: str, yes: str
) -> None:
    assert needed(await say_all(talk, told)) == ("choice", "agreed")
    assert needed(await say_all(talk, agreed)) == ("confirm", "register_buyer")
    assert counted(shops.engine, "buyers") == 0
    assert needed(await say_all(talk, yes)) is None
    [row] = rows(shops, "buyers")
    assert (row.place, row.wants, row.volume, row.unit) == ("Patna, Bihar", ["pickle"], 50, "kg")
    assert (row.max_price_paise, row.agreed_to_contact, row.contact) == (20_000, True, None)
    with reading(shops.engine) as db:
        written = audit.listing(shops.context.actor, db).items
    assert [line.action for line in written] == ["buyer.added"]
    assert "gupta" not in str(written).lower()


async def test_what_is_missing_is_asked_and_consent_is_never_assumed(
    talk: Talk, shops: Shops
) -> None:
    answers = ("add a buyer", "Ramesh Traders", "Nashik", "onion", "no", "yes")
    told = [needed(await say_all(talk, text)) for text in answers]
    assert told == [
        ("slot", "name"),
        ("slot", "place"),
        ("slot", "product"),
        ("choice", "agreed"),
        ("confirm", "register_buyer"),
        None,
    ]
    [row] = rows(shops, "buyers")
    assert (row.name, row.wants, row.agreed_to_contact) == ("Ramesh Traders", ["onion"], False)


async def test_a_buyer_can_be_taken_back_and_is_matched_until_then(
    talk: Talk, shops: Shops
) -> None:
    await say_all(talk, TOLD, "haan", "haan")
    found = await say_all(talk, "achar kaun kharidega")
    assert [r["name"] for c in found.tool_calls for r in c.result["rows"]] == ["Gupta Store"]
    assert "Gupta Store" in (await say_all(talk, "undo")).words.text
    assert counted(shops.engine, "buyers") == 0


async def test_one_who_was_written_to_is_not_taken_back(talk: Talk, shops: Shops) -> None:
    await say_all(talk, TOLD, "haan", "haan", "Gupta Store ko achar ke liye likho", "haan", "undo")
    assert counted(shops.engine, "buyers") == 1


async def test_a_no_writes_nothing_and_one_who_is_there_is_not_written_twice(
    talk: Talk, shops: Shops
) -> None:
    await say_all(talk, TOLD, "haan", "nahi")
    assert counted(shops.engine, "buyers") == 0
    await say_all(talk, TOLD, "haan", "haan")
    assert needed(await say_all(talk, TOLD, "haan")) is None
    assert counted(shops.engine, "buyers") == 1


async def test_a_telephone_number_is_no_quantity(talk: Talk, shops: Shops) -> None:
    await say_all(
        talk, "add a new buyer Asha Foods from Patna, pickle, phone 9876543210", "yes", "yes"
    )
    with reading(shops.engine) as db:
        [one] = buyers.listing(shops.context.actor, db)
        assert buyers.contact_of(shops.context.actor, db, one.buyer_id) == "+919876543210"
    assert (one.volume, one.max_price_paise) == (None, None)


@pytest.fixture
async def written(talk: Talk, shops: Shops) -> Talk:
    """An enquiry about pickle to Gupta Store, and one to nobody else."""
    bring(shops, {"buyer_id": "g", "name": "Gupta Store"})
    await say_all(talk, "Gupta Store ko achar ke liye likho", "haan")
    assert counted(shops.engine, "enquiries", status="recorded") == 1
    return talk


@pytest.mark.parametrize(
    ("said", "yes", "status"),
    [
        ("Gupta Store ne haan kar di", "haan", "answered"),
        ("unhone mana kar diya, daam zyada", "haan", "declined"),
        ("kharidar ne paise de diye", "haan", "paid"),
        ("Gupta Store said no, the price is too high", "yes", "declined"),
        ("the buyer ordered", "yes", "ordered"),
        ("खरीदार ने ऑर्डर दे दिया", "हाँ", "ordered"),
        ("खरीदार ने मना कर दिया", "हाँ", "declined"),
    ],
)
async def test_what_came_of_an_enquiry_is_written_after_a_yes(
    written: Talk, shops: Shops, said: str, yes: str, status: str
) -> None:
    assert needed(await say_all(written, said)) == ("confirm", "note_outcome")
    assert counted(shops.engine, "enquiries", status="recorded") == 1
    await say_all(written, yes)
    [row] = rows(shops, "enquiries")
    assert row.status == status
    assert (row.why is not None) == (status == "declined")


async def test_it_can_be_taken_back_and_told_otherwise(written: Talk, shops: Shops) -> None:
    await say_all(written, "Gupta Store ne mana kar diya", "haan", "undo")
    [row] = rows(shops, "enquiries")
    assert (row.status, row.why, row.outcome_at) == ("recorded", None, None)
    await say_all(written, "Gupta Store ne order de diya", "haan")
    await say_all(written, "Gupta Store ne paise de diye", "haan")
    assert [row.status for row in rows(shops, "enquiries")] == ["paid"]


async def test_of_several_enquiries_she_is_asked_which(written: Talk, shops: Shops) -> None:
    bring(shops, {"buyer_id": "s", "name": "Sharma Foods"})
    await say_all(written, "Sharma Foods ko achar ke liye likho", "haan")
    which = await say_all(written, "kharidar ne mana kar diya")
    assert needed(which) == ("choice", "enquiry")
    assert which.needs_input is not None
    assert {o.label for o in which.needs_input.options} == {"Sharma Foods", "Gupta Store"}
    assert needed(await say_all(written, "Gupta Store")) == ("confirm", "note_outcome")
    await say_all(written, "haan")
    assert {r.buyer_id: r.status for r in rows(shops, "enquiries")} == {
        "g": "declined",
        "s": "recorded",
    }


async def test_where_nothing_was_asked_nothing_is_written(talk: Talk, shops: Shops) -> None:
    reply = await say_all(talk, "the buyer ordered")
    assert needed(reply) is None
    assert reply.tool_calls == ()
    assert "Good that you tell me" in reply.words.text
    assert counted(shops.engine, "enquiries") == 0
