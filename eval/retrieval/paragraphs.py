"""Paragraphs for the general search: 22 by hand in Hindi and English, among what ships of rules in each."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from haat.language.pack import load_packs
from retrieval.facts import facts

FILE = Path(__file__).parent / "general.tsv"
# Four of each subject, easily taken for one another, by strangers to the code; nothing is tuned on them.
SEALED = Path(__file__).parent / "sealed_general.tsv"


@dataclass(frozen=True, slots=True)
class Asked:
    """A paragraph in two languages, and a question about it in Hindi and as it is typed in Latin letters."""

    title: str
    hindi: str
    english: str
    question: str
    romanised: str


def asked(file: Path = FILE) -> list[Asked]:
    """What was written by hand."""
    with file.open(encoding="utf-8", newline="") as source:
        return [Asked(*row) for row in csv.reader(source, delimiter="\t")]


def write(folder: Path, file: Path = FILE) -> None:
    """Write `hi/paragraphs.jsonl` and `en/paragraphs.jsonl`; a paragraph's id is its number."""
    every = asked(file)
    told = {"hi": [one.hindi for one in every], "en": [one.english for one in every]}
    for language, texts in told.items():
        (folder / language).mkdir(parents=True, exist_ok=True)
        lines = (
            orjson.dumps({"id": str(n), "text": text})
            for n, text in enumerate((*texts, *_shipped(language)))
        )
        (folder / language / "paragraphs.jsonl").write_bytes(b"\n".join(lines))


def _shipped(language: str) -> Iterator[str]:
    book = load_packs()["hi"].voices["Deva"].rules
    for fact in facts():
        yield fact.words if language == "en" or book is None else book.told(fact.id) or fact.words
