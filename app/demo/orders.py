"""Invented marketplace orders for what the demo's group makes: the same for a date, whatever day it is told."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from app.demo.catalogue import Article
from app.demo.generator import SEED, Ledger

SHOP = "demo-shg"
WINDOW_DAYS = 90
PER_DAY = 1.4
STREAM = 0x6F72  # keeps these draws apart from the ledger's
MARKETPLACES = ("amazon", "flipkart", "indiamart", "gem", "ondc", "website")
SHARES = (0.28, 0.24, 0.12, 0.06, 0.16, 0.14)
IN_BULK = {"indiamart": 12, "gem": 20}
PLACES = (
    "Patna, Bihar",
    "New Delhi, Delhi",
    "Mumbai, Maharashtra",
    "Bengaluru Urban, Karnataka",
    "Kolkata, West Bengal",
    "Ranchi, Jharkhand",
)
FALLEN_SHARE = 0.12  # of orders that are cancelled, or come back
# After so many days an order has come so far.
PROGRESS = ((9, "delivered"), (5, "shipped"), (3, "accepted"), (0, "new"))
Row = tuple[str, str, str, str, str, float, int, int, str, str, str]


def order_rows(ledger: Ledger, today: date, source: str) -> Iterator[Row]:
    """(tenant, marketplace, order, day, SKU, quantity, price, amount, status, place, source) in paise."""
    made = [(column, article) for column, (s, article) in enumerate(ledger.series) if s.id == SHOP]
    for row, day in enumerate(ledger.days):
        if (today - day).days > WINDOW_DAYS:
            continue
        rng = np.random.default_rng([SEED, day.toordinal(), STREAM])
        for n in range(int(rng.poisson(PER_DAY))):
            column, article = made[int(rng.integers(len(made)))]
            paise = round(float(ledger.price[row, column]) * 100)
            yield _order(article, (day, n), paise, (today, source), rng)


def _order(
    article: Article,
    placed: tuple[date, int],
    paise: int,
    told: tuple[date, str],
    rng: np.random.Generator,
) -> Row:
    (day, n), (today, source) = placed, told
    marketplace = str(rng.choice(MARKETPLACES, p=SHARES))
    quantity = float(rng.integers(1, 1 + IN_BULK.get(marketplace, 3)))
    place, luck = str(rng.choice(PLACES)), float(rng.random())
    return (
        "demo",
        marketplace,
        f"DEMO-{day:%y%m%d}-{n + 1}",
        day.isoformat(),
        article.sku_id,
        quantity,
        paise,
        round(quantity * paise),
        _status((today - day) // timedelta(days=1), luck),
        place,
        source,
    )


def _status(age: int, luck: float) -> str:
    """Where an order stands after so many days; some fall through."""
    if luck < FALLEN_SHARE / 2 and age >= 2:
        return "cancelled"
    if luck < FALLEN_SHARE and age >= 14:
        return "returned"
    return next(status for days, status in PROGRESS if age >= days)
