"""A linear classifier of vectors: fitted with scikit-learn, applied with numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]
STRENGTH = 50.0  # the inverse of the penalty
ROUNDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """Multinomial logistic regression over the direction of a vector from the lessons' middle."""

    labels: tuple[str, ...]
    middle: Numbers
    weights: Numbers  # a row for each label
    bias: Numbers

    def probabilities(self, vector: Numbers) -> dict[str, float]:
        """The probability of each label, in all 1."""
        scores = self.weights @ _directions(vector - self.middle) + self.bias
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
                middle=self.middle,
                weights=self.weights,
                bias=self.bias,
            )
        part.replace(file)


def load(file: Path) -> Dense:
    """A classifier that was saved."""
    with np.load(file) as kept:
        labels = tuple(map(str, kept["labels"]))
        return Dense(labels, kept["middle"], kept["weights"], kept["bias"])


def fit(lessons: Sequence[Numbers], labels: Sequence[str]) -> Dense:
    """Fit to a vector and a label of each lesson (Cox 1958, with the weights' squares as penalty).

    What the lessons have in common, which is most of a sentence vector, is taken away first.
    """
    from sklearn.linear_model import (  # noqa: PLC0415  # a second, and only for learning
        LogisticRegression,
    )

    vectors = np.stack(lessons)
    middle = vectors.mean(axis=0)
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, class_weight="balanced")
    model.fit(_directions(vectors - middle), labels)
    return Dense(
        tuple(map(str, model.classes_)),
        middle.astype(np.float32),
        model.coef_.astype(np.float32),
        model.intercept_.astype(np.float32),
    )


def _directions(vectors: Numbers) -> Numbers:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Numbers = vectors / np.maximum(length, np.finfo(np.float32).tiny)
    return unit
