"""Entries told by chat: written to the ledger once, audited, and put back exactly by an undo."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, assert_never
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from haat.core.actor import Actor, Permission
from haat.core.errors import Conflict, NotFound
from haat.store import audit, products, tables
from haat.store.products import Product

EntryKind = Literal["sale", "purchase", "stock_count", "price_change"]
_CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be written. `units` and `price_paise` are in the product's own unit.

    `shown` is what the person said yes to, as plain JSON; `new_product` is taken into the catalogue.
    `live` says that it was told on the day it happened, so that its moment says what came first.
    """

    kind: EntryKind
    store_id: str
    sku_id: str
    date: date
    units: Decimal | None
    price_paise: int | None
    amount_paise: int | None
    shown: Mapping[str, Any]
    live: bool
    new_product: Product | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry as it stands."""

    id: str
    kind: EntryKind
    store_id: str
    sku_id: str
    date: date
    subject: str
    shown: Mapping[str, Any]
    recorded_at: datetime
    undone_at: datetime | None


def record(
    actor: Actor, db: Connection, draft: Draft, effect_key: str, now: datetime
) -> LedgerEntry:
    """Write the entry; the same `effect_key` writes once and gives the first entry again."""
    known = by_effect(actor, db, effect_key)
    if known is not None:
        return known
    try:
        with db.begin_nested():
            return _write(actor, db, draft, effect_key, _moment(actor, db, draft.sku_id, now))
    except IntegrityError:
        known = by_effect(actor, db, effect_key)
        if known is None:
            raise Conflict("this change is in conflict with another one") from None
        return known


def undo(actor: Actor, db: Connection, entry_id: str, now: datetime) -> LedgerEntry:
    """Put back what stood before the entry, once.

    NotFound for another tenant's entry, Forbidden for another person's without the right to manage,
    Conflict where it was undone before or where a later change rests on it.
    """
    found = _stored(actor, db, tables.entries.c.id == entry_id)
    if found is None:
        raise NotFound(f"no entry {entry_id}")
    if found.subject != actor.subject:
        actor.require(Permission.MANAGE)
    if found.undone_at is not None or not _claim_undo(db, entry_id, now):
        raise Conflict("this entry was undone already")
    _put_back(actor, db, found)
    audit.record(
        actor, db, "entry.undone", f"entry {entry_id}", detail={"kind": found.kind}, now=now
    )
    return get(actor, db, entry_id)


def get(actor: Actor, db: Connection, entry_id: str) -> LedgerEntry:
    """One entry of the tenant, or NotFound."""
    found = _stored(actor, db, tables.entries.c.id == entry_id)
    if found is None:
        raise NotFound(f"no entry {entry_id}")
    return _entry(found)


def by_effect(actor: Actor, db: Connection, effect_key: str) -> LedgerEntry | None:
    """The entry that was written under this key, if it was."""
    found = _stored(actor, db, tables.entries.c.effect_key == effect_key)
    return None if found is None else _entry(found)


def latest(actor: Actor, db: Connection) -> LedgerEntry | None:
    """The person's newest entry that still stands."""
    e = tables.entries.c
    query = _entries(actor).where(e.subject == actor.subject, e.undone_at.is_(None))
    found = db.execute(query.order_by(e.recorded_at.desc(), e.id.desc()).limit(1)).first()
    return None if found is None else _entry(found)


def of_document(actor: Actor, db: Connection, document_id: str) -> LedgerEntry | None:
    """An entry that was written from this paper and still stands."""
    e = tables.entries.c
    query = _entries(actor).where(
        e.arguments["document"].as_string() == document_id, e.undone_at.is_(None)
    )
    found = db.execute(query.limit(1)).first()
    return None if found is None else _entry(found)


def repriced_on(actor: Actor, db: Connection, sku_id: str, start: date, end: date) -> date | None:
    """The last day from `start` to `end` on which a person gave the product a new price."""
    e = tables.entries.c
    mine = (e.tenant_id == actor.tenant_id, e.sku_id == sku_id, e.kind == "price_change")
    standing = (e.undone_at.is_(None), e.date.between(start, end))
    found: date | None = db.execute(select(func.max(e.date)).where(*mine, *standing)).scalar()
    return found


def repriced(
    actor: Actor, db: Connection, store_id: str, start: date, end: date
) -> tuple[str, ...]:
    """The SKUs to which a person of this store gave a new price in those days, the last one first."""
    e = tables.entries.c
    mine = (e.tenant_id == actor.tenant_id, e.store_id == store_id, e.kind == "price_change")
    standing = (e.undone_at.is_(None), e.date.between(start, end))
    last = func.max(e.date)
    query = select(e.sku_id).where(*mine, *standing).group_by(e.sku_id)
    return tuple(db.execute(query.order_by(last.desc(), e.sku_id)).scalars())


def hers_before(actor: Actor, db: Connection, sku_id: str, since: datetime) -> int | None:
    """What the product's price was (paise) before the actor's own changes since then; None without any."""
    e = tables.entries.c
    mine = (e.tenant_id == actor.tenant_id, e.subject == actor.subject, e.sku_id == sku_id)
    standing = (e.kind == "price_change", e.undone_at.is_(None), e.recorded_at >= since)
    query = select(e.before).where(*mine, *standing).order_by(e.recorded_at, e.id).limit(1)
    before = db.execute(query).scalar()
    found: int | None = None if before is None else before["price_paise"]
    return found


def _write(
    actor: Actor, db: Connection, draft: Draft, effect_key: str, now: datetime
) -> LedgerEntry:
    entry_id = uuid4().hex
    before = _before(actor, db, draft)
    db.execute(
        insert(tables.entries).values(
            id=entry_id,
            tenant_id=actor.tenant_id,
            store_id=draft.store_id,
            subject=actor.subject,
            kind=draft.kind,
            sku_id=draft.sku_id,
            date=draft.date,
            arguments=dict(draft.shown),
            effect_key=effect_key,
            before=before,
            recorded_at=now,
        )
    )
    if draft.new_product is not None and products.get(actor, db, draft.sku_id) is None:
        products.add(actor, db, draft.new_product)
    _carry_out(actor, db, draft, entry_id, now)
    audit.record(
        actor, db, "entry.recorded", f"entry {entry_id}", detail=dict(draft.shown), now=now
    )
    return get(actor, db, entry_id)


def _carry_out(actor: Actor, db: Connection, draft: Draft, entry_id: str, now: datetime) -> None:
    match draft.kind:
        case "sale":
            db.execute(insert(tables.sales).values(_sale(actor, draft, entry_id, now)))
        case "purchase":
            db.execute(insert(tables.purchases).values(_purchase(actor, draft, entry_id, now)))
        case "stock_count":
            _count(actor, db, draft, now)
        case "price_change":
            products.set_price(actor, db, draft.sku_id, draft.price_paise)
        case never:
            assert_never(never)


def _sale(actor: Actor, draft: Draft, entry_id: str, now: datetime) -> dict[str, Any]:
    units = float(draft.units or 0)
    return {
        **_line(actor, draft, entry_id, now),
        "units": units,
        "units_clean": units,
        "price_paise": draft.price_paise,
        "revenue_paise": draft.amount_paise,
    }


def _purchase(actor: Actor, draft: Draft, entry_id: str, now: datetime) -> dict[str, Any]:
    return {
        **_line(actor, draft, entry_id, now),
        "units": float(draft.units or 0),
        "unit_cost_paise": draft.price_paise,
    }


def _line(actor: Actor, draft: Draft, entry_id: str, now: datetime) -> dict[str, Any]:
    return {
        "tenant_id": actor.tenant_id,
        "store_id": draft.store_id,
        "sku_id": draft.sku_id,
        "date": draft.date,
        "source": _CHAT,
        "source_event_id": entry_id,
        "recorded_at": _on_the_day(draft, now),
    }


def _count(actor: Actor, db: Connection, draft: Draft, now: datetime) -> None:
    key = _shelf(actor, draft.store_id, draft.sku_id, draft.date)
    stood = _counted(db, key) or {}
    counted = {"on_hand": float(draft.units or 0), "source": _CHAT}
    _set_count(db, key, {**stood, **counted, "counted_at": _on_the_day(draft, now)})


def _moment(actor: Actor, db: Connection, sku_id: str, now: datetime) -> datetime:
    """`now`, or a little later where something was told of the product just then: order matters."""
    e = tables.entries.c
    told = select(func.max(e.recorded_at)).where(e.tenant_id == actor.tenant_id, e.sku_id == sku_id)
    last: datetime | None = db.execute(told).scalar()
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _on_the_day(draft: Draft, now: datetime) -> datetime | None:
    """The moment, where it says what came first that day; of an earlier day only the end counts."""
    return now if draft.live else None


def _before(actor: Actor, db: Connection, draft: Draft) -> dict[str, Any]:
    """What an undo puts back, and what it must still find, as plain JSON."""
    new = None if draft.new_product is None else _plain(draft.new_product)
    match draft.kind:
        case "sale" | "purchase":
            return {"new_product": new}
        case "stock_count":
            count = _counted(db, _shelf(actor, draft.store_id, draft.sku_id, draft.date))
            if count is not None and count["counted_at"] is not None:
                count["counted_at"] = count["counted_at"].isoformat()
            return {"new_product": new, "count": count, "wrote": float(draft.units or 0)}
        case "price_change":
            product = products.get(actor, db, draft.sku_id)
            price = None if product is None else product.price_paise
            return {"new_product": new, "price_paise": price, "wrote": draft.price_paise}
        case never:
            assert_never(never)


def _put_back(actor: Actor, db: Connection, entry: Row[Any]) -> None:
    match entry.kind:
        case "sale":
            db.execute(delete(tables.sales).where(*_written(tables.sales.c, entry)))
        case "purchase":
            db.execute(delete(tables.purchases).where(*_written(tables.purchases.c, entry)))
        case "stock_count":
            _put_count_back(actor, db, entry)
        case _:
            _put_price_back(actor, db, entry)
    _forget_product(actor, db, entry.sku_id)


def _put_count_back(actor: Actor, db: Connection, entry: Row[Any]) -> None:
    key = _shelf(actor, entry.store_id, entry.sku_id, entry.date)
    standing = _counted(db, key) or {}
    wrote = (standing.get("source"), standing.get("on_hand")) == (_CHAT, entry.before["wrote"])
    _must_stand(actor, db, entry, wrote=wrote)
    count = entry.before["count"]
    if count is None:
        db.execute(delete(tables.inventory).where(*_is(key)))
        return
    moment = count["counted_at"]
    counted_at = None if moment is None else datetime.fromisoformat(moment)
    _set_count(db, key, {**count, "counted_at": counted_at})


def _put_price_back(actor: Actor, db: Connection, entry: Row[Any]) -> None:
    product = products.get(actor, db, entry.sku_id)
    wrote = product is not None and product.price_paise == entry.before["wrote"]
    _must_stand(actor, db, entry, wrote=wrote)
    products.set_price(actor, db, entry.sku_id, entry.before["price_paise"])


def _must_stand(actor: Actor, db: Connection, entry: Row[Any], *, wrote: bool) -> None:
    """Refuse where something later rests on it: undoing that would bring this one back."""
    e = tables.entries.c
    same = [e.kind == entry.kind, e.sku_id == entry.sku_id, e.undone_at.is_(None)]
    if entry.kind == "stock_count":
        same += [e.store_id == entry.store_id, e.date == entry.date]
    later = _entries(actor).where(*same, e.recorded_at > entry.recorded_at).limit(1)
    if not wrote or db.execute(later).first() is not None:
        raise Conflict("it was changed again since; undo the later change first")


def _forget_product(actor: Actor, db: Connection, sku_id: str) -> None:
    """Take a product out that only entries brought in, once none of them stands."""
    e = tables.entries.c
    query = select(e.before, e.undone_at).where(e.tenant_id == actor.tenant_id, e.sku_id == sku_id)
    told = db.execute(query).all()
    brought = [row.before["new_product"] for row in told if row.before["new_product"]]
    product = products.get(actor, db, sku_id)
    if not brought or product is None or any(row.undone_at is None for row in told):
        return
    if _plain(product) in brought and not products.mentioned(actor, db, sku_id):
        products.remove(actor, db, sku_id)


def _plain(product: Product) -> dict[str, Any]:
    return {**asdict(product), "aliases": list(product.aliases)}


def _counted(db: Connection, key: Mapping[str, Any]) -> dict[str, Any] | None:
    i = tables.inventory.c
    columns = (i.on_hand, i.in_transit, i.backorder, i.lead_time_days, i.source, i.counted_at)
    found = db.execute(select(*columns).where(*_is(key))).mappings().first()
    return None if found is None else {str(name): value for name, value in found.items()}


def _set_count(db: Connection, key: Mapping[str, Any], count: Mapping[str, Any]) -> None:
    db.execute(delete(tables.inventory).where(*_is(key)))
    db.execute(insert(tables.inventory).values({**key, **count}))


def _claim_undo(db: Connection, entry_id: str, now: datetime) -> bool:
    e = tables.entries
    claim = update(e).where(e.c.id == entry_id, e.c.undone_at.is_(None)).values(undone_at=now)
    return db.execute(claim).rowcount == 1


def _written(c: Any, entry: Row[Any]) -> tuple[ColumnElement[bool], ...]:
    return (
        c.tenant_id == entry.tenant_id,
        c.store_id == entry.store_id,
        c.sku_id == entry.sku_id,
        c.date == entry.date,
        c.source_event_id == entry.id,
        c.source == _CHAT,
    )


def _shelf(actor: Actor, store_id: str, sku_id: str, day: date) -> dict[str, Any]:
    return {
        "tenant_id": actor.tenant_id,
        "store_id": store_id,
        "sku_id": sku_id,
        "date": day,
    }


def _is(key: Mapping[str, Any]) -> tuple[ColumnElement[bool], ...]:
    return tuple(tables.inventory.c[name] == value for name, value in key.items())


def _entries(actor: Actor) -> Select[Any]:
    return select(tables.entries).where(tables.entries.c.tenant_id == actor.tenant_id)


def _stored(actor: Actor, db: Connection, which: ColumnElement[bool]) -> Row[Any] | None:
    return db.execute(_entries(actor).where(which)).first()


def _entry(found: Row[Any]) -> LedgerEntry:
    return LedgerEntry(
        id=found.id,
        kind=found.kind,
        store_id=found.store_id,
        sku_id=found.sku_id,
        date=found.date,
        subject=found.subject,
        shown=found.arguments,
        recorded_at=found.recorded_at,
        undone_at=found.undone_at,
    )
