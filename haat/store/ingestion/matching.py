"""Finds rows that are already there, in the same file or in the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from haat.store.ingestion.checking import left
from haat.store.ingestion.kind import Kind, Line
from haat.store.ingestion.shop import Shop

Key = tuple[Any, ...]
Stored = Mapping[Key, Mapping[str, Any]]  # rows of the table by their key


def key_of(kind: Kind, row: Mapping[str, Any]) -> Key:
    """What makes the row the same as another."""
    try:
        return tuple([row[name] for name in kind.key])
    except KeyError:  # the file does not have one of the key's columns
        return tuple((kind.blank | dict(row))[name] for name in kind.key)


def drop_repeats(lines: Iterable[Line], kind: Kind) -> None:
    """Of rows with one key inside a file the first counts."""
    seen: set[Key] = set()
    for line in left(lines):
        key = key_of(kind, line.row)
        if key in seen:
            line.status = "duplicate"
        seen.add(key)


def stored_rows(lines: Sequence[Line], kind: Kind, shop: Shop) -> Stored:
    """Rows of the tenant that are already there under the keys of this file."""
    if not lines:
        return {}
    wanted = {key_of(kind, line.row) for line in lines}
    compared = {column.into for column in kind.columns} if kind.revises else set()
    table = kind.table
    query = select(*(table.c[name] for name in sorted(compared.union(kind.key)))).where(
        table.c.tenant_id == shop.actor.tenant_id
    )
    if "date" in kind.key:
        days = [line.row["date"] for line in lines]
        query = query.where(table.c.date.between(min(days), max(days)))
    rows = shop.db.execute(query).mappings()
    return {key: dict(row) for row in rows if (key := tuple(row[n] for n in kind.key)) in wanted}


def drop_known(lines: Iterable[Line], kind: Kind, stored: Stored) -> None:
    """What is there already is a duplicate; where the kind revises, only if nothing differs."""
    for line in left(lines):
        before = stored.get(key_of(kind, line.row))
        if before is None:
            continue
        if not kind.revises or all(before.get(n, v) == v for n, v in line.row.items()):
            line.status = "duplicate"
