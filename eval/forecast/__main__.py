"""`python -m eval.forecast`: our forecasts beside their peers', in one table."""

import argparse
import json
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from eval.environment import ROOT, arguments, python_of
from eval.forecast import ours
from eval.forecast.methods import BACKTEST, ENSEMBLE, OURS, peers_of
from eval.forecast.tasks import Task, forecasts, place, tasks
from eval.process import Cost, Failed, run

WANTED = Path(__file__).with_name("peers.txt")
OWN_PACKAGES = ("haat-saathi", "numpy", "pandas", "scipy", "statsmodels", "xgboost")


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 with one line on stderr where it could not."""
    said = _arguments().parse_args(words)
    out = (said.out / "quick" if said.quick else said.out).resolve()
    try:
        python = python_of((said.environment or said.out / "environment").resolve(), WANTED)
        _compare(said, python, out)
    except (Failed, OSError, ValueError) as error:
        print(f"python -m eval.forecast: {error}", file=sys.stderr)
        return 1
    print((out / "report.md").read_text("utf-8"))
    return 0


def _compare(said: argparse.Namespace, python: Path, out: Path) -> None:
    wanted = tasks(said.tasks, quick=said.quick)
    out.mkdir(parents=True, exist_ok=True)
    common = [f"--out={out}", f"--seed={said.seed}", *(["--quick"] if said.quick else [])]
    names = f"--tasks={','.join(task.name for task in wanted)}"
    _tell("the data")
    prepare = [names, f"--data={said.data.resolve()}", *common]
    _module(python, "prepare", prepare, out / "prepare.log")
    for task, origin in _rounds(wanted):
        _peers(python, task, origin, common, out)
        if not said.peers_only:
            _ours(shlex.split(said.haat), task, origin, out)
    _tell("the report")
    versions = {name: version(name) for name in OWN_PACKAGES}
    (out / "versions.json").write_text(json.dumps(versions), "utf-8")
    _module(python, "report", [names, *common], out / "report.log")


def _rounds(wanted: tuple[Task, ...]) -> Iterator[tuple[Task, int]]:
    for task in wanted:
        for origin in task.panel.origins:
            yield task, origin


def _peers(python: Path, task: Task, origin: int, common: list[str], out: Path) -> None:
    """Those whose forecasts are not there yet; the cost is written last."""
    folder = forecasts(out, task, origin)
    for method in peers_of(counts=task.counts):
        found = folder / f"{method}.parquet"
        if not found.with_suffix(".json").exists():
            _tell(f"{task.name}, {origin} periods before the end: {method}")
            asked = [f"--method={method}", f"--task={task.name}", f"--origin={origin}", *common]
            log = found.with_suffix(".log")
            cost = _module(python, "peers", [*asked, f"--forecast={found}"], log)
            _note(found, cost)


def _ours(command: list[str], task: Task, origin: int, out: Path) -> None:
    """Always anew. The ensemble is optional: where it cannot be had, its reason is kept."""
    folder = forecasts(out, task, origin)
    data = place(out, task.panel, origin)
    _tell(f"{task.name}, {origin} periods before the end: ours")
    for method in (OURS, BACKTEST):
        found = folder / f"{method}.csv"
        found.unlink(missing_ok=True)
        _note(found, ours.foretell(command, task, data, found, method))
    found = folder / f"{ENSEMBLE}.csv"
    found.unlink(missing_ok=True)
    try:
        _note(found, ours.foretell(command, task, data / "sample", found, ENSEMBLE))
    except Failed as error:
        found.with_suffix(".json").write_text(json.dumps({"missing": str(error)}), "utf-8")


def _module(python: Path, name: str, arguments: list[str], log: Path) -> Cost:
    """One of this package's modules in the peers' environment."""
    command = [str(python), "-W", "ignore", "-m", f"eval.forecast.{name}", *arguments]
    try:
        return run(command, log, ROOT)
    except Failed as error:
        raise Failed(error.code, f"{name} failed: {error} (see {log})") from error


def _note(found: Path, cost: Cost) -> None:
    """What a forecast cost, beside it."""
    found.with_suffix(".json").write_text(json.dumps(asdict(cost)), "utf-8")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _arguments() -> argparse.ArgumentParser:
    parser = arguments("forecast", "Compare our forecasts with their peers'.")
    parser.add_argument("--tasks", default="", metavar="A,B", help="default: all")
    parser.add_argument(
        "--quick", action="store_true", help="one origin and few series, in a folder of its own"
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="the Government's daily prices"
    )
    parser.add_argument("--peers-only", action="store_true", help="without ours")
    parser.add_argument("--seed", type=int, default=7)
    return parser


if __name__ == "__main__":
    sys.exit(main())
