"""How alike items are by what is told of them: their names' letters and words, and their category."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from haat.analytics.recommending.lines import Goods

LETTERS, WORDS = (3, 5), (1, 2)
WORD_WEIGHT, CATEGORY_WEIGHT = 1.0, 0.5


def described(goods: Goods) -> Any:
    """Items x terms (CSR, float32), each row of length 1; empty where nothing is told of an item."""
    from scipy.sparse import hstack  # noqa: PLC0415  # heavy, and only where goods are compared
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # the same
    from sklearn.preprocessing import normalize  # noqa: PLC0415  # the same

    names = [name.lower() for name in goods.names]
    parts = []
    for weight, texts, options in (
        (1.0, names, {"analyzer": "char_wb", "ngram_range": LETTERS}),
        (WORD_WEIGHT, names, {"ngram_range": WORDS, "token_pattern": r"[^\W_]+"}),
        (CATEGORY_WEIGHT, [c.lower() for c in goods.categories], {"analyzer": _whole}),
    ):
        counter = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
        try:
            parts.append(counter.fit_transform(texts) * np.float32(weight))
        except ValueError:  # no term is left: nothing is told
            continue
    if not parts:
        return sparse_nothing(len(names))
    return normalize(hstack(parts, format="csr", dtype=np.float32), copy=False)


def sparse_nothing(rows: int) -> Any:
    """A matrix without terms."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  # heavy, and only where goods are compared

    return csr_matrix((rows, 1), dtype=np.float32)


def _whole(text: str) -> Sequence[str]:
    return [text] if text else []


def profiles(rows: Any, terms: Any) -> Any:
    """Users x terms: the mean of what is told of a user's items (weighted rows), of length 1."""
    from sklearn.preprocessing import normalize  # noqa: PLC0415  # heavy, as above

    return normalize(rows @ terms, copy=False)
