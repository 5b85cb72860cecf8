"""A shopkeeper's morning in Hindi, in Latin letters."""

from inline_snapshot import snapshot

from tests.e2e.conftest import Conversation

LINES = (
    "namaste",
    "aaj pyaz ka bhav kya hai",
    "tamatar ka kal kya tha nashik mein",
    "kal kitni bikri hui",
    "nashik wali dukan mein?",
    "sabse kam kya bika pichle hafte",
    "20 kilo chawal aaya 42 rupaye kilo",
    "haan likh lo",
    "chini ka daam 48 kar do",
    "haan",
    "apni dukan mein chini kitne ki hai",
    "aloo becha",
    "4 kilo",
    "total 110",
    "theek hai",
    "wapas le lo",
    "mirchi ka bhav",
    "1",
    "shukriya bhai",
)


async def test_a_morning_in_romanised_hindi(conversation: Conversation) -> None:
    for line in LINES:
        await conversation.say(line)
    assert conversation.text == snapshot()
    assert conversation.tongues == {("hi", "Latn")}
    assert conversation.grounded
