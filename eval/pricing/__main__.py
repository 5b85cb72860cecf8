"""`python -m eval.pricing`: our elasticities beside their peers', guardrails, and the demo's truth."""

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.environment import ROOT, arguments, python_of
from eval.pricing.guarded import guarded
from eval.pricing.tasks import Task, cases, place, tasks
from eval.pricing.truth import demo_truth
from eval.process import Cost, Failed, run

WANTED = Path(__file__).with_name("peers.txt")
PEERS = (
    "no_price", "own_ols_price", "own_ols", "pooled", "pooled_controls", "product_pooled",
    "ridge_to_prior", "partial", "mixed", "double_ml", "lightgbm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    out: Path
    data: Path | None
    python: Path
    quick: bool
    seed: int
    haat: list[str]

    @property
    def common(self) -> list[str]:
        """What each module is told."""
        data = [f"--data={self.data}"] if self.data else []
        return [f"--out={self.out}", *data, *(["--quick"] if self.quick else [])]


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 with one line on stderr where it could not."""
    said = _arguments().parse_args(words)
    out = (said.out / "quick" if said.quick else said.out).resolve()
    data = said.data.resolve() if said.data else None
    try:
        python = python_of((said.environment or said.out / "environment").resolve(), WANTED)
        _compare(Wish(out, data, python, said.quick, said.seed, shlex.split(said.haat)))
    except (Failed, OSError, ValueError) as error:
        print(f"python -m eval.pricing: {error}", file=sys.stderr)
        return 1
    print((out / "report.md").read_text("utf-8"))
    print(guarded(said.seed))
    print(demo_truth())
    return 0


def _compare(wish: Wish) -> None:
    wish.out.mkdir(parents=True, exist_ok=True)
    _tell("the data")
    seed = f"--seed={wish.seed}"
    _module(wish, "prepare", [seed])
    for task in tasks(wish.data, quick=wish.quick):
        if not cases(wish.out, task):
            continue
        for method in PEERS:
            _peer(wish, task, method)
        _tell(f"{task.name}: ours")
        _note(place(wish.out, task) / "ours.json", _ours(wish, task))
    _tell("the report")
    _module(wish, "report", [seed])


def _peer(wish: Wish, task: Task, method: str) -> None:
    """Where it is not there yet; what cannot be had keeps its reason."""
    done = place(wish.out, task) / f"{method}.json"
    if done.exists():
        return
    _tell(f"{task.name}: {method}")
    asked = [f"--method={method}", f"--task={task.name}", f"--done={done.with_suffix('.done')}"]
    try:
        _note(done, _module(wish, "peers", asked))
    except Failed as error:
        done.write_text(json.dumps({"missing": str(error)[:80]}), "utf-8")


def _ours(wish: Wish, task: Task) -> Cost:
    """Elasticities and what is foretold of each case, as anyone asks for them; the cost of both."""
    spent = [0.0, 0.0, 0.0]
    for folder in cases(wish.out, task):
        predict = [f"--predict={folder / 'ask.csv'}"]
        for output, more in (("ours.elasticity.csv", []), ("ours.csv", predict)):
            asked = [*wish.haat, "elasticity", f"--input={folder / 'train.csv'}", *more]
            cost = run([*asked, f"--output={folder / output}"], folder / "ours.log", ROOT)
            spent = [spent[0] + cost.cpu_seconds, spent[1] + cost.wall_seconds,
                     max(spent[2], cost.peak_mb)]  # fmt: skip
    return Cost(*spent)


def _module(wish: Wish, name: str, arguments: list[str]) -> Cost:
    """One of this package's modules in the peers' environment."""
    command = [str(wish.python), "-W", "ignore", "-m", f"eval.pricing.{name}"]
    log = wish.out / f"{name}.log"
    try:
        return run([*command, *arguments, *wish.common], log, ROOT)
    except Failed as error:
        raise Failed(error.code, f"{name} failed: {error} (see {log})") from error


def _note(path: Path, cost: Cost) -> None:
    path.write_text(json.dumps(asdict(cost)), "utf-8")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _arguments() -> argparse.ArgumentParser:
    parser = arguments("pricing", "Compare our elasticities with their peers'.")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="further panels, in the columns of haat elasticity"
    )
    parser.add_argument(
        "--quick", action="store_true", help="26 weeks only, in a folder of its own"
    )
    parser.add_argument("--seed", type=int, default=7)
    return parser


if __name__ == "__main__":
    sys.exit(main())
