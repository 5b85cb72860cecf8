"""From an unknown number to a first answer, and out again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from app.wiring import open_services
from haat.core.actor import Role
from haat.core.message import Media
from haat.core.settings import DatabaseSettings, Settings
from haat.store import tables
from haat.store.engine import reading
from tests.demo import TODAY
from tests.integration.channels.phones import Network, Phone

STOPS = ["stop", "STOP", "/stop", "रोको", "संदेश बंद करो", "band karo"]
STARTS = ["start", "/start", "शुरू करो", "shuru"]


@pytest.fixture
async def any_network(database_url: str, tmp_path: Path) -> AsyncIterator[Network]:
    """Nobody is a member yet, once on SQLite and once on Postgres."""
    database = DatabaseSettings(url=SecretStr(database_url))
    async with open_services(Settings(data_dir=tmp_path, today=TODAY, database=database)) as found:
        yield Network(found)


async def enters(phone: Phone, kind: str = "मेरी अपनी दुकान") -> str:
    """She comes in, in Hindi, and writes where she lives."""
    await phone.says("नमस्ते जी")
    await phone.chooses("हाँ, मंजूर है")
    await phone.chooses(kind)
    return await phone.says("नासिक")


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_from_an_unknown_number_to_a_first_answer(any_network: Network, channel: str) -> None:
    sunita = any_network.phone(channel, "Sunita")
    assert "मंजूर है?" in await sunita.says("प्याज का भाव क्या है")
    assert sunita.contact().tenant_id is None
    assert await sunita.chooses("हाँ, मंजूर है") == sunita.told[0].text
    await sunita.chooses("मेरी अपनी दुकान")
    answer = await sunita.says("main Nashik se hoon")
    welcome, price = sunita.told
    assert "आपकी दुकान बन गई" in welcome.text
    assert "प्याज, नासिक: ₹" in price.text  # what she asked first, for the place that she named
    assert "प्याज" in answer
    with reading(any_network.services.engine) as db:
        store = db.execute(select(tables.stores)).one()
        agreed = db.scalars(select(tables.audit.c.detail).where(tables.audit.c.action == "consent"))
        assert [dict(a) for a in agreed] == [
            {"notice": "2026-11", "channel": channel, "language": "hi"}
        ]
    assert (store.kind, store.name) == ("kirana", "Sunita की दुकान")
    assert sunita.actor().role == Role.ADMIN


async def test_where_she_is_may_be_shared(network: Network) -> None:
    sunita = network.phone("whatsapp")
    await sunita.says("नमस्ते जी")
    await sunita.says("१")
    await sunita.says("महिला समूह")
    assert "आपका समूह बन गया" in await sunita.says(location=(19.9975, 73.7898))
    assert "प्याज, नासिक: ₹" in await sunita.says("प्याज का भाव क्या है")


async def test_who_does_not_agree_is_nobody(network: Network) -> None:
    sunita = network.phone("whatsapp")
    await sunita.says("प्याज का भाव क्या है")
    assert (
        await sunita.chooses("नहीं")
        == "ठीक है। आपका नाम और आपकी लिखी बातें मैंने मिटा दीं। मन बदले तो फिर लिखिए।"
    )
    nobody = sunita.contact()
    assert (nobody.name, nobody.language, nobody.state.get("way")) == (None, None, None)
    with reading(network.services.engine) as db:
        assert db.execute(select(tables.tenants)).all() == []
        assert db.execute(select(tables.people)).all() == []
        assert db.execute(select(tables.turns)).all() == []
        assert db.scalars(select(tables.inbox.c.payload)).all() == [{}, {}]
        bodies = db.scalars(select(tables.outbox.c.body)).all()
    assert [b.get("text") for b in bodies] == [None, sunita.text]
    assert "मंजूर है?" in await sunita.says("आलू का भाव क्या है")


async def test_nothing_is_answered_before_she_agrees(network: Network) -> None:
    sunita = network.phone("telegram")
    await sunita.says("प्याज का भाव क्या है")
    for text in ("प्याज का भाव बताओ", "5 किलो आलू बेचा", "हाँ लेकिन क्यों", "menu"):
        assert "मंजूर है?" in await sunita.says(text)
    with reading(network.services.engine) as db:
        assert db.execute(select(tables.turns)).all() == []


async def test_a_wrong_code_leaves_the_other_ways_in(network: Network) -> None:
    sunita = network.phone("telegram")
    await sunita.says("AB12CD34")
    await sunita.chooses("हिन्दी")
    assert "यह कोड नहीं चलता" in await sunita.chooses("हाँ, मंजूर है")
    await sunita.chooses("मेरे पास कोड है")
    assert "यह कोड नहीं चलता" in await sunita.says("ZZ99ZZ99")
    await sunita.chooses("मेरी अपनी दुकान")
    assert "आपकी दुकान बन गई" in await sunita.chooses("बाद में")


@pytest.mark.parametrize("stop", STOPS)
async def test_who_stops_is_told_nothing_until_she_starts(network: Network, stop: str) -> None:
    sunita = network.phone("whatsapp")
    await enters(sunita)
    assert "अब मैं नहीं लिखूँगी" in await sunita.says(stop)
    assert sunita.contact().stopped_at is not None
    assert "आपने संदेश बंद किए हैं" in await sunita.says("प्याज का भाव")
    assert "क्या करना है?" in await sunita.says("शुरू")
    assert sunita.contact().stopped_at is None
    assert "₹" in await sunita.says("प्याज का भाव")


@pytest.mark.parametrize("start", STARTS)
async def test_every_word_to_start_again(network: Network, start: str) -> None:
    sunita = network.phone("telegram")
    await enters(sunita)
    await sunita.says("stop")
    await sunita.says(start)
    assert sunita.labels == ["भाव", "क्या मँगाएँ", "बिक्री लिखें", "कौन खरीदेगा", "चेतावनी", "मदद"]


@pytest.mark.parametrize("text", ["stop selling onion", "मत भेजो आलू", "प्याज की बिक्री बंद करो"])
async def test_a_keyword_counts_only_as_the_whole_message(network: Network, text: str) -> None:
    sunita = network.phone("whatsapp")
    await enters(sunita)
    await sunita.says(text)
    assert sunita.contact().stopped_at is None


async def test_a_stranger_who_stopped_can_come_in_later(network: Network) -> None:
    sunita = network.phone("whatsapp")
    await sunita.says("नमस्ते जी")
    await sunita.says("stop")
    assert sunita.contact().stopped_at is not None
    await sunita.says("hello")
    await sunita.says("शुरू")
    assert sunita.contact().stopped_at is None
    assert "मेरी अपनी दुकान" in await sunita.says("1")


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_what_is_no_text_is_answered_with_the_jobs(network: Network, channel: str) -> None:
    sunita = network.phone(channel)
    await enters(sunita)
    for kind, told in (("voice", "आवाज"), ("other", "फाइल")):
        media = Media(kind, "application/x", "ref")  # type: ignore[arg-type]  # a kind each
        assert told in await sunita.says(media=(media,))
        assert len(sunita.options) == 6
    assert "नहीं पढ़ पाई" in await sunita.says(" ")
