"""What a table does not show; runs in the peers' environment."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, ScalarFormatter

from eval.forecast.measures import PROBABILITIES
from eval.forecast.methods import OURS, TITLES
from eval.forecast.scoring import Foretold, Truth, files, foretold, truth
from eval.forecast.table import COLUMNS
from eval.forecast.tasks import Task, forecasts, place

SHOWN = 6  # series
OURS_COLOUR, PAST_COLOUR = "black", "tab:gray"


def draw(task: Task, scores: pd.DataFrame, out: Path) -> list[Path]:
    """The pictures of a task, each a file in `out`."""
    return [_methods(task, scores, out), _series(task, out)]


def _methods(task: Task, scores: pd.DataFrame, out: Path) -> Path:
    """How good, at what cost, and how true the quantiles are."""
    figure = Figure(figsize=(15, 4.5), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    every = scores[(scores.task == task.name) & (scores.part == "all")]
    _errors(left, task, every)
    _costs(middle, task, every)
    _calibration(right, task, out)
    figure.suptitle(task.title)
    return _save(figure, out / f"{task.name}.png")


def _errors(axes: Axes, task: Task, scores: pd.DataFrame) -> None:
    methods = list(dict.fromkeys(scores.method))[::-1]
    for height, method in enumerate(methods):
        values = scores[scores.method == method][task.measure]
        axes.plot(values, [height] * len(values), "o", color=_colour(method), alpha=0.4)
        axes.plot([values.mean()], [height], "D", color=_colour(method))
    axes.set_yticks(range(len(methods)), [_title(m) for m in methods])
    axes.set_xlabel(f"{COLUMNS[task.measure][0]}: each origin, and the mean")


def _costs(axes: Axes, task: Task, scores: pd.DataFrame) -> None:
    for method, rows in scores.groupby("method"):
        each = rows.cpu_seconds.sum() / rows.series.sum()
        axes.plot([1000 * each], [rows[task.measure].mean()], "o", color=_colour(str(method)))
        at = 1000 * each, rows[task.measure].mean()
        axes.annotate(_title(str(method)), at, (4, 4), textcoords="offset points", fontsize=8)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5)))
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("CPU milliseconds a series")
    axes.set_ylabel(COLUMNS[task.measure][0])


def _calibration(axes: Axes, task: Task, out: Path) -> None:
    """The share of what came at or below each quantile, from the latest origin."""
    folder, of = _latest(task, out)
    for path in files(folder):
        told = _told(path, of)
        if told is not None and told.quantiles is not None:
            known = np.isfinite(of.actual)
            below = [(of.actual <= q)[known].mean() for q in told.quantiles]
            axes.plot(PROBABILITIES, below, ".-", color=_colour(path.stem), label=_title(path.stem))
    axes.plot([0, 1], [0, 1], ":", color=PAST_COLOUR)
    axes.set_xlabel("quantile")
    axes.set_ylabel("share of what came at or below it")
    axes.legend(fontsize=7)


def _series(task: Task, out: Path) -> Path:
    """Some series, from the one that sells most to the one that sells least."""
    folder, of = _latest(task, out)
    figure = Figure(figsize=(15, 6), layout="constrained")
    every = figure.subplots(2, SHOWN // 2)
    order = np.argsort(-np.nanmean(of.history, axis=0), kind="stable")
    chosen = order[np.linspace(0, len(order) - 1, SHOWN).astype(int)]
    ours = next((p for p in files(folder) if p.stem == OURS), None)
    told = None if ours is None else foretold(ours, of)
    for axes, column in zip(every.flat, chosen, strict=True):
        _one(axes, of, told, column)
    figure.suptitle(f"{task.title}: what came, and what Haat Saathi foretold (95 %)")
    return _save(figure, out / f"{task.name}_series.png")


def _one(axes: Axes, of: Truth, told: Foretold | None, column: int) -> None:
    ahead, before = len(of.periods), 3 * len(of.periods)
    axes.plot(range(-before, 0), of.history[-before:, column], color=PAST_COLOUR, lw=0.8)
    axes.plot(range(ahead), of.actual[:, column], color="tab:blue", lw=1.2)
    if told is not None:
        axes.plot(range(ahead), told.means[:, column], color=OURS_COLOUR)
        if told.lower is not None and told.upper is not None:
            bounds = told.lower[:, column], told.upper[:, column]
            axes.fill_between(range(ahead), *bounds, color=OURS_COLOUR, alpha=0.2)
    axes.set_title(of.names[column], fontsize=8)


def _latest(task: Task, out: Path) -> tuple[Path, Truth]:
    origin = task.panel.origins[0]
    return forecasts(out, task, origin), truth(place(out, task.panel, origin))


def _told(path: Path, of: Truth) -> Foretold | None:
    """Nothing where it is of a sample only."""
    try:
        return foretold(path, of)
    except ValueError:
        return None


def _title(method: str) -> str:
    return TITLES[method].strip("*")


def _colour(method: str) -> str:
    """Ours black; each peer its own, the same in every picture."""
    order = [name for name in TITLES if name != OURS]
    return OURS_COLOUR if method == OURS else f"C{order.index(method) % 10}"


def _save(figure: Figure, path: Path) -> Path:
    figure.savefig(path, dpi=110)
    return path
