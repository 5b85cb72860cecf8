"""Phrases as they are compared with a message, a word of which may stand for all that begin so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from haat.language.tokens import fold, tokenise

Phrase = tuple[str, ...]
STAR = "*"  # `விலை*` stands for விலை and விலையை
SHORTEST_STEM = 2

Meaning = TypeVar("Meaning")


def phrase(text: str) -> Phrase:
    """A phrase as it is compared: its folded words."""
    if (
        text.isascii() and text.isalpha()
    ):  # one plain word, as most names are: nothing to take apart
        return (fold(text),)
    return tuple(token.key for token in tokenise(text))


def pattern(text: str) -> Phrase:
    """A phrase in which a word that ends in a star stands for every word that begins so."""
    if STAR not in text:
        return phrase(text)
    words: list[str] = []
    for piece in text.split():
        said = phrase(piece)
        starred = said[-1:] and piece.endswith(STAR)
        words += (*said[:-1], said[-1] + STAR) if starred else said
    return tuple(words)


def fits(said: str, word: str) -> bool:
    """Whether a word of a message is this word of a pattern."""
    return said == word or (word.endswith(STAR) and said.startswith(word[:-1]))


def among(words: Phrase, patterns: Iterable[Phrase]) -> bool:
    """Whether words are, from the first to the last, one of these phrases."""
    return any(len(words) == len(p) and all(map(fits, words, p)) for p in patterns)


@dataclass(frozen=True, slots=True)
class PhraseIndex(Generic[Meaning]):
    """What each phrase means, found by its first word or by how that begins."""

    whole: Mapping[str, tuple[tuple[Phrase, Meaning], ...]]
    stems: Mapping[str, tuple[tuple[Phrase, Meaning], ...]] = field(default_factory=dict)

    def at(self, keys: Phrase, position: int) -> Iterable[tuple[Phrase, Meaning]]:
        """Every phrase that begins at a position of a message, with its meaning."""
        for words, meaning in self.beginning(keys[position]):
            if len(words) > 1:  # the first word was looked up
                said = keys[position + 1 : position + len(words)]
                if len(said) + 1 != len(words) or not all(map(fits, said, words[1:])):
                    continue
            yield words, meaning

    def beginning(self, key: str) -> Iterable[tuple[Phrase, Meaning]]:
        """Every phrase whose first word this may be."""
        yield from self.whole.get(key, ())
        if self.stems:
            for end in range(SHORTEST_STEM, len(key) + 1):
                yield from self.stems.get(key[:end], ())


def index(meanings: Iterable[tuple[Phrase, Meaning]]) -> PhraseIndex[Meaning]:
    """An index of phrases; the same phrase and meaning twice is one."""
    whole: dict[str, dict[tuple[Phrase, Meaning], None]] = {}
    stems: dict[str, dict[tuple[Phrase, Meaning], None]] = {}
    for words, meaning in meanings:
        if words:
            starred = words[0].endswith(STAR)
            table, first = (stems, words[0][:-1]) if starred else (whole, words[0])
            table.setdefault(first, {})[words, meaning] = None
    return PhraseIndex(
        {first: tuple(found) for first, found in whole.items()},
        {first: tuple(found) for first, found in stems.items()},
    )
