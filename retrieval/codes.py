"""Under which code of a table goods stand: the rows that name them and little else."""

from collections.abc import Sequence

from retrieval.coverage import stem
from retrieval.question import Question
from retrieval.searching import Candidate
from retrieval.tokens import key, words

ROW = "row"
LEAST = 0.3  # of the words that are sought


def coded(question: Question, found: Sequence[Candidate]) -> list[Candidate]:
    """The rows that say most of what is sought, the shortest and the finest code first; none where none says enough."""
    rows = [one for one in found if one.payload["kind"] == ROW] if question.wants_code else []
    sought = [frozenset(map(stem, one)) for one in question.goods_by_name]
    said = {one.id: words(one.payload["text"]) for one in rows}
    share = {row: _share(sought, told) for row, told in said.items()}
    good = [one for one in rows if share[one.id] >= LEAST]
    return sorted(good, key=lambda one: (-share[one.id], len(said[one.id]), -_finest(said[one.id])))


def _share(sought: Sequence[frozenset[str]], told: Sequence[str]) -> float:
    stems = {stem(key(word)) for word in told}
    return sum(bool(one & stems) for one in sought) / max(1, len(sought))


def _finest(told: Sequence[str]) -> int:
    """The digits of its code."""
    return max((len(word) for word in told if word.isdigit()), default=0)
