"""From the files of a run to a score for each task, method and origin; runs in the peers' environment."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from eval.forecast import measures
from eval.forecast.measures import PROBABILITIES, Floats
from eval.forecast.methods import NAIVE, SAMPLED, TITLES
from eval.forecast.tasks import Task, forecasts, place

QUANTILES = [f"q{p:g}" for p in PROBABILITIES]
BOUNDS, OUTER = ("yhat_lower", "yhat_upper"), ("q0.025", "q0.975")  # where no bounds are told apart


@dataclass(frozen=True, slots=True)
class Truth:
    """What was known and what came, periods x series."""

    names: list[str]
    history: Floats
    actual: Floats
    periods: list[pd.Timestamp]  # of what came


@dataclass(frozen=True, slots=True)
class Foretold:
    """Means (periods x series), and of what told them quantiles (probabilities x ...) and 95 % bounds."""

    means: Floats
    quantiles: Floats | None = None
    lower: Floats | None = None
    upper: Floats | None = None


def truth(folder: Path) -> Truth:
    """What stands in the folder of an origin."""
    actual = _grid(pd.read_parquet(folder / "actual.parquet"), "y")
    history = _grid(pd.read_parquet(folder / "history.parquet"), "y")
    names = list(actual.columns)
    return Truth(names, history[names].to_numpy(), actual.to_numpy(), list(actual.index))


def foretold(path: Path, of: Truth) -> Foretold:
    """A forecast's file on the grid of the truth; raises ValueError where it lacks a figure."""
    csv = path.suffix == ".csv"
    found = (
        pd.read_csv(path, parse_dates=["ds"], dtype={"unique_id": str})
        if csv
        else pd.read_parquet(path)
    )

    def grid(column: str) -> Floats:
        values = _grid(found, column).reindex(index=of.periods, columns=of.names).to_numpy()
        if not np.isfinite(values).all():
            raise ValueError(f"{path}: {column} is missing for some series or period")
        return values

    if not set(QUANTILES) <= set(found.columns):
        return Foretold(grid("yhat"))
    bounds = BOUNDS if set(BOUNDS) <= set(found.columns) else OUTER
    lower, upper = map(grid, bounds)
    return Foretold(grid("yhat"), np.stack([grid(q) for q in QUANTILES]), lower, upper)


def scores(task: Task, out: Path) -> pd.DataFrame:
    """A row for each method and origin; those on the sample (`part`) are of all methods."""
    rows: list[dict[str, object]] = []
    for origin in task.panel.origins:
        data, folder = place(out, task.panel, origin), forecasts(out, task, origin)
        for part, where in (("all", data), ("sample", data / "sample")):
            of = truth(where)
            for path in files(folder):
                if part == "sample" or path.stem not in SAMPLED:
                    told = {"task": task.name, "method": path.stem, "origin": origin, "part": part}
                    measured = _measured(task, foretold(path, of), of, folder)
                    rows.append(told | _cost(path, part, len(of.names)) | measured)
    return pd.DataFrame(rows)


def files(folder: Path) -> list[Path]:
    """The forecasts, in the order in which they are told."""
    both = (folder / f"{method}{ending}" for method in TITLES for ending in (".csv", ".parquet"))
    return [path for path in both if path.exists()]


def _cost(path: Path, part: str, series: int) -> dict[str, float]:
    """Nothing where the forecast was made for more series than are looked at."""
    if (part == "sample") != (path.stem in SAMPLED):
        return {}
    cost = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return {"cpu_seconds": cost["cpu_seconds"], "peak_mb": cost["peak_mb"], "series": series}


def _measured(task: Task, told: Foretold, of: Truth, folder: Path) -> dict[str, float]:
    found = _of_counts(task, told, of) if task.counts else _of_prices(told, of, folder)
    if told.lower is not None and told.upper is not None and told.quantiles is not None:
        spl = measures.scaled_pinball(of.actual, told.quantiles, of.history)
        found["coverage"] = measures.coverage(of.actual, told.lower, told.upper)
        found["spl"] = measures.mean(spl)
        if task.counts:
            found["wspl"] = measures.weighted(spl, _units(task, of))
    return found


def _of_counts(task: Task, told: Foretold, of: Truth) -> dict[str, float]:
    rmsse = measures.rmsse(of.actual, told.means, of.history)
    return {
        "wape": measures.wape(of.actual, told.means),
        "bias": measures.bias(of.actual, told.means),
        "rmsse": measures.mean(rmsse),
        "wrmsse": measures.weighted(rmsse, _units(task, of)),
        "total": measures.rmsse_of_total(of.actual, told.means, of.history),
    }


def _of_prices(told: Foretold, of: Truth, folder: Path) -> dict[str, float]:
    naive = foretold(folder / f"{NAIVE}.parquet", of).means
    rmsse = measures.rmsse(of.actual, told.means, of.history)
    return {
        "rmsse": measures.mean(rmsse),
        "smape": measures.smape(of.actual, told.means),
        "mase": measures.mase(of.actual, told.means, of.history),
        "owa": measures.owa(of.actual, told.means, naive, of.history),
    }


def _units(task: Task, of: Truth) -> Floats:
    """What each series sold lately: its weight."""
    sold: Floats = of.history[-task.panel.recent :].sum(axis=0)
    return sold


def _grid(long: pd.DataFrame, value: str) -> pd.DataFrame:
    found = long.pivot(index="ds", columns="unique_id", values=value)  # noqa: PD010  # no aggregate
    return found.astype(float).sort_index(axis=1)
