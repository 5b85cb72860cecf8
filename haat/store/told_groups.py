"""What a person tells of her group in a conversation: written once for each change, and to be taken back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from haat.core.actor import Actor, Permission
from haat.core.errors import Conflict, NotFound
from haat.store import audit, groups, products, tables
from haat.store.groups import Group

_t = tables.told_groups.c
_s = tables.stores.c


def change_id(effect_key: str) -> str:
    """The id of a change that is told: the same for the same one."""
    return sha256(effect_key.encode()).hexdigest()[:16]


def group_id(effect_key: str) -> str:
    """The id of a group that is told of for the first time."""
    return f"group-{change_id(effect_key)[:12]}"


def tell(actor: Actor, db: Connection, change: str, group: Group, now: datetime) -> None:
    """Write a group as it is told now; the same change a second time alters nothing.

    Forbidden without the right to record, for a group that is new without the right to manage.
    """
    actor.require(Permission.RECORD)
    if _kept(actor, db, change) is not None:
        return
    before = groups.find(actor, db, group.id)
    if before is None:
        actor.require(Permission.MANAGE)
    groups.write(actor, db, group)
    whose = {"id": change, "tenant_id": actor.tenant_id, "subject": actor.subject}
    told = {"before": before and _plain(before), "after": _plain(group)}
    db.execute(insert(tables.told_groups).values(**whose, **told, store_id=group.id, at=now))
    audit.record(actor, db, "store.told", f"store {group.id}", detail=_changed(told), now=now)


def take_back(actor: Actor, db: Connection, change: str, now: datetime) -> Group:
    """Put a group back as it was before a change, or NotFound; Conflict where it was changed since."""
    actor.require(Permission.RECORD)
    kept = _kept(actor, db, change)
    if kept is None or kept.taken_back_at is not None:
        raise NotFound(f"no change {change}")
    found = groups.find(actor, db, kept.store_id)
    if found is None or _plain(found) != kept.after:
        raise Conflict(f"{kept.store_id} was changed since")
    if kept.before is None:
        _remove(actor, db, found)
    else:
        groups.write(actor, db, groups.read(kept.before))
    db.execute(update(tables.told_groups).where(_t.id == change).values(taken_back_at=now))
    audit.record(actor, db, "store.taken_back", f"store {found.id}", detail={}, now=now)
    return found


def _remove(actor: Actor, db: Connection, group: Group) -> None:
    """Take a group off the list that nothing else speaks of; else Conflict."""
    for table in tables.metadata.tables.values():
        if table is not tables.told_groups and {"tenant_id", "store_id"} <= set(table.c.keys()):
            whose = table.c.tenant_id == actor.tenant_id, table.c.store_id == group.id
            if db.execute(select(table.c.tenant_id).where(*whose).limit(1)).first():
                raise Conflict(f"{table.name} speak of {group.id}")
    db.execute(delete(tables.stores).where(_s.id == group.id))
    products.count_change(actor, db)


def _kept(actor: Actor, db: Connection, change: str) -> Any:
    whose = _t.id == change, _t.tenant_id == actor.tenant_id
    return db.execute(select(tables.told_groups).where(*whose)).first()


def _plain(group: Group) -> dict[str, Any]:
    """A group as it is kept, in plain JSON."""
    return {**asdict(group), "makes": [asdict(one) for one in group.makes]}


def _changed(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail says of a change: what is new, but no name."""
    before, after = told["before"] or {}, told["after"]
    return {k: v for k, v in after.items() if k != "name" and before.get(k) != v}
