"""Papers that are labels with their values: certificates, licences, labels of goods, forms."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import regex

from haat.documents.fields import Finds, Found
from haat.documents.page import Line, Page
from haat.documents.paper import FIELDS, Box, Paper, Value
from haat.documents.tills import money_in
from haat.documents.written import date_in, month_in

I = regex.IGNORECASE  # noqa: E741
TITLE = 80  # letters: a longer line is no title
Reads = Callable[[str], "Value | None"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field, the words that it stands behind, and how its value is written.

    `below` looks also in the cell under the label; a lone value needs no label: `label` matches it.
    """

    field: str
    label: regex.Pattern[str]
    read: Reads
    below: bool = True


def label(form: str) -> regex.Pattern[str]:
    """The words of a label, whatever sign stands behind them."""
    return regex.compile(rf"(?:{form})\s*[.:\-–=]*\s*", I)


def labelled(pages: Sequence[Page], wanted: Sequence[Wanted]) -> Paper:
    """What the labels of the pages say; the first of each field stands."""
    finds: Finds = {}
    for page in pages:
        for at in range(len(page.lines)):
            for one in wanted:
                found = None if one.field in finds else _value(page.lines, at, one)
                if found:
                    finds[one.field] = Found(found[0], found[1], page.number)
    return paper_with(finds)


def paper_with(finds: Finds) -> Paper:
    """The fields with their boxes, in the contract's order."""
    ordered = {name: finds[name] for name in FIELDS if name in finds}
    boxes = tuple(
        Box(
            name,
            f.words.text,
            f.page,
            (f.words.x0, f.words.top, f.words.x1, f.words.bottom),
            f.words.sure,
        )
        for name, f in ordered.items()
    )
    return Paper("unknown", 0.0, {n: f.value for n, f in ordered.items()}, (), boxes)


def _value(lines: Sequence[Line], at: int, wanted: Wanted) -> tuple[Value, Line] | None:
    for cell in lines[at].cells():
        said = wanted.label.search(cell.text)
        if said is None:
            continue
        for text, where in ((cell.text[said.end() :], cell), *_near(lines, at, cell, wanted)):
            value = wanted.read(text)
            if value is not None:
                return value, where
    return None


def _near(lines: Sequence[Line], at: int, cell: Line, wanted: Wanted) -> Iterator[tuple[str, Line]]:
    """The next cell of the line, then the cell below."""
    for left, right in pairwise(lines[at].cells()):
        if left.words == cell.words:
            yield right.text.lstrip(" :.-–"), right
    if wanted.below and at + 1 < len(lines):
        yield from ((c.text, c) for c in lines[at + 1].cells() if c.x0 < cell.x1 and cell.x0 < c.x1)


def words(text: str) -> str | None:
    """A name: what is written, where it has letters."""
    bare = regex.sub(r"^m/s\.?\s+", "", text.strip(" :|,;-–—_'\"*."), flags=I)
    return bare if len(regex.findall(r"[\p{L}\p{M}]", bare)) >= 3 else None


def day(text: str) -> date | None:
    """A date at the beginning of a value, also one of month and year: then its last day."""
    found = date_in(text[:40])
    return found[0] if found and found[1] <= 16 else month_in(text[:24])


def money(text: str) -> Value | None:
    """The first amount, also without coins."""
    found = money_in(text)
    return found[0].value if found and found[0].value > 0 else None


def formed(form: str) -> Reads:
    """A value of a form: what the group `v`, or all of it, matches."""
    pattern = regex.compile(form, I)

    def read(text: str) -> str | None:
        found = pattern.search(text)
        return None if found is None else str(found["v"] if "v" in pattern.groupindex else found[0])

    return read


def titled(form: str, *signs: str) -> Callable[[str, Paper], float]:
    """A likeness: 0.7 for the title in a short line of its own, 0.1 for each further sign."""
    title, others = regex.compile(form, I), [regex.compile(s, I) for s in signs]

    def likeness(text: str, _paper: Paper) -> float:
        if not any(title.search(line) for line in text.splitlines() if len(line) <= TITLE):
            return 0.0
        return min(0.7 + 0.1 * sum(o.search(text) is not None for o in others), 1.0)

    return likeness
