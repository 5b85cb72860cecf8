"""The questions, and what the command line answers to them."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from eval.retrieval import paragraphs

HERE = Path(__file__).parent
REGIONAL = "regional"


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the file and the words that answer it; without them it has no answer there."""

    id: str
    group: str
    question: str
    source: str = ""
    locator: str = ""
    words: str = ""
    author: str = (
        ""  # the first three wrote with the code in sight or for its tuning, the others did not
    )

    @property
    def unanswerable(self) -> bool:
        """Whether the texts do not hold the answer."""
        return not self.source

    def met(self, source: str, locator: str, text: str) -> bool:
        """Whether a passage is one that answers."""
        if source != self.source:
            return False
        return self.words.casefold() in text.casefold() if self.words else locator == self.locator


def compliance(*, sealed: bool = False) -> list[Case]:
    """The questions about rules and schemes; `sealed` those by strangers to the code, on which nothing is tuned."""
    with (HERE / ("sealed.tsv" if sealed else "compliance.tsv")).open(
        encoding="utf-8", newline=""
    ) as source:
        rows = list(csv.reader(source, delimiter="\t"))
    return [
        Case(str(n), _group(language), question, file, locator, words, *author)
        for n, (language, file, locator, words, question, *author) in enumerate(rows)
    ]


def general(folder: Path, *, sealed: bool = False) -> Iterator[tuple[str, Path, list[Case]]]:
    """Paragraphs by hand, asked in Hindi and in Hindi typed in Latin letters; `sealed` those by strangers."""
    file = paragraphs.SEALED if sealed else paragraphs.FILE
    name = file.stem
    paragraphs.write(folder / name, file)
    for language in ("hi", "en"):
        cases = [
            Case(f"{n}-{way}", way, text, "paragraphs.jsonl", f"id {n}")
            for n, one in enumerate(paragraphs.asked(file))
            for way, text in (("hi", one.question), ("romanised", one.romanised))
        ]
        yield f"{name}-{language}", folder / name / language, cases


def indexed(folder: Path, path: Path, name: str) -> None:
    """Index a folder; what is indexed already is left."""
    _haat(folder, "index", str(path), "--collection", name)


def ask(folder: Path, name: str, cases: list[Case]) -> dict[str, dict[str, Any]]:
    """The answers, by the questions' ids."""
    asked, answered = folder / f"{name}-asked.jsonl", folder / f"{name}-answered.jsonl"
    lines = (orjson.dumps({"id": case.id, "question": case.question}) for case in cases)
    asked.write_bytes(b"\n".join(lines))
    _haat(folder, "ask", "--input", str(asked), "--collection", name, "--output", str(answered))
    told = map(orjson.loads, answered.read_bytes().splitlines())
    return {answer["id"]: answer for answer in told}


def _haat(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "HAAT_DATA_DIR": str(folder / "data")}
    command = [sys.executable, "-m", "app.cli", *arguments]
    subprocess.run(command, env=environment, check=True)  # noqa: S603  (our own command)


def _group(language: str) -> str:
    return language if language in {"en", "hi", "Hinglish"} else REGIONAL
