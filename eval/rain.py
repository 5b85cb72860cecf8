"""`python -m eval.rain --data FOLDER`: whether rain helps foretell mandi prices and arrivals.

Each month's price and arrivals of a crop in a State are foretold one to three months ahead from the
season and the last month's distance from it, without and with the rain that has fallen, by least
squares that never saw the year that is foretold nor a later one. A normal of rainfall is the same
each year: at a given place it is a function of the month and can add nothing to a season.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MONTHS = (
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
)  # fmt: skip
# Crop, State, and the subdivision of the Meteorological Department where it is grown.
GROWN = (
    ("Onion", "Maharashtra", "MADHYA MAHARASHTRA"),
    ("Onion", "Karnataka", "NORTH INTERIOR KARNATAKA"),
    ("Onion", "Nct Of Delhi", "MADHYA MAHARASHTRA"),  # where Delhi has its onions from
    ("Potato", "Uttar Pradesh", "WEST UTTAR PRADESH"),
    ("Potato", "West Bengal", "GANGETIC WEST BENGAL"),
)
FIRST, LAST = 2006, 2015  # years with both
LEAST_YEARS = 4  # before the first that is foretold
AHEAD = (1, 2, 3)
RIDGE = 1.0
LEAST_SHARE = 0.8  # of its months in which a market told its arrivals
REPEATS = 2000


@dataclass(frozen=True, slots=True)
class Case:
    """One crop in a State: logarithms by month, from January `FIRST`; NaN where none was told."""

    name: str
    logs: Floats
    rain: Floats  # months x columns


def main(words: Sequence[str] | None = None) -> int:
    """Print the table."""
    said = _arguments().parse_args(words)
    prices = pd.read_parquet(said.data / "mandi_prices_daily.parquet")
    rain = pd.read_csv(said.data / "rainfall_monthly_subdivision_1990_2015.csv")
    print(f"foretold: {FIRST + LEAST_YEARS} to {LAST}, mean absolute error of the logarithm\n")
    print(f"{'':34}{'months':>7}{'season':>8}{'+ rain':>8}{'ratio':>8}")
    for wanted in ("modal", "arrival_t"):
        ratios = []
        for ahead in AHEAD:
            for case in _cases(prices, rain, wanted):
                plain, wet = _errors(case, ahead, wet=False), _errors(case, ahead, wet=True)
                print(_line(f"{case.name}, {ahead} ahead", plain, wet))
                ratios.append((plain, wet))
        print(_whole(wanted, ratios), "\n")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.rain", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    return parser


def _cases(prices: pd.DataFrame, rain: pd.DataFrame, wanted: str) -> Iterator[Case]:
    for crop, state, subdivision in GROWN:
        rows = prices[(prices.commodity == crop) & (prices.state == state)]
        values = _price(rows) if wanted == "modal" else _arrivals(rows)
        yield Case(f"{crop}, {state}: {wanted}", values, _fallen(rain, subdivision))


def _months() -> pd.PeriodIndex:
    return pd.period_range(f"{FIRST}-01", f"{LAST}-12", freq="M")


def _by_market(
    rows: pd.DataFrame, column: str, how: Literal["mean", "median", "sum"]
) -> pd.DataFrame:
    """Months x markets."""
    told = rows.dropna(subset=[column])
    month = pd.to_datetime(told.date).dt.to_period("M")
    table = told.assign(month=month).pivot_table(column, "month", "market", aggfunc=how)
    return table.reindex(_months())


def _price(rows: pd.DataFrame) -> Floats:
    """The logarithm of the middle market's median price."""
    table = _by_market(rows, "modal", "median")
    return np.asarray(np.log(table.median(axis=1)), dtype=float)


def _arrivals(rows: pd.DataFrame) -> Floats:
    """The logarithm of what came, of the markets that told it in most months."""
    table = _by_market(rows, "arrival_t", "sum")
    table = table.loc[:, table.notna().mean() >= LEAST_SHARE]
    logs = np.log(table)
    return np.asarray((logs - logs.mean()).mean(axis=1), dtype=float)


def _fallen(rain: pd.DataFrame, subdivision: str) -> Floats:
    """Rain against the mean of the years before: of the month, of three, and of the last monsoon."""
    rows = rain[rain["SUBDIVISION"].eq(subdivision)].set_index("YEAR").sort_index()
    table = rows[list(MONTHS)].interpolate()
    before = table.expanding().mean().shift(1)
    excess = ((table - before) / (before + 20)).loc[FIRST:LAST].to_numpy().ravel()
    sums = np.convolve(excess, np.ones(3) / 3)[: len(excess)]
    monsoon = table.loc[:, "JUN":"SEP"].sum(axis=1)
    share = (monsoon / monsoon.expanding().mean().shift(1) - 1).to_dict()
    last = [share[y if m >= 9 else y - 1] for y in range(FIRST, LAST + 1) for m in range(12)]
    return np.column_stack([excess, sums, np.array(last)])


def _errors(case: Case, ahead: int, *, wet: bool) -> Floats:
    """Absolute errors of each month from `FIRST` + `LEAST_YEARS` on."""
    found = []
    for year in range(LEAST_YEARS, LAST - FIRST + 1):
        start = 12 * year
        season = _season(case.logs[:start])
        apart = case.logs - np.tile(season, len(case.logs) // 12)
        columns = [apart[:-ahead], np.ones(len(apart) - ahead)]
        columns += list(case.rain[:-ahead].T) if wet else []
        rows, target = np.column_stack(columns), apart[ahead:]
        known = np.isfinite(rows).all(axis=1) & np.isfinite(target)
        at = np.arange(len(target)) + ahead  # the month that is foretold
        weights = _fitted(rows[known & (at < start)], target[known & (at < start)])
        test = known & (at >= start + ahead) & (at < start + 12)
        found.append(np.abs(rows[test] @ weights - target[test]))
    return np.concatenate(found)


def _season(values: Floats) -> Floats:
    """The mean of each month of the year."""
    told: Floats = np.nanmean(values.reshape(-1, 12), axis=0)
    return told


def _fitted(rows: Floats, target: Floats) -> Floats:
    squares = rows.T @ rows + RIDGE * np.eye(rows.shape[1])
    return np.asarray(np.linalg.solve(squares, rows.T @ target))


def _line(name: str, plain: Floats, wet: Floats) -> str:
    ratio = wet.mean() / plain.mean()
    return f"{name:34}{len(plain):7}{plain.mean():8.3f}{wet.mean():8.3f}{ratio:8.3f}"


def _whole(name: str, pairs: Sequence[tuple[Floats, Floats]]) -> str:
    """The ratio of all errors, with what drawing the cases anew would give it."""
    chance = np.random.default_rng(1)
    plain, wet = (np.array([p[i].sum() for p in pairs]) for i in (0, 1))
    drawn = chance.integers(0, len(pairs), (REPEATS, len(pairs)))
    ratios = wet[drawn].sum(axis=1) / plain[drawn].sum(axis=1)
    low, high = np.quantile(ratios, (0.025, 0.975))
    return (
        f"{name}: with rain {wet.sum() / plain.sum():.3f} of without, 95 % [{low:.3f}, {high:.3f}]"
    )


if __name__ == "__main__":
    raise SystemExit(main())
