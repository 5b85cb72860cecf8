"""What texts say, as vectors: words and pieces of words, the rarer the heavier."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import regex

from haat.analytics.matching.market import Floats, Integers, Singles
from haat.language.tokens import fold

PIECE = 4  # letters of a piece; one reads over spellings and endings
WORDS, PIECES = 0.7, 0.3  # how much of the likeness is in whole words, and how much in pieces
TOGETHER = 10_000  # texts, for the memory's sake
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")

Matrix = Any  # scipy's sparse matrices, which have no types


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Texts with their words, and how rare the words and the pieces of words are."""

    counts: Matrix  # texts x words
    cut: Matrix  # words x pieces
    rare_words: Singles
    rare_pieces: Singles

    def rows(self, which: slice | Integers) -> Matrix:
        """Texts x words and pieces: sublinear TF-IDF, rows of length 1 (Salton and Buckley, 1988)."""
        from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

        counts = self.counts[which]
        words = _weighed(counts, self.rare_words, WORDS)
        pieces = _weighed(counts @ self.cut, self.rare_pieces, PIECES)
        return sparse.hstack([words, pieces]).tocsr()


def vocabulary(texts: Sequence[str]) -> Vocabulary:
    """The words of all texts."""
    counts, words = _counted(texts)
    cut = _cut(words)
    in_texts = np.zeros(cut.shape[1])
    for start in range(0, len(texts), TOGETHER):
        pieces = counts[start : start + TOGETHER] @ cut
        in_texts += np.bincount(pieces.indices, minlength=len(in_texts))
    of_words = np.bincount(counts.indices, minlength=counts.shape[1])
    return Vocabulary(counts, cut, _rare(of_words, len(texts)), _rare(in_texts, len(texts)))


def lengthened(rows: Matrix) -> Matrix:
    """Rows of length 1; empty ones stay empty."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    long = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.diags_array(_inverse(long).astype(np.float32)) @ rows


def _counted(texts: Sequence[str]) -> tuple[Matrix, list[str]]:
    """Texts x words, and the words."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    numbers = _Numbers()
    columns = array("i")
    ends = [0]
    for text in texts:
        columns.extend(map(numbers.__getitem__, _WORD.findall(text)))
        ends.append(len(columns))
    ones = np.ones(len(columns), dtype=np.float32)
    shape = len(texts), max(1, len(numbers.words))
    found = sparse.csr_array((ones, np.array(columns, dtype=np.int32), ends), shape=shape)
    found.sum_duplicates()
    return found, list(numbers.words) or [""]


class _Numbers(dict[str, int]):
    """The number of each word by any of its spellings; a new word gets the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {}  # in their one spelling

    def __missing__(self, written: str) -> int:
        number = self.words.setdefault(fold(written), len(self.words))
        self[written] = number
        return number


def said(text: str) -> list[str]:
    """The words of a text, each in its one spelling."""
    return [fold(word) for word in _WORD.findall(text)]


def _cut(words: list[str]) -> Matrix:
    """Words x pieces."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    place: dict[str, int] = {}
    rows, columns = [], []
    for row, word in enumerate(words):
        whole = f"<{word}>"
        for start in range(max(1, len(whole) - PIECE + 1)):
            rows.append(row)
            columns.append(place.setdefault(whole[start : start + PIECE], len(place)))
    ones = np.ones(len(rows), dtype=np.float32)
    return sparse.csr_array((ones, (rows, columns)), shape=(len(words), max(1, len(place))))


def _weighed(counts: Matrix, rare: Singles, share: float) -> Matrix:
    """Rows whose squares add up to `share`."""
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    found = counts.copy()
    found.data = 1 + np.log(found.data)
    return lengthened(found @ sparse.diags_array(rare)) * np.float32(share**0.5)


def _rare(in_texts: Floats | Integers, texts: int) -> Singles:
    return np.asarray(np.log((1 + texts) / (1 + in_texts)) + 1, dtype=np.float32)


def _inverse(values: Any) -> Any:
    return np.divide(1.0, values, out=np.zeros_like(values, dtype=float), where=values > 0)
