"""A question answered from a collection: the sentences that hold the fact, their source, or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass

from haat.core.message import Citation
from haat.language.detect import Identifier
from retrieval.meaning import Meaning
from retrieval.proof import judged
from retrieval.question import Question, read_question
from retrieval.quote import quote
from retrieval.searching import Candidate, candidates, ranked
from retrieval.shelf import Searched
from retrieval.tokens import words

SHOWN = 10
SAME = 0.9  # of the words of two passages that say the same


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is empty where it is refused; passages best first."""

    text: str
    language: str
    citations: tuple[Citation, ...]
    passages: tuple[Candidate, ...]

    @property
    def refused(self) -> bool:
        """Whether the collection does not hold what was asked."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A collection that can be asked."""

    shelf: Searched
    meaning: Meaning
    identifier: Identifier

    def ask(self, text: str) -> Answer:
        """The answer to one question."""
        question = read_question(text, self.identifier)
        found = ranked(question, candidates(self.shelf, self.meaning, question))
        best, holds = judged(question, found)
        shown = tuple(_different(best)[:SHOWN])
        if not holds:
            return Answer("", question.language, (), shown)
        cited = _citation(shown[0], question)
        return Answer(cited.quote, question.language, (cited,), shown)


def _citation(found: Candidate, question: Question) -> Citation:
    told = found.payload
    return Citation(
        id=found.id,
        source=told["source"],
        title=" — ".join(filter(None, (told["title"], told.get("section", "")))),
        locator=told["locator"],
        quote=quote(told["text"], question),
        as_of=told.get("as_of") or None,
    )


def _different(found: Sequence[Candidate]) -> list[Candidate]:
    """Without those that say what a better one says (of a law in two files, and of overlaps)."""
    kept: list[tuple[Candidate, set[str]]] = []
    for candidate in found[: 3 * SHOWN]:
        said = set(words(candidate.payload["text"]))
        if not any(
            len(said & other) >= SAME * min(len(said), len(other)) and other for _, other in kept
        ):
            kept.append((candidate, said))
    return [candidate for candidate, _ in kept]
