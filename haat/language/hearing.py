"""The words with which a message is read: those of its language, and of those mixed into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from haat.core.errors import InvalidInput
from haat.core.settings import MODELS
from haat.language.detect import Identifier, load_identifier
from haat.language.grammar import Grammar, load_grammar, merge
from haat.language.pack import Pack, Voice, load_packs
from haat.language.phrases import Phrase, PhraseIndex, index
from haat.language.sound import sound_key
from haat.language.tokens import Token

SHORTEST_BY_SOUND = 4  # shorter words meet too many others when only their sound is compared


@dataclass(frozen=True, slots=True)
class Signal:
    """A phrase found in a message: tokens `start` to `end` (exclusive) signal `name`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """The signals, small words, endings and grammar of the languages `codes`, read as one."""

    codes: tuple[str, ...]
    exact: PhraseIndex[str]
    sounds: PhraseIndex[str]
    fillers: frozenset[str]
    everyday: frozenset[str]
    spellings: Mapping[str, str]
    marks_of_place: frozenset[str]
    plain_words: frozenset[str]  # words with a use of their own, never heard as the name of goods
    endings: Mapping[str, tuple[str, ...]]
    grammar: Grammar

    def spelt(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """The tokens with hasty spellings written out: `shud` is should, `krna` is karna."""
        hasty = self.spellings
        return tuple(replace(t, key=hasty[t.key]) if t.key in hasty else t for t in tokens)

    def signals(self, tokens: tuple[Token, ...]) -> tuple[Signal, ...]:
        """Every signal phrase in the message, as it is spelt or written out."""
        found, spelt = self._signals(tokens), self.spelt(tokens)
        if spelt == tokens:
            return found
        return tuple(dict.fromkeys((*found, *self._signals(spelt))))

    def _signals(self, tokens: tuple[Token, ...]) -> tuple[Signal, ...]:
        """Every signal phrase, by spelling or, for longer words, by sound."""
        keys = tuple(t.key for t in tokens)
        sounds = tuple(map(_sound, keys))
        found = {
            Signal(name, i, i + len(words)): None
            for i in range(len(keys))
            for known, said in ((self.exact, keys), (self.sounds, sounds))
            for words, name in known.at(said, i)
        }
        return tuple(found)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Languages:
    """All packs, and what tells them apart; the words of several together are put together once."""

    packs: Mapping[str, Pack]
    identifier: Identifier
    _heard: dict[tuple[str, ...], Hearing] = field(default_factory=dict)

    def hearing(self, codes: Iterable[str]) -> Hearing:
        """The words of these languages."""
        wanted = tuple(dict.fromkeys(c for c in codes if c in self.packs))
        if wanted not in self._heard:  # two threads may both do it, and come to the same
            self._heard[wanted] = _hearing([self.packs[c] for c in wanted])
        return self._heard[wanted]

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


def load_languages(folder: Path = MODELS) -> Languages:
    """Every language that ships; what has to be learned of them is kept in `folder`."""
    packs = load_packs()
    return Languages(packs, load_identifier(packs, folder))


def _hearing(packs: list[Pack]) -> Hearing:
    signals = [(words, name) for p in packs for name, said in p.signals.items() for words in said]
    endings: dict[str, tuple[str, ...]] = {}
    for pack in packs:
        for ending, plain in pack.endings.items():
            endings[ending] = tuple(dict.fromkeys((*endings.get(ending, ()), *plain)))
    return Hearing(
        codes=tuple(p.code for p in packs),
        exact=index(signals),
        sounds=index((tuple(map(_sound, words)), name) for words, name in signals),
        fillers=frozenset().union(*(p.fillers for p in packs)),
        everyday=frozenset().union(*(p.everyday for p in packs)),
        spellings={hasty: word for p in packs for hasty, word in p.spellings.items()},
        marks_of_place=frozenset(
            words[0] for p in packs for words in p.signals["place_marks"] if len(words) == 1
        ),
        plain_words=frozenset().union(*(_plain(p) for p in packs)),
        endings=endings,
        grammar=merge(*(load_grammar(p.reading) for p in packs)),
    )


def _sound(word: str) -> str:
    """A longer word as it sounds, marked, so that it never meets a short word as it is spelt."""
    return f"~{sound_key(word)}" if len(word) >= SHORTEST_BY_SOUND else word


def _plain(pack: Pack) -> frozenset[str]:
    phrases: Iterable[Phrase] = (words for found in pack.signals.values() for words in found)
    return pack.fillers | pack.marks | {words[0] for words in phrases if len(words) == 1}
