"""The page of a run: table, pictures, data, versions; runs in the peers' environment."""

import argparse
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from eval.forecast.methods import ENSEMBLE
from eval.forecast.pictures import draw
from eval.forecast.scoring import scores
from eval.forecast.table import means, table
from eval.forecast.tasks import Task, forecasts, tasks
from eval.steps import arguments

CHOSEN = {
    True: "Chosen by the sales before the earliest origin; what sold nothing until then is dropped.",
    False: "Drawn from what is told to the end, with a tenth of the weeks missing at most.",
}


def main() -> None:
    """Write `report.md`, the pictures, and `scores.csv` with every origin."""
    said = _arguments().parse_args()
    wanted = tasks(said.tasks, quick=said.quick)
    found = pd.concat([scores(task, said.out) for task in wanted], ignore_index=True)
    found.to_csv(said.out / "scores.csv", index=False)
    missing = {t.name: why for t in wanted if (why := _missing(t, said.out))}
    pictures = [path for task in wanted for path in draw(task, found, said.out)]
    parts = [
        "# Forecasts beside their peers",
        _circumstances(said.out, said.seed),
        *(_about(task, said.out) for task in wanted),
        table(means(found), missing),
        *(f"![{path.stem}]({path.name})" for path in pictures),
    ]
    (said.out / "report.md").write_text("\n\n".join(parts) + "\n", "utf-8")


def _missing(task: Task, out: Path) -> str:
    """Why the ensemble foretold nothing, or nothing where it did or was not asked."""
    told = forecasts(out, task, task.panel.origins[0]) / f"{ENSEMBLE}.json"
    why = json.loads(told.read_text("utf-8")).get("missing", "") if told.exists() else ""
    return str(why)


def _circumstances(out: Path, seed: int) -> str:
    own = json.loads((out / "versions.json").read_text("utf-8"))
    lines = Path(__file__).with_name("peers.txt").read_text("utf-8").splitlines()
    peers = [line.split("==")[0] for line in lines if "==" in line]
    return (
        f"Seed {seed}; one thread; {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}. Ours: {_listed(own)}. "
        f"Peers: {_listed({name: version(name) for name in peers})}. "
        "Figures are the mean over the origins; a method's cost is its whole process."
    )


def _listed(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def _about(task: Task, out: Path) -> str:
    told = json.loads((out / "data" / task.panel.name / "about.json").read_text("utf-8"))
    origins = ", ".join(str(o) for o in task.panel.origins)
    return (
        f"`{task.name}`: {task.title}. {told['series']} series, {told['first']} to {told['last']}, "
        f"median {told['median']:g} a period, {100 * told['zeros']:.0f} % of the periods zero; "
        f"foretold {origins} periods before the end; a sample of {len(told['sample'])} for what is "
        f"slow. {CHOSEN[task.counts]}"
    )


def _arguments() -> argparse.ArgumentParser:
    parser = arguments("forecast.report")
    parser.add_argument("--tasks", default="")
    return parser


if __name__ == "__main__":
    main()
