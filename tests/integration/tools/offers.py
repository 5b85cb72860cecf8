"""Buyers of two tenants, to ask the tools about."""

from typing import Any

from sqlalchemy import insert, update

from haat.store import tables
from tests.integration.tools.shops import Shops

THEIRS = "their-buyer"


def bring(shops: Shops, *buyers: dict[str, Any], tenant_id: str = "ours") -> None:
    """Put buyers into a tenant's list; what is not told is usual."""
    usual = {
        "place": "Patna, Bihar",
        "wants": ["pickle"],
        "volume": 50.0,
        "unit": "piece",
        "max_price_paise": 12_500,
        "contact": "98xxxxxx10@buyer.invalid",
        "agreed_to_contact": True,
    }
    with shops.engine.begin() as db:
        for buyer in buyers:
            told = {"name": f"{buyer['buyer_id']} Traders", **usual, **buyer}
            db.execute(insert(tables.buyers).values(tenant_id=tenant_id, **told))
        t = tables.tenants.c
        newer = {"catalogue_version": t.catalogue_version + 1}  # as whoever writes buyers does
        db.execute(update(tables.tenants).where(t.id == tenant_id).values(newer))


def bring_theirs(shops: Shops) -> None:
    """The other tenant's best buyer, of the very same goods."""
    bring(shops, {"buyer_id": THEIRS, "name": "Secret Traders"}, tenant_id="theirs")
