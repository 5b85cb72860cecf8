"""Writes the rows that are good and new, and keeps what hangs on them in step."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, insert, update

from haat.store.ingestion.cleaning import clean_units
from haat.store.ingestion.kind import Kind, Line
from haat.store.ingestion.matching import Stored, key_of
from haat.store.ingestion.shop import Shop, chunks
from haat.store.tables import buyers, products, tenants

ROWS = 5000  # in one statement


def write(lines: Sequence[Line], kind: Kind, shop: Shop, stored: Stored) -> Mapping[str, Any]:
    """Insert new rows and correct old ones; returns what else changed by that, for the audit."""
    added = _add_bare_products(lines, kind, shop)
    blank = kind.blank | {"tenant_id": shop.actor.tenant_id}
    fresh = [blank | line.row for line in lines if key_of(kind, line.row) not in stored]
    for rows in chunks(fresh, ROWS):
        shop.db.execute(insert(kind.table), rows)
    _revise([line.row for line in lines if key_of(kind, line.row) in stored], kind, shop)
    if added or (lines and kind.table in {products, buyers}):
        _bump_catalogue(shop)
    capped = clean_units(shop, lines) if "units_clean" in kind.table.c else 0
    return {"products_added": added, "units_capped": capped}


def _add_bare_products(lines: Sequence[Line], kind: Kind, shop: Shop) -> list[str]:
    """A ledger that begins without a catalogue makes its own."""
    if kind.table is products or "sku_id" not in kind.table.c:
        return []
    return shop.add_bare(line.row["sku_id"] for line in lines)


def _revise(rows: Sequence[Mapping[str, Any]], kind: Kind, shop: Shop) -> None:
    """Set what the file tells; columns that it does not have stay as they are."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        told = {f"new_{n}": v for n, v in {**kind.constants, **row}.items() if n not in kind.key}
        key = dict(zip((f"key_{name}" for name in kind.key), key_of(kind, row), strict=True))
        by_columns.setdefault(tuple(sorted(told)), []).append(key | told)
    at = [kind.table.c[name] == bindparam(f"key_{name}") for name in kind.key]
    for names, values in by_columns.items():
        shop.db.execute(
            update(kind.table)
            .where(and_(kind.table.c.tenant_id == shop.actor.tenant_id, *at))
            .values({name.removeprefix("new_"): bindparam(name) for name in names}),
            values,
        )


def _bump_catalogue(shop: Shop) -> None:
    """Tell whoever keeps the catalogue or the buyers' names in memory that they have changed."""
    newer = tenants.c.catalogue_version + 1
    here = tenants.c.id == shop.actor.tenant_id
    shop.db.execute(update(tenants).where(here).values(catalogue_version=newer))
