"""Updates as Telegram writes them."""

from typing import Any

CHAT = {"id": 7001, "type": "private", "first_name": "Asha"}
ASHA = {"id": 7001, "is_bot": False, "first_name": "Asha", "language_code": "hi"}
BOT = {"id": 99, "is_bot": True, "first_name": "Haat"}


def message(**content: Any) -> dict[str, Any]:
    """A message of Asha's, or what the content says otherwise."""
    plain = {"message_id": 12, "date": 1764000000, "chat": CHAT, "from": ASHA}
    return {"update_id": 501, "message": {**plain, **content}}


def press(**content: Any) -> dict[str, Any]:
    """Asha's press on the second button of a message of ours."""
    rows = [
        [{"text": "भाव", "callback_data": "r7.1"}, {"text": "बिक्री", "callback_data": "r7.2"}],
        [{"text": "Web", "url": "https://example.com"}],
    ]
    ours = {
        "message_id": 13,
        "date": 1764000000,
        "chat": CHAT,
        "from": BOT,
        "text": "क्या करना है?",
        "reply_markup": {"inline_keyboard": rows},
    }
    query = {"id": "q1", "from": ASHA, "chat_instance": "z", "data": "r7.2", "message": ours}
    return {"update_id": 502, "callback_query": {**query, **content}}
