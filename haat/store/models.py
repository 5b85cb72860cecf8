"""The register of a shop's fitted models: each version with what it saw, how it did, and why it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, select, update

from haat.core.actor import Actor
from haat.store.tables import models

_m = models.c


@dataclass(frozen=True, slots=True)
class Draft:
    """A model as it was just fitted; `digest` is of the data it saw, `body` what it needs to foretell."""

    name: str
    fitted_on: date
    reason: str
    digest: str
    parameters: Mapping[str, Any]
    report: Mapping[str, Any]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Registered:
    """A model as it stands in the register."""

    version: int
    at: datetime
    checked_on: date
    draft: Draft


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest version of a store's model, for whoever runs the installation."""

    tenant_id: str
    store_id: str
    name: str
    version: int
    fitted_on: date
    checked_on: date


def newest(
    actor: Actor, db: Connection, store_id: str, name: str, until: date | None = None
) -> Registered | None:
    """The version that stands, or stood on a day; None before there was one. `store_id` is empty for all stores."""
    found = _versions(actor, store_id, name)
    found = found if until is None else found.where(_m.fitted_on <= until)
    row = db.execute(found.limit(1)).first()
    return None if row is None else _registered(row)


def versions(actor: Actor, db: Connection, store_id: str, name: str) -> tuple[Registered, ...]:
    """All versions, the newest first; earlier ones without their body."""
    return tuple(map(_registered, db.execute(_versions(actor, store_id, name)).all()))


def record(actor: Actor, db: Connection, store_id: str, draft: Draft, now: datetime) -> int:
    """Keep a model as the next version, which is returned; earlier ones keep all but their body."""
    mine = _of(actor, store_id, draft.name)
    version = (db.scalar(select(func.max(_m.version)).where(*mine)) or 0) + 1
    db.execute(update(models).where(*mine, _m.body.is_not(None)).values(body=None))
    db.execute(
        insert(models).values(
            tenant_id=actor.tenant_id,
            store_id=store_id,
            name=draft.name,
            version=version,
            fitted_on=draft.fitted_on,
            at=now,
            reason=draft.reason,
            digest=draft.digest,
            parameters=draft.parameters,
            report=draft.report,
            body=draft.body,
            checked_on=draft.fitted_on,
        )
    )
    return version


def checked(actor: Actor, db: Connection, store_id: str, name: str, today: date) -> None:
    """Note that the version that stands was looked after and stays."""
    mine = _of(actor, store_id, name)
    last = select(func.max(_m.version)).where(*mine).scalar_subquery()
    db.execute(update(models).where(*mine, _m.version == last).values(checked_on=today))


def standing(db: Connection) -> tuple[Standing, ...]:
    """The newest versions of all stores of all tenants: for the doctor alone."""
    key = (_m.tenant_id, _m.store_id, _m.name)
    last = select(*key, func.max(_m.version).label("version")).group_by(*key).subquery()
    same = [models.c[c.name] == c for c in last.c]
    columns = (*key, _m.version, _m.fitted_on, _m.checked_on)
    query = select(*columns).select_from(models.join(last, and_(*same))).order_by(*key)
    return tuple(Standing(*row) for row in db.execute(query))


def _of(actor: Actor, store_id: str, name: str) -> tuple[Any, ...]:
    return _m.tenant_id == actor.tenant_id, _m.store_id == store_id, _m.name == name


def _versions(actor: Actor, store_id: str, name: str) -> Select[Any]:
    mine = _of(actor, store_id, name)
    return select(models).where(*mine).order_by(_m.version.desc())


def _registered(row: Any) -> Registered:
    draft = Draft(
        row.name, row.fitted_on, row.reason, row.digest, row.parameters, row.report, row.body
    )
    return Registered(row.version, row.at, row.checked_on, draft)
