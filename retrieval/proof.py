"""Whether a passage holds what is asked: the evidence, weighed; a score alone tells too little."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from math import log1p

from retrieval.attributes import told as told_of
from retrieval.codes import coded
from retrieval.coverage import Coverage, coverage
from retrieval.evidence import RATED
from retrieval.glossary import glossary
from retrieval.kinds import EXPRESS, Kind, holds, wanted
from retrieval.naming import Naming, naming
from retrieval.question import LATIN, Question
from retrieval.quote import sentences
from retrieval.searching import Candidate, written_in
from retrieval.shelf import Payload
from retrieval.tokens import ideas

LOOKED_AT = 20
BRIEF = 100  # letters
MANY = 30  # passages, beside which it is known how like a question the usual one is
LIKELY = 0.06  # how far above it those that answer are, in the middle
# An ask that is met by the kind of answer, whether or not its name is said.
OF_ASK: Mapping[str, frozenset[Kind]] = {
    "i:rate": frozenset({"share"}),
    "i:validity": frozenset({"span"}),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well one passage answers one question; each from 0 to 1 where nothing else is said."""

    above: float  # its cosine above the usual passage's
    behind: float  # its cosine behind the best
    words: float  # relative to the best
    lacking: float  # how many of the subjects asked about it does not speak of
    asks: float  # the share of what is asked of them that it speaks of: a fee, a rate, a date
    title: float  # the share of the question's ideas in its headings
    titled: float  # how much of its document's name the question says, by rarity
    untitled: float  # how far behind the passage whose document the question names best
    abroad: float  # how many of the places that are asked about its document does not speak of
    unnamed: (
        float  # how many of the words that nobody knows it does not say, though in their letters
    )
    unsaid: float  # their share of the question's words
    unpriced: float  # 1 where a rate is asked of goods that it does not name
    told: float  # how many of the attributes that are asked for (fee, moisture) it speaks of
    untold: float  # how many it does not
    met: float  # 1 where kinds of answer are wanted and it holds all
    unmet: float  # the share of the wanted kinds that it lacks
    express: float  # 1 where a person, a number to call or the like is asked for and it tells none
    close: float  # the most of what is asked that one sentence of the wanted kind says, with its heading
    brief: float  # 1 where it has too few words to tell much
    said: float  # how much of the question it says, by rarity, in whichever language
    less: float  # how far it says less than the passage that says most
    over: float  # how much its headings say
    near: float  # the most that one sentence says with its headings
    cosine: float  # as it is
    found: float  # the score of the search
    partly: float  # how well it meets the parts of the question
    worse: float  # how far less than the passage that meets them best
    place: float  # where the search left it, from 0, as a logarithm

    def weighed(self, weights: Mapping[str, float]) -> float:
        """The sum of what counts."""
        return sum(weight * float(getattr(self, name)) for name, weight in weights.items())


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a question a passage is, beside the others that were found."""

    above: float
    behind: float
    words: float
    place: float
    said: Coverage
    less: float
    worse: float


def evidence(question: Question, found: Sequence[Candidate]) -> list[Evidence]:
    """Of each of the best candidates."""
    if not found:
        return []
    best = max(c.cosine for c in found)
    usual = (
        sorted(c.cosine for c in found)[len(found) // 2] if len(found) >= MANY else best - LIKELY
    )
    most = max(c.words for c in found) or 1.0
    met = max(c.parts for c in found)
    payloads = [c.payload for c in found]
    names = naming(question, payloads, LOOKED_AT)
    covered = coverage(question, payloads, LOOKED_AT)
    said = max(one.said for one in covered)
    kinds = wanted(question)
    likeness = (
        Likeness(
            above=c.cosine - usual,
            behind=best - c.cosine,
            words=c.words / most,
            place=log1p(at),
            said=one,
            less=said - one.said,
            worse=met - c.parts,
        )
        for at, (c, one) in enumerate(zip(found, covered, strict=False))
    )
    return [
        _of(question, c, name, kinds, like)
        for c, name, like in zip(found, names, likeness, strict=False)
    ]


def _of(
    question: Question,
    found: Candidate,
    names: Naming,
    kinds: frozenset[Kind],
    like: Likeness,
) -> Evidence:
    about, payload = question.about, found.payload
    section, text = payload.get("section", ""), payload["text"]
    told = set(payload["ideas"])
    subjects = {f"i:{s}" for s in about.subjects} | {f"g:{g}" for g in about.goods}
    asks = {f"i:{a}" for a in about.asks}
    sought = subjects | asks | {f"i:{c}" for c in about.context}
    over = {i for i in _ideas(f"{payload['title']} {section}") if i.startswith("i:")}
    unnamed = 0 if _apart(question, payload) else len(names.unnamed)
    whole = f"{payload['title']}\n{section}\n{text}"
    speaks = [told_of(name, whole) for name in question.attributes]
    held = holds(text, kinds)
    return Evidence(
        above=like.above,
        behind=like.behind,
        words=like.words,
        lacking=float(len({f"i:{s}" for s in about.subjects} - told)),
        asks=_share(asks, told | _met(text, asks)),
        title=_share(sought, over) if sought else 0.0,
        titled=names.titled,
        untitled=names.behind,
        abroad=float(names.abroad),
        unnamed=float(unnamed),
        unsaid=unnamed / max(1, len(question.words)),
        unpriced=float(_is_unpriced(question, told, names)),
        told=float(sum(speaks)),
        untold=float(len(speaks) - sum(speaks)),
        met=float(bool(kinds) and held == 1),
        unmet=1 - held,
        express=float(bool(kinds & EXPRESS) and not holds(text, kinds & EXPRESS)),
        close=_close(text, sought, set(_ideas(section)), kinds),
        brief=float(len(text) < BRIEF),
        said=like.said.said,
        less=like.less,
        over=like.said.over,
        near=like.said.near,
        cosine=found.cosine,
        found=found.score,
        partly=found.parts,
        worse=like.worse,
        place=like.place,
    )


def _apart(question: Question, payload: Payload) -> bool:
    """Whether question and passage do not share their letters."""
    return question.script != LATIN and written_in(payload["text"]) == LATIN


def _is_unpriced(question: Question, told: set[str], names: Naming) -> bool:
    """A rate is told of the goods that were named; a word that nobody knows may be goods."""
    about = question.about
    if "rate" not in about.asks or "gst" not in about.subjects or names.said:
        return False
    goods = {f"g:{concept}" for concept in about.goods}
    return not goods & told if goods else bool(names.unnamed) and not about.subjects & RATED


def _met(text: str, asks: set[str]) -> set[str]:
    return {ask for ask in asks if ask in OF_ASK and holds(text, OF_ASK[ask])}


def _close(text: str, sought: set[str], over: set[str], kinds: frozenset[Kind]) -> float:
    """How much of what is asked stands together with the kind of answer."""
    return max(
        (
            _share(sought, over | _ideas(text[start:end]))
            for start, end in sentences(text)
            if not kinds or holds(text[start:end], kinds)
        ),
        default=0.0,
    )


@lru_cache(maxsize=4096)
def _ideas(sentence: str) -> frozenset[str]:
    return frozenset(ideas(glossary().about(sentence)))


def _share(asked: set[str], told: set[str]) -> float:
    return len(asked & told) / len(asked) if asked else 1.0


def judged(question: Question, found: Sequence[Candidate]) -> tuple[list[Candidate], bool]:
    """The candidates, best evidence first, and whether the first holds what is asked.

    Where nothing in the question is known to the glossary the order stays as the search left it. A code of goods is
    told by the row that names them, whatever else is like the question.
    """
    rows = coded(question, found)
    found = [c for c in found if c not in rows]
    proofs = evidence(question, found)
    if not proofs:
        return rows, bool(rows)
    learned = weights()
    order = list(range(len(proofs)))
    scored = list(found)
    if question.knows:
        weighed = [proof.weighed(learned.which) for proof in proofs]
        order.sort(key=lambda at: -weighed[at])
        lowest = min(weighed) - found[len(proofs) - 1].score
        scored = [replace(c, score=s) for c, s in zip(found, weighed, strict=False)]
        scored += [replace(c, score=c.score + lowest) for c in found[len(proofs) :]]
    sure = proofs[order[0]].weighed(learned.whether) + learned.at_all
    told = [*(scored[at] for at in order), *scored[len(order) :]]
    above = (replace(row, score=told[0].score) for row in rows)
    return [*above, *told], bool(rows) or sure >= learned.least


@dataclass(frozen=True, slots=True)
class Weights:
    """Two logistic regressions: which passage of several holds the answer, and whether the chosen one does."""

    which: Mapping[str, float]
    whether: Mapping[str, float]
    at_all: float
    least: float  # in log odds: from there it is answered


@lru_cache(maxsize=1)
def weights() -> Weights:
    """What ships, fitted by `python -m eval.retrieval.fitting`."""
    path = files("retrieval") / "knowledge" / "weights.toml"
    return Weights(**tomllib.loads(path.read_text(encoding="utf-8")))
