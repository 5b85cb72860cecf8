"""`python -m eval.documents`: generate bills, read and check them, print how well that went."""

import argparse
import platform
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from random import Random

from eval.documents import painting
from eval.documents.bills import Bill, bill, undiscounted
from eval.documents.fresh_layouts import FRESH
from eval.documents.kept_layouts import KEPT
from eval.documents.layouts import LAYOUTS, Layout
from eval.documents.planting import PLANTS, fits, plant
from eval.documents.scoring import Tally, of_paper
from eval.documents.sheet import Sheet
from haat.core.errors import HaatError
from haat.core.settings import DocumentSettings
from haat.documents import ocr
from haat.documents.extract import extract
from haat.documents.paper import Paper

TODAY = date(2026, 11, 25)
PARTS: Mapping[str, Mapping[str, Layout]] = {"developed": LAYOUTS, "kept": KEPT, "fresh": FRESH}
SORTS = ("PDF", "photo")
TRIES = 12  # bills of each layout, to find one that an error fits


@dataclass(frozen=True, slots=True)
class Case:
    """One paper to read, with its truth."""

    name: str
    layout: Layout
    made: Bill
    sheet: Sheet
    content: bytes


@dataclass(slots=True)
class Score:
    """What became of all papers of one sort."""

    fields: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    kinds: int = 0
    papers: int = 0
    planted: int = 0
    found: int = 0
    clean: int = 0
    alarms: int = 0
    missed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def whole(self) -> Tally:
        """All fields together."""
        total = Tally()
        for tally in self.fields.values():
            total.add(tally)
        return total


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 where the fonts to print with are missing."""
    said = _arguments().parse_args(words)
    if not painting.fonts_there():
        print(painting.MISSING)
        return 1
    print(f"seed {said.seed}, {_versions()}; every bill is generated, none is real")
    for part in said.part:
        for sort in said.sort:
            _part(part, sort, said)
    return 0


def _part(part: str, sort: str, said: argparse.Namespace) -> None:
    asked = _every_error if said.every_error else _cases
    cases = list(asked(PARTS[part], said, sort))
    if said.keep:
        _keep(said.keep, cases)
    score = Score()
    for case in cases:
        _count(case, score, show=said.show)
    _print(f"{sort}, {part}", score)


def _versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("pdfplumber", "pillow", "fpdf2"))
    return f"Python {platform.python_version()}, {ocr.version()}, {packages}"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.documents", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=6, help="bills of each layout")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=["developed"])
    parser.add_argument("--sort", nargs="+", choices=SORTS, default=SORTS)
    parser.add_argument("--every-error", action="store_true",
                        help="each kind of error on `each` bills, in the layouts in turn, and no right bill")  # fmt: skip
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the files there too")
    parser.add_argument("--show", action="store_true", help="name each value that was not right")
    return parser


def _cases(layouts: Mapping[str, Layout], said: argparse.Namespace, sort: str) -> Iterator[Case]:
    """Half of the bills are right, in the others one error is planted."""
    for layout in layouts.values():
        for number in range(said.each):
            chance = Random(f"{said.seed}/{layout.name}/{number}")  # noqa: S311  papers, no secrets
            made = _made(layout, chance)
            if number % 2:
                able = [name for name in PLANTS if fits(made, name, layout)]
                made = plant(made, chance.choice(able), chance)
            yield _case(f"{layout.name}-{number}", layout, made, sort, chance)


def _every_error(
    layouts: Mapping[str, Layout], said: argparse.Namespace, sort: str
) -> Iterator[Case]:
    """Each kind of error; bills are made until one fits it, in a layout that shows it."""
    for at, name in enumerate(PLANTS):
        for number in range(said.each):
            chance = Random(f"{said.seed}/{name}/{number}")  # noqa: S311  papers, no secrets
            turn = [*layouts.values()] * TRIES
            start = (at + number) % len(layouts)
            tries = ((layout, _made(layout, chance)) for layout in turn[start:])
            found = next(((y, made) for y, made in tries if fits(made, name, y)), None)
            if found is None:
                print(f"no bill of these layouts can have the error: {name}")
                break
            layout, made = found
            yield _case(
                f"{layout.name}-{name}-{number}", layout, plant(made, name, chance), sort, chance
            )


def _made(layout: Layout, chance: Random) -> Bill:
    made = bill(chance, kind=layout.kind, hindi=layout.hindi)
    return made if layout.discounts else undiscounted(made)


def _case(name: str, layout: Layout, made: Bill, sort: str, chance: Random) -> Case:
    sheet = layout.draw(made)
    content = painting.pdf(sheet) if sort == "PDF" else painting.photo(sheet, chance)
    return Case(name, layout, made, sheet, content)


def _keep(folder: Path, cases: Sequence[Case]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases:
        ending = "pdf" if case.content.startswith(b"%PDF") else "jpg"
        (folder / f"{case.name}.{ending}").write_bytes(case.content)


def _count(case: Case, score: Score, *, show: bool) -> None:
    begun = time.process_time()
    try:
        paper = extract(case.content, DocumentSettings(), TODAY)
    except HaatError as error:
        print(f"{case.name}: {error.detail}")
        paper = Paper("unknown", 0.0, {})
    score.seconds += time.process_time() - begun
    score.papers += 1
    score.kinds += paper.kind == case.made.kind
    for name, tally in of_paper(paper, case.sheet.fields, case.sheet.lines).items():
        score.fields[name].add(tally)
        if show and (tally.wrong or tally.missed):
            print(f"  {case.name} {name}: read {_seen(paper, name)}, is {_truth(case.sheet, name)}")
    _count_rules(case, paper, score, show=show)


def _seen(paper: Paper, name: str) -> object:
    column = name.removeprefix("line.")
    return paper.fields.get(name) if column == name else [g.get(column) for g in paper.lines]


def _truth(sheet: Sheet, name: str) -> object:
    column = name.removeprefix("line.")
    return sheet.fields.get(name) if column == name else [g.get(column) for g in sheet.lines]


def _count_rules(case: Case, paper: Paper, score: Score, *, show: bool) -> None:
    failed = {rule.id for rule in paper.rules if rule.status == "fail"}
    planted = PLANTS[case.made.planted] if case.made.planted else None
    strange = failed - ({planted.rule, *planted.also} if planted else set())
    missed = planted is not None and planted.rule not in failed
    score.planted += planted is not None
    score.found += planted is not None and not missed
    if missed:
        score.missed.append(f"{case.made.planted} ({case.name})")
    score.clean += planted is None
    score.alarms += bool(strange)
    if show and (strange or missed):
        print(f"  {case.name}: planted {case.made.planted}, failed {sorted(failed)}")


def _print(sort: str, score: Score) -> None:
    whole = score.whole()
    head = Tally()
    for name, tally in score.fields.items():
        if not name.startswith("line."):
            head.add(tally)
    print(f"\n{sort}: {score.papers} papers, kind right {score.kinds / score.papers:.1%}, "
          f"F1 of all values {whole.f1:.3f}, of the fields alone {head.f1:.3f}")  # fmt: skip
    print(f"planted errors found {score.found}/{score.planted}, papers with a false alarm "
          f"{score.alarms}/{score.papers}, CPU seconds a paper without OCR {score.seconds / score.papers:.2f}")  # fmt: skip
    if score.missed:
        print(f"not found: {'; '.join(score.missed)}")
    worst = sorted(score.fields.items(), key=lambda item: item[1].f1)
    print("  ".join(f"{name} {tally.f1:.2f}" for name, tally in worst))


if __name__ == "__main__":
    raise SystemExit(main())
