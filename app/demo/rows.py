"""The simulated ledger as rows of the store's tables: paise, ISO days, plain numbers."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from app.demo.generator import Flags, Floats, Ledger
from haat.analytics.ledger import FEWEST, PERCENTILE
from haat.core.money import paise

REASONS = ("damaged", "wrong_item", "expired")
Row = tuple[str | int | float | bool | None, ...]


def sales(ledger: Ledger, mark: tuple[str, str]) -> Iterator[Row]:
    """One row for each day and series with a sale."""
    clean = winsorised(ledger.sales, ledger.promo)
    price = _paise(ledger.price)
    revenue = np.rint(ledger.sales * price).astype(np.int64)
    for key, at in _cells(ledger, ledger.sales > 0):
        yield (
            *key,
            float(ledger.sales[at]),
            float(clean[at]),
            int(price[at]),
            int(revenue[at]),
            bool(ledger.promo[at]),
            False,
            *mark,
        )


def purchases(ledger: Ledger, mark: tuple[str, str]) -> Iterator[Row]:
    """One row for each delivery."""
    cost = _paise(ledger.cost)
    for key, at in _cells(ledger, ledger.received > 0):
        yield (*key, float(ledger.received[at]), int(cost[at]), *mark)


def returns(ledger: Ledger, mark: tuple[str, str]) -> Iterator[Row]:
    """One row for each thing brought back."""
    for key, at in _cells(ledger, ledger.returned > 0):
        yield (*key, float(ledger.returned[at]), REASONS[sum(at) % len(REASONS)], *mark)


def counts(ledger: Ledger, daily: int, source: str) -> Iterator[Row]:
    """Stock at the end of each of the last `daily` days, and of each month before."""
    months_end = np.array([(d + timedelta(days=1)).day == 1 for d in ledger.days], dtype=bool)
    months_end[max(0, len(ledger.days) - daily) :] = True
    lead = [float(a.lead_time_days) for _, a in ledger.series]
    where = np.broadcast_to(months_end[:, None], ledger.on_hand.shape)
    for key, at in _cells(ledger, where):
        yield (
            *key,
            float(ledger.on_hand[at]),
            float(ledger.in_transit[at]),
            lead[at[1]],
            source,
        )


def promotions(ledger: Ledger) -> Iterator[tuple[str, str, str, str, str, int]]:
    """Each promotion that begins in the window or today, as it was announced."""
    for o in ledger.offers:
        yield (
            o.shop.tenant, o.shop.id, o.article.sku_id, o.starts.isoformat(), o.ends.isoformat(),
            paise(o.price),
        )  # fmt: skip


def winsorised(units: Floats, promo: Flags) -> Floats:
    """The cleaning of `haat.analytics.ledger`, for all series at once."""
    clean = units.copy()
    for column in range(units.shape[1]):
        ordinary = ~promo[:, column]
        sold = units[ordinary & (units[:, column] > 0), column]
        if len(sold) >= FEWEST:
            limit = np.quantile(sold, PERCENTILE)
            clean[ordinary, column] = np.minimum(clean[ordinary, column], limit)
    return clean


def _cells(
    ledger: Ledger, where: Flags
) -> Iterator[tuple[tuple[str, str, str, str], tuple[int, int]]]:
    """(tenant, store, day, SKU) and position of each cell that is set, day by day."""
    names = [(shop.tenant, shop.id, article.sku_id) for shop, article in ledger.series]
    days = [d.isoformat() for d in ledger.days]
    rows, columns = np.nonzero(where)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        tenant, store, sku = names[column]
        yield (tenant, store, days[row], sku), (row, column)


def _paise(rupees: Floats) -> Floats:
    return np.rint(rupees * 100)
