"""What an installation holds, for whoever runs it; the only queries that look across tenants."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, inspect, select, text

from haat.store import tables


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant, and how far its ledger reaches."""

    id: str
    name: str
    demo: bool
    last_sale: date | None


def revision(db: Connection) -> str | None:
    """The state of the tables; nothing before they were first made."""
    if not inspect(db).has_table("alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar()


def tenants(db: Connection) -> tuple[Tenant, ...]:
    """All tenants, the demo's last."""
    t, s = tables.tenants.c, tables.sales.c
    query = (
        select(t.id, t.name, t.demo, func.max(s.date))
        .outerjoin_from(tables.tenants, tables.sales, s.tenant_id == t.id)
        .where(t.id != "")  # that is everyone, who bears the published prices
        .group_by(t.id, t.name, t.demo)
        .order_by(t.demo, t.id)
    )
    return tuple(Tenant(*row) for row in db.execute(query))


def buyers(db: Connection) -> dict[str, int]:
    """How many buyers each tenant has."""
    b = tables.buyers.c
    query = select(b.tenant_id, func.count()).group_by(b.tenant_id)
    return {tenant: int(count) for tenant, count in db.execute(query)}


def newest_published_price(db: Connection) -> date | None:
    """The day of the newest market price that is there for everyone."""
    m = tables.market_prices.c
    return db.execute(select(func.max(m.date)).where(m.tenant_id == "")).scalar()
