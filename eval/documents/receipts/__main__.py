"""`python -m eval.documents.receipts`: print receipts, read them, print how well that went."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import regex

from eval.documents import painting
from eval.documents.receipts.camera import photo
from eval.documents.receipts.layouts import DEVELOPED, KEPT, Draw
from eval.documents.receipts.slips import slip
from eval.documents.scoring import Tally, of_paper
from eval.documents.sheet import Sheet
from haat.core.errors import HaatError
from haat.core.settings import DocumentSettings
from haat.documents import ocr
from haat.documents.extract import extract
from haat.documents.paper import Paper

TODAY = date(2026, 11, 25)
PARTS: Mapping[str, Mapping[str, Draw]] = {"developed": DEVELOPED, "kept": KEPT}


@dataclass(frozen=True, slots=True)
class Case:
    """One receipt with its truth."""

    name: str
    sheet: Sheet
    content: bytes


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 where the fonts to print with are missing."""
    said = _arguments().parse_args(words)
    if not painting.fonts_there():
        print(painting.MISSING)
        return 1
    print(f"seed {said.seed}, {ocr.version()}; every receipt is generated, none is real")
    for part in said.part:
        _part(part, said)
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.documents.receipts", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=3, help="receipts of each layout")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--pdf", action="store_true", help="with a text layer, without photographs")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the files there too")
    parser.add_argument("--show", action="store_true", help="name each value that was not right")
    return parser


def _part(part: str, said: argparse.Namespace) -> None:
    fields: defaultdict[str, Tally] = defaultdict(Tally)
    names, kinds, begun, count = 0.0, Counter[str](), _seconds(), 0
    for case in _cases(PARTS[part], said):
        paper = _read(case)
        count += 1
        kinds[paper.kind] += 1
        names += token_f1(
            str(paper.fields.get("seller.name", "")), case.sheet.fields["seller.name"]
        )
        for name, tally in of_paper(paper, case.sheet.fields, case.sheet.lines).items():
            fields[name].add(tally)
            if said.show and name in case.sheet.fields and (tally.wrong or tally.missed):
                print(
                    f"  {case.name} {name}: read {paper.fields.get(name)}, is {case.sheet.fields[name]}"
                )
    spent = (_seconds() - begun) / max(count, 1)
    told = "  ".join(f"{n} {fields[n].f1:.3f}" for n in sorted(fields) if n in _SHOWN)
    print(f"{part}: {count} receipts, kinds {dict(kinds)}, seller tokens {names / max(count, 1):.3f}, {told}, "
          f"CPU seconds a receipt {spent:.2f}")  # fmt: skip


_SHOWN = {"seller.name", "date", "total", "number", "currency", "line.description", "line.quantity", "line.total"}  # fmt: skip


def _cases(layouts: Mapping[str, Draw], said: argparse.Namespace) -> Iterator[Case]:
    for name, draw in layouts.items():
        for number in range(said.each):
            chance = Random(f"{said.seed}/{name}/{number}")  # noqa: S311  papers, no secrets
            sheet = draw(slip(chance, "IN" if number % 2 else "MY"))
            content = painting.pdf(sheet) if said.pdf else photo(sheet, chance)
            case = Case(f"{name}-{number}", sheet, content)
            if said.keep:
                said.keep.mkdir(parents=True, exist_ok=True)
                (said.keep / f"{case.name}.{'pdf' if said.pdf else 'jpg'}").write_bytes(content)
            yield case


def _read(case: Case) -> Paper:
    try:
        return extract(case.content, DocumentSettings(), TODAY)
    except HaatError as error:
        print(f"{case.name}: {error.detail}")
        return Paper("unknown", 0.0, {})


def token_f1(read: str, truth: str) -> float:
    """How many words of the name are right: the harmonic mean of precision and recall."""
    mine, theirs = _tokens(read), _tokens(truth)
    same = sum((mine & theirs).values())
    return 2 * same / (mine.total() + theirs.total()) if same else 0.0


def _tokens(text: str) -> Counter[str]:
    return Counter(regex.findall(r"[\p{L}\p{M}\p{N}]+", text.lower()))


def _seconds() -> float:
    """CPU seconds of this process and of those that it started."""
    return sum(u.ru_utime + u.ru_stime for u in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


if __name__ == "__main__":
    raise SystemExit(main())
