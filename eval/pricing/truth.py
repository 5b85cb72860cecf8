"""The demo shops' true elasticities, and the ranges found from their ledgers."""

from datetime import date

import numpy as np

from app.demo.catalogue import load_catalogue
from app.demo.generator import Ledger, simulate
from haat.analytics.elasticities.response import learned
from haat.analytics.elasticities.sales import Flags, Floats, Integers, Sales
from haat.analytics.elasticities.terms import PRICE

TODAY = date(2026, 11, 26)
LEAST_CHANGES = 6  # of a price, so that its own sales can tell something
MOVED = 0.01
NORMAL_90 = 1.645
YEAR = 365.25


def demo_truth() -> str:
    """How many true elasticities lie in the 90 % range, tenant by tenant."""
    ledger = simulate(load_catalogue(), TODAY)
    lines = [
        "\n## The demo shops' truth\n",
        "| tenant | products | in the 90 % range |",
        "| --- | --- | --- |",
    ]
    for tenant in sorted({shop.tenant for shop, _ in ledger.series}):
        series = np.array([n for n, (shop, _) in enumerate(ledger.series) if shop.tenant == tenant])
        inside = _inside(ledger, series)
        lines.append(f"| {tenant} | {len(inside)} | {inside.mean():.1%} |")
    return "\n".join(lines)


def _inside(ledger: Ledger, series: Integers) -> Flags:
    """Of the products whose price changed often enough."""
    pooled = learned(_sales(ledger, series)).pooled
    true = np.array([ledger.series[n][1].elasticity for n in series])
    off = np.abs(pooled.terms[:, PRICE] - true)
    found: Flags = off < NORMAL_90 * np.sqrt(pooled.covariance[:, PRICE, PRICE])
    changes = (np.abs(np.diff(np.log(ledger.price[:, series]), axis=0)) > MOVED).sum(axis=0)
    return np.asarray(found[changes >= LEAST_CHANGES])


def _sales(ledger: Ledger, series: Integers) -> Sales:
    """Days on which the shelf did not run out."""

    def column(grid: Floats | Flags) -> Floats:
        return grid[:, series].T[stocked].astype(np.float64)

    stocked = ledger.on_hand[:, series].T > 0
    unit, day = np.nonzero(stocked)
    pairs = [ledger.series[n] for n in series]
    first = (ledger.days[0] - date(1970, 1, 1)).days
    return Sales(
        unit=unit,
        period=day + first,
        price=column(ledger.price),
        sold=column(ledger.sales),
        product=np.unique([a.sku_id for _, a in pairs], return_inverse=True)[1],
        store=np.unique([s.id for s, _ in pairs], return_inverse=True)[1],
        covariates={"promo": column(ledger.promo)},
        year=YEAR,
    )
