"""A woman on WhatsApp for tests of what she writes and is told."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from haat.store import contacts, inbox, outbox
from tests.shops import NOON

LEASE = 30
LATER = NOON + timedelta(seconds=LEASE)


def someone(engine: Engine, address: str = "whatsapp:+919800000001") -> str:
    """The id of a contact."""
    with engine.begin() as db:
        return contacts.known(db, "whatsapp", address, "Asha", NOON).id


def write(engine: Engine, contact_id: str, *provider_ids: str) -> list[bool]:
    """She writes; whether each message was new."""
    with engine.begin() as db:
        return [
            inbox.receive(db, "whatsapp", provider_id, contact_id, {"text": provider_id}, NOON)
            for provider_id in provider_ids
        ]


def take(engine: Engine, worker: str = "w", now: datetime = NOON) -> inbox.Letter | None:
    """The next letter."""
    with engine.begin() as db:
        return inbox.claim(db, worker, now, LEASE)


def tell(engine: Engine, contact_id: str, *keys: str, **more: Any) -> list[bool]:
    """She is to be told something; whether each was new."""
    with engine.begin() as db:
        return [
            outbox.put(db, contact_id, key, "answer", {"text": key}, NOON, **more) for key in keys
        ]


def pick(engine: Engine, worker: str = "w", now: datetime = NOON) -> outbox.Parcel | None:
    """The next parcel."""
    with engine.begin() as db:
        return outbox.claim(db, worker, now, LEASE)
