"""A shopkeeper's morning in Hindi, in Devanagari."""

from inline_snapshot import snapshot

from tests.e2e.conftest import Conversation

LINES = (
    "नमस्ते",
    "पटना में प्याज का भाव क्या है",
    "और आलू का?",
    "कल कितनी बिक्री हुई",
    "पिछले महीने कितना मुनाफा हुआ",
    "सबसे ज्यादा क्या बिकता है",
    "ढाई किलो चीनी बेची",
    "नहीं, 3 किलो",
    "हाँ",
    "५ पैकेट गोलू बिस्कुट बेचा",
    "रहने दो",
    "शहद है क्या",
    "चावल कितना बचा है",
    "मौसम कैसा रहेगा",
    "धन्यवाद",
)


async def test_a_morning_in_hindi(conversation: Conversation) -> None:
    for line in LINES:
        await conversation.say(line)
    assert conversation.text == snapshot()
    assert conversation.tongues == {("hi", "Deva")}
    assert conversation.grounded
