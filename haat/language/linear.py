"""A linear classifier of short texts: fitted with scikit-learn, applied with numpy alone."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Text = Sequence[Collection[str]]  # groups of features
LEAST_SEEN = 2  # a feature of one text only says nothing of the next
ROUNDS = 200
UNKNOWN = 0.4  # how much a feature that is not known weighs in a text's length, to one never seen


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Multinomial logistic regression over named features.

    A text has groups of features (its pieces, what was recognised in it); each group is the unit
    vector of its features' inverse document frequencies, so that the larger does not drown the
    smaller, and of what is not known little follows. `weights` has a column for each label, and a
    row that features share which no lesson tells apart.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def probabilities(self, text: Text) -> dict[str, float]:
        """The probability of each label, in all 1."""
        known, values = _vector(text, self.rows, self.rarity)
        scores = self.bias.astype(np.float64)
        if known:
            scores = scores + np.array(values) @ self.weights[known]
        odds = np.exp(scores - scores.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))

    def save(self, file: Path) -> None:
        """Write it, whole or not at all."""
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{file.name}.part")
        with part.open("wb") as out:
            np.savez(
                out,
                labels=np.array(self.labels),
                names=np.frombuffer("\n".join(self.rows).encode(), np.uint8),
                rows=np.fromiter(self.rows.values(), np.int32),
                rarity=self.rarity,
                weights=self.weights.astype(np.float16),
                bias=self.bias,
            )
        part.replace(file)


def load(file: Path) -> Linear:
    """A classifier that was saved."""
    with np.load(file) as kept:
        names = kept["names"].tobytes().decode().split("\n")
        return Linear(
            labels=tuple(map(str, kept["labels"])),
            rows=dict(zip(names, kept["rows"].tolist(), strict=True)),
            rarity=kept["rarity"],
            weights=kept["weights"].astype(np.float32),
            bias=kept["bias"],
        )


def fit(texts: Sequence[Text], labels: Sequence[str], strength: float = 60.0) -> Linear:
    """Fit to the features of each text and its label; `strength` is the inverse of the penalty.

    Cox (1958), with the weights' squares as penalty; classes weigh alike however many texts they have.
    """
    from sklearn.linear_model import (  # noqa: PLC0415  # a second, and only for learning
        LogisticRegression,
    )

    rows, rarity = _features(texts)
    matrix, shared = _merged(_matrix(texts, rows, rarity))
    model = LogisticRegression(C=strength, max_iter=ROUNDS, class_weight="balanced")
    model.fit(matrix, labels)
    alike = np.bincount(shared)
    weights, bias = model.coef_.T / np.sqrt(alike)[:, None], model.intercept_
    if len(model.classes_) == 2:  # one column then stands for the second label
        weights, bias = (
            np.hstack([-weights / 2, weights / 2]),
            np.array([-bias[0] / 2, bias[0] / 2]),
        )
    shared_rarity = np.zeros(len(alike), dtype=np.float32)
    shared_rarity[shared] = rarity
    return Linear(
        labels=tuple(map(str, model.classes_)),
        rows={name: int(shared[row]) for name, row in rows.items()},
        rarity=shared_rarity,
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
    )


def _features(texts: Sequence[Text]) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    seen = Counter(f for text in texts for f in {f for group in text for f in group})
    kept = sorted(f for f, times in seen.items() if times >= LEAST_SEEN)
    rarity = [1 + log((1 + len(texts)) / (1 + seen[f])) for f in kept]
    return {f: row for row, f in enumerate(kept)}, np.array(rarity, dtype=np.float32)


def _vector(
    text: Text, rows: Mapping[str, int], rarity: npt.NDArray[np.float32]
) -> tuple[list[int], list[float]]:
    """The rows of its known features, and their values."""
    columns, values = list[int](), list[float]()
    for group in text:
        said = dict.fromkeys(group)
        known = [row for f in said if (row := rows.get(f)) is not None]
        if known:
            found = rarity[known]
            unknown = UNKNOWN * (len(said) - len(known)) * rarity.max() ** 2
            columns += known
            values += (found / np.sqrt(found @ found + unknown)).tolist()
    return columns, values


def _matrix(
    texts: Sequence[Text], rows: Mapping[str, int], rarity: npt.NDArray[np.float32]
) -> "csr_matrix":
    from scipy.sparse import csr_matrix  # noqa: PLC0415  # with scikit-learn

    starts, columns, values = [0], list[int](), list[float]()
    for text in texts:
        known, unit = _vector(text, rows, rarity)
        columns += known
        values += unit
        starts.append(len(columns))
    return csr_matrix(
        (np.array(values, dtype=np.float32), columns, starts), shape=(len(texts), len(rows))
    )


def _merged(matrix: "csr_matrix") -> "tuple[csr_matrix, npt.NDArray[np.intp]]":
    """The matrix with equal columns put together, and the column in which each of its own is now.

    Half of the pieces of words stand in the very same texts. With the squares as penalty they get
    the same weight, so that n of them are one column, the square root of n as large.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415  # with scikit-learn

    texts, columns = matrix.shape
    marks = np.random.default_rng(0).random((texts, 2))  # by which equal columns have equal sums
    _, shared, alike = np.unique(matrix.T @ marks, axis=0, return_inverse=True, return_counts=True)
    shared = shared.reshape(-1)
    each = (1 / np.sqrt(alike[shared])).astype(np.float32)
    joins = csr_matrix((each, shared, np.arange(columns + 1)), shape=(columns, len(alike)))
    return (matrix @ joins).tocsr(), shared
