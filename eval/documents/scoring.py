"""How much of the truth was read, and whether the rules told what was planted."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import regex

from haat.documents.paper import Paper


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed values of one field or of all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; a wrong value costs both."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else 1.0

    def add(self, other: "Tally") -> None:
        """Count the other's too."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed


def plain(value: Any) -> str:
    """A value as it is compared: case, blanks and signs between words do not matter."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | int | float):
        return f"{Decimal(str(value)):.3f}"
    if isinstance(value, date):
        return value.isoformat()
    folded = unicodedata.normalize("NFC", str(value)).lower()
    return str(regex.sub(r"[^\p{L}\p{M}\p{N}]+", "", folded))


def compared(read: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, Tally]:
    """Each field: right, wrong (also where the truth has none), missed."""
    found: dict[str, Tally] = {}
    for name in {*read, *truth}:
        tally = found.setdefault(name, Tally())
        if name not in read:
            tally.missed += 1
        elif name not in truth:
            tally.wrong += 1
        elif plain(read[name]) == plain(truth[name]):
            tally.right += 1
        else:
            tally.wrong += 1
            tally.missed += 1
    return found


def of_paper(
    paper: Paper, fields: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]
) -> dict[str, Tally]:
    """Fields, and lines in their order as `line.<name>`."""
    found = compared(paper.fields, fields)
    truths = list(lines)
    for at in range(max(len(truths), len(paper.lines))):
        read = paper.lines[at] if at < len(paper.lines) else {}
        truth = truths[at] if at < len(truths) else {}
        for name, tally in compared(read, truth).items():
            found.setdefault(f"line.{name}", Tally()).add(tally)
    return found
