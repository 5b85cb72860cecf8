"""The demo shops' true elasticities, and the ranges found from their ledgers."""

from datetime import date

import numpy as np

from app.demo.catalogue import load_catalogue
from app.demo.generator import Ledger, simulate
from haat.analytics.elasticities.response import learned
from haat.analytics.elasticities.sales import Flags, Floats, Integers, Sales
from haat.analytics.elasticities.shop import Past, elasticities, past_of
from haat.analytics.elasticities.terms import PRICE
from haat.analytics.price_response import SellingDay, prior_of

TODAY = date(2026, 11, 26)
LEAST_CHANGES = 6  # of a price, so that its own sales can tell something
MOVED = 0.01
NORMAL_90, NORMAL_95 = 1.645, 1.96
YEAR = 365.25


def demo_truth() -> str:
    """How many true elasticities lie in the 90 % range, tenant by tenant."""
    ledger = simulate(load_catalogue(), TODAY)
    lines = [
        "\n## The demo shops' truth\n",
        "| tenant | products | in the 90 % range, as a panel | as `suggest_price` learns it |",
        "| --- | --- | --- | --- |",
    ]
    for tenant in sorted({shop.tenant for shop, _ in ledger.series}):
        series = np.array([n for n, (shop, _) in enumerate(ledger.series) if shop.tenant == tenant])
        panel, shops = _inside(ledger, series), _inside_shops(ledger, series)
        lines.append(f"| {tenant} | {len(panel)} | {panel.mean():.1%} | {shops.mean():.1%} |")
    return "\n".join(lines)


def _inside(ledger: Ledger, series: Integers) -> Flags:
    """Of the products whose price changed often enough."""
    pooled = learned(_sales(ledger, series)).pooled
    true = np.array([ledger.series[n][1].elasticity for n in series])
    off = np.abs(pooled.terms[:, PRICE] - true)
    found: Flags = off < NORMAL_90 * np.sqrt(pooled.covariance[:, PRICE, PRICE])
    return np.asarray(found[_changed(ledger, series)])


def _inside_shops(ledger: Ledger, series: Integers) -> Flags:
    """Of the same products, each shop by itself; 90 % of a range told as 95 %."""
    inside = np.zeros(len(series), dtype=bool)
    stores = np.array([ledger.series[n][0].id for n in series])
    for store in np.unique(stores):
        own = np.flatnonzero(stores == store)
        told = elasticities({str(n): past(ledger, int(series[n])) for n in own})
        for n in own:
            found = told[str(n)]
            narrower = (found.upper - found.lower) / 2 * NORMAL_90 / NORMAL_95
            middle = (found.upper + found.lower) / 2
            inside[n] = abs(middle - ledger.series[series[n]][1].elasticity) < narrower
    return inside[_changed(ledger, series)]


def _changed(ledger: Ledger, series: Integers) -> Flags:
    """The products whose price changed often enough."""
    moved = np.abs(np.diff(np.log(ledger.price[:, series]), axis=0)) > MOVED
    found: Flags = moved.sum(axis=0) >= LEAST_CHANGES
    return found


def past(ledger: Ledger, column: int) -> Past:
    """A product's past as its shop knows it."""
    article = ledger.series[column][1]
    packed = article.mrp is not None or article.pack_size is not None
    days = [
        SellingDay(
            day,
            float(ledger.sales[n, column]),
            float(ledger.price[n, column]),
            bool(ledger.promo[n, column]),
            bool(ledger.on_hand[n, column] <= 0),
        )
        for n, day in enumerate(ledger.days)
    ]
    return past_of(article.category, prior_of(article.category, packed=packed), days)


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
