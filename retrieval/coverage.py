"""How much of what a question says a passage says too: by its own words, by English ones, by ideas; rare ones count more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from haat.language.sound import skeleton
from retrieval.glossary import glossary
from retrieval.question import Question
from retrieval.quote import sentences
from retrieval.shelf import Payload
from retrieval.tokens import ideas, is_plain, key, words

POOL = 40  # passages by which it is known what is rare
SHORTEST = 4  # sounds of a word that may be spelt in two ways
BONES = 3  # consonants by which it is then known
STEM = 7  # sounds that tell words apart
ENDINGS = ("ing", "ed", "es", "s", "al", "er")
Sense = frozenset[str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of what is asked, by rarity."""

    said: float  # in the passage under its headings
    over: float  # in its headings
    near: float  # the most that one sentence says with them


def senses(question: Question) -> tuple[Sense, ...]:
    """For each word that means something, and each idea that is told by several, what may say it."""
    about = question.about
    left = {word.lstrip("~") for word in about.words}
    found: dict[Sense, None] = {}
    for word, english in zip(words(question.text), question.translated, strict=True):
        own = () if any(map(str.isdigit, word)) else tuple(ideas(glossary().about(word)))
        if english or own or (key(word) in left and not is_plain(word)):
            found[frozenset({*_forms(word, spelt_freely=not english), *own, *_stems(english)})] = (
                None
            )
    told = frozenset[str]().union(*found) if found else frozenset[str]()
    return (*found, *(frozenset({idea}) for idea in ideas(about) if idea not in told))


def coverage(question: Question, found: Sequence[Payload], looked_at: int) -> list[Coverage]:
    """Of each of the first passages; with the others they tell which words are rare."""
    asked = senses(question)
    texts = [_said(_whole(one)) | frozenset(one["ideas"]) for one in found[:POOL]]
    told = Counter(sense for text in texts for sense in asked if sense & text)
    rarity = {sense: log((len(texts) + 1) / (told[sense] + 0.5)) for sense in asked}
    return [
        _covered(rarity, text, payload)
        for text, payload in zip(texts[:looked_at], found, strict=False)
    ]


def _covered(rarity: Mapping[Sense, float], text: frozenset[str], payload: Payload) -> Coverage:
    over = _heading(f"{payload['title']} {payload.get('section', '')}")
    return Coverage(
        said=_share(rarity, text),
        over=_share(rarity, over),
        near=max((_share(rarity, over | one) for one in _pieces(payload["text"])), default=0.0),
    )


def _share(rarity: Mapping[Sense, float], text: frozenset[str]) -> float:
    whole = sum(rarity.values())
    return sum(r for sense, r in rarity.items() if sense & text) / whole if whole else 0.0


def _whole(payload: Payload) -> str:
    return f"{payload['title']} {payload.get('section', '')} {payload['text']}"


@lru_cache(maxsize=2048)
def _heading(text: str) -> frozenset[str]:
    return _said(text) | frozenset(ideas(glossary().about(text)))


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[frozenset[str], ...]:
    """What each sentence says, by its words."""
    return tuple(_said(text[start:end]) for start, end in sentences(text))


@lru_cache(maxsize=2048)
def _said(text: str) -> frozenset[str]:
    return frozenset(form for word in words(text) for form in _forms(word, spelt_freely=True))


def _stems(english: Iterable[str]) -> Iterator[str]:
    return (stem(key(word)) for word in english)


@lru_cache(maxsize=50_000)
def _forms(word: str, *, spelt_freely: bool) -> tuple[str, ...]:
    """A word without its ending; and, where its vowels may be written in many ways, its consonants."""
    sound = key(word)
    bones = skeleton(sound) if spelt_freely and len(sound) >= SHORTEST else ""
    return (stem(sound), f"b:{sound[0]}{bones}") if len(bones) >= BONES else (stem(sound),)


def stem(sound: str) -> str:
    """A word without its ending, no longer than what tells it apart."""
    for ending in ENDINGS:
        if sound.endswith(ending) and len(sound) - len(ending) >= SHORTEST:
            return sound[: -len(ending)][:STEM]
    return sound[:STEM]
