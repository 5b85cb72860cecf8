"""A price that a seller wants and her manager decides on, each in a conversation of her own."""

from dataclasses import replace

import pytest

from haat.core.actor import Role
from haat.store import products, proposals
from haat.store.engine import reading
from tests.integration.agent.talking import Talk, counted, say_all
from tests.integration.tools.shops import NOW, Shops

ONION = "onion.loose"
ASKED = "change the price of onion to 40 rupees a kilo"


@pytest.fixture
def seller(shops: Shops, talk: Talk) -> Talk:
    """A seller of the same shop, who may change prices by a tenth."""
    with shops.engine.begin() as db:
        proposals.set_limit(shops.context.actor, db, 10.0, NOW)
    return Talk(talk.copilot, replace(talk.actor, subject="seller", role=Role.SELLER))


def price_of(shops: Shops) -> int | None:
    with reading(shops.engine) as db:
        found = products.get(shops.context.actor, db, ONION)
    assert found is not None
    return found.price_paise


async def test_a_large_change_waits_for_a_yes(talk: Talk, shops: Shops, seller: Talk) -> None:
    asked = await say_all(seller, ASKED)
    assert "the manager has to agree" in asked.words.text
    assert asked.needs_input is not None
    assert asked.needs_input.kind == "confirm"
    assert (
        "I have asked the manager about Onion at ₹40" in (await say_all(seller, "yes")).words.text
    )
    assert price_of(shops) == 3_000
    alerts = await say_all(talk, "any alerts?")
    assert "Onion: a seller asks for ₹40 a kg" in alerts.words.text
    confirm = await say_all(talk, "onion price approved")
    assert confirm.needs_input is not None
    assert "Now: ₹30" in confirm.words.text
    assert price_of(shops) == 3_000
    assert "Onion is now ₹40" in (await say_all(talk, "yes")).words.text
    assert price_of(shops) == 4_000
    told = await say_all(seller, "any alerts?")
    assert "the manager agreed to ₹40" in told.words.text
    assert counted(shops.engine, "price_proposals", status="accepted") == 1


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        ("onion price not approved", "yes"),
        ("pyaz ka daam namanzoor", "haan"),
        ("प्याज का दाम नामंजूर", "हाँ"),
        ("வெங்காயம் விலை சம்மதம் இல்லை", "ஆமாம்"),
    ],
)
async def test_a_no_leaves_the_price_and_is_told(
    talk: Talk, shops: Shops, seller: Talk, said: str, yes: str
) -> None:
    await say_all(seller, ASKED, "yes")
    await say_all(talk, said, yes)
    assert price_of(shops) == 3_000
    assert counted(shops.engine, "price_proposals", status="rejected") == 1
    assert "did not agree to ₹40" in (await say_all(seller, "any alerts?")).words.text


async def test_a_yes_is_undone_by_who_said_it(talk: Talk, shops: Shops, seller: Talk) -> None:
    await say_all(seller, ASKED, "yes")
    await say_all(talk, "onion price approved", "yes", "undo")
    assert price_of(shops) == 3_000


async def test_who_proposed_may_take_it_back(talk: Talk, shops: Shops, seller: Talk) -> None:
    await say_all(seller, ASKED, "yes", "undo")
    assert counted(shops.engine, "price_proposals", status="withdrawn") == 1
    assert "No price is waiting" in (await say_all(talk, "onion price approved")).words.text


async def test_a_seller_decides_nothing(talk: Talk, shops: Shops, seller: Talk) -> None:
    await say_all(seller, ASKED, "yes")
    assert "role does not allow" in (await say_all(seller, "onion price approved")).words.text
    assert counted(shops.engine, "price_proposals", status="waiting") == 1


async def test_a_small_change_is_the_sellers_own(shops: Shops, seller: Talk) -> None:
    await say_all(seller, "change the price of onion to 32 rupees a kilo", "yes")
    assert price_of(shops) == 3_200
    assert counted(shops.engine, "price_proposals") == 0


async def test_without_the_setting_a_seller_changes_no_price(talk: Talk, shops: Shops) -> None:
    seller = Talk(talk.copilot, replace(talk.actor, subject="seller", role=Role.SELLER))
    assert "role does not allow" in (await say_all(seller, ASKED)).words.text
    assert price_of(shops) == 3_000
