"""What became of alerts: acknowledged, resolved or snoozed; and the rules that people set for themselves.

An alert's id is the hash of what is wrong (the condition) and the day since when: `3f…-20261120`.
What a person did to it holds for the condition, until it begins anew after that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from haat.core.actor import Actor
from haat.core.errors import Conflict, NotFound
from haat.store import audit, tables

AlertKind = Literal["stockout_risk", "demand_spike", "price_anomaly", "compliance_failure"]
Direction = Literal["above", "below"]
Status = Literal["open", "acknowledged", "resolved", "snoozed"]
_a, _r = tables.alerts.c, tables.alert_rules.c
_LENGTH = 16  # of the condition's hash


@dataclass(frozen=True, slots=True)
class Handled:
    """What a person did to an alert on the day `on`."""

    id: str
    kind: str
    status: Status
    until: date | None
    since: date
    on: date

    @property
    def condition(self) -> str:
        """What is wrong, whatever the day."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Noticed:
    """What is kept of an alert when somebody handles it; `detail` is its row as plain JSON."""

    id: str
    store_id: str
    kind: str
    severity: str
    product: str | None
    since: date
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What a person wants to be told of; `threshold` in `unit`, rupees per unit for prices."""

    kind: AlertKind
    product: str | None
    threshold: float | None
    direction: Direction | None
    unit: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it stands."""

    id: str
    wanted: RuleDraft
    at: datetime


def condition_of(actor: Actor, *parts: str) -> str:
    """The hash of what is wrong: the same for the same thing of the same tenant."""
    told = "\x1f".join((actor.tenant_id, *parts))
    return sha256(told.encode()).hexdigest()[:_LENGTH]


def alert_id(condition: str, since: date) -> str:
    """The id of an alert that began that day."""
    return f"{condition}-{since:%Y%m%d}"


def handled(actor: Actor, db: Connection, as_of: date) -> dict[str, Handled]:
    """What was last done to each condition, until `as_of`."""
    query = select(tables.alerts).where(_a.tenant_id == actor.tenant_id)
    told = sorted(map(_handled, db.execute(query).all()), key=lambda one: (one.on, one.since))
    return {one.condition: one for one in told if one.on <= as_of}


def set_status(
    actor: Actor,
    db: Connection,
    found: Noticed,
    status: Status,
    until: date | None,
    *,
    now: datetime,
    today: date,
) -> None:
    """Keep what a person did to an alert; audited."""
    told = {
        "kind": found.kind,
        "severity": found.severity,
        "status": status,
        "until": until,
        "detail": {**found.detail, "on": today.isoformat()},
    }
    mine = (_a.tenant_id == actor.tenant_id, _a.key == found.id)
    if not db.execute(update(tables.alerts).where(*mine).values(**told)).rowcount:
        new: dict[str, object] = {
            "tenant_id": actor.tenant_id,
            "store_id": found.store_id,
            "product": found.product,
        }
        new |= {"id": found.id, "key": found.id, "since": found.since}
        try:
            with db.begin_nested():
                db.execute(insert(tables.alerts).values(**new, **told))
        except IntegrityError:  # it came twice at the same time
            db.execute(update(tables.alerts).where(*mine).values(**told))
    detail = {"kind": found.kind, "until": None if until is None else until.isoformat()}
    audit.record(actor, db, f"alert.{status}", f"alert {found.id}", detail=detail, now=now)


def rules(actor: Actor, db: Connection) -> tuple[Rule, ...]:
    """The person's own rules that stand."""
    query = select(tables.alert_rules).where(
        _r.tenant_id == actor.tenant_id,
        _r.subject == actor.subject,
        _r.removed_at.is_(None),
    )
    return tuple(map(_rule, db.execute(query.order_by(_r.at, _r.id)).all()))


def add_rule(
    actor: Actor, db: Connection, wanted: RuleDraft, effect_key: str, now: datetime
) -> Rule:
    """Take a rule down once for the effect key; the same key gives the first rule again. Audited."""
    known = rule_by_effect(actor, db, effect_key)
    if known is not None:
        return known
    rule_id = uuid4().hex
    told = {name: getattr(wanted, name) for name in RuleDraft.__slots__}
    mine = {"tenant_id": actor.tenant_id, "subject": actor.subject, "effect_key": effect_key}
    try:
        with db.begin_nested():
            db.execute(insert(tables.alert_rules).values(id=rule_id, at=now, **mine, **told))
    except IntegrityError:
        known = rule_by_effect(actor, db, effect_key)
        if known is None:
            raise Conflict("this change is in conflict with another one") from None
        return known
    audit.record(actor, db, "alert_rule.set", f"alert_rule {rule_id}", detail=told, now=now)
    return Rule(rule_id, wanted, now)


def remove_rule(actor: Actor, db: Connection, rule_id: str, now: datetime) -> Rule:
    """End one of the person's own rules; NotFound where none such stands. Audited."""
    found = next((rule for rule in rules(actor, db) if rule.id == rule_id), None)
    if found is None:
        raise NotFound("you have no such alert")
    db.execute(update(tables.alert_rules).where(_r.id == rule_id).values(removed_at=now))
    audit.record(actor, db, "alert_rule.removed", f"alert_rule {rule_id}", detail={}, now=now)
    return found


def rule_by_effect(actor: Actor, db: Connection, effect_key: str) -> Rule | None:
    """The person's rule that was written under this key, if it was."""
    mine = (_r.tenant_id == actor.tenant_id, _r.subject == actor.subject)
    query = select(tables.alert_rules).where(*mine, _r.effect_key == effect_key)
    found = db.execute(query).first()
    return None if found is None else _rule(found)


def _handled(row: Row[Any]) -> Handled:
    on = date.fromisoformat(row.detail["on"])
    return Handled(row.id, row.kind, row.status, row.until, row.since, on)


def _rule(row: Row[Any]) -> Rule:
    wanted = RuleDraft(*(getattr(row, name) for name in RuleDraft.__slots__))
    return Rule(row.id, wanted, row.at)
