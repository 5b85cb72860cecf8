"""Whether a passage holds what is asked: the evidence, weighed; a score alone tells too little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.evidence import RATED
from retrieval.glossary import glossary
from retrieval.kinds import Kind, holds, wanted
from retrieval.question import LATIN, Question
from retrieval.quote import sentences
from retrieval.searching import Candidate, written_in
from retrieval.tokens import ideas, key, parts, words

LOOKED_AT = 8
# An ask that is met by the kind of answer, whether or not its name is said.
OF_ASK: Mapping[str, frozenset[Kind]] = {
    "i:rate": frozenset({"share"}),
    "i:validity": frozenset({"span"}),
}
# Logistic regressions on the questions of `eval/retrieval/compliance.tsv` (penalised; docs/knowledge.md tells how
# they do on others): which passage of several holds the answer, and whether the chosen one does.
WHICH: Mapping[str, float] = {
    "above": 16.64,
    "behind": -28.04,
    "words": 0.47,
    "ideas": 0.06,
    "lacking": -0.87,
    "asks": 0.42,
    "title": 0.73,
    "beside": -0.17,
    "kind": 0.57,
    "near": 1.39,
}
WHETHER: Mapping[str, float] = {
    "above": 26.93,
    "lacking": -2.24,
    "subjects": 1.71,
    "asks": 3.64,
    "unnamed": -1.07,
    "unpriced": -2.65,
    "near": 1.89,
    "kind": 2.32,
}
WHETHER_AT_ALL = -9.18
LEAST = -0.2  # in log odds: from there it is answered
ALIKE = 0.6  # of the parts of two words that are one word, spelt in two ways


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well one passage answers one question; each from 0 to 1 where nothing else is said."""

    above: float  # its cosine above the usual passage's
    behind: float  # its cosine behind the best
    words: float  # relative to the best
    ideas: float  # relative to the best
    subjects: float  # the share of the subjects and goods asked about that it speaks of
    lacking: float  # how many subjects it does not speak of
    asks: float  # the share of what is asked of them: a fee, a rate, a date
    title: float  # the share of the question's ideas in its headings
    beside: float  # the headings' ideas that nobody asked about
    unnamed: float  # how many it does not say, though it is in their letters
    unpriced: float  # 1 where a rate is asked of goods that it does not name
    kind: float  # the share of the wanted kinds of answer that it holds
    near: float  # the most of what is asked that one sentence of the wanted kind says, with its headings

    def weighed(self, weights: Mapping[str, float]) -> float:
        """The sum of what counts."""
        return sum(weight * float(getattr(self, name)) for name, weight in weights.items())


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
    about, payload, kinds = question.about, found.payload, wanted(question)
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
        lacking=float(len({f"i:{s}" for s in about.subjects} - told)),
        asks=_share(asks, told | _met(payload["text"], asks)),
        title=_share(subjects | asks | context, in_title) if question.ideas else 0.0,
        beside=float(len({i for i in in_title if i[2:] in over.subjects} - subjects)),
        unnamed=0.0 if apart else float(len(unnamed)),
        unpriced=float(_is_unpriced(question, told, unnamed)),
        kind=holds(payload["text"], kinds),
        near=_near(payload["text"], subjects | asks | context, set(ideas(over)), kinds),
    )


def _is_unpriced(question: Question, told: set[str], unnamed: list[str]) -> bool:
    """A rate is told of the goods that were named; a word that nobody knows may be goods."""
    about = question.about
    if "rate" not in about.asks or "gst" not in about.subjects:
        return False
    goods = {f"g:{concept}" for concept in about.goods}
    return not goods & told if goods else bool(unnamed) and not about.subjects & RATED


def _met(text: str, asks: set[str]) -> set[str]:
    return {ask for ask in asks if ask in OF_ASK and holds(text, OF_ASK[ask])}


def _near(text: str, asked: set[str], over: set[str], kinds: frozenset[Kind]) -> float:
    """How much of what is asked stands together with the kind of answer."""
    return max(
        (
            _share(asked, over | set(ideas(glossary().about(text[start:end]))))
            for start, end in sentences(text)
            if not kinds or holds(text[start:end], kinds)
        ),
        default=0.0,
    )


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
    """The candidates, best evidence first, and whether the first holds what is asked.

    Where the glossary knows nothing of the subject the order stays as the search left it.
    """
    proofs = evidence(question, found)
    if not proofs:
        return [], False
    order = list(range(len(proofs)))
    scored = list(found)
    if question.subject:
        weighed = [proof.weighed(WHICH) for proof in proofs]
        order.sort(key=lambda at: -weighed[at])
        lowest = min(weighed) - found[len(proofs) - 1].score
        scored = [replace(c, score=s) for c, s in zip(found, weighed, strict=False)]
        scored += [replace(c, score=c.score + lowest) for c in found[len(proofs) :]]
    sure = proofs[order[0]].weighed(WHETHER) + WHETHER_AT_ALL
    return [*(scored[at] for at in order), *scored[len(order) :]], sure >= LEAST
