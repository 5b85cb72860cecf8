"""What a question or a fact is about: ideas of the glossary, goods, and the words that are left."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from haat.language.concepts import concept_categories
from haat.language.shipped import rows
from haat.language.sound import sound_key
from haat.language.tokens import fold, tokenise
from haat.language.transliterate import latin

Part = Literal["subjects", "asks", "context"]
PARTS: tuple[Part, ...] = ("subjects", "asks", "context")
SHORTEST_BY_SOUND = 4  # shorter words meet too many others when only their sound is compared
SHORTEST_GOODS = 3
BY_SOUND = "~"
LANGUAGES = {"en", "hi"}  # names of goods in other languages meet words of these
CRAFTS = {"shg_craft"}


@dataclass(frozen=True, slots=True)
class About:
    """What a text speaks of: ideas by the glossary's parts, goods, and other words as they sound."""

    subjects: frozenset[str]
    asks: frozenset[str]
    context: frozenset[str]
    goods: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it sounds, with its first word as it is spelt."""

    words: tuple[str, ...]
    first: str
    idea: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """A phrase whose last word may go on: compared by sound, or as spelt where it is short."""

    words: tuple[str, ...]  # before the last, as they sound
    spelt: str
    sound: str
    idea: str

    def fits(self, keys: Sequence[str], sounds: Sequence[str]) -> bool:
        """Whether words begin with the phrase."""
        at = len(self.words)
        if len(keys) <= at or tuple(sounds[:at]) != self.words:
            return False
        by_sound = len(self.sound) >= SHORTEST_BY_SOUND
        last = sounds[at].lstrip(BY_SOUND) if by_sound else keys[at]
        return last.startswith(self.sound if by_sound else self.spelt)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Phrases by their first word, and phrases of which the last word may go on."""

    phrases: Mapping[str, tuple[Phrase, ...]]
    beginnings: Mapping[str, tuple[Beginning, ...]]  # by the first letter
    parts: Mapping[str, Part]
    plain: frozenset[str]
    plain_spelt: frozenset[str]
    goods: Mapping[str, frozenset[str]]
    categories: Mapping[str, str]

    def about(self, text: str) -> About:
        """Read a text."""
        keys = [
            token.key
            for token in tokenise(text)
            if token.key == "%" or token.key.isalnum() or any(map(str.isalpha, token.key))
        ]
        sounds = [heard(key) for key in keys]
        found: dict[Part, set[str]] = {part: set() for part in PARTS}
        taken: set[int] = set()
        for start, end, idea in self._longest(list(self._phrases(keys, sounds))):
            found[self.parts[idea]].add(idea)
            taken.update(range(start, end))
        left = [
            (key, sound)
            for n, (key, sound) in enumerate(zip(keys, sounds, strict=True))
            if n not in taken
        ]
        goods = self._goods(keys)
        kinds = {self._kind(concept) for concept in goods} - {None}
        words = tuple(
            sound
            for key, sound in left
            if not key.isdigit()
            and key != "%"
            and sound not in self.plain
            and key not in self.goods
        )
        return About(
            frozenset(found["subjects"]),
            frozenset(found["asks"]),
            frozenset(found["context"] | {kind for kind in kinds if kind}),
            goods,
            words,
        )

    def _phrases(self, keys: list[str], sounds: list[str]) -> Iterator[tuple[int, int, str]]:
        """Where a phrase stands, from word to word (exclusive), and its idea."""
        for at, first in enumerate(sounds):
            for phrase in self.phrases.get(first, ()):
                if tuple(sounds[at : at + len(phrase.words)]) == phrase.words:
                    if keys[at] in self.plain_spelt and keys[at] != phrase.first:
                        continue  # देता is no डेटा, though it sounds like it
                    yield at, at + len(phrase.words), phrase.idea
            for begun in self.beginnings.get(first.lstrip(BY_SOUND)[:1], ()):
                if begun.fits(keys[at:], sounds[at:]):
                    yield at, at + len(begun.words) + 1, begun.idea

    def _longest(self, found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
        """Without those inside a longer one of the same part: an e-way bill is no bill."""
        spans = [(start, end, self.parts[idea]) for start, end, idea in found]
        for start, end, idea in found:
            part = self.parts[idea]
            if not any(
                s <= start and end <= e and e - s > end - start and p == part for s, e, p in spans
            ):
                yield start, end, idea

    def _goods(self, keys: list[str]) -> frozenset[str]:
        pairs = (" ".join(keys[at : at + 2]) for at in range(len(keys) - 1))
        named = (key for key in keys if len(key) >= SHORTEST_GOODS and heard(key) not in self.plain)
        return frozenset(c for name in (*named, *pairs) for c in self.goods.get(name, ()))

    def _kind(self, concept: str) -> str | None:
        category = self.categories.get(concept)
        return None if category is None else "handicraft" if category in CRAFTS else "food"


@lru_cache(maxsize=20_000)
def heard(word: str) -> str:
    """A word as it sounds, marked, whichever script it is in; a short one as it is spelt."""
    spelt = latin(word)
    return BY_SOUND + sound_key(spelt) if len(spelt) >= SHORTEST_BY_SOUND else spelt


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """Read the shipped glossary."""
    path = files("retrieval") / "knowledge" / "glossary.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    phrases: dict[str, list[Phrase]] = {}
    beginnings: dict[str, list[Beginning]] = {}
    parts: dict[str, Part] = {}
    for part in PARTS:
        for idea, terms in told[part].items():
            parts[idea] = part
            for term in terms:
                words = _words(term)
                if term.endswith("*"):
                    begun = _beginning(term, words, idea)
                    letter = words[0].lstrip(BY_SOUND)[0]
                    beginnings.setdefault(letter, []).append(begun)
                else:
                    spelt = tokenise(term)[0].key
                    phrases.setdefault(words[0], []).append(Phrase(words, spelt, idea))
    return Glossary(
        phrases={first: tuple(found) for first, found in phrases.items()},
        beginnings={letter: tuple(found) for letter, found in beginnings.items()},
        parts=parts,
        plain=frozenset(heard(word) for word in told["words"]["plain"]),
        plain_spelt=frozenset(fold(word) for word in told["words"]["plain"]),
        goods=_goods(),
        categories=concept_categories(),
    )


def _goods() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for file in ("commodities.csv", "more_names.csv", "cc-by-sa/dakshina_romanisations.csv"):
        for row in rows(file):
            if row["language"] in LANGUAGES:
                for name in filter(None, (row.get("form"), row.get("romanisation"))):
                    found.setdefault(fold(name), set()).add(row["concept"])
    return {name: frozenset(concepts) for name, concepts in found.items()}


def _beginning(term: str, words: tuple[str, ...], idea: str) -> Beginning:
    spelt = tokenise(term.rstrip("*"))[-1].key
    return Beginning(words[:-1], spelt, words[-1].lstrip(BY_SOUND), idea)


def _words(term: str) -> tuple[str, ...]:
    return tuple(heard(token.key) for token in tokenise(term.rstrip("*")))
