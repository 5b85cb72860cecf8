"""Write what each task is set on; runs in the peers' environment.

For each case a folder with `train.csv` (`haat elasticity --input`), `ask.csv` (`--predict`) and
`actual.csv`, whose rows are those of `ask.csv` and hold `units`, whether they count, and `true` where
it is known.
"""

import argparse
from pathlib import Path

import pandas as pd

from eval.pricing import grocery, promoted, simulated
from eval.pricing.tasks import AHEAD, MOVED, Task, place, tasks
from eval.steps import arguments

LEAST_ROWS = 10  # that count, of a case


def main() -> None:
    """Make the cases that are not there yet."""
    asked = arguments("pricing.prepare")
    asked.add_argument("--data", type=Path)
    said = asked.parse_args()
    panels: dict[str, list[pd.DataFrame]] = {}
    for task in tasks(said.data, quick=said.quick):
        folder = place(said.out, task)
        if folder.exists():
            continue
        if task.panel not in panels:
            panels[task.panel] = _panels(task, said)
        for number, panel in enumerate(panels[task.panel]):
            _write(folder / f"{number:02}", panel, task)
        folder.mkdir(parents=True, exist_ok=True)


def _panels(task: Task, said: argparse.Namespace) -> list[pd.DataFrame]:
    match task.panel:
        case "grocery":
            return [grocery.panel(said.seed)]
        case "single shops":
            return grocery.single_shops()
        case "simulated":
            return [simulated.weekly(said.seed)]
        case "deep offers":
            return [promoted.weekly(said.seed)]
        case "deep offers, one shop":
            return promoted.single_shops(said.seed)
        case _:
            return [_given(said.data, task.panel)]


def _given(data: Path, name: str) -> pd.DataFrame:
    path = next(p for p in data.iterdir() if p.stem == name and p.suffix in {".csv", ".parquet"})
    found = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    if found.ds.dtype.kind not in "iu":
        moment = pd.to_datetime(found.ds)
        found["ds"] = (moment - moment.min()).dt.days // 7
    return found


def _write(folder: Path, panel: pd.DataFrame, task: Task) -> None:
    """Nothing where too few weeks are there, or too few rows count."""
    weeks = sorted(panel.ds.unique())
    end = weeks[0] + task.end if task.end else weeks[-1] - min(AHEAD, len(weeks) // 3)
    begin = end - task.weeks + 1
    known = panel[(panel.ds >= begin) & (panel.ds <= end) & (panel.units > 0)]
    if not len(known) or begin < weeks[0] - 1:
        return
    usual = known.groupby("unit_id").price.median()
    ahead = panel[(panel.ds > end) & (panel.ds <= end + AHEAD) & (panel.units > 0)]
    ahead = ahead[ahead.unit_id.isin(usual.index)]
    counts = (ahead.price / ahead.unit_id.map(usual) - 1).abs() > MOVED
    if counts.sum() < LEAST_ROWS:
        return
    folder.mkdir(parents=True)
    known.drop(columns="true", errors="ignore").to_csv(folder / "train.csv", index=False)
    ahead.drop(columns=["units", "true"], errors="ignore").to_csv(folder / "ask.csv", index=False)
    kept = [name for name in ("unit_id", "units", "true") if name in ahead]
    ahead[kept].assign(counts=counts).to_csv(folder / "actual.csv", index=False)


if __name__ == "__main__":
    main()
