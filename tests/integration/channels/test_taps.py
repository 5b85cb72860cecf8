"""The six daily jobs for somebody who cannot type: at each question there is something to choose."""

import pytest
from sqlalchemy import select

from haat.store import contacts, tables
from haat.store.engine import reading
from tests.integration.channels.phones import Network, Phone

CHANNELS = ["whatsapp", "telegram"]
NASHIK = (19.9975, 73.7898)
JOBS = ["भाव", "क्या मँगाएँ", "बिक्री लिखें", "कौन खरीदेगा", "चेतावनी", "मदद"]
MOST_TAPS = 8


async def new_member(network: Network, channel: str) -> Phone:
    """Somebody who has come in by taps alone, with nothing in her ledger."""
    phone = network.phone(channel)
    await phone.says("/start")
    for label in ("हिन्दी", "हाँ, मंजूर है", "मेरी अपनी दुकान"):
        await phone.chooses(label)
    await phone.says(location=NASHIK)
    return phone


async def old_member(network: Network, channel: str) -> Phone:
    """Somebody of a shop with two years in its ledger."""
    phone = network.phone(channel)
    await phone.says("/start")
    people = tables.people.c
    with network.services.engine.begin() as db:
        seller = db.scalar(select(people.id).where(people.login == "seller@demo"))
        hers = {"tenant_id": "demo", "subject": seller, "language": "hi", "script": "Deva"}
        contacts.change(db, phone.contact().id, state={}, **hers)  # type: ignore[arg-type]  # fields of a contact
    return phone


async def does(phone: Phone, job: str) -> str:
    """She chooses the job and then always the first option, until nothing more is asked."""
    await phone.says("मेनू")
    assert phone.labels == JOBS
    await phone.chooses(job)
    for _ in range(MOST_TAPS):
        if not is_asked(phone):
            return phone.text
        assert phone.options, f"nothing to choose: {phone.text}"
        await phone.chooses(phone.labels[0])
    raise AssertionError("it never ends:\n" + "\n".join(phone.dialogue))


def is_asked(phone: Phone) -> bool:
    """Whether a question to her is open."""
    offer = phone.contact().state["offer"]
    return bool(offer["need"])


def sold(network: Network) -> int:
    """How many sales stand in the ledger that were told by chat."""
    with reading(network.services.engine) as db:
        return len(db.scalars(select(tables.entries.c.id)).all())


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_new_member_gets_an_answer_to_each_job(network: Network, channel: str) -> None:
    phone = await new_member(network, channel)
    assert phone.labels == JOBS
    told = {job: await does(phone, job) for job in JOBS}
    assert "प्याज, नासिक: ₹" in told["भाव"]
    assert "लिख लिया: 1 किलो प्याज बेचा" in told["बिक्री लिखें"]
    assert sold(network) == 1
    assert all(told.values())


@pytest.mark.parametrize("channel", CHANNELS)
async def test_an_old_member_gets_an_answer_to_each_job(
    demo_network: Network, channel: str
) -> None:
    phone = await old_member(demo_network, channel)
    told = {job: await does(phone, job) for job in JOBS}
    assert "₹" in told["भाव"]
    assert "पहले ये मँगाइए" in told["क्या मँगाएँ"]
    assert "लिख लिया: 1 " in told["बिक्री लिखें"]
    assert "के खरीदार: " in told["कौन खरीदेगा"]
    assert "ध्यान दीजिए" in told["चेतावनी"]
    assert sold(demo_network) == 1


@pytest.mark.parametrize("channel", CHANNELS)
async def test_no_two_goods_to_choose_from_have_one_name(network: Network, channel: str) -> None:
    phone = await new_member(network, channel)
    await does(phone, "बिक्री लिखें")  # from now on her own onion is beside everybody's
    await phone.says("मेनू")
    await phone.chooses("बिक्री लिखें")
    assert len(set(phone.labels)) == len(phone.labels) > 1
    assert phone.labels[0] == "प्याज"


async def test_a_long_answer_comes_in_parts_that_its_channel_takes(demo_network: Network) -> None:
    phone = await old_member(demo_network, "whatsapp")
    for text in ("क्या मँगाना है", "चेतावनी दिखाओ", "चावल कौन खरीदेगा"):
        await phone.says(text)
        assert all(0 < len(m.text) <= 1600 for m in phone.told)
