"""`python -m eval.documents.strangers`: receipts of the second hand, read and counted."""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from eval.documents.receipts.__main__ import token_f1
from eval.documents.scoring import Tally, compared
from eval.documents.strangers import printing, variation
from eval.documents.strangers.scan import scanned
from haat.core.errors import HaatError
from haat.core.settings import DocumentSettings
from haat.documents.extract import extract

TODAY = date(2026, 11, 25)
HANDS = {"second": printing.composed, "third": variation.composed}
ASKED = ("seller.name", "date", "total")


@dataclass(slots=True)
class Counts:
    """What was read so far."""

    papers: int = 0
    names: float = 0.0
    fields: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran."""
    said = _arguments().parse_args(words)
    counts, begun = Counts(), _seconds()
    for number in range(said.first, said.first + said.count):
        _one(f"{said.seed}/{number}", counts, said)
    spent = (_seconds() - begun) / counts.papers
    told = "  ".join(f"{name} {counts.fields[name].f1:.3f}" for name in ASKED)
    print(
        f"{counts.papers} receipts, seller tokens {counts.names / counts.papers:.3f}, {told}, CPU seconds each {spent:.2f}"
    )
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.documents.strangers", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hand", choices=HANDS, default="second")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the pictures there too")
    return parser


def _one(name: str, counts: Counts, said: argparse.Namespace) -> None:
    chance = Random(name)  # noqa: S311  papers, no secrets
    slip = HANDS[said.hand](chance)
    content = scanned(slip, chance)
    if said.keep:
        said.keep.mkdir(parents=True, exist_ok=True)
        (said.keep / f"{name.replace('/', '-')}.jpg").write_bytes(content)
    try:
        read = dict(extract(content, DocumentSettings(), TODAY).fields)
    except HaatError as error:
        print(f"{name}: {error.detail}")
        read = {}
    mine = {n: read[n] for n in ASKED if n in read}
    counts.papers += 1
    counts.names += token_f1(str(mine.get("seller.name", "")), str(slip.truth["seller.name"]))
    for field_name, tally in compared(mine, slip.truth).items():
        counts.fields[field_name].add(tally)
        if tally.wrong or tally.missed:
            print(
                f"  {name} {field_name}: read {mine.get(field_name)}, is {slip.truth[field_name]}",
                flush=True,
            )


def _seconds() -> float:
    return sum(u.ru_utime + u.ru_stime for u in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


if __name__ == "__main__":
    raise SystemExit(main())
