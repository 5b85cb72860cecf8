"""A shopkeeper's morning in English."""

from inline_snapshot import snapshot

from tests.e2e.conftest import Conversation

LINES = (
    "good morning",
    "what is the price of onion in Nashik?",
    "and potato?",
    "how much did we sell yesterday",
    "how much of that was profit",
    "sold 5 kg sugar",
    "wait, how much sugar is left?",
    "no, make that 4 kg",
    "yes",
    "how much sugar is left now?",
    "onion price in Aurangabad",
    "the one in Bihar",
    "do we have honey?",
    "what is the weather tomorrow",
    "undo",
    "thank you",
)


async def test_a_morning_in_english(conversation: Conversation) -> None:
    for line in LINES:
        await conversation.say(line)
    assert conversation.text == snapshot()
    assert conversation.tongues == {("en", "Latn")}
    assert conversation.grounded
