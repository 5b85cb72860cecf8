"""The passages that fit a question: by meaning, whole and by parts, by words where letters are shared, by ideas."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from haat.language.scripts import script_of
from retrieval.kinds import wanted
from retrieval.meaning import Meaning
from retrieval.naming import called
from retrieval.native import devanagari_of
from retrieval.question import LATIN, Question
from retrieval.shelf import Hit, Payload, Searched, Sense
from retrieval.tokens import words

DEEP = 60  # passages that each way of looking brings
# How much a romanised question counts as it was typed: its names, its English words.
LATIN_LETTERS = 0.6
LOOKED_INTO = 40  # of them, part by part
SURE = 25.0  # by words: some two rare words and all their parts; what has less is not much by them
FEW = 20  # rows of a table of codes
BEGINNING = 200  # letters
ADDRESS = re.compile(r"\(?https?://\S+|\bwww\.\S+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage, and how well it fits each way: cosine, parts of the question, words and ideas by rarity."""

    id: str
    payload: Payload
    cosine: float = 0.0
    words: float = 0.0
    ideas: float = 0.0
    score: float = 0.0
    parts: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each way counts; of words by whether question and passage share their letters."""

    cosine: float = 2.0
    parts: float = 10.0
    ideas: float = 0.6
    english: float = 0.5  # English, English
    indian: float = 0.5  # an Indian language and text
    typed: float = 1.0  # the same, asked in Latin letters
    mixed: float = 0.6  # Hinglish and an English text: its English words
    codes: float = 1.0  # a code or the number of a rule that the passage has
    apart: float = 0.4  # an Indian script and an English text
    links: float = -1.0  # addresses for the most part, where none is asked for
    named: float = 0.4  # a document whose name is said, in whichever letters


WEIGHTS = Weights()
# Of a model that tells no parts.
WHOLE = Weights(cosine=20.0, parts=0.0, indian=1.0, mixed=0.5, apart=0.1)


def candidates(shelf: Searched, meaning: Meaning, question: Question) -> list[Candidate]:
    """Every passage that one of the ways brings."""
    found: dict[str, Candidate] = {}
    asked = _asked(question)
    senses = meaning.questions(list(asked))
    lists = [shelf.near(sense.whole, DEEP) for sense in senses]
    floor = min((hit.score for hits in lists for hit in hits), default=0.0)
    for hits in lists:
        for hit in hits:
            held = found.get(hit.id, Candidate(hit.id, hit.payload))
            found[hit.id] = replace(held, cosine=max(held.cosine, hit.score))
    for hit in _shared(shelf, question.sounds):
        held = found.get(hit.id, Candidate(hit.id, hit.payload, floor))
        found[hit.id] = replace(held, words=hit.score)
    for hit in _shared(shelf, question.english_names) if question.knows else ():
        held = found.get(hit.id, Candidate(hit.id, hit.payload, floor))
        found[hit.id] = replace(held, ideas=hit.score)
    likely = _likeliest(found.values())
    met = _met(shelf, list(zip(senses, asked.values(), strict=True)), likely)
    least = min(met.values(), default=0.0)
    for hit in _rows(shelf, question):
        found[hit.id] = Candidate(hit.id, hit.payload, floor, hit.score)
    return [replace(c, parts=met.get(c.id, least)) for c in found.values()]


def _likeliest(found: Iterable[Candidate]) -> list[str]:
    """The best of each way: only of them is looked at what their parts say, which is dear."""
    found = list(found)
    ways = ("cosine", "words", "ideas")
    return list(
        {
            one.id: None
            for way in ways
            for one in sorted(found, key=lambda c: -getattr(c, way))[:LOOKED_INTO]
            if getattr(one, way)
        }
    )


def _met(
    shelf: Searched, asked: Sequence[tuple[Sense, float]], ids: Sequence[str]
) -> dict[str, float]:
    """How well passages meet the parts of what is asked, each way of asking by its weight."""
    told: Counter[str] = Counter()
    for sense, weight in asked:
        if ids and weight and sense.parts:
            met = shelf.meeting(sense.parts, ids)
            told.update({i: weight * score for i, score in met.items()})
    return dict(told)


def ranked(
    question: Question, found: Iterable[Candidate], weights: Weights | None = None
) -> list[Candidate]:
    """Best first: a weighted sum, each way relative to its best (Bruch, Gai and Ingber 2023)."""
    found = list(found)
    weights = weights or (WEIGHTS if any(c.parts for c in found) else WHOLE)
    best = max((c.cosine for c in found), default=0.0)
    met = max((c.parts for c in found), default=0.0)
    words = max((c.words for c in found), default=0.0) or 1.0
    if weights.parts:
        words = max(words, SURE)
    names = called(question, [c.payload for c in found])
    bare = "web" not in wanted(question)
    scored = [
        replace(
            c,
            score=weights.cosine * (c.cosine - best)
            + weights.parts * (c.parts - met)
            + _of_words(question, c.payload, weights) * c.words / words
            + weights.ideas * c.ideas / 5
            + weights.codes * _exact(question, c.payload)
            + weights.named * names[c.payload["title"]]
            + weights.links * (bare and _is_links(c.payload["text"])),
        )
        for c in found
    ]
    return sorted(scored, key=lambda c: -c.score)


@lru_cache(maxsize=4096)
def _is_links(text: str) -> bool:
    return 2 * len(ADDRESS.sub("", text)) < len(text)


def _of_words(question: Question, payload: Payload, weights: Weights) -> float:
    latin = written_in(payload["text"]) == LATIN
    if question.english:
        return weights.english
    if not latin:
        return weights.typed if question.romanised else weights.indian
    return weights.mixed if question.romanised else weights.apart


@lru_cache(maxsize=4096)
def written_in(text: str) -> str:
    """The script of most of its first letters."""
    scripts = (script_of(letter) for letter in text[:BEGINNING])
    counted = Counter(script for script in scripts if script)
    return max(counted, key=lambda script: counted[script], default=LATIN)


def _asked(question: Question) -> dict[str, float]:
    """The question as the model knows such best; beside it, of another language, what English calls it.

    With each goes how much its parts count.
    """
    text = devanagari_of(question.text) if question.romanised else question.text
    if question.english:
        return {text: 1.0}
    if question.knows:
        return {question.gloss: 0.0, text: 1.0}
    return {question.text: LATIN_LETTERS, text: 1.0}


def _rows(shelf: Searched, question: Question) -> list[Hit]:
    """Rows of tables of codes, where a code is asked for or about."""
    if not question.codes and "hsn" not in question.about.subjects:
        return []
    return shelf.sharing(question.of_rows, FEW, rows=True) if question.of_rows else []


def _exact(question: Question, payload: Payload) -> float:
    """The share of the question's codes that a passage has."""
    if not question.codes:
        return 0.0
    said = set(words(f"{payload['locator']} {payload.get('section', '')} {payload['text']}"))
    return len(question.codes & said) / len(question.codes)


def _shared(shelf: Searched, tokens: Mapping[str, float]) -> list[Hit]:
    return shelf.sharing(tokens, DEEP, rows=False) if tokens else []
