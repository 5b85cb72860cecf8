"""The words that people have for the glossary's ideas and for goods, read by script when a text needs them."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Literal, TypeVar

from haat.language.concepts import NAMES
from haat.language.scripts import script_of
from haat.language.shipped import rows
from haat.language.sound import sound_key
from haat.language.tokens import fold, tokenise
from haat.language.transliterate import latin

T = TypeVar("T")
Part = Literal["subjects", "asks", "context"]
Pairs = Sequence[tuple[str, str]]
PARTS: tuple[Part, ...] = ("subjects", "asks", "context")
SHORTEST_BY_SOUND = 4  # shorter words meet too many others when only their sound is compared
SHORTEST_ACROSS = 6  # where one of them is in a script whose words are spelt as they sound
SHORTEST_NAME = 5  # in Latin, of a language that no fact is told in: `mean` is no fish
BY_SOUND = "~"
USUAL = {"en", "hi"}  # the facts are told in these
USUAL_SCRIPTS = frozenset({"Latn", "Deva"})
MARKED = re.compile(r"[\d%',.-]")


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
        if self.by_sound:
            return sounds[at].lstrip(BY_SOUND).startswith(self.sound)
        return keys[at].startswith(self.spelt)

    @property
    def by_sound(self) -> bool:
        """Whether its last word is compared by sound."""
        shortest = SHORTEST_BY_SOUND if is_usual(self.spelt) else SHORTEST_ACROSS
        return len(self.sound) >= shortest

    @property
    def start(self) -> str:
        """What the first word is, or begins with."""
        if self.words:
            return self.words[0]
        return self.sound if self.by_sound else self.spelt


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one script, or of several."""

    phrases: Mapping[str, tuple[Phrase, ...]]  # by their first word
    beginnings: Mapping[str, tuple[Beginning, ...]]  # by their start
    plain: frozenset[str]
    plain_spelt: frozenset[str]
    plain_starts: frozenset[str]
    goods: Mapping[str, frozenset[str]]

    def beside(self, other: "Vocabulary") -> "Vocabulary":
        """The words of both."""
        return Vocabulary(
            _both(self.phrases, other.phrases),
            _both(self.beginnings, other.beginnings),
            self.plain | other.plain,
            self.plain_spelt | other.plain_spelt,
            self.plain_starts | other.plain_starts,
            {**self.goods, **other.goods},
        )


@dataclass(frozen=True, slots=True)
class Told:
    """The shipped glossary, its words by their script and not yet read: most texts need few."""

    terms: Mapping[str, Pairs]  # (term, idea)
    plain: Mapping[str, Pairs]
    stems: Mapping[str, Pairs]
    goods: Mapping[str, Pairs]  # (name, concept)
    parts: Mapping[str, Part]
    endings: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=20_000)
def heard(word: str) -> str:
    """A word as it sounds, marked, whichever script it is in; a short one as it is spelt."""
    spelt = latin(word)
    return BY_SOUND + sound_key(spelt) if len(spelt) >= SHORTEST_BY_SOUND else spelt


def is_usual(word: str) -> bool:
    """Whether a word is in a script that the facts are told in."""
    return word.isascii() or "\u0900" <= word[0] <= "\u097f"


@lru_cache(maxsize=16)
def vocabulary(scripts: frozenset[str]) -> Vocabulary:
    """The words of English, Hindi and romanised languages, and of these scripts."""
    if scripts <= USUAL_SCRIPTS or len(scripts) == 1:
        return _learnt(tuple(sorted(scripts)))
    other, *_ = scripts - USUAL_SCRIPTS
    return vocabulary(scripts - {other}).beside(_learnt((other,)))


@lru_cache(maxsize=1)
def told() -> Told:
    """The shipped glossary."""
    path = files("retrieval") / "knowledge" / "glossary.toml"
    shipped = tomllib.loads(path.read_text(encoding="utf-8"))
    ideas = [(part, idea, terms) for part in PARTS for idea, terms in shipped[part].items()]
    words = shipped["words"]
    return Told(
        terms=_by_script((t, idea) for _, idea, terms in ideas for t in terms),
        plain=_by_script((w, "") for w in (*words["plain"], *words["others"].split())),
        stems=_by_script((w, "") for w in words["stems"].split()),
        goods=_by_script(_names(shipped["goods"])),
        parts={idea: part for part, idea, _ in ideas},
        endings=_endings(shipped["endings"]),
    )


def _learnt(scripts: tuple[str, ...]) -> Vocabulary:
    """The words of these scripts, as they sound."""
    shipped = told()
    phrases: dict[str, list[Phrase]] = {}
    beginnings: dict[str, list[Beginning]] = {}
    for term, idea in _of(shipped.terms, scripts):
        keys = _keys(term.rstrip("*"))
        words = tuple(map(heard, keys))
        if term.endswith("*"):
            begun = Beginning(words[:-1], keys[-1], words[-1].lstrip(BY_SOUND), idea)
            beginnings.setdefault(begun.start, []).append(begun)
        else:
            phrases.setdefault(words[0], []).append(Phrase(words, keys[0], idea))
    plain = [fold(word) for word, _ in _of(shipped.plain, scripts)]
    goods: dict[str, set[str]] = {}
    for name, concept in _of(shipped.goods, scripts):
        goods.setdefault(fold(name), set()).add(concept)
    return Vocabulary(
        phrases={first: tuple(found) for first, found in phrases.items()},
        beginnings={start: tuple(found) for start, found in beginnings.items()},
        plain=frozenset(map(heard, plain)),
        plain_spelt=frozenset(plain),
        plain_starts=frozenset(_sound(stem) for stem, _ in _of(shipped.stems, scripts)),
        goods={name: frozenset(concepts) for name, concepts in goods.items()},
    )


def _names(more: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Names of goods, each with its concept; `more` are the glossary's own."""
    for row in chain.from_iterable(map(rows, NAMES)):
        for name in filter(None, (row.get("form"), row.get("romanisation"))):
            if row["language"] in USUAL or not name.isascii() or len(name) >= SHORTEST_NAME:
                yield name, row["concept"]
    yield from ((name, concept) for concept, names in more.items() for name in names)


def _endings(shipped: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """What a name ends with in place of each ending."""
    found: dict[str, list[str]] = {}
    for rest, endings in shipped.items():
        for ending in endings.split():
            found.setdefault(fold(ending), []).append(rest)
    return {ending: tuple(rest) for ending, rest in found.items()}


def _by_script(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Pairs]:
    """Pairs by the script of their first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in pairs:
        written = pair[0]
        known = () if written.isascii() else (script_of(c) for c in written if not c.isascii())
        found.setdefault(next(filter(None, known), "Latn"), []).append(pair)
    return found


def _of(pairs: Mapping[str, Pairs], scripts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return chain.from_iterable(pairs.get(script, ()) for script in scripts)


def _both(
    mine: Mapping[str, tuple[T, ...]], theirs: Mapping[str, tuple[T, ...]]
) -> Mapping[str, tuple[T, ...]]:
    return {**mine, **{key: (*mine.get(key, ()), *found) for key, found in theirs.items()}}


def _keys(term: str) -> list[str]:
    """Its folded words; cutting into tokens is slow, and seldom needed."""
    if MARKED.search(term):
        return [token.key for token in tokenise(term)]
    return [fold(word) for word in term.split()]


def _sound(stem: str) -> str:
    return sound_key(latin(fold(stem)))
