"""Which of several passages a question names: by the words that it says as they sound, in whichever letters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from haat.language.sound import skeleton
from retrieval.question import Question
from retrieval.shelf import Payload
from retrieval.tokens import is_plain, key, parts, words
from retrieval.whereabouts import of_a_state, places, speaks_of

ALIKE = 0.6  # of the parts of two words that are one word, spelt in two ways
BONES = 3  # consonants of a name that is known by them
SHORTEST = 4  # letters of a word that may be spelt in two ways


@dataclass(frozen=True, slots=True)
class Naming:
    """What of a question one passage says."""

    strange: frozenset[str]  # words that the glossary does not know
    said: frozenset[str]  # of them
    titled: float  # how much of its document's name the question says, by rarity
    behind: float  # how far behind the passage whose document is named best
    abroad: int  # of the places that it does not speak of

    @property
    def unnamed(self) -> frozenset[str]:
        """Words that nobody knows, and it neither."""
        return self.strange - self.said


def naming(question: Question, found: Sequence[Payload], looked_at: int) -> list[Naming]:
    """Of each of the first passages; the others tell which words are rare, and more of the same documents."""
    strange = frozenset(key(word.lstrip("~")) for word in question.about.words)
    first = found[:looked_at]
    texts = [_text(_whole(payload)) for payload in first]
    said = [frozenset(filter(text.says, strange)) for text in texts]
    titled = called(question, found)
    best = max(titled.values(), default=0.0)
    absent = _absent(question, found)
    return [
        Naming(
            strange=strange,
            said=mine,
            titled=titled[payload["title"]],
            behind=best - titled[payload["title"]],
            abroad=absent[payload["source"]],
        )
        for payload, mine in zip(first, said, strict=True)
    ]


def called(question: Question, found: Sequence[Payload]) -> dict[str, float]:
    """By the names of documents: how much of one the question says, words that few have counting more."""
    asked = _spoken(frozenset(key(word) for word in question.words))
    titles = {payload["title"]: _name(payload["title"]) for payload in found}
    common = Counter(word for name in titles.values() for word in name)
    heard = {word for word in common if asked.calls(word)}
    return {title: sum(1 / common[word] for word in name & heard) for title, name in titles.items()}


def _absent(question: Question, found: Sequence[Payload]) -> dict[str, int]:
    """By source: how many of the question's places none of its passages here speaks of; what names no State is of all."""
    asked = places(question.text)
    if not asked:
        return dict.fromkeys((payload["source"] for payload in found), 0)
    texts: dict[str, frozenset[str]] = {}
    for payload in found:
        held = texts.get(payload["source"], frozenset[str]())
        texts[payload["source"]] = held | _text(_whole(payload)).words
    return {
        source: sum(not speaks_of(place, text) for place in asked) if of_a_state(text) else 0
        for source, text in texts.items()
    }


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a text as they sound."""

    words: frozenset[str]
    bones: frozenset[str]  # the consonants of those with enough of them
    begun: Mapping[
        str, tuple[tuple[str, int], ...]
    ]  # by first letter, with how many parts they have

    def says(self, word: str) -> bool:
        """Whether a word is among them, perhaps in another spelling or with another ending."""
        if word in self.words:
            return True
        if len(word) < SHORTEST:
            return False
        mine = frozenset(parts(word))
        return any(
            2 * min(len(mine), size) >= ALIKE * (len(mine) + size)
            and 2 * len(mine.intersection(parts(other))) >= ALIKE * (len(mine) + size)
            for other, size in self.begun.get(word[0], ())
        )

    def calls(self, word: str) -> bool:
        """Whether it says a name: the vowels of one are written in many ways."""
        return self.says(word) or _bones(word) in self.bones


def spoken(text: str) -> Spoken:
    """A text's words."""
    return _spoken(frozenset(key(word) for word in words(text)))


@lru_cache(maxsize=1024)
def _spoken(said: frozenset[str]) -> Spoken:
    begun: dict[str, list[tuple[str, int]]] = {}
    for word in said:
        if len(word) >= SHORTEST:
            begun.setdefault(word[0], []).append((word, len(frozenset(parts(word)))))
    bones = frozenset(found for word in said if (found := _bones(word)))
    return Spoken(said, bones, {letter: tuple(found) for letter, found in begun.items()})


@lru_cache(maxsize=50_000)
def _bones(word: str) -> str:
    """A word's first letter and consonants, or nothing where they are few."""
    found = skeleton(word)
    return word[0] + found if len(word) > SHORTEST and len(found) >= BONES else ""


def _whole(payload: Payload) -> str:
    return f"{payload['title']} {payload.get('section', '')} {payload['text']}"


@lru_cache(maxsize=1024)
def _text(text: str) -> Spoken:
    return spoken(text)


@lru_cache(maxsize=2048)
def _name(title: str) -> frozenset[str]:
    return frozenset(key(word) for word in words(title) if not is_plain(word))
