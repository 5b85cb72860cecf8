"""Write what each task is set on; runs in the peers' environment.

For each panel and origin a folder with `history` (`unique_id, ds, y` and what else is known), `future`
(the same without `y`) and `actual`, as Parquet for the peers and as CSV for the command line.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from eval.forecast import business, grocery
from eval.forecast.tasks import Panel, place, tasks
from eval.steps import arguments

SAMPLE = 60  # series for what is slow to foretell


def main() -> None:
    """Make the panels that are not there yet."""
    said = _arguments().parse_args()
    panels = {task.panel for task in tasks(said.tasks, quick=said.quick)}
    for panel in sorted(panels, key=lambda p: p.name):
        about = said.out / "data" / panel.name / "about.json"
        if not about.exists():
            _make(panel, about, said)
        elif (seed := json.loads(about.read_text("utf-8"))["seed"]) != said.seed:
            raise SystemExit(f"{said.out} was made with seed {seed}: choose another folder")


def _make(panel: Panel, about: Path, said: argparse.Namespace) -> None:
    whole = _panel(panel, said.data, said.seed)
    told = _about(whole, said.seed)
    for origin in panel.origins:
        folder, parts = place(said.out, panel, origin), _cut(whole, panel, origin)
        _write(folder, *parts)
        _write(folder / "sample", *(p[p.unique_id.isin(told["sample"])] for p in parts))
    about.write_text(json.dumps(told, indent=1), "utf-8")


def _panel(panel: Panel, data: Path, seed: int) -> pd.DataFrame:
    match panel.name:
        case "daily":
            return grocery.daily(panel)
        case "daily_slow":
            return grocery.daily_slow(panel, seed)
        case "weekly":
            return grocery.weekly(panel)
        case "weekly_slow":
            return grocery.weekly_slow(panel, seed)
        case _:
            return business.weekly(panel, data, seed)


def _cut(
    whole: pd.DataFrame, panel: Panel, origin: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What was known, what is planned and what came."""
    periods = np.sort(whole.ds.unique())
    begin = len(periods) - origin
    history = whole[whole.ds < periods[begin]].drop(columns="told", errors="ignore")
    ahead = whole[whole.ds.isin(periods[begin : begin + panel.horizon])]
    actual = ahead[["unique_id", "ds", "y"]]
    if "told" in ahead:
        actual = actual.assign(y=ahead.y.where(ahead.told))
    return history, ahead.drop(columns=["y", "told"], errors="ignore"), actual


def _write(folder: Path, history: pd.DataFrame, future: pd.DataFrame, actual: pd.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in (("history", history), ("future", future), ("actual", actual)):
        frame.to_parquet(folder / f"{name}.parquet", index=False)
        frame.to_csv(folder / f"{name}.csv", index=False)


def _about(whole: pd.DataFrame, seed: int) -> dict[str, Any]:
    """What is told of the panel in the report, and the sample for what is slow."""
    names = sorted(whole.unique_id.unique())
    drawn = np.random.default_rng(seed).permutation(len(names))[: min(SAMPLE, len(names) // 2)]
    level = whole.groupby("unique_id").y.mean()
    return {
        "seed": seed,
        "series": len(names),
        "first": f"{whole.ds.min():%Y-%m-%d}",
        "last": f"{whole.ds.max():%Y-%m-%d}",
        "median": round(float(level.median()), 3),
        "zeros": round(float((whole.y == 0).mean()), 3),
        "sample": [names[n] for n in sorted(drawn)],
    }


def _arguments() -> argparse.ArgumentParser:
    parser = arguments("forecast.prepare")
    parser.add_argument("--tasks", default="")
    parser.add_argument("--data", type=Path, required=True)
    return parser


if __name__ == "__main__":
    main()
