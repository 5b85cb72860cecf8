"""`python -m eval.retrieval.cost --chunks N`: CPU time of a question beside N passages, in the embedded engine."""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID

import numpy as np

from app.knowledge import open_knowledge, open_meaning, open_shelf
from eval.retrieval.paragraphs import asked
from haat.core.settings import Settings
from retrieval.answering import Knowledge
from retrieval.glossary import glossary
from retrieval.meaning import Meaning
from retrieval.shelf import Point, Sense, Shelf
from retrieval.tokens import of_passage

TOGETHER = 100
USUAL, PARTS = 120, 85  # words and parts of a passage
OFTEN = 1.1  # how its words are shared out (Zipf)


def main() -> None:
    """Fill a collection with made-up passages where it is not full yet, ask, and print."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.cost")
    parser.add_argument("--chunks", type=int, default=10_000)
    parser.add_argument("--data", type=Path, help="a folder that is kept, to fill only once")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        settings = Settings(data_dir=told.data or Path(made))
        name = f"cost-{told.chunks}"
        meaning = open_meaning(settings)
        with open_shelf(settings, name, meaning) as shelf:
            _fill(shelf, meaning, told.chunks)
        with open_knowledge(settings, name) as knowledge:
            _report(knowledge, told.chunks)


def _report(knowledge: Knowledge, chunks: int) -> None:
    every = asked()
    ways = {"hi": [one.question for one in every], "romanised": [one.romanised for one in every]}
    knowledge.ask(every[0].question)  # what is loaded at the first question
    for way, questions in ways.items():
        spent = sorted(_spent(knowledge, question) for question in questions)
        usual, most = spent[len(spent) // 2], spent[-1]
        sys.stdout.write(
            f"{chunks:,} passages, {way}: {usual:.0f} CPU-ms a question, at most {most:.0f}\n"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{peak:,.0f} MB of memory\n")


def _spent(knowledge: Knowledge, question: str) -> float:
    begun = time.process_time()
    knowledge.ask(question)
    return 1000 * (time.process_time() - begun)


def _fill(shelf: Shelf, meaning: Meaning, chunks: int) -> None:
    held = shelf.count()
    points: list[Point] = []
    for point in _points(meaning, held, chunks):
        points.append(point)
        if len(points) == TOGETHER:
            shelf.put(points)
            points = []
    if points:
        shelf.put(points)


def _points(meaning: Meaning, held: int, chunks: int) -> Iterator[Point]:
    """Passages as long as usual ones, of the words that are asked with, directions drawn by chance."""
    nothing = glossary().about("")
    known = sorted({word for one in asked() for word in f"{one.hindi} {one.english}".split()})
    for number in range(held, chunks):
        chance = np.random.default_rng(number)
        told = " ".join(known[n % len(known)] for n in chance.zipf(OFTEN, USUAL))
        drawn = chance.standard_normal((PARTS + 1, meaning.size))
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        yield Point(
            str(UUID(int=Random(number).getrandbits(128), version=4)),  # noqa: S311  (made up)
            Sense(drawn[0].tolist(), drawn[1:].tolist()),
            of_passage(told, nothing, row=False),
            _payload(number, chunks, told),
        )


def _payload(number: int, chunks: int, text: str) -> dict[str, object]:
    return {
        "source": "made-up.md",
        "state": "made up",
        "whole": chunks,
        "taken": "2026-11-26",
        "cited": "",
        "title": f"Made up {number % 100}",
        "locator": str(number),
        "text": text,
        "kind": "text",
        "ideas": ["i:gst"],
    }


if __name__ == "__main__":
    main()
