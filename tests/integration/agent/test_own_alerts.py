"""Alerts of one's own in a conversation: set, listed in the person's words, taken back and ended."""

import pytest

from tests.integration.agent.talking import Talk, counted
from tests.integration.tools.shops import Shops


async def _set(talk: Talk, *wishes: str) -> None:
    for wish in wishes:
        await talk.say(wish)
        await talk.say("yes")


async def test_what_was_set_is_listed_by_its_figures(talk: Talk) -> None:
    none = await talk.say("which alerts have I set")
    assert "not asked me to watch" in none.words.text
    await _set(talk, "tell me when onion goes above 40 rupees a kg", "tell me if onion runs out")
    reply = await talk.say("which alerts have I set")
    assert "When onion costs ₹40 a kg or more." in reply.words.text
    assert "When something is about to run out.\nOnly for onion." in reply.words.text
    assert reply.grounded
    assert [(c.name, dict(c.arguments)) for c in reply.tool_calls] == [("list_alerts", {})]
    assert 40 in [f["value"] for f in reply.tool_calls[0].result["figures"]]


@pytest.mark.parametrize(
    ("said", "told"), [("galat, hatao", "Wapas le liya"), ("undo", "Taken back: onion")]
)
async def test_the_last_one_is_taken_back(talk: Talk, shops: Shops, said: str, told: str) -> None:
    await _set(talk, "tell me if onion runs out")
    assert counted(shops.engine, "alert_rules", removed_at=None) == 1
    assert told in (await talk.say(said)).words.text
    assert counted(shops.engine, "alert_rules", removed_at=None) == 0


async def test_one_of_several_is_ended_by_its_goods(talk: Talk, shops: Shops) -> None:
    assert "nothing to stop" in (await talk.say("stop the onion alert")).words.text
    await _set(talk, "tell me if onion runs out", "tell me when wheat goes above 30 rupees a kg")
    which = await talk.say("stop the alert")
    assert "onion" in which.words.text
    assert counted(shops.engine, "alert_rules", removed_at=None) == 2
    ended = await talk.say("stop the onion alert")
    assert ended.words.text == "Done. I no longer watch this: onion."
    assert counted(shops.engine, "alert_rules", removed_at=None) == 1


async def test_all_goods_are_named_by_what_is_watched(talk: Talk, shops: Shops) -> None:
    await _set(talk, "tell me if a rule is broken")
    ended = await talk.say("alert band karo")
    assert "Niyam" in ended.words.text
    assert counted(shops.engine, "alert_rules", removed_at=None) == 0
