"""A text cut into the pieces that the model learned: the likeliest way of all (Kudo 2018, unigram)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from haat.language.encoder.packed import Lexicon

GAP = "\u2581"  # before each word
SPACES = re.compile(" {2,}")
RARER = 10.0  # how much less likely than the rarest piece an unknown letter is
NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: its number for the model, its letters, and where they begin."""

    number: int
    letters: str
    begins: int


class Cutter:
    """Cuts texts by a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._longest = max(map(len, lexicon.places))
        self._unknown = min(lexicon.scores) - RARER

    def cut(self, text: str) -> list[Piece]:
        """Its pieces in order, each word with the gap before it."""
        alike = SPACES.sub(" ", text.translate(self._lexicon.letters))
        told = alike if alike.startswith(" ") else f" {alike}"
        return self._likeliest(told.replace(" ", GAP))

    def _likeliest(self, text: str) -> list[Piece]:
        best = [0.0, *[NEVER] * len(text)]  # of all ways to cut what stands before a place
        last: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)  # the piece that ends there
        for at in range(len(text)):
            for end, number, score in self._from(text, at):
                if best[at] + score > best[end]:
                    best[end], last[end] = best[at] + score, (at, number)
        found, end = [], len(text)
        while end:
            at, number = last[end]
            found.append(Piece(number, text[at:end], at))
            end = at
        return found[::-1]

    def _from(self, text: str, at: int) -> Iterator[tuple[int, int, float]]:
        places, scores = self._lexicon.places, self._lexicon.scores
        for end in range(at + 1, min(len(text), at + self._longest) + 1):
            number = places.get(text[at:end])
            if number is not None:
                yield end, number, scores[number]
        yield at + 1, self._lexicon.unknown, self._unknown
