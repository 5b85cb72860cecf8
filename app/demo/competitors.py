"""What the invented rivals ask for packaged goods, noted once a week."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from app.demo.catalogue import Article
from app.demo.generator import SEED, Ledger, shelf_price

NAMES = ("Naya Bazar Mart (demo)", "Sasta Store (demo)")


def weekly_prices(ledger: Ledger, tenant: str) -> Iterator[tuple[date, str, str, float]]:
    """(Monday, SKU, competitor, rupees) of the ledger's window for a tenant's packaged goods."""
    columns = _packaged(ledger, tenant)
    for row, day in enumerate(ledger.days):
        if day.weekday():
            continue
        for column, article in columns.items():
            rng = np.random.default_rng([SEED, day.toordinal(), column])
            own = ledger.price[row, column]
            asked = np.minimum(
                shelf_price(own * rng.uniform(0.93, 1.06, len(NAMES))), article.mrp or np.inf
            )
            yield from (
                (day, article.sku_id, name, float(a)) for name, a in zip(NAMES, asked, strict=True)
            )


def _packaged(ledger: Ledger, tenant: str) -> dict[int, Article]:
    """The first column of each packaged product that kirana shops of the tenant sell."""
    first: dict[str, int] = {}
    for column, (shop, article) in enumerate(ledger.series):
        if shop.tenant == tenant and shop.kind == "kirana" and article.mrp is not None:
            first.setdefault(article.sku_id, column)
    return {column: ledger.series[column][1] for column in first.values()}
