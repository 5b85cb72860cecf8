"""Tenants, stores, people and keys: who may ask, and on whose behalf.

Nothing secret is kept: passwords are Argon2 hashes, keys and refresh tokens SHA-256 of 256 random bits.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, Row, Select, Table, bindparam, insert, null, select, update
from sqlalchemy.exc import IntegrityError

from haat.core.actor import Actor, Role
from haat.core.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from haat.store import audit, tables

# OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Verified where the login is unknown, so that a stranger cannot tell it from a wrong password.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "0HM6fpA9gBprNvuXGyKLrw$Gc82kV3d0wyGJYPpqgk7Ch2c9xB0mlAUNtol7fCmbZE"
)
_KEY = "key:"
_WRONG_LOGIN = "login or password is wrong"
# A statement costs more to write than to run, so the frequent ones are written once.
_p, _k, _s = tables.people.c, tables.api_keys.c, tables.stores.c
_PERSON: Select[Any] = (
    select(_p.id, _p.tenant_id, _p.role, _p.store_id, _p.password_hash, tables.tenants.c.demo)
    .join_from(tables.people, tables.tenants)
    .where(_p.erased_at.is_(None))
)
_PERSON_BY_ID = _PERSON.where(_p.id == bindparam("id"))
_PERSON_BY_LOGIN = _PERSON.where(_p.login == bindparam("login"))
_KEY_BY_HASH: Select[Any] = (
    select(_k.id, _k.tenant_id, _k.role, _k.store_id, tables.tenants.c.demo)
    .join_from(tables.api_keys, tables.tenants)
    .where(_k.revoked_at.is_(None), _k.key_hash == bindparam("key_hash"))
)
_STORES = select(_s.id, _s.name, _s.kind, _s.place).where(_s.tenant_id == bindparam("tenant"))
_STORE_BY_ID = _STORES.where(_s.id == bindparam("id"))
_STORES_IN_ORDER = _STORES.order_by(_s.is_default.desc(), _s.id)
_DEFAULT_STORE = _STORES_IN_ORDER.limit(1)


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A shop of a tenant; `place` is a canonical place id."""

    id: str
    name: str
    kind: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What an actor is told about itself; a store's own system has no login."""

    subject: str
    name: str
    login: str | None
    role: Role
    tenant_id: str
    tenant_name: str
    store_id: str | None
    language: str | None
    demo: bool


def create_tenant(
    db: Connection, tenant_id: str, name: str, *, kind: str, demo: bool = False, now: datetime
) -> None:
    """Begin a tenant (`kind` is `shop` or `group`); Conflict where the id is taken."""
    if not name.strip():
        raise InvalidInput("a shop needs a name")
    values = {"id": tenant_id, "name": name, "kind": kind, "demo": demo, "created_at": now}
    _add(db, tables.tenants, "tenant id", values)


def create_store(
    db: Connection,
    store_id: str,
    tenant_id: str,
    name: str,
    *,
    kind: str,
    place: str | None = None,
    is_default: bool = False,
) -> None:
    """Add a store (`kind` is `kirana` or `shg`); a new default takes the place of the old one."""
    _tenant_must_exist(db, tenant_id)
    s = tables.stores
    if is_default:
        db.execute(update(s).where(s.c.tenant_id == tenant_id).values(is_default=False))
    values = {"id": store_id, "tenant_id": tenant_id, "name": name, "kind": kind}
    _add(db, s, "store id", {**values, "place": place, "is_default": is_default})


def create_person(
    db: Connection,
    tenant_id: str,
    login: str,
    name: str,
    *,
    password: str,
    role: Role,
    store_id: str | None = None,
    language: str | None = None,
    now: datetime,
) -> str:
    """Add a person and return the id; Conflict where the login is taken."""
    check_store(db, tenant_id, store_id)
    person_id = uuid4().hex
    values = {
        "id": person_id,
        "tenant_id": tenant_id,
        "login": _folded(login),
        "name": name,
        "password_hash": _HASHER.hash(_bytes(password)),
        "role": role.value,
        "store_id": store_id,
        "language": language,
        "created_at": now,
    }
    _add(db, tables.people, "login", values)
    return person_id


def create_member(
    db: Connection,
    tenant_id: str,
    name: str,
    *,
    role: Role,
    store_id: str | None = None,
    language: str | None = None,
    now: datetime,
) -> str:
    """Add a person who comes by a messenger and return the id; no password opens her login."""
    return create_person(
        db,
        tenant_id,
        f"contact:{uuid4()}",
        name,
        password=secrets.token_urlsafe(32),
        role=role,
        store_id=store_id,
        language=language,
        now=now,
    )


def create_key(
    db: Connection,
    tenant_id: str,
    name: str,
    *,
    role: Role,
    store_id: str | None = None,
    now: datetime,
    key: str | None = None,
) -> str:
    """Make a key for a store's own system and return it; it cannot be read again."""
    check_store(db, tenant_id, store_id)
    made = key or f"haat_{secrets.token_urlsafe(32)}"
    values = {
        "id": uuid4().hex,
        "tenant_id": tenant_id,
        "name": name,
        "key_hash": _digest(made),
        "role": role.value,
        "store_id": store_id,
        "created_at": now,
    }
    _add(db, tables.api_keys, "key", values)
    return made


def actor_by_key(db: Connection, key: str) -> Actor:
    """The store's system that holds this key, or Unauthenticated."""
    found = db.execute(_KEY_BY_HASH, {"key_hash": _digest(key)}).first()
    if found is None:
        raise Unauthenticated("the API key is not known")
    return _actor(found, f"{_KEY}{found.id}")


def actor_by_password(db: Connection, login: str, password: str) -> Actor:
    """The person of this login and password, or Unauthenticated at the same cost."""
    found = db.execute(_PERSON_BY_LOGIN, {"login": _folded(login)}).first()
    try:
        _HASHER.verify(_NOBODY if found is None else found.password_hash, _bytes(password))
    except VerifyMismatchError:
        raise Unauthenticated(_WRONG_LOGIN) from None
    if found is None:
        raise Unauthenticated(_WRONG_LOGIN)
    return _actor(found, found.id)


def actor_by_id(db: Connection, person_id: str) -> Actor:
    """The person as of now, with the current role; Unauthenticated where it is gone."""
    found = db.execute(_PERSON_BY_ID, {"id": person_id}).first()
    if found is None:
        raise Unauthenticated("this person is not known any more")
    return _actor(found, found.id)


def describe(actor: Actor, db: Connection) -> Profile:
    """Who the actor is, for the actor's own eyes."""
    found = db.execute(_key_profile(actor) if _is_key(actor) else _person_profile(actor)).first()
    if found is None:
        raise NotFound("nobody of that name")
    return Profile(
        subject=actor.subject,
        name=found.name,
        login=found.login,
        role=actor.role,
        tenant_id=actor.tenant_id,
        tenant_name=found.tenant_name,
        store_id=actor.store_id,
        language=found.language,
        demo=actor.demo,
    )


def shop_name(actor: Actor, db: Connection) -> str:
    """What the actor's shop or group is called."""
    t = tables.tenants.c
    return str(db.execute(select(t.name).where(t.id == actor.tenant_id)).scalar_one())


def stores(actor: Actor, db: Connection) -> tuple[StoreRow, ...]:
    """All stores of the tenant, the default first."""
    rows = db.execute(_STORES_IN_ORDER, {"tenant": actor.tenant_id}).all()
    return tuple(StoreRow(*row) for row in rows)


def place_store(actor: Actor, db: Connection, store_id: str, place: str, now: datetime) -> bool:
    """Say where a store of the tenant is, unless that is known; whether it was said now."""
    s = tables.stores.c
    unplaced = (s.tenant_id == actor.tenant_id, s.id == store_id, s.place.is_(None))
    said = db.execute(update(tables.stores).where(*unplaced).values(place=place)).rowcount == 1
    if said:
        audit.record(actor, db, "place", f"store {store_id}", detail={"place": place}, now=now)
    return said


def store(actor: Actor, db: Connection, store_id: str) -> StoreRow:
    """One store of the tenant, or NotFound."""
    found = db.execute(_STORE_BY_ID, {"tenant": actor.tenant_id, "id": store_id}).first()
    if found is None:
        raise NotFound(f"no store {store_id}")
    return StoreRow(*found)


def default_store(actor: Actor, db: Connection) -> StoreRow:
    """The store that is meant where none is said: the actor's own, else the tenant's default."""
    if actor.store_id is not None:
        return store(actor, db, actor.store_id)
    found = db.execute(_DEFAULT_STORE, {"tenant": actor.tenant_id}).first()
    if found is None:
        raise NotFound("there is no store yet")
    return StoreRow(*found)


def check_store(db: Connection, tenant_id: str, store_id: str | None) -> None:
    """NotFound unless the tenant is known and the store, if one is named, is its own."""
    _tenant_must_exist(db, tenant_id)
    if store_id is None:
        return
    named = select(_s.id).where(_s.id == store_id, _s.tenant_id == tenant_id)
    if db.execute(named).first() is None:
        raise NotFound(f"no store {store_id}")


def issue_refresh(db: Connection, person_id: str, now: datetime, lifetime: timedelta) -> str:
    """A new refresh token of a person; it can be used once."""
    token = secrets.token_urlsafe(32)
    db.execute(
        insert(tables.refresh_tokens).values(
            token_hash=_digest(token), person_id=person_id, expires_at=now + lifetime
        )
    )
    return token


def rotate_refresh(
    db: Connection, token: str, now: datetime, lifetime: timedelta
) -> tuple[Actor, str]:
    """Use a refresh token up and give the person and the next one, or Unauthenticated.

    A token that was used before has been copied: all of that person's are revoked (RFC 9700 §4.14).
    """
    t = tables.refresh_tokens.c
    person_id = db.execute(
        update(tables.refresh_tokens)
        .where(t.token_hash == _digest(token), t.revoked_at.is_(None), t.expires_at > now)
        .values(revoked_at=now)
        .returning(t.person_id)
    ).scalar()
    if person_id is None:
        _revoke_all_if_used_before(db, token, now)
        raise Unauthenticated("the refresh token is not valid any more")
    return actor_by_id(db, person_id), issue_refresh(db, person_id, now, lifetime)


def revoke_refresh(db: Connection, token: str, now: datetime) -> None:
    """End a refresh token; one that is not known is no error (RFC 7009 §2.2)."""
    t = tables.refresh_tokens.c
    db.execute(
        update(tables.refresh_tokens)
        .where(t.token_hash == _digest(token), t.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _revoke_all_if_used_before(db: Connection, token: str, now: datetime) -> None:
    t = tables.refresh_tokens.c
    used = select(t.person_id).where(t.token_hash == _digest(token), t.revoked_at.is_not(None))
    db.execute(
        update(tables.refresh_tokens)
        .where(t.person_id.in_(used.scalar_subquery()), t.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    db.commit()  # the refusal that follows rolls the caller back; the revocation must outlive it


def _add(db: Connection, table: Table, noun: str, values: Mapping[str, object]) -> None:
    try:
        db.execute(insert(table).values(**values))
    except IntegrityError as taken:
        raise Conflict(f"this {noun} is already taken") from taken


def _tenant_must_exist(db: Connection, tenant_id: str) -> None:
    if db.execute(select(tables.tenants.c.id).where(tables.tenants.c.id == tenant_id)).first():
        return
    raise NotFound(f"no tenant {tenant_id}")


def _is_key(actor: Actor) -> bool:
    return actor.subject.startswith(_KEY)


def _person_profile(actor: Actor) -> Select[Any]:
    p = tables.people.c
    return (
        select(p.name, p.login, p.language, tables.tenants.c.name.label("tenant_name"))
        .join_from(tables.people, tables.tenants)
        .where(p.id == actor.subject, p.tenant_id == actor.tenant_id, p.erased_at.is_(None))
    )


def _key_profile(actor: Actor) -> Select[Any]:
    k = tables.api_keys.c
    return (
        select(
            k.name,
            null().label("login"),
            null().label("language"),
            tables.tenants.c.name.label("tenant_name"),
        )
        .join_from(tables.api_keys, tables.tenants)
        .where(k.id == actor.subject.removeprefix(_KEY), k.tenant_id == actor.tenant_id)
    )


def _actor(found: Row[Any], subject: str) -> Actor:
    return Actor(found.tenant_id, subject, Role(found.role), found.store_id, found.demo)


def _folded(login: str) -> str:
    return login.strip().casefold()


def _bytes(secret: str) -> bytes:
    return secret.encode("utf-8", "surrogatepass")  # what came in over HTTP may be any text


def _digest(secret: str) -> str:
    return sha256(_bytes(secret)).hexdigest()
