"""Keeps the clean column of the sales ledger in step with what has come in."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam, select, update

from haat.store.ingestion.kind import Line
from haat.store.ingestion.shop import CHUNK, Shop, chunks
from haat.store.tables import promotions, sales

Series = tuple[str, str]  # store and SKU
Period = tuple[date, date]


def clean_units(shop: Shop, lines: Iterable[Line]) -> int:
    """Winsorise the whole series of every product in every store these rows belong to.

    Returns how many rows of the ledger are capped now in those series.
    """
    touched = {(line.row["store_id"], line.row["sku_id"]) for line in lines}
    offers = _offers(shop)
    capped = 0
    for sku_ids in chunks(sorted({sku_id for _, sku_id in touched}), CHUNK):
        capped += _clean(shop, sku_ids, touched, offers)
    return capped


def _clean(
    shop: Shop, sku_ids: Sequence[str], touched: set[Series], offers: dict[Series, list[Period]]
) -> int:
    s = sales.c
    rows = shop.db.execute(
        select(s.store_id, s.sku_id, s.id, s.date, s.units, s.units_clean, s.promo).where(
            s.tenant_id == shop.actor.tenant_id, s.sku_id.in_(sku_ids)
        )
    )
    series: dict[Series, list[tuple[int, float, float, bool]]] = {}
    for store_id, sku_id, row_id, day, units, clean, promo in rows:
        if (at := (store_id, sku_id)) in touched:
            offered = promo or any(starts <= day <= ends for starts, ends in offers.get(at, ()))
            series.setdefault(at, []).append((row_id, units, clean, offered))
    changed, capped = [], 0
    for found in series.values():
        fresh = shop.rules.winsorised([f[1] for f in found], [f[3] for f in found])
        capped += sum(now < units for now, (_, units, _, _) in zip(fresh, found, strict=True))
        changed += [
            {"row": row_id, "clean": now}
            for now, (row_id, _, before, _) in zip(fresh, found, strict=True)
            if now != before
        ]
    if changed:
        shop.db.execute(
            update(sales).where(s.id == bindparam("row")).values(units_clean=bindparam("clean")),
            changed,
        )
    return capped


def _offers(shop: Shop) -> dict[Series, list[Period]]:
    p = promotions.c
    found: dict[Series, list[Period]] = {}
    query = select(p.store_id, p.sku_id, p.starts, p.ends).where(
        p.tenant_id == shop.actor.tenant_id
    )
    for store_id, sku_id, starts, ends in shop.db.execute(query):
        found.setdefault((store_id, sku_id), []).append((starts, ends))
    return found
