"""`haat ask`: questions answered from a collection, each with its sources."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from app.batch.atomic import make_room, replacing
from app.batch.progress import Tell, tell
from app.knowledge import open_knowledge
from haat.core.errors import InvalidInput
from haat.core.settings import Settings
from retrieval.answering import Answer

NOT_HELD = "The knowledge base does not hold the answer."
TOLD_EVERY = 25
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for: one question, or a file of them."""

    question: str | None
    given: Path | None
    output: Path | None
    collection: str


def run(settings: Settings, wish: Wish, tell: Tell = tell) -> None:
    """Answer; InvalidInput where something can't be used, then nothing is written."""
    if wish.question is not None and wish.given is None and wish.output is None:
        with open_knowledge(settings, wish.collection) as knowledge:
            _print(knowledge.ask(wish.question))
        return
    if wish.question is not None or wish.given is None or wish.output is None:
        raise InvalidInput("ask one question, or name both --input and --output")
    asked = list(_questions(wish.given))
    make_room(wish.output)
    with open_knowledge(settings, wish.collection) as knowledge, replacing(wish.output) as half:
        refused = 0
        with half.open("wb") as out:
            for number, (question_id, question) in enumerate(asked, 1):
                answer = knowledge.ask(question)
                refused += answer.refused
                out.write(orjson.dumps({"id": question_id, **_told(answer)}) + b"\n")
                if number % TOLD_EVERY == 0:
                    tell(f"{number:,} of {len(asked):,} questions")
    sys.stdout.write(f"{len(asked):,} questions, {refused:,} refused, written to {wish.output}\n")


def _questions(path: Path) -> Iterator[tuple[Any, str]]:
    """Each question with its id, as it is told."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path}: is not written in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _question(line, f"{path}: line {number}")


def _question(line: str, place: str) -> tuple[Any, str]:
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"{place}: is no JSON: {error}") from error
    if not isinstance(told, Mapping) or not isinstance(told.get("question"), str):
        raise InvalidInput(f"{place}: needs `id` and `question`")
    if not isinstance(told.get("id"), str | int):
        raise InvalidInput(f"{place}: `id` must be a text or a whole number")
    if not told["question"].strip():
        raise InvalidInput(f"{place}: the question is empty")
    return told["id"], told["question"]


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer.text or NOT_HELD,
        "refused": answer.refused,
        "language": answer.language,
        "citations": [asdict(citation) for citation in answer.citations],
        "passages": [
            {
                "source": found.payload["source"],
                "locator": found.payload["locator"],
                "text": found.payload["text"],
                "score": round(found.score, DIGITS),
            }
            for found in answer.passages
        ],
    }


def _print(answer: Answer) -> None:
    sys.stdout.write(f"{answer.text or NOT_HELD}\n")
    for cited in answer.citations:
        sys.stdout.write(f"  [{cited.source}, {cited.locator}]\n")
