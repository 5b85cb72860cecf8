"""Tenders, fairs and the like that the tenant was told of."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Select, bindparam, select

from haat.core.actor import Actor
from haat.store import tables

OpportunityKind = Literal["tender", "fair", "festival", "scheme"]
OPPORTUNITY_KINDS: tuple[OpportunityKind, ...] = get_args(OpportunityKind)
_o = tables.opportunities.c
_OPEN: Select[Any] = (
    select(_o.kind, _o.title, _o.place, _o.starts, _o.ends, _o.apply_by, _o.asks_for, _o.url)
    .where(_o.tenant_id == bindparam("tenant"), _o.ends >= bindparam("day"))
    .order_by(_o.starts, _o.title)
)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One thing to take part in; `place` is a canonical id, as written, or empty for anywhere."""

    kind: str
    title: str
    place: str
    starts: date
    ends: date
    apply_by: date | None
    asks_for: str | None
    url: str | None


def not_over(actor: Actor, db: Connection, day: date) -> tuple[Opportunity, ...]:
    """All that ends on the day or later, the soonest first."""
    told = {"tenant": actor.tenant_id, "day": day}
    return tuple(Opportunity(*row) for row in db.execute(_OPEN, told).all())
