"""What a question or a fact is about: ideas of the glossary, goods, and the words that are left."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from haat.language.concepts import concept_categories
from haat.language.scripts import script_of
from haat.language.tokens import tokenise
from retrieval.vocabulary import (
    BY_SOUND,
    PARTS,
    SHORTEST_ACROSS,
    SHORTEST_NAME,
    USUAL_SCRIPTS,
    Part,
    Vocabulary,
    heard,
    is_usual,
    told,
    vocabulary,
)

SHORTEST_GOODS = 3
SHORTEST_NATIVE = 2  # in an Indian script: ঘি
CRAFTS = {"shg_craft"}
INFLECTED = re.compile(r"([a-z]+)[^\x00-\x7f]+")  # `gstக்கு`


@dataclass(frozen=True, slots=True)
class About:
    """What a text speaks of: ideas by the glossary's parts, goods, and other words as they sound."""

    subjects: frozenset[str]
    asks: frozenset[str]
    context: frozenset[str]
    goods: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Reads texts in any script."""

    parts: Mapping[str, Part]
    endings: Mapping[str, tuple[str, ...]]
    categories: Mapping[str, str]

    def about(self, text: str) -> About:
        """Read a text."""
        keys = [
            _uninflected(token.key)
            for token in tokenise(text)
            if token.key == "%" or token.key.isalnum() or any(map(str.isalpha, token.key))
        ]
        foreign = {script_of(key[0]) or "" for key in keys if not key.isascii()}
        return self._read(keys, vocabulary(frozenset(foreign | USUAL_SCRIPTS)))

    def _read(self, keys: list[str], known: Vocabulary) -> About:
        reading = Reading(keys, [heard(key) for key in keys], known, self.endings)
        found: dict[Part, set[str]] = {part: set() for part in PARTS}
        taken: set[int] = set()
        for start, end, idea in self._longest(list(reading.phrases())):
            found[self.parts[idea]].add(idea)
            taken.update(range(start, end))
        goods = reading.goods()
        kinds = {self._kind(concept) for concept in goods} - {None}
        return About(
            frozenset(found["subjects"]),
            frozenset(found["asks"]),
            frozenset(found["context"] | {kind for kind in kinds if kind}),
            goods,
            tuple(reading.left(taken)),
        )

    def _longest(self, found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
        """Without those inside a longer one of the same part: an e-way bill is no bill."""
        spans = [(start, end, self.parts[idea]) for start, end, idea in found]
        for start, end, idea in found:
            part = self.parts[idea]
            if not any(
                s <= start and end <= e and e - s > end - start and p == part for s, e, p in spans
            ):
                yield start, end, idea

    def _kind(self, concept: str) -> str | None:
        category = self.categories.get(concept)
        return None if category is None else "handicraft" if category in CRAFTS else "food"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's words, as they are spelt and as they sound, and what is known of words."""

    keys: list[str]
    sounds: list[str]
    known: Vocabulary
    endings: Mapping[str, tuple[str, ...]]

    def phrases(self) -> Iterator[tuple[int, int, str]]:
        """Where a phrase stands, from word to word (exclusive), and its idea."""
        for at, (key, sound) in enumerate(zip(self.keys, self.sounds, strict=True)):
            for phrase in self.known.phrases.get(sound, ()):
                end = at + len(phrase.words)
                heard_so = tuple(self.sounds[at:end]) == phrase.words
                if heard_so and not self._by_chance(key, phrase.first, "".join(phrase.words)):
                    yield at, end, phrase.idea
            for start in {sound, *_starts(sound.lstrip(BY_SOUND)), *_starts(key)}:
                for begun in self.known.beginnings.get(start, ()):
                    if not begun.fits(self.keys[at:], self.sounds[at:]):
                        continue
                    if begun.words or not self._by_chance(
                        key[: len(begun.spelt)], begun.spelt, begun.sound, key
                    ):
                        yield at, at + len(begun.words) + 1, begun.idea

    def _by_chance(self, key: str, spelt: str, sound: str, whole: str = "") -> bool:
        """Whether a word only sounds like a term: देता is no डेटा, nor കൂട്ടി a kutti."""
        if key == spelt:
            return False
        short = len(sound.lstrip(BY_SOUND)) < SHORTEST_ACROSS
        return (whole or key) in self.known.plain_spelt or (
            short and is_usual(spelt) and not is_usual(key)
        )

    def goods(self) -> frozenset[str]:
        """The goods that are named, by one word or two."""
        pairs = (" ".join(self.keys[at : at + 2]) for at in range(len(self.keys) - 1))
        named = (
            key
            for key, sound in zip(self.keys, self.sounds, strict=True)
            if len(key) >= _shortest(key, SHORTEST_GOODS) and not self._is_plain(key, sound)
        )
        return frozenset(c for name in (*named, *pairs) for c in self._named(name))

    def left(self, taken: set[int]) -> Iterator[str]:
        """The other words, as they sound."""
        for at, (key, sound) in enumerate(zip(self.keys, self.sounds, strict=True)):
            nothing = at in taken or key.isdigit() or key == "%" or self._is_plain(key, sound)
            if not nothing and not self._named(key):
                yield sound

    def _is_plain(self, key: str, sound: str) -> bool:
        """Whether a word counts as nothing."""
        if sound in self.known.plain or key in self.endings:
            return True
        return not self.known.plain_starts.isdisjoint(_starts(sound.lstrip(BY_SOUND)))

    def _named(self, name: str) -> frozenset[str]:
        """The goods of a name, which may have an ending of its language: ঘিয়ের, neyyiku."""
        if name in self.known.goods:
            return self.known.goods[name]
        for cut in range(len(name) - 1, _shortest(name, SHORTEST_NAME) - 1, -1):
            for rest in self.endings.get(name[cut:], ()):
                if name[:cut] + rest in self.known.goods:
                    return self.known.goods[name[:cut] + rest]
        return frozenset()


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The shipped glossary."""
    shipped = told()
    return Glossary(shipped.parts, shipped.endings, concept_categories())


def _uninflected(key: str) -> str:
    """A Latin word without an ending in another script."""
    word = INFLECTED.fullmatch(key)
    return word[1] if word else key


def _shortest(name: str, in_latin: int) -> int:
    return in_latin if name.isascii() else SHORTEST_NATIVE


def _starts(word: str) -> Iterator[str]:
    return (word[:end] for end in range(1, len(word) + 1))
