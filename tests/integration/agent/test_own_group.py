"""What she tells of her own group in a conversation: asked about, shown, written after a yes, taken back."""

from dataclasses import replace

import pytest

from haat.core.actor import Role
from haat.core.errors import Forbidden
from haat.store import audit, groups, told_groups
from haat.store.engine import reading
from haat.store.groups import Group, Makes
from tests.integration.agent.talking import Talk, copilot_on, needed, say_all
from tests.integration.tools.shops import NOW, Shops

TOLD = "humare samuh mein 12 didi hain, achar banate hain, mahine ka 50 kilo"
KNOWN = Group("sakhi", "Sakhi", "shg", "Patna, Bihar")


def group(shops: Shops, store_id: str = "sakhi") -> Group | None:
    with reading(shops.engine) as db:
        return groups.find(shops.context.actor, db, store_id)


def actions(shops: Shops) -> list[str]:
    with reading(shops.engine) as db:
        return [line.action for line in audit.listing(shops.context.actor, db).items]


@pytest.fixture
def known(talk: Talk, shops: Shops) -> Talk:
    """A group of which only name and place are known."""
    with shops.engine.begin() as db:
        groups.register(shops.context.actor, db, KNOWN, NOW)
    return talk


@pytest.mark.parametrize(
    ("told", "yes"),
    [
        (TOLD, "haan"),
        ("हमारे समूह में 12 दीदी हैं, अचार बनाते हैं, महीने का 50 किलो", "हाँ"),
        ("our group has 12 women, we make pickle, 50 kg a month", "yes"),
        ("আমাদের দলে ১২ জন দিদি আছেন, আচার বানাই, মাসে ৫০ কেজি", "হ্যাঁ"),
        ("எங்க குழுவில் 12 பேர் இருக்கோம், ஊறுகாய் தயாரிக்கிறோம், மாசத்துக்கு 50 கிலோ", "ஆமா"),
    ],
)
async def test_a_group_is_written_after_a_yes(
    known: Talk, shops: Shops, told: str, yes: str
) -> None:
    shown = await say_all(known, told)
    assert needed(shown) == ("confirm", "describe_group")
    assert "Sakhi" in shown.words.text
    assert group(shops) == KNOWN
    await say_all(known, yes)
    assert group(shops) == replace(KNOWN, members=12, makes=(Makes("pickle", 50, "kg"),))
    assert actions(shops)[0] == "store.told"


async def test_what_is_missing_is_asked_one_thing_at_a_time(known: Talk, shops: Shops) -> None:
    answers = ("hamara samuh jodo", "12 didi", "achar", "50 kilo", "haan")
    assert [needed(await say_all(known, text)) for text in answers] == [
        ("slot", "members"),
        ("slot", "product"),
        ("slot", "quantity"),
        ("confirm", "describe_group"),
        None,
    ]
    assert group(shops) == replace(KNOWN, members=12, makes=(Makes("pickle", 50, "kg"),))


async def test_one_thing_changes_and_the_rest_stays(known: Talk, shops: Shops) -> None:
    await say_all(known, TOLD, "haan", "ab hum 15 hain", "haan")
    assert group(shops) == replace(KNOWN, members=15, makes=(Makes("pickle", 50, "kg"),))
    await say_all(known, "ab hum 60 kilo achar banate hain", "haan")
    assert group(shops) == replace(KNOWN, members=15, makes=(Makes("pickle", 60, "kg"),))
    same = await say_all(known, "ab hum 15 hain")
    assert needed(same) is None


async def test_it_is_corrected_before_the_yes_and_declined(known: Talk, shops: Shops) -> None:
    await say_all(known, TOLD, "nahi, 14 didi", "haan")
    found = group(shops)
    assert found is not None
    assert found.members == 14
    await say_all(known, "ab hum 20 hain", "nahi")
    assert group(shops) == found


async def test_several_goods_are_written_together_and_taken_back_together(
    known: Talk, shops: Shops
) -> None:
    both = "hamara samuh achar aur papad banata hai, 50 kilo achar aur 20 kilo papad mahine mein"
    assert needed(await say_all(known, both)) == ("slot", "members")
    await say_all(known, "12", "haan")
    found = group(shops)
    assert found is not None
    assert found.makes == (Makes("pickle", 50, "kg"), Makes("papad", 20, "kg"))
    await say_all(known, "undo")
    assert group(shops) == KNOWN


async def test_it_is_taken_back_but_not_what_was_changed_since(known: Talk, shops: Shops) -> None:
    await say_all(known, TOLD, "haan", "ab hum 15 hain", "haan", "undo")
    found = group(shops)
    assert found is not None
    assert found.members == 12
    with shops.engine.begin() as db:
        groups.register(shops.context.actor, db, replace(found, members=30), NOW)
    await say_all(known, "undo")
    assert group(shops) == replace(found, members=30)


async def test_a_new_group_is_asked_for_its_name_and_place(talk: Talk, shops: Shops) -> None:
    answers = (TOLD, "Ujala Samuh", "Nashik", "haan")
    assert [needed(await say_all(talk, text)) for text in answers] == [
        ("slot", "name"),
        ("slot", "place"),
        ("confirm", "describe_group"),
        None,
    ]
    with reading(shops.engine) as db:
        [one] = [g for g in groups.all_of(shops.context.actor, db) if g.kind == "shg"]
    assert (one.name, one.place, one.members) == ("Ujala Samuh", "Nashik, Maharashtra", 12)
    await say_all(talk, "undo")
    assert group(shops, one.id) is None


async def test_a_seller_tells_of_a_group_that_is_there_and_makes_none(
    known: Talk, shops: Shops
) -> None:
    seller = Talk(copilot_on(shops.engine), replace(shops.context.actor, role=Role.SELLER))
    await say_all(seller, TOLD, "haan")
    found = group(shops)
    assert found is not None
    assert found.members == 12
    with shops.engine.begin() as db, pytest.raises(Forbidden):
        told_groups.tell(seller.actor, db, "c", replace(found, id="other"), NOW)


def test_the_same_change_is_written_once(known: Talk, shops: Shops) -> None:
    actor = shops.context.actor
    for members in (12, 15):
        with shops.engine.begin() as db:
            told_groups.tell(actor, db, "c1", replace(KNOWN, members=members), NOW)
    found = group(shops)
    assert found is not None
    assert found.members == 12
