"""What a question asks of a thing (its fee, its interest, its moisture), and whether a text speaks of that."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import regex

from haat.language.scripts import script_of
from retrieval.tokens import key, words

BY_SOUND = 5  # letters from which words of one script are compared by sound
ACROSS = 6  # and those of two
LATIN = "Latn"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, or of a phrase that asks; `open` where any ending may follow."""

    spelt: str
    sound: str
    script: str
    open: bool = False

    def fits(self, said: "Word") -> bool:
        """Whether a question says it: a short word as it is spelt, others as they sound, in Latin letters if long.

        Words of two Indian scripts that sound alike are seldom one: சம்பளம் is no संभाल.
        """
        if said.script != self.script and LATIN not in {said.script, self.script}:
            return False
        if len(self.sound) < (BY_SOUND if said.script == self.script else ACROSS):
            return said.script == self.script and self._begins(said.spelt, self.spelt)
        return self._begins(said.sound, self.sound)

    def _begins(self, said: str, mine: str) -> bool:
        return said.startswith(mine) if self.open else said == mine


Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """`asked` are phrases of questions; `told` finds it in a text."""

    asked: tuple[Phrase, ...]
    told: regex.Pattern[str]

    def is_asked(self, said: Sequence[Word]) -> bool:
        """Whether one of the phrases stands among a question's words."""
        return any(
            all(mine.fits(word) for mine, word in zip(phrase, said[at:], strict=False))
            for phrase in self.asked
            for at in range(len(said) - len(phrase) + 1)
        )


@lru_cache(maxsize=512)
def asked(text: str) -> tuple[str, ...]:
    """The attributes that a question asks for."""
    said = [_word(word) for word in words(text)]
    return tuple(name for name, one in attributes().items() if one.is_asked(said))


def told(name: str, text: str) -> bool:
    """Whether a text speaks of an attribute."""
    return attributes()[name].told.search(text) is not None


@lru_cache(maxsize=1)
def attributes() -> Mapping[str, Attribute]:
    """What ships, by name."""
    path = files("retrieval") / "knowledge" / "attributes.toml"
    shipped = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Attribute(
            tuple(_phrase(term) for term in one["asked"].split()),
            regex.compile(rf"(?<!\p{{L}})(?:{one['told']})", regex.IGNORECASE),
        )
        for name, one in shipped.items()
    }


def _phrase(term: str) -> Phrase:
    *first, last = (word for piece in term.split("_") for word in words(piece))
    return (*map(_word, first), replace(_word(last), open=term.endswith("*")))


def _word(word: str) -> Word:
    return Word(word, key(word), script_of(word[0]) or LATIN)
