"""Whether a passage holds what is asked: the evidence, weighed; a score alone tells too little."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.kinds import holds, wanted
from retrieval.evidence import RATED
from retrieval.glossary import glossary
from retrieval.question import LATIN, Question
from retrieval.searching import Candidate, written_in
from retrieval.tokens import key, parts, words

LOOKED_AT = 8
ALIKE = 0.6  # of the parts of two words that are one word, spelt in two ways


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well one passage answers one question; each from 0 to 1 where nothing else is said."""

    above: float  # its cosine above the usual passage's
    behind: float  # its cosine behind the best
    words: float  # relative to the best
    ideas: float  # relative to the best
    subjects: float  # the share of the subjects and goods asked about that it speaks of
    lacking: float  # how many it does not speak of
    asks: float  # the share of what is asked of them: a fee, a rate, a date
    context: float
    title: float  # the share of the question's ideas in its headings
    beside: float  # the headings' ideas that nobody asked about
    named: float  # the share of the words of no known meaning that it says
    unnamed: float  # how many it does not say, though it is in their letters
    strange: float  # how many it could not say, as it is in other letters
    unpriced: float  # 1 where a rate is asked of goods that it does not name
    kind: float  # the share of the wanted kinds of answer that it holds

    def row(self) -> tuple[float, ...]:
        """As numbers."""
        return tuple(getattr(self, name) for name in self.__slots__)


def evidence(question: Question, found: Sequence[Candidate]) -> list[Evidence]:
    """Of each of the best candidates."""
    looked_at = found[:LOOKED_AT]
    best = max((c.cosine for c in found), default=0.0)
    usual = sorted(c.cosine for c in found)[len(found) // 2] if found else 0.0
    most_words = max((c.words for c in found), default=0.0) or 1.0
    most_ideas = max((c.ideas for c in found), default=0.0) or 1.0
    return [
        _of(
            question,
            c,
            (c.cosine - usual, best - c.cosine, c.words / most_words, c.ideas / most_ideas),
        )
        for c in looked_at
    ]


def _of(
    question: Question, found: Candidate, scores: tuple[float, float, float, float]
) -> Evidence:
    about, payload = question.about, found.payload
    told = set(payload["ideas"])
    head = f"{payload['title']} {payload.get('section', '')}"
    over = glossary().about(head)
    subjects = {f"i:{s}" for s in about.subjects} | {f"g:{g}" for g in about.goods}
    asks = {f"i:{a}" for a in about.asks}
    context = {f"i:{c}" for c in about.context}
    in_title = {f"i:{i}" for i in over.subjects | over.asks | over.context}
    said = {key(word) for word in words(f"{head} {payload['text']}")}
    strange = {key(word.lstrip("~")) for word in about.words}
    unnamed = [word for word in strange if not _is_said(word, said)]
    apart = question.script != LATIN and written_in(payload["text"]) == LATIN
    above, behind, of_words, of_ideas = scores
    return Evidence(
        above=above,
        behind=behind,
        words=of_words,
        ideas=of_ideas,
        subjects=_share(subjects, told),
        lacking=float(len(subjects - told)),
        asks=_share(asks, told),
        context=_share(context, told),
        title=_share(subjects | asks | context, in_title) if question.ideas else 0.0,
        beside=float(len({i for i in in_title if i[2:] in over.subjects} - subjects)),
        named=1 - len(unnamed) / len(strange) if strange else 1.0,
        unnamed=0.0 if apart else float(len(unnamed)),
        strange=float(len(unnamed)) if apart else 0.0,
        unpriced=float(_is_unpriced(question, told, unnamed)),
        kind=holds(payload["text"], wanted(question)),
    )


def _is_unpriced(question: Question, told: set[str], unnamed: list[str]) -> bool:
    """A rate is told of the goods that were named; a word that nobody knows may be goods."""
    about = question.about
    if "rate" not in about.asks:
        return False
    goods = {f"g:{concept}" for concept in about.goods}
    return not goods & told if goods else bool(unnamed) and not about.subjects & RATED


def _share(asked: set[str], told: set[str]) -> float:
    return len(asked & told) / len(asked) if asked else 1.0


def _is_said(word: str, said: set[str]) -> bool:
    """Whether a text says a word, perhaps in another spelling or with another ending."""
    if word in said:
        return True
    if len(word) < 4:
        return False
    mine = set(parts(word))
    return any(
        2 * len(mine & set(parts(other))) >= ALIKE * (len(mine) + len(parts(other)))
        for other in said
        if len(other) >= 4
    )


def judged(question: Question, found: Sequence[Candidate]) -> tuple[list[Candidate], bool]:
    """The candidates, best evidence first, and whether the first holds what is asked."""
    proofs = evidence(question, found)
    return list(found), bool(proofs)
