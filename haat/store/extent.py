"""Which part of a ledger is meant: whose stores, which days, which products."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Table, bindparam

from haat.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Shape:
    """How an extent is asked for; statements are written once for each shape, and kept."""

    one_store: bool
    some_skus: bool
    one_sku: bool


@dataclass(frozen=True, slots=True)
class Extent:
    """Stores, days (`start` to `end` inclusive) and SKUs; without `skus` all of them."""

    stores: Sequence[str]
    start: date
    end: date
    skus: Sequence[str] | None = None

    @property
    def shape(self) -> Shape:
        """Its shape."""
        some = self.skus is not None
        return Shape(len(self.stores) == 1, some, some and len(self.skus or ()) == 1)

    def said(self, actor: Actor) -> dict[str, object]:
        """What stands in a statement's parameters."""
        said = {"tenant": actor.tenant_id, "stores": _value(self.stores)}
        said |= {} if self.skus is None else {"skus": _value(self.skus)}
        return {**said, "start": self.start, "end": self.end}


def whole(shape: Shape) -> Shape:
    """The same of all products."""
    return replace(shape, some_skus=False, one_sku=False)


def until(table: Table, shape: Shape) -> list[ColumnElement[bool]]:
    """What a line must fulfil to be of the extent's stores and products, not after its end."""
    c = table.c
    told = [c.tenant_id == bindparam("tenant"), of_stores(c.store_id, shape)]
    told.append(c.date <= bindparam("end"))
    return [*told, of_skus(c.sku_id, shape)] if shape.some_skus else told


def within(table: Table, shape: Shape) -> list[ColumnElement[bool]]:
    """What a line must fulfil to be of the extent."""
    return [*until(table, shape), table.c.date >= bindparam("start")]


def of_stores(column: ColumnElement[str], shape: Shape) -> ColumnElement[bool]:
    """Whether a store is one of the extent's."""
    return _one_of(column, "stores", alone=shape.one_store)


def of_skus(column: ColumnElement[str], shape: Shape) -> ColumnElement[bool]:
    """Whether a product is one of the extent's."""
    return _one_of(column, "skus", alone=shape.one_sku)


def _one_of(column: ColumnElement[str], name: str, *, alone: bool) -> ColumnElement[bool]:
    """Equality where there is one value: SQLite plans it better than IN."""
    one = column == bindparam(name)
    return one if alone else column.in_(bindparam(name, expanding=True))


def _value(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
