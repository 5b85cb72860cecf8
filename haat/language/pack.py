"""A language as data: how it is recognised, what its words signal, and what we say in it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from haat.core.errors import InvalidInput
from haat.language.grammar import Grammar, load_grammar, merge
from haat.language.sound import sound_key
from haat.language.tokens import Token, tokenise

Phrase = tuple[str, ...]
SHORTEST_BY_SOUND = 4  # shorter words meet too many others when only their sound is compared


@dataclass(frozen=True, slots=True)
class Voice:
    """What is said in one language and script."""

    language: str
    script: str
    say: Mapping[str, str]
    periods: Mapping[str, str]
    units: Mapping[str, str]
    months: tuple[str, ...]
    date: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One language; packs have the same keys."""

    code: str
    name: str
    scripts: tuple[str, ...]
    marks: frozenset[str]
    called: tuple[Phrase, ...]
    fillers: frozenset[str]
    spellings: Mapping[str, str]  # a hasty spelling of a word, and the word
    signals: Mapping[str, tuple[Phrase, ...]]
    keywords: Mapping[str, tuple[Phrase, ...]]  # what a channel itself obeys, without the copilot
    voices: Mapping[str, Voice]


@dataclass(frozen=True, slots=True)
class Signal:
    """A phrase found in a message: tokens `start` to `end` (exclusive) signal `name`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Languages:
    """All packs, and one index of their phrases, since people mix languages in a sentence."""

    packs: Mapping[str, Pack]
    exact: Mapping[str, tuple[tuple[Phrase, str], ...]]
    sounds: Mapping[str, tuple[tuple[Phrase, str], ...]]
    fillers: frozenset[str]
    spellings: Mapping[str, str]
    marks_of_place: frozenset[str]
    plain_words: frozenset[str]  # words with a use of their own, never heard as the name of goods
    grammar: Grammar

    def voice(self, language: str, script: str) -> Voice:
        """The voice of a language in a script, or in its first script."""
        voices = self.packs[language].voices
        return voices.get(script) or next(iter(voices.values()))

    def pack(self, language: str) -> Pack:
        """The pack of a language code; InvalidInput where it is not spoken."""
        found = self.packs.get(language)
        if found is None:
            spoken = ", ".join(sorted(self.packs))
            raise InvalidInput(f"the language {language!r} is not spoken here; use one of {spoken}")
        return found

    def spelt(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens with hasty spellings written out: `shud` is should, `krna` is karna."""
        return tuple(replace(t, key=self.spellings.get(t.key, t.key)) for t in tokens)

    def signals(self, tokens: tuple[Token, ...]) -> tuple[Signal, ...]:
        """Every signal phrase in the message, as it is spelt or written out."""
        return tuple(dict.fromkeys((*self._signals(tokens), *self._signals(self.spelt(tokens)))))

    def _signals(self, tokens: tuple[Token, ...]) -> tuple[Signal, ...]:
        """Every signal phrase, by spelling or, for longer words, by sound."""
        keys = [t.key for t in tokens]
        sounds = [_sound(k) for k in keys]
        found = {
            Signal(name, i, i + len(phrase)): None
            for i in range(len(keys))
            for index, words in ((self.exact, keys), (self.sounds, sounds))
            for phrase, name in index.get(words[i], ())
            if tuple(words[i : i + len(phrase)]) == phrase
        }
        return tuple(found)


def phrase(text: str) -> Phrase:
    """A phrase as it is compared: its folded words."""
    return tuple(token.key for token in tokenise(text))


def load_languages() -> Languages:
    """Read every pack in haat/language/packs."""
    folder = files("haat.language") / "packs"
    names = sorted(p.name for p in folder.iterdir() if p.name.endswith(".toml"))
    read = [tomllib.loads((folder / n).read_text(encoding="utf-8")) for n in names]
    packs = [_pack(data) for data in read]
    return Languages(
        packs={p.code: p for p in packs},
        exact=_index(packs, by_sound=False),
        sounds=_index(packs, by_sound=True),
        fillers=frozenset().union(*(p.fillers for p in packs)),
        spellings={hasty: word for p in packs for hasty, word in p.spellings.items()},
        marks_of_place=frozenset(
            words[0] for p in packs for words in p.signals["place_marks"] if len(words) == 1
        ),
        plain_words=frozenset().union(*(_plain(p) for p in packs)),
        grammar=merge(*(load_grammar(data) for data in read)),
    )


def _index(packs: list[Pack], *, by_sound: bool) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    found: dict[str, dict[tuple[Phrase, str], None]] = {}
    for pack in packs:
        for name, phrases in pack.signals.items():
            for words in phrases:
                key = tuple(map(_sound, words)) if by_sound else words
                if key:
                    found.setdefault(key[0], {})[key, name] = None
    return {first: tuple(entries) for first, entries in found.items()}


def _sound(word: str) -> str:
    """A longer word as it sounds, marked, so that it never meets a short word as it is spelt."""
    return f"~{sound_key(word)}" if len(word) >= SHORTEST_BY_SOUND else word


def _plain(pack: Pack) -> frozenset[str]:
    phrases = (words for found in pack.signals.values() for words in found)
    return pack.fillers | pack.marks | {words[0] for words in phrases if len(words) == 1}


def _words(text: str) -> frozenset[str]:
    return frozenset(token.key for token in tokenise(text))


def _pack(data: Mapping[str, Any]) -> Pack:
    about = data["language"]
    return Pack(
        code=about["code"],
        name=about["name"],
        scripts=tuple(about["scripts"]),
        marks=_words(about["marks"]),
        called=tuple(map(phrase, about["names"])),
        fillers=_words(data["signals"]["fillers"]),
        spellings=data["spellings"],
        signals={name: tuple(map(phrase, phrases)) for name, phrases in _signalling(data)},
        keywords={name: tuple(map(phrase, words)) for name, words in data["keywords"].items()},
        voices={
            script: _voice(about["code"], script, said) for script, said in data["say"].items()
        },
    )


def _signalling(data: Mapping[str, Any]) -> Iterable[tuple[str, list[str]]]:
    """The signals, and each category and each value of a closed choice as a signal of its own."""
    yield from ((n, p) for n, p in data["signals"].items() if n != "fillers")
    yield from ((f"category:{n}", p) for n, p in data["categories"].items())
    for group, values in data["choices"].items():
        yield from ((f"{group}:{n}", p) for n, p in values.items())


def _voice(language: str, script: str, said: Mapping[str, Any]) -> Voice:
    return Voice(
        language=language,
        script=script,
        say={k: v for k, v in said.items() if isinstance(v, str)},
        periods=said["periods"],
        units=said["units"],
        months=tuple(said["months"]["names"]),
        date=said["months"]["date"],
    )
