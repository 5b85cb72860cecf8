"""How alike items are by what is told of them: their names' letters and words, and their category."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.lines import Codes, Floats, Goods, sparse_rows
from haat.analytics.recommending.picking import best_cells

LETTERS, WORDS = (3, 5), (1, 2)
WORD_WEIGHT, CATEGORY_WEIGHT = 1.0, 0.5
CLOSEST = 150
CHUNK = 256


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """Items of one description are one kind.

    `alike` (kinds x kinds, CSR) is the cosine of two descriptions, of the `CLOSEST` of each column.
    """

    kind: Codes  # of each item
    alike: Any
    closest: Any  # the same by columns (CSC)

    def shares(self, rows: Any) -> Any:
        """Users x kinds from users x items (CSR), each row of length 1."""
        items = np.arange(len(self.kind))
        kinds = sparse_rows(items, self.kind, len(self.kind), self.alike.shape[0])
        return _of_length_one(rows @ kinds)

    def scores(self, shares: Any) -> Floats:
        """Users x items: how alike each is to what the users have."""
        found: Floats = (shares @ self.alike).toarray()[:, self.kind]
        return found

    def to(self, item: int) -> Floats:
        """How alike each kind is to an item."""
        found, kind = np.zeros(self.alike.shape[0], dtype=np.float32), self.kind[item]
        here = slice(self.closest.indptr[kind], self.closest.indptr[kind + 1])
        found[self.closest.indices[here]] = self.closest.data[here]
        return found


def described(goods: Goods) -> Described:
    """What is told of all goods, compared."""
    told = list(zip(goods.names, goods.categories, strict=True))
    place = {one: number for number, one in enumerate(dict.fromkeys(told))}
    kind = np.array([place[one] for one in told], dtype=np.int64)
    alike = _closest(terms_of([name for name, _ in place], [category for _, category in place]))
    return Described(kind, alike, alike.tocsc())


def _closest(terms: Any) -> Any:
    """Rows of length 1, compared with one another."""
    count = terms.shape[0]
    by_term, rows, columns, values = terms.T.tocsr(), [], [], []
    for start in range(0, count, CHUNK):
        table = (terms[start : start + CHUNK] @ by_term).toarray()
        at, other = best_cells(table, min(CLOSEST, count))
        rows.append(other)
        columns.append(start + at)
        values.append(table[at, other])
    at, to = np.concatenate(rows), np.concatenate(columns)
    return sparse_rows(at, to, count, count, np.concatenate(values))


def terms_of(names: Sequence[str], categories: Sequence[str]) -> Any:
    """Descriptions x terms (CSR, float32), each row of length 1; empty where nothing is told."""
    from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415  # heavy, and only where compared

    if not any(names) and not any(categories):
        return csr_matrix((len(names), 1), dtype=np.float32)
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # heavy, the same

    lower = [name.lower() for name in names]
    parts = []
    for weight, texts, options in (
        (1.0, lower, {"analyzer": "char_wb", "ngram_range": LETTERS}),
        (WORD_WEIGHT, lower, {"ngram_range": WORDS, "token_pattern": r"[^\W_]+"}),
        (CATEGORY_WEIGHT, [c.lower() for c in categories], {"analyzer": _whole}),
    ):
        counter = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
        try:
            parts.append(counter.fit_transform(texts) * np.float32(weight))
        except ValueError:  # no term is left: nothing is told
            continue
    if not parts:
        return csr_matrix((len(names), 1), dtype=np.float32)
    return _of_length_one(hstack(parts, format="csr", dtype=np.float32))


def _of_length_one(rows: Any) -> Any:
    """Sparse rows (CSR), in place; those of nothing stay."""
    height = np.arange(rows.shape[0])
    at = np.repeat(height, np.diff(rows.indptr))
    length = np.sqrt(np.bincount(at, weights=rows.data**2, minlength=len(height)))
    rows.data /= length[at].astype(np.float32)
    return rows


def _whole(text: str) -> Sequence[str]:
    return [text] if text else []
