"""Whose data somebody sees who comes by a messenger, and what is left of her when she goes."""

from sqlalchemy import func, select

from haat.core.actor import Role
from haat.store import tables
from haat.store.engine import reading
from tests.integration.channels.phones import Network, Phone
from tests.integration.channels.test_way_in import enters


async def founds(network: Network, channel: str = "whatsapp") -> tuple[Phone, str]:
    """Somebody with a group of her own, and the code for the others."""
    founder = network.phone(channel, "Sunita")
    told = await enters(founder, "महिला समूह")
    welcome = next(m.text for m in founder.told if "कोड" in m.text)
    assert "आपका समूह बन गया" in told
    return founder, welcome.split("जुड़ सकती हैं:\n")[1].split("\n")[0]


async def joins(network: Network, code: str, channel: str = "telegram") -> Phone:
    """Somebody who was given the code."""
    other = network.phone(channel, "Meena")
    await other.says(code)
    await other.chooses("हिन्दी")
    assert "आपको जोड़ लिया" in await other.chooses("हाँ, मंजूर है")
    return other


async def sells(phone: Phone, what: str) -> None:
    """She records a sale."""
    await phone.says(what)
    assert "लिख लिया" in await phone.says("हाँ")


async def test_two_of_one_group_have_one_ledger(network: Network) -> None:
    sunita, code = await founds(network)
    meena = await joins(network, code)
    assert (sunita.actor().tenant_id, sunita.actor().role) == (meena.actor().tenant_id, Role.ADMIN)
    assert meena.actor().role == Role.SELLER
    await sells(sunita, "5 किलो आलू 30 रुपये किलो बेचा")
    await sells(meena, "2 किलो आलू 30 रुपये किलो बेचा")
    for one in (sunita, meena):
        assert "₹210" in await one.says("आज कितनी बिक्री हुई")


async def test_a_code_is_for_the_way_in_and_no_more(network: Network) -> None:
    sunita, code = await founds(network)
    binu = network.phone("whatsapp", "Binu")
    await enters(binu)
    await binu.says(code)
    assert binu.actor().tenant_id != sunita.actor().tenant_id


async def test_another_shop_sees_nothing(network: Network) -> None:
    sunita, _ = await founds(network)
    binu = network.phone("whatsapp", "Binu")
    await enters(binu)
    await sells(sunita, "5 किलो आलू 31 रुपये किलो बेचा")
    assert binu.actor().tenant_id != sunita.actor().tenant_id
    for text in ("आज कितनी बिक्री हुई", "आलू कितना बिका", "5", "आलू कितना बचा है"):
        assert "155" not in await binu.says(text)
        assert "31" not in binu.text


async def test_what_she_has_deleted_leaves_a_stranger(network: Network) -> None:
    sunita, code = await founds(network)
    meena = await joins(network, code)
    await sells(sunita, "5 किलो आलू 30 रुपये किलो बेचा")
    was = sunita.contact()
    assert sunita.labels == [] or "हाँ" not in sunita.labels
    await sunita.says("mera data mitao")
    assert len(sunita.options) == 2
    told = await sunita.says("हाँ")
    assert "मिटा" in told or "mita" in told.casefold()
    gone = sunita.contact()
    assert (gone.id, gone.tenant_id, gone.subject, gone.name) == (was.id, None, None, None)
    assert (gone.conversation_id, gone.language, gone.state.get("way")) == (None, None, None)
    with reading(network.services.engine) as db:
        mine = tables.turns.c.subject == was.subject
        assert db.scalar(select(func.count()).select_from(tables.turns).where(mine)) == 0
        boxes = (tables.inbox.c.payload, tables.outbox.c.body)
        words = str([db.scalars(select(kept)).all() for kept in boxes])
    assert "5 किलो" not in words
    assert "मंजूर है?" in await sunita.says("आलू कितना बिका")  # greeted anew
    assert "₹150" in await meena.says("आज कितनी बिक्री हुई")  # the group's books stay


async def test_who_comes_back_is_somebody_new(network: Network) -> None:
    sunita, _ = await founds(network)
    before = sunita.actor()
    await sunita.says("मेरा डेटा मिटाओ")
    await sunita.chooses("हाँ")
    await enters(sunita)
    assert sunita.actor().tenant_id != before.tenant_id
    assert "₹150" not in await sunita.says("आज कितनी बिक्री हुई")
