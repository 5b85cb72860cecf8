"""What a number, a label or a button means: always the question that she sees."""

import pytest
from sqlalchemy import func, select

from haat.store import tables
from haat.store.engine import reading
from tests.integration.channels.phones import Network, Phone
from tests.integration.channels.test_way_in import enters


def sales(network: Network) -> list[float]:
    """The quantities sold that stand in the ledger, in their order."""
    e = tables.entries.c
    with reading(network.services.engine) as db:
        told = db.scalars(select(e.arguments).where(e.undone_at.is_(None)).order_by(e.recorded_at))
        return [one["quantity"] for one in told]


def turns(network: Network) -> int:
    """How many messages the copilot was asked."""
    with reading(network.services.engine) as db:
        return db.scalar(select(func.count()).select_from(tables.turns)) or 0


@pytest.mark.parametrize("said", ["1", "१", " 1. ", "1)", "भाव"])
async def test_a_job_by_its_number_or_label(network: Network, said: str) -> None:
    asha = network.phone("whatsapp")
    await enters(asha)
    assert await asha.says(said) == asha.text
    assert asha.text.startswith("किस चीज का भाव?\n1. प्याज")
    assert "प्याज, नासिक: ₹" in await asha.says("1")


@pytest.mark.parametrize("said", ["9", "0", "१०"])
async def test_a_number_that_was_not_offered_chooses_nothing(network: Network, said: str) -> None:
    asha = network.phone("whatsapp")
    await enters(asha)
    await asha.says(said)
    assert "किस चीज का भाव?" not in asha.text
    assert asha.text


@pytest.mark.parametrize("said", ["1", "१", "हाँ", "haan"])
async def test_a_yes_by_its_number_or_label(network: Network, said: str) -> None:
    asha = network.phone("whatsapp")
    await enters(asha)
    assert "लिख लूँ?" in await asha.says("5 किलो आलू 30 रुपये किलो बेचा")
    assert "लिख लिया" in await asha.says(said)
    assert sales(network) == [5]
    assert "लिख लिया" not in await asha.says("1")
    assert sales(network) == [5]


async def test_a_no_by_its_number(network: Network) -> None:
    asha = network.phone("whatsapp")
    await enters(asha)
    await asha.says("5 किलो आलू 30 रुपये किलो बेचा")
    await asha.says("२")
    assert sales(network) == []


async def test_where_a_number_is_the_answer_it_chooses_nothing_else(network: Network) -> None:
    asha = network.phone("whatsapp")
    await enters(asha)
    await asha.says("3")
    await asha.chooses("प्याज")
    if "कितना" not in asha.text:  # in which unit
        await asha.chooses("किलो")
    assert "\n1." not in asha.text
    await asha.says("२")
    assert asha.labels[0] == "₹10"
    assert "2 किलो" in await asha.says("40")
    await asha.chooses("हाँ")
    assert sales(network) == [2]


async def ask_twice(asha: Phone) -> str:
    """Two changes, one after the other; the button that said yes to the first."""
    await enters(asha)
    await asha.says("5 किलो आलू 30 रुपये किलो बेचा")
    first = asha.button(1)
    await asha.says("7 किलो प्याज 20 रुपये किलो बेचा")
    assert "7 किलो" in asha.text
    return first


async def test_a_stale_yes_confirms_nothing(network: Network) -> None:
    asha = network.phone("telegram")
    stale = await ask_twice(asha)
    fresh = asha.button(1)
    assert "पुराना" in await asha.says(choice=stale)
    assert sales(network) == []
    assert "लिख लिया" in await asha.says(choice=fresh)  # what came between has not made it stale
    await asha.says(choice=stale)
    assert sales(network) == [7]


async def test_the_yes_of_a_change_that_is_done_does_nothing_more(network: Network) -> None:
    asha = network.phone("telegram")
    await enters(asha)
    await asha.says("5 किलो आलू 30 रुपये किलो बेचा")
    yes = asha.button(1)
    assert "लिख लिया" in await asha.says(choice=yes)
    assert "लिख लिया" not in await asha.says(choice=yes)
    assert sales(network) == [5]


async def test_a_button_of_another_persons_message_is_none(network: Network) -> None:
    asha, binu = network.phone("telegram"), network.phone("telegram")
    await enters(asha)
    await enters(binu)
    await asha.says("5 किलो आलू 30 रुपये किलो बेचा")
    before = turns(network)
    for choice in (asha.button(1), "999999.1", "1", "x.y", ".", "1.99"):
        await binu.says(choice=choice)
        assert len(binu.options) == 6
    assert sales(network) == []
    assert turns(network) == before
