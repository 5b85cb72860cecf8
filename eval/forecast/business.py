"""Weekly series of the Government of India: retail and wholesale prices of the Department of Consumer
Affairs, prices and arrivals at mandis (AGMARKNET). Runs in the peers' environment.

A week that is not told is the last one told, in the history; in what came it is not judged.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from eval.forecast.tasks import Panel

SHARES = {"retail": 0.35, "wholesale": 0.25, "mandi_price": 0.2, "mandi_arrival": 0.2}
LONGEST = 400  # weeks
SHORTEST = 180  # of which the earliest origin leaves 115
MOST_MISSING = 0.1
FEWEST_VALUES = 15  # a price that hardly ever changes needs no forecast


def weekly(panel: Panel, folder: Path, seed: int) -> pd.DataFrame:
    """`unique_id, ds, y, told`: series drawn from each source by its share."""
    chance = np.random.default_rng(seed)
    found = []
    for source, grid in _grids(folder):
        names = sorted(str(c) for c in grid.columns[[_fit(grid[c]) for c in grid.columns]])
        many = round(SHARES[source] * panel.series)
        drawn = sorted(chance.permutation(len(names))[:many])
        found += [_series(f"{source}|{names[n]}", grid[names[n]]) for n in drawn]
    return pd.concat(found, ignore_index=True)


def _grids(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each source's medians (arrivals: sums) by full week (rows) and series."""
    for source in ("retail", "wholesale"):
        prices = pd.read_parquet(folder / f"dca_{source}_prices_daily.parquet")
        long = prices.melt(["date", "centre"], var_name="commodity", value_name="y").dropna()
        yield source, _by_week(long, ["commodity", "centre"], "y", "median")
    mandis = pd.read_parquet(folder / "mandi_prices_daily.parquet")
    keys = ["commodity", "state", "market"]
    yield "mandi_price", _by_week(mandis, keys, "modal", "median")
    yield "mandi_arrival", _by_week(mandis, keys, "arrival_t", "sum")


def _by_week(long: pd.DataFrame, keys: list[str], value: str, how: str) -> pd.DataFrame:
    known = long[long[value] > 0]
    day = pd.to_datetime(known["date"])
    monday = (day - pd.to_timedelta(day.dt.dayofweek, unit="D")).rename("ds")
    name = known[keys].astype(str).agg("|".join, axis=1)
    grid = known.groupby([monday, name])[value].agg(how).unstack().asfreq("7D")  # noqa: PD010  # no pivot: the keys stand beside the lines
    full = grid.index <= day.max() - pd.Timedelta(days=6)
    return grid[full].iloc[-LONGEST:]


def _fit(values: pd.Series) -> bool:
    """Whether it is told to the end, for long enough, with few gaps, and changes."""
    told = values.loc[values.first_valid_index() :]
    return bool(
        len(told) >= SHORTEST
        and told.iloc[-2:].notna().any()
        and told.isna().mean() <= MOST_MISSING
        and told.nunique() >= FEWEST_VALUES
    )


def _series(name: str, values: pd.Series) -> pd.DataFrame:
    begun = values.loc[values.first_valid_index() :]
    return pd.DataFrame(
        {"unique_id": name, "ds": begun.index, "y": begun.ffill(), "told": begun.notna()}
    )
