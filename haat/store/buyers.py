"""The tenant's own buyers: who they are, what they want and on which terms."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, Select, Text, bindparam, cast, delete, insert, select

from haat.core.actor import Actor
from haat.core.errors import Conflict, NotFound
from haat.language.sound import sound_key
from haat.language.transliterate import latin
from haat.store import audit, products, tables

_b = tables.buyers.c
# A buyer's contact is not among them: nobody is shown it, and only a sender may ask for it.
_ALL: Select[Any] = (
    select(
        _b.buyer_id,
        _b.name,
        _b.place,
        cast(_b.wants, Text),
        _b.volume,
        _b.unit,
        _b.max_price_paise,
        _b.agreed_to_contact,
    )
    .where(_b.tenant_id == bindparam("tenant"))
    .order_by(_b.buyer_id)
)
_ONE = _ALL.where(_b.buyer_id == bindparam("buyer_id"))


@dataclass(frozen=True, slots=True)
class Buyer:
    """One buyer; `wants` are concepts, SKUs or plain words, `max_price_paise` is for one `unit`."""

    buyer_id: str
    name: str
    place: str
    wants: tuple[str, ...]
    volume: float | None
    unit: str | None
    max_price_paise: int | None
    agreed_to_contact: bool


def listing(actor: Actor, db: Connection) -> tuple[Buyer, ...]:
    """All buyers of the tenant."""
    rows = db.execute(_ALL, {"tenant": actor.tenant_id}).all()
    return tuple(map(_buyer, rows))


def get(actor: Actor, db: Connection, buyer_id: str) -> Buyer:
    """One buyer of the tenant, or NotFound."""
    row = db.execute(_ONE, {"tenant": actor.tenant_id, "buyer_id": buyer_id}).first()
    if row is None:
        raise NotFound(f"no buyer {buyer_id}")
    return _buyer(row)


def contact_of(actor: Actor, db: Connection, buyer_id: str) -> str | None:
    """Where a buyer who agreed to it is written to, for the sender alone; None for any other buyer."""
    agreed = (_b.tenant_id == actor.tenant_id, _b.buyer_id == buyer_id, _b.agreed_to_contact)
    return db.execute(select(_b.contact).where(*agreed)).scalar()


def new_id(effect_key: str) -> str:
    """The id of a buyer that is told of in a change: the same for the same change, and no name."""
    return f"buyer-{sha256(effect_key.encode()).hexdigest()[:12]}"


def add(actor: Actor, db: Connection, buyer: Buyer, contact: str | None, now: datetime) -> None:
    """Put a buyer on the list; one that has the id already stays as it is. The contact is not in the audit."""
    if db.execute(_ONE, {"tenant": actor.tenant_id, "buyer_id": buyer.buyer_id}).first():
        return
    told = {**asdict(buyer), "wants": list(buyer.wants)}
    db.execute(insert(tables.buyers).values(tenant_id=actor.tenant_id, contact=contact, **told))
    products.count_change(actor, db)
    detail = {name: value for name, value in told.items() if name != "name"}
    audit.record(actor, db, "buyer.added", f"buyer {buyer.buyer_id}", detail=detail, now=now)


def remove(actor: Actor, db: Connection, buyer_id: str, now: datetime) -> Buyer:
    """Take a buyer off the list, or NotFound; Conflict where there are enquiries to it."""
    found = get(actor, db, buyer_id)
    e = tables.enquiries.c
    to_it = select(e.id).where(e.tenant_id == actor.tenant_id, e.buyer_id == buyer_id).limit(1)
    if db.execute(to_it).first():
        raise Conflict(f"there are enquiries to {buyer_id}")
    mine = (_b.tenant_id == actor.tenant_id, _b.buyer_id == buyer_id)
    db.execute(delete(tables.buyers).where(*mine))
    products.count_change(actor, db)
    audit.record(actor, db, "buyer.removed", f"buyer {buyer_id}", detail={}, now=now)
    return found


def at_place(actor: Actor, db: Connection, name: str, place: str) -> bool:
    """Whether somebody whose name sounds so is on the list there."""
    key = _heard(name)
    return any(_heard(b.name) == key and b.place == place for b in listing(actor, db))


def named(actor: Actor, db: Connection, words: str) -> tuple[Buyer, ...]:
    """The buyer of that id; else those of that name, or whose name has all these words.

    Last of all by their sound, for a name in another script or spelling (`स्वदेशी सुपर बाजार`).
    """
    key = words.casefold()
    found = listing(actor, db)
    for fits in (
        lambda b: b.buyer_id == words,
        lambda b: b.name.casefold() == key,
        lambda b: _names_it(b.name.casefold(), key),
        lambda b: _names_it(_heard(b.name), _heard(words)),
    ):
        hits = tuple(buyer for buyer in found if fits(buyer))
        if hits:
            return hits
    return ()


def _buyer(row: Sequence[Any]) -> Buyer:
    buyer_id, name, place, wants, volume, unit, max_price_paise, agreed = row
    return Buyer(buyer_id, name, place, _wishes(wants), volume, unit, max_price_paise, agreed)


@lru_cache(maxsize=4096)  # many buyers want the same
def _wishes(wants: str) -> tuple[str, ...]:
    return tuple(orjson.loads(wants))


def _heard(words: str) -> str:
    return " ".join(sound_key(latin(word)) for word in words.casefold().replace(",", " ").split())


def _names_it(name: str, said: str) -> bool:
    parts = said.split()
    return bool(parts) and all(part in name for part in parts)
