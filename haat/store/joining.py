"""Join codes: a short word that makes a stranger on a messenger a member of a shop or group."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, insert, update

from haat.core.actor import Role
from haat.core.errors import InvalidInput
from haat.store import people, tables

_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like another: no 0 O, 1 I L
_LENGTH = 8  # of 31 characters: 40 bits, for a month, behind the messenger's own limits
_j = tables.join_codes.c
_REDEEM = (
    update(tables.join_codes)
    .where(_j.code_hash == bindparam("hashed"), _j.uses_left > 0, _j.expires_at > bindparam("now"))
    .values(uses_left=_j.uses_left - 1)
    .returning(_j.tenant_id, _j.store_id, _j.role)
)


@dataclass(frozen=True, slots=True)
class Joining:
    """What a code opens: the tenant, the store she will work in, and what she may do."""

    tenant_id: str
    store_id: str | None
    role: Role


def create(  # noqa: PLR0917  one value for each column
    db: Connection,
    tenant_id: str,
    store_id: str | None,
    role: Role,
    uses: int,
    expires_at: datetime,
    now: datetime,
) -> str:
    """Make a code for so many people and return it; it cannot be read again.

    NotFound where there is no such tenant or the store is not the tenant's.
    """
    if uses < 1:
        raise InvalidInput("a join code is for at least one person")
    if expires_at <= now:
        raise InvalidInput("a join code has to last into the future")
    people.check_store(db, tenant_id, store_id)
    code = _made_up()
    row = {
        "code_hash": _digest(code),
        "tenant_id": tenant_id,
        "store_id": store_id,
        "role": role.value,
        "uses_left": uses,
        "expires_at": expires_at,
        "created_at": now,
    }
    db.execute(insert(tables.join_codes).values(row))
    return code


def redeem(db: Connection, code: str, now: datetime) -> Joining | None:
    """Use a code once, however it is typed; nothing where it is unknown, used up or expired."""
    found = db.execute(_REDEEM, {"hashed": _digest(code), "now": now}).first()
    return None if found is None else Joining(found.tenant_id, found.store_id, Role(found.role))


def _made_up() -> str:
    """A code with a figure in it, by which it is told from a word in capitals."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        if not code.isalpha():
            return code


def _digest(code: str) -> str:
    return sha256(_folded(code).encode("utf-8", "surrogatepass")).hexdigest()


def _folded(code: str) -> str:
    """Capitals and Latin digits only, whatever case, digits, spaces or hyphens were typed."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(str(unicodedata.decimal(c, c)) for c in plain if c.isalnum())
