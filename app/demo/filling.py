"""Fills the store with the demo tenants of a day; everything that people entered stays."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, Table, delete, insert, select, update

from app.demo import rows
from app.demo.buyers import make_buyers
from app.demo.catalogue import Article, Catalogue, load_catalogue
from app.demo.competitors import weekly_prices
from app.demo.generator import EPOCH, Ledger, list_price, simulate
from app.demo.orders import order_rows
from haat.core.actor import Role
from haat.core.days import SHOP_ZONE
from haat.core.money import paise
from haat.store import people, tables
from haat.store.bulk import Scalar, insert_rows

TENANTS = {
    "demo": ("Haat Saathi demo shops", "group"),
    "demo2": ("Haat Saathi second demo shop", "shop"),
}
KEYS = {"demo": "demo-key", "demo2": "demo2-key"}
PASSWORD = "demo"  # noqa: S105  the contract's; the tenants hold invented data only
SOURCE = "demo"
COUNTED_DAILY = 190  # days with a stock count each; before them only at a month's end
LEDGERS = (tables.sales, tables.returns, tables.purchases, tables.inventory)
Row = tuple[Scalar, ...]


def ledger_of(today: date) -> Ledger:
    """The ledger up to the day before."""
    return simulate(load_catalogue(), today)


def fill(db: Connection, ledger: Ledger, today: date, before: date | None, mark: str) -> None:
    """Put the ledger in, its rows marked; `before` is the day of which the store holds one already."""
    catalogue = load_catalogue()
    _tenants(db, catalogue, today)
    _clear(db)
    _products(db, catalogue, ledger, before)
    _ledgers(db, ledger, (SOURCE, mark))
    _surroundings(db, catalogue, ledger)
    _orders(db, ledger, today)


def _tenants(db: Connection, catalogue: Catalogue, today: date) -> None:
    """The two tenants with their shops, people and keys, where they are missing."""
    now = datetime.combine(today, time(6), SHOP_ZONE).astimezone(UTC)
    known = set(db.execute(select(tables.tenants.c.id)).scalars())
    for tenant, (name, kind) in TENANTS.items():
        if tenant in known:
            continue
        people.create_tenant(db, tenant, name, kind=kind, demo=True, now=now)
        for position, shop in enumerate(s for s in catalogue.shops.values() if s.tenant == tenant):
            people.create_store(
                db, shop.id, tenant, shop.name, kind=shop.kind, place=shop.place,
                is_default=position == 0,
            )  # fmt: skip
        for role in Role:
            people.create_person(
                db,
                tenant,
                f"{role}@{tenant}",
                f"Demo {role}",
                password=PASSWORD,
                role=role,
                now=now,
            )
        people.create_key(db, tenant, "demo", role=Role.ADMIN, now=now, key=KEYS[tenant])


def _clear(db: Connection) -> None:
    """Take out what an earlier day put in."""
    for table in (*LEDGERS, tables.orders):
        ours = table.c.tenant_id.in_(TENANTS) & (table.c.source == SOURCE)
        db.execute(delete(table).where(ours))
    rivals = tables.competitor_prices
    db.execute(
        delete(rivals).where(rivals.c.tenant_id.in_(TENANTS), rivals.c.competitor.like("%(demo)"))
    )


def _products(db: Connection, catalogue: Catalogue, ledger: Ledger, before: date | None) -> None:
    """The catalogue of each tenant at today's prices; a price that somebody changed stays."""
    p = tables.products
    present = {
        (row.tenant_id, row.sku_id): row.price_paise
        for row in db.execute(
            select(p.c.tenant_id, p.c.sku_id, p.c.price_paise).where(p.c.tenant_id.in_(TENANTS))
        )
    }
    ours = _prices(catalogue, before) if before else {}
    now = {article.sku_id: paise(price) for article, price in _list_prices(ledger)}
    for tenant in TENANTS:
        for article in _sold_by(catalogue, tenant):
            known = present.get((tenant, article.sku_id))
            if (tenant, article.sku_id) not in present:
                db.execute(insert(p).values(_product(tenant, article, now[article.sku_id])))
            elif known != now[article.sku_id] and known == ours.get(article.sku_id):
                here = (p.c.tenant_id == tenant) & (p.c.sku_id == article.sku_id)
                db.execute(update(p).where(here).values(price_paise=now[article.sku_id]))
    t = tables.tenants
    newer = t.c.catalogue_version + 1
    db.execute(update(t).where(t.c.id.in_(TENANTS)).values(catalogue_version=newer))


def _prices(catalogue: Catalogue, day: date) -> dict[str, int]:
    """What each product's price was on an earlier day, as we put it in."""
    n = max(0, (day - EPOCH).days)
    return {a.sku_id: paise(float(list_price(a, n + 1)[n])) for a in catalogue.articles}


def _list_prices(ledger: Ledger) -> Iterator[tuple[Article, float]]:
    for column, (_, article) in enumerate(ledger.series):
        yield article, float(ledger.list_price_today[column])


def _sold_by(catalogue: Catalogue, tenant: str) -> Iterator[Article]:
    for article in catalogue.articles:
        if any(catalogue.shops[s].tenant == tenant for s in article.shops):
            yield article


def _product(tenant: str, article: Article, price_paise: int) -> dict[str, object]:
    return {
        "tenant_id": tenant,
        "sku_id": article.sku_id,
        "concept": article.concept,
        "name": article.name,
        "category": article.category,
        "unit": article.unit,
        "price_paise": price_paise,
        "mrp_paise": None if article.mrp is None else paise(article.mrp),
        "unit_cost_paise": paise(article.cost),
        "brand": article.brand,
        "pack_size": article.pack_size,
        "min_margin_pct": article.min_margin_pct,
        "shelf_life_days": article.shelf_life_days,
        "aliases": list(article.aliases),
    }


def _ledgers(db: Connection, ledger: Ledger, mark: tuple[str, str]) -> None:
    key = ("tenant_id", "store_id", "date", "sku_id")
    event = ("source", "source_event_id")
    put: tuple[tuple[Table, tuple[str, ...], Iterator[Row]], ...] = (
        (
            tables.sales,
            (
                *key,
                "units",
                "units_clean",
                "price_paise",
                "revenue_paise",
                "promo",
                "price_imputed",
                *event,
            ),
            rows.sales(ledger, mark),
        ),
        (
            tables.purchases,
            (*key, "units", "unit_cost_paise", *event),
            rows.purchases(ledger, mark),
        ),
        (tables.returns, (*key, "units", "reason", *event), rows.returns(ledger, mark)),
        (
            tables.inventory,
            (*key, "on_hand", "in_transit", "lead_time_days", "source"),
            rows.counts(ledger, COUNTED_DAILY, SOURCE),
        ),
    )
    for table, columns, found in put:
        insert_rows(db, table, columns, found, keep_existing=True)


def _surroundings(db: Connection, catalogue: Catalogue, ledger: Ledger) -> None:
    """Promotions, the rivals' prices and the buyers; what is there already stays."""
    p = tables.promotions.c
    query = select(p.store_id, p.sku_id, p.starts).where(p.tenant_id.in_(TENANTS))
    known = {(s, k, d.isoformat()) for s, k, d in db.execute(query)}
    offers = (r for r in rows.promotions(ledger) if (r[1], r[2], r[3]) not in known)
    insert_rows(
        db,
        tables.promotions,
        ("tenant_id", "store_id", "sku_id", "starts", "ends", "price_paise"),
        offers,
    )
    rivals = (
        (tenant, day.isoformat(), sku, name, paise(price), 0.9)
        for tenant in TENANTS
        for day, sku, name, price in weekly_prices(ledger, tenant)
    )
    columns = ("tenant_id", "date", "sku_id", "competitor", "price_paise", "confidence")
    insert_rows(db, tables.competitor_prices, columns, rivals)
    buyers = (
        (
            "demo", b.id, b.name, b.place, json.dumps(b.wants), b.volume, b.unit, paise(b.max_price),
            b.contact, b.agreed_to_contact,
        )
        for b in make_buyers(catalogue)
    )  # fmt: skip
    columns_of_buyers = (
        "tenant_id", "buyer_id", "name", "place", "wants", "volume", "unit", "max_price_paise",
        "contact", "agreed_to_contact",
    )  # fmt: skip
    insert_rows(db, tables.buyers, columns_of_buyers, buyers, keep_existing=True)


def _orders(db: Connection, ledger: Ledger, today: date) -> None:
    """What marketplaces sent to the group; an order that somebody brought in under the same id stays."""
    columns = (
        "tenant_id", "marketplace", "order_id", "date", "sku_id", "quantity", "price_paise",
        "amount_paise", "status", "place", "source",
    )  # fmt: skip
    insert_rows(db, tables.orders, columns, order_rows(ledger, today, SOURCE), keep_existing=True)
