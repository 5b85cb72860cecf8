"""`python -m eval.recommend`: our recommendations beside their peers', in one table."""

import argparse
import json
import platform
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from eval.environment import ROOT, arguments, python_of
from eval.process import Failed, run
from eval.recommend import ours, report
from eval.recommend.methods import OURS, PEERS, SHELVES
from eval.recommend.tasks import KNOWN, TASKS, WITH_STRANGERS, cold

COLD_PEERS = ("popularity", "trending", "item_knn", "ease", "content")
OF_STRANGERS = COLD_PEERS[:2]  # where not one item is known
WANTED = Path(__file__).with_name("peers.txt")
OWN_PACKAGES = ("haat-saathi", "numpy", "scipy", "scikit-learn", "xgboost")


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 with one line on stderr where it could not."""
    said = _arguments().parse_args(words)
    out = said.out.resolve()
    try:
        python = python_of((said.environment or out / "environment").resolve(), WANTED)
        names = [name for name in said.tasks.split(",") if name]
        prepare = ["-m", "eval.recommend.prepare", f"--out={out}", f"--seed={said.seed}"]
        out.mkdir(parents=True, exist_ok=True)
        run([str(python), *prepare, f"--tasks={','.join(names)}"], out / "prepare.log", ROOT)
        for folder, peers in _rounds(names):
            _listed(said, python, out / folder, peers)
        written = f"{_circumstances(said)}\n\n{report.whole(out, names, said.seed)}"
    except (Failed, OSError, ValueError) as error:
        print(f"python -m eval.recommend: {error}", file=sys.stderr)
        return 1
    (out / "report.md").write_text(written, "utf-8")
    print(written)
    return 0


def _rounds(names: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each folder and who is tried there."""
    for name in names:
        yield name, tuple(PEERS)
        if name in WITH_STRANGERS:
            for known in KNOWN:
                yield cold(name, known), COLD_PEERS if known else OF_STRANGERS


def _listed(said: argparse.Namespace, python: Path, folder: Path, peers: Sequence[str]) -> None:
    """The lists of all; those of peers are kept from an earlier run."""
    for method in peers:
        if not (folder / f"{method}.json").exists():
            _tell(f"{folder.name}: {method}")
            asked = ["-m", "eval.recommend.peers", f"--method={method}"]
            where = [f"--data={folder}", f"--output={folder}"]
            command = [str(python), "-W", "ignore", *asked, *where]
            cost = run(command, folder / f"{method}.log", ROOT)
            own = json.loads((folder / f"{method}.own.json").read_text("utf-8"))
            _note(folder / f"{method}.json", {**asdict(cost), **own})
    for shelf in SHELVES:
        _tell(f"{folder.name}: ours, {shelf}")
        output = folder / f"{OURS}.{shelf}.csv"
        cost = ours.recommend(shlex.split(said.haat), folder, shelf, output)
        _note(folder / f"{OURS}.{shelf}.json", asdict(cost) | report.told_costs(output))


def _note(path: Path, told: dict[str, float]) -> None:
    path.write_text(json.dumps(told), "utf-8")


def _circumstances(said: argparse.Namespace) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in OWN_PACKAGES)
    return f"Seed {said.seed}; Python {platform.python_version()}, one thread; {packages}."


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _arguments() -> argparse.ArgumentParser:
    parser = arguments("recommend", "Compare our recommendations with their peers'.")
    parser.add_argument(
        "--tasks", default=",".join(TASKS), metavar="A,B", help=f"of {', '.join(TASKS)}"
    )
    parser.add_argument("--seed", type=int, default=7)
    return parser


if __name__ == "__main__":
    sys.exit(main())
