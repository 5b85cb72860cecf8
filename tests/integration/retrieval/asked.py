"""The questions of docs/questions.md, each with the facts that answer it, or none."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "questions.md"
ASIDE = "## Kept aside for measuring"
REFUSED = "refused: not known"
LINE = re.compile(r"- (?P<language>\w\w(?:-Latn)?): (?P<words>.+) → (?P<answers>.+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a language; no answers where it must be refused."""

    language: str
    words: str
    answers: frozenset[str]


def asked(*, aside: bool) -> tuple[Asked, ...]:
    """Those to learn from, or those kept aside."""
    first, second = PAGE.read_text(encoding="utf-8").split(ASIDE)
    lines = (second if aside else first).splitlines()
    return tuple(_asked(line) for line in lines if line.startswith("- "))


def _asked(line: str) -> Asked:
    told = LINE.fullmatch(line)
    if told is None:
        raise ValueError(line)
    answers = () if told["answers"] == REFUSED else told["answers"].split(", ")
    return Asked(told["language"], told["words"], frozenset(answers))
