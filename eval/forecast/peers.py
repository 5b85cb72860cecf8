"""Foretell one task from one origin by one peer; runs in the peers' environment, a process for each."""

import argparse
from pathlib import Path

import pandas as pd

from eval.forecast.methods import NO_QUANTILES, SAMPLED
from eval.forecast.tasks import Task, place, tasks
from eval.steps import arguments


def main() -> None:
    """Read the history, write `unique_id, ds, yhat` and quantiles."""
    said = _arguments().parse_args()
    task = tasks(said.task, quick=said.quick)[0]
    folder = place(said.out, task.panel, said.origin)
    if said.method in SAMPLED:
        folder /= "sample"
    history = pd.read_parquet(folder / "history.parquet")
    future = pd.read_parquet(folder / "future.parquet") if task.planned else None
    found = foretell(said.method, history, future, task, said.seed)
    if said.method in NO_QUANTILES and task.counts:
        from eval.forecast.spread import negative_binomial  # noqa: PLC0415  # heavy

        found = negative_binomial(found, history, task.frequency)
    found.to_parquet(said.forecast, index=False)


def foretell(
    method: str, history: pd.DataFrame, future: pd.DataFrame | None, task: Task, seed: int
) -> pd.DataFrame:
    """Each library is loaded only where it is asked, so that a peer pays for its own."""
    match method:
        case "lightgbm" | "xgboost":
            from eval.forecast import trees  # noqa: PLC0415  # heavy

            learned: pd.DataFrame = getattr(trees, method)(history, future, task, seed)
            return learned
        case "prophet":
            from eval.forecast.additive import prophet  # noqa: PLC0415  # heavy

            return prophet(history, future, task, seed)
        case _:
            from eval.forecast import statistical  # noqa: PLC0415  # heavy

            single: pd.DataFrame = getattr(statistical, method)(history, task)
            return single


def _arguments() -> argparse.ArgumentParser:
    parser = arguments("forecast.peers")
    parser.add_argument("--method", required=True)
    parser.add_argument("--task", required=True)
    parser.add_argument("--origin", type=int, required=True)
    parser.add_argument("--forecast", type=Path, required=True)
    return parser


if __name__ == "__main__":
    main()
