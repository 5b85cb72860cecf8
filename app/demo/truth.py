"""The demo generator's true parameters, so that anybody can check an answer against them."""

from datetime import date, timedelta
from typing import Any

from app.demo import orders
from app.demo.catalogue import Article, Catalogue, Shop, load_catalogue
from app.demo.festivals import festival_days
from app.demo.generator import (
    BULK_CHANCE,
    BULK_FACTOR,
    DISPERSION,
    EPOCH,
    PROMO_LIFT,
    SEED,
    WINDOW_DAYS,
    policies,
)

AHEAD_DAYS = 90


def truth(today: date) -> dict[str, Any]:
    """Every parameter that the sales up to `today` were drawn with; JSON values only."""
    catalogue = load_catalogue()
    policy = policies(catalogue)
    return {
        "synthetic": True,
        "seed": SEED,
        "first_day": EPOCH.isoformat(),
        "ledger": [
            max(EPOCH, today - timedelta(days=WINDOW_DAYS)).isoformat(),
            (today - timedelta(days=1)).isoformat(),
        ],
        "model": {
            "mean": "base x weekday x season x month_start x festivals x "
            "(price / reference_price) ^ elasticity x promo_lift",
            "season": "1 + amplitude x cos(2 pi (day_of_year - peak) / 365.25)",
            "month_start": "on days 1 to 7 of a month",
            "distribution": "negative binomial in steps, variance = mean + mean^2 / dispersion",
            "sales": "demand as far as stock reaches",
        },
        "dispersion": DISPERSION,
        "promo_lift": PROMO_LIFT,
        "bulk": {"chance": BULK_CHANCE, "factor": BULK_FACTOR},
        "orders": {
            "store_id": orders.SHOP,
            "per_day": orders.PER_DAY,
            "days": orders.WINDOW_DAYS,
            "marketplaces": dict(zip(orders.MARKETPLACES, orders.SHARES, strict=True)),
            "fallen_share": orders.FALLEN_SHARE,
        },
        "stores": {s.id: _store(catalogue, s, today) for s in catalogue.shops.values()},
        "series": [
            _series(catalogue, shop, article)
            | {
                "reorder_point": float(policy.reorder_point[i]),
                "order_up_to": float(policy.order_up_to[i]),
            }
            for i, (shop, article) in enumerate(catalogue.series())
        ],
    }


def _store(catalogue: Catalogue, shop: Shop, today: date) -> dict[str, Any]:
    first, last = today - timedelta(days=WINDOW_DAYS), today + timedelta(days=AHEAD_DAYS)
    days = festival_days(catalogue.festivals, shop.state, range(first.year, last.year + 1))
    return {
        "tenant": shop.tenant,
        "place": shop.place,
        "festivals": {
            f.id: {
                "lead_days": f.lead,
                "days": [d.isoformat() for d in days.get(f.id, ()) if first <= d <= last],
            }
            for f in catalogue.festivals
        },
    }


def _series(catalogue: Catalogue, shop: Shop, article: Article) -> dict[str, Any]:
    return {
        "store_id": shop.id,
        "sku_id": article.sku_id,
        "base": catalogue.mean_per_day(shop, article),
        "step": article.step,
        "weekday": list(shop.weekday),
        "season": {"amplitude": article.season_amplitude, "peak_day": article.season_peak},
        "month_start": article.month_start,
        "festivals": dict(article.festivals),
        "elasticity": article.elasticity,
        "reference_price": article.price,
        "unit_cost": article.cost,
        "lead_time_days": article.lead_time_days,
        "shelf_life_days": article.shelf_life_days,
    }
