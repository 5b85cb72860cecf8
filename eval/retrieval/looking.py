"""The evidence that a collection gives for questions, also with the passage that answers taken away."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from eval.retrieval.asking import Case
from haat.language.detect import Identifier
from retrieval.meaning import Meaning
from retrieval.proof import Evidence, evidence
from retrieval.question import read_question
from retrieval.searching import Candidate, candidates, ranked
from retrieval.shelf import Hit, Parts, Payload, Searched, Tokens, Vector

Numbers = NDArray[np.float64]
NAMES = tuple(field.name for field in fields(Evidence))
MORE = 12  # passages looked for, beside those taken away


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the evidence of its best passages, and which of all found hold the answer."""

    author: str
    held: bool  # whether the texts hold the answer
    taken_away: bool
    seen: Numbers
    met: NDArray[np.bool_]

    def of(self, names: Sequence[str]) -> Numbers:
        """Some of the evidence."""
        return self.seen[:, [NAMES.index(name) for name in names]]


@dataclass(frozen=True, slots=True)
class Without:
    """A collection from which some passages are taken away."""

    shelf: Searched
    away: Callable[[Payload], bool]

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        """See `Searched`."""
        return self._left(self.shelf.near(vector, limit + MORE), limit)

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        """See `Searched`."""
        return self._left(self.shelf.sharing(tokens, limit + MORE, rows=rows), limit)

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        """See `Searched`."""
        return self.shelf.meeting(parts, ids)

    def _left(self, hits: Iterable[Hit], limit: int) -> list[Hit]:
        return [hit for hit in hits if not self.away(hit.payload)][:limit]


def _met(case: Case, payload: Payload) -> bool:
    return not case.unanswerable and case.met(
        payload["source"], payload["locator"], payload["text"]
    )


def looked_through(
    shelf: Searched, meaning: Meaning, identifier: Identifier, cases: Iterable[Case]
) -> Iterator[Asked]:
    """The evidence for every question; codes of goods have a way of their own."""
    for number, case in enumerate(cases):
        question = read_question(case.question, identifier)
        if question.wants_code:
            continue
        whole = ranked(question, candidates(shelf, meaning, question))
        yield _asked(case, whole, evidence(question, whole), taken_away=False)
        if not case.unanswerable and number % 2 == 0:
            less = Without(shelf, lambda payload, case=case: _met(case, payload))  # type: ignore[misc]  # bound at once
            rest = ranked(question, candidates(less, meaning, question))
            yield _asked(case, rest, evidence(question, rest), taken_away=True)


def _asked(
    case: Case, found: Sequence[Candidate], seen: Sequence[Evidence], *, taken_away: bool
) -> Asked:
    met = np.array([_met(case, one.payload) for one in found], dtype=bool)
    held = not (case.unanswerable or taken_away)
    return Asked(
        case.author, held, taken_away, np.array([astuple(one) for one in seen], float), met
    )
