"""The passages that fit a question: by meaning, by words where both share their letters, by ideas."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from haat.language.detect import main_script
from haat.language.tokens import tokenise
from retrieval.kinds import wanted
from retrieval.meaning import Meaning
from retrieval.naming import called
from retrieval.native import devanagari_of
from retrieval.question import LATIN, Question
from retrieval.shelf import Hit, Payload, Searched
from retrieval.tokens import words

DEEP = 60  # passages that each way of looking brings
FEW = 20  # rows of a table of codes
ADDRESS = re.compile(r"\(?https?://\S+|\bwww\.\S+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage, and how well it fits each way: cosine, words and ideas by their rarity."""

    id: str
    payload: Payload
    cosine: float = 0.0
    words: float = 0.0
    ideas: float = 0.0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each way counts; of words by whether question and passage share their letters."""

    cosine: float = 20.0
    ideas: float = 0.6
    english: float = 0.5  # English, English
    indian: float = 1.0  # an Indian language, in either letters, and an Indian text
    mixed: float = 0.5  # Hinglish and an English text: its English words
    codes: float = 1.0  # a code or the number of a rule that the passage has
    apart: float = 0.1  # an Indian script and an English text
    links: float = -1.0  # addresses for the most part, where none is asked for
    named: float = 0.4  # a document whose name is said, in whichever letters


WEIGHTS = Weights()


def candidates(shelf: Searched, meaning: Meaning, question: Question) -> list[Candidate]:
    """Every passage that one of the ways brings."""
    found: dict[str, Candidate] = {}
    lists = [shelf.near(v, DEEP) for v in meaning.questions(_asked(question))]
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
    for hit in _rows(shelf, question):
        found[hit.id] = Candidate(hit.id, hit.payload, floor, hit.score)
    return list(found.values())


def ranked(
    question: Question, found: Iterable[Candidate], weights: Weights = WEIGHTS
) -> list[Candidate]:
    """Best first: a weighted sum, each way relative to its best (Bruch, Gai and Ingber 2023)."""
    found = list(found)
    best = max((c.cosine for c in found), default=0.0)
    words = max((c.words for c in found), default=0.0) or 1.0
    names = called(question, [c.payload for c in found])
    bare = "web" not in wanted(question)
    scored = [
        replace(
            c,
            score=weights.cosine * (c.cosine - best)
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
        return weights.indian
    return weights.mixed if question.romanised else weights.apart


@lru_cache(maxsize=4096)
def written_in(text: str) -> str:
    """The script of most of its first words."""
    return main_script(tokenise(text[:200])) or LATIN


def _asked(question: Question) -> list[str]:
    """The question as the model knows such best; beside it, of another language, what English calls it."""
    text = devanagari_of(question.text) if question.romanised else question.text
    if question.english:
        return [text]
    if question.knows:
        return [text, question.gloss]
    return [text, question.text] if question.romanised else [text]


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
