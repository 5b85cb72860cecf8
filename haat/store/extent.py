"""Which part of a ledger is meant: whose stores, which days, which products."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Table

from haat.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Extent:
    """Stores, days (`start` to `end` inclusive) and SKUs; without `skus` all of them."""

    stores: tuple[str, ...]
    start: date
    end: date
    skus: tuple[str, ...] | None = None


def until(actor: Actor, table: Table, extent: Extent) -> list[ColumnElement[bool]]:
    """What a line must fulfil to be of the extent's stores and products, not after its end."""
    c = table.c
    told = [c.tenant_id == actor.tenant_id, one_of(c.store_id, extent.stores)]
    told.append(c.date <= extent.end)
    return told if extent.skus is None else [*told, one_of(c.sku_id, extent.skus)]


def within(actor: Actor, table: Table, extent: Extent) -> list[ColumnElement[bool]]:
    """What a line must fulfil to be of the extent."""
    return [*until(actor, table, extent), table.c.date >= extent.start]


def one_of(column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Equality where there is one value: SQLite plans it better than IN."""
    return column == values[0] if len(values) == 1 else column.in_(values)
