"""`python -m eval.match`: our matches beside those of other ways, in one table."""

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from eval.environment import ROOT, arguments, python_of
from eval.process import Cost, Failed, run

PEERS = ("popularity", "recent", "geography", "content", "own", "neighbours", "als", "formula")
OURS = {"ours": (), "ours-share": ("--share", "0.1")}
WANTED = Path(__file__).with_name("peers.txt")
OWN_PACKAGES = ("haat-saathi", "numpy", "scipy", "xgboost")
KEPT, AT_SCALE = "40", "20"


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 with one line on stderr where it could not."""
    said = _arguments().parse_args(words)
    out = said.out.resolve()
    try:
        python = python_of((said.environment or said.out / "environment").resolve(), WANTED)
        _compare(said, python, out)
    except (Failed, OSError) as error:
        print(f"python -m eval.match: {error}", file=sys.stderr)
        return 1
    print((out / "report.md").read_text("utf-8"))
    return 0


def _compare(said: argparse.Namespace, python: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    common = [f"--out={out}", f"--seeds={said.seeds}"]
    _module(python, "prepare", common, out / "prepare.log")
    ours = shlex.split(said.haat)
    for folder in sorted(path.parent for path in out.glob("*/later.csv")):
        _tell(folder.name)
        for peer in PEERS:
            lists = folder / f"{peer}.csv"
            if not lists.with_suffix(".json").exists():
                asked = [f"--set={folder}", f"--peer={peer}", f"--lists={lists}"]
                _note(lists, _module(python, "peers", asked, lists.with_suffix(".log")))
        for name, more in OURS.items():
            lists = folder / f"{name}.csv"
            _note(lists, _match(ours, folder, lists, KEPT if not more else "10", *more))
    _scale(ours, python, said, out)
    versions = {name: version(name) for name in OWN_PACKAGES}
    (out / "versions.json").write_text(json.dumps(versions), "utf-8")
    _module(python, "report", common, out / "report.log")


def _scale(ours: list[str], python: Path, said: argparse.Namespace, out: Path) -> None:
    _tell("many")
    folder = out / "scale"
    if not (folder / "history.csv").exists():
        _module(python, "scale", [str(folder), said.seeds.split(",")[0]], out / "scale.log")
    lists = folder / "ours.parquet"
    _note(out / "scale", _match(ours, folder, lists, AT_SCALE))


def _match(ours: list[str], folder: Path, lists: Path, kept: str, *more: str) -> Cost:
    files = {name: folder / f"{name}.csv" for name in ("sellers", "buyers", "history")}
    given = [f"--{name}={path}" for name, path in files.items()]
    command = [*ours, "match", *given, "-k", kept, f"--output={lists}", *more]
    return run(command, lists.with_suffix(".log"), ROOT)


def _module(python: Path, name: str, arguments: list[str], log: Path) -> Cost:
    """One of this package's modules in the peers' environment."""
    return run([str(python), "-m", f"eval.match.{name}", *arguments], log, ROOT)


def _note(found: Path, cost: Cost) -> None:
    found.with_suffix(".json").write_text(json.dumps(asdict(cost)), "utf-8")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _arguments() -> argparse.ArgumentParser:
    parser = arguments("match", "Compare our matches with other ways to make them.")
    parser.add_argument("--seeds", default="11,12", help="of the simulated tenders")
    return parser


if __name__ == "__main__":
    sys.exit(main())
