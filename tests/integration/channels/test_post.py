"""What people write is kept before anybody is told that it arrived."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from channels.post import StoredPost, packed, unpacked
from haat.core.message import Inbound, Media
from haat.store import inbox, outbox, tables
from haat.store.engine import reading
from tests.integration.channels.doubles import ASHA, Hands, Outage, contact, put, states, writes

FULL = Inbound(
    "बिल",
    "SM1",
    channel="whatsapp",
    sender=ASHA,
    sender_name="Asha",
    choice="7.2",
    media=(Media("image", "image/jpeg", "https://x/1", "bill.jpg"), Media("voice", "a/b", "y")),
    location=(19.99, 73.78),
)


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def post(engine: Engine, woken: list[str]) -> StoredPost:
    return StoredPost(engine, Hands(), lambda: woken.append("!"))


def state_of(engine: Engine, provider_id: str) -> tuple[str | None, str | None]:
    """How far a message of ours came, and why no further."""
    o = tables.outbox.c
    with reading(engine) as db:
        status, error = db.execute(
            select(o.status, o.error).where(o.provider_id == provider_id)
        ).one()
    return status, error


async def test_a_message_is_kept_as_it_came_and_a_worker_woken(
    engine: Engine, post: StoredPost, woken: list[str]
) -> None:
    assert await post.receive(FULL)
    assert woken == ["!"]
    with engine.begin() as db:
        letter = inbox.claim(db, "w", Hands()(), lease_seconds=15)
    assert letter is not None
    kept = unpacked(letter.channel, letter.provider_id, letter.payload)
    assert kept == replace(FULL, sender="", sender_name="")
    known = contact(engine)
    assert (known.id, known.name, known.address) == (letter.contact_id, "Asha", ASHA)
    assert (known.tenant_id, known.last_inbound_at) == (None, Hands()())


async def test_the_same_message_is_kept_once(engine: Engine, post: StoredPost) -> None:
    assert [await post.receive(FULL) for _ in range(3)] == [True, False, False]
    assert states(engine, "inbox") == ["waiting"]


async def test_the_same_number_on_another_channel_is_another_message(
    engine: Engine, post: StoredPost
) -> None:
    assert await post.receive(FULL)
    assert await post.receive(replace(FULL, channel="telegram"))


async def test_what_was_held_for_her_may_leave_when_she_writes(
    engine: Engine, post: StoredPost
) -> None:
    await post.receive(writes("a"))
    await post.receive(writes("b", "whatsapp:+919800000002"))
    now = Hands()()
    with engine.begin() as db:
        for address in (ASHA, "whatsapp:+919800000002"):
            put(db, contact(engine, address).id, "news", now, "alert")
            parcel = outbox.claim(db, "w", now, lease_seconds=15)
            assert parcel is not None
            outbox.hold(db, parcel.id)
    await post.receive(writes("c"))
    assert states(engine) == ["ready", "held"]


async def test_what_cannot_be_kept_is_not_thanked_for(
    sqlite_engine: Engine, woken: list[str]
) -> None:
    post = StoredPost(sqlite_engine, Hands(), lambda: woken.append("!"))
    outage = Outage(sqlite_engine)
    outage.left = 1
    with pytest.raises(Exception, match="away"):
        await post.receive(FULL)
    assert woken == []
    assert await post.receive(FULL)


async def test_news_of_a_message_of_ours(engine: Engine, post: StoredPost) -> None:
    await post.receive(writes("a"))
    now = Hands()()
    with engine.begin() as db:
        put(db, contact(engine).id, "b", now)
        parcel = outbox.claim(db, "w", now, lease_seconds=15)
        assert parcel is not None
        outbox.sent(db, parcel.id, "SM9", now)
    await post.delivered("SM9", "delivered", None)
    await post.delivered("SM9", "sent", None)  # it comes late
    await post.delivered("SM8", "read", None)  # nobody's
    assert state_of(engine, "SM9") == ("delivered", None)
    await post.delivered("SM9", "read", None)
    assert state_of(engine, "SM9") == ("read", None)


@pytest.mark.parametrize("inbound", [FULL, writes(), writes("a"), writes("", "4711", choice="1.1")])
def test_a_message_survives_being_packed(inbound: Inbound) -> None:
    kept = unpacked(inbound.channel, inbound.message_id, packed(inbound))
    assert kept == replace(inbound, sender="", sender_name="")
