"""The layers of the model (BERT, Devlin et al. 2019): what each piece of a text means where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haat.language.encoder.packed import Floats, Packed

BEND, STEEP = np.float32(0.044715), np.float32((2 / np.pi) ** 0.5)  # of the curve


@dataclass(frozen=True, slots=True)
class Step:
    """Weights, and what is added."""

    weights: Floats
    added: Floats

    def __call__(self, told: Floats) -> Floats:
        """What comes out."""
        out = told @ self.weights
        out += self.added
        return out


@dataclass(frozen=True, slots=True)
class Scale:
    """Brings each row to a usual size (Ba et al. 2016), in its place."""

    by: Floats
    added: Floats
    epsilon: float

    def __call__(self, told: Floats) -> None:
        """Change the rows."""
        told -= told.mean(axis=-1, keepdims=True)
        spread = np.einsum("ij,ij->i", told, told) / told.shape[1]
        told *= (1 / np.sqrt(spread + self.epsilon))[:, None]
        told *= self.by
        told += self.added


@dataclass(frozen=True, slots=True)
class Layer:
    """Looks at the other pieces, then thinks over each."""

    look: Step
    seen: Step
    after_look: Scale
    think: Step
    thought: Step
    after_thought: Scale
    heads: int

    def __call__(self, told: Floats, texts: Sequence[slice]) -> None:
        """Change the rows; pieces of a text see that text alone."""
        looked = self.look(told)
        told += self.seen(np.concatenate([self._attend(looked[text]) for text in texts]))
        self.after_look(told)
        inner = self.think(told)
        _gelu(inner)
        told += self.thought(inner)
        self.after_thought(told)

    def _attend(self, looked: Floats) -> Floats:
        many, wide = len(looked), looked.shape[1] // 3
        asks, keys, values = looked.reshape(many, 3, self.heads, -1).transpose(1, 2, 0, 3)
        share = asks @ keys.transpose(0, 2, 1)
        share *= np.float32((wide // self.heads) ** -0.5)
        share -= share.max(axis=-1, keepdims=True)
        np.exp(share, out=share)
        seen = share @ values / share.sum(axis=-1, keepdims=True)
        rows: Floats = seen.transpose(1, 0, 2).reshape(many, wide)
        return rows


class Layers:
    """All of them."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._places = packed.floats("emb.pos").reshape(-1, packed.shape.width)
        self._every = packed.floats("emb.type")[: packed.shape.width]
        self._first = _scale(packed, "emb.ln")
        self._layers = [_layer(packed, n) for n in range(packed.shape.layers)]
        self.usual = self._layers[-1].after_thought.added  # about what any piece is, all told

    def read(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """A row for each piece of each text; the texts are multiplied through together."""
        numbers = [number for text in texts for number in text]
        ends = np.cumsum([len(text) for text in texts]).tolist()
        slices = [slice(end - len(text), end) for text, end in zip(texts, ends, strict=True)]
        told = self._packed.rows("emb.word", numbers)
        told += np.concatenate([self._places[: len(text)] for text in texts])
        told += self._every
        self._first(told)
        for layer in self._layers:
            layer(told, slices)
        return [told[text] for text in slices]


def _layer(packed: Packed, number: int) -> Layer:
    name = f"l{number}"
    ways = [_step(packed, f"{name}.{way}") for way in "qkv"]
    return Layer(
        look=Step(
            np.concatenate([way.weights for way in ways], axis=1),
            np.concatenate([way.added for way in ways]),
        ),
        seen=_step(packed, f"{name}.ao"),
        after_look=_scale(packed, f"{name}.aln"),
        think=_step(packed, f"{name}.fi"),
        thought=_step(packed, f"{name}.fo"),
        after_thought=_scale(packed, f"{name}.oln"),
        heads=packed.shape.heads,
    )


def _step(packed: Packed, name: str) -> Step:
    return Step(packed.matrix(f"{name}.w"), packed.floats(f"{name}.b"))


def _scale(packed: Packed, name: str) -> Scale:
    return Scale(packed.floats(f"{name}.w"), packed.floats(f"{name}.b"), packed.epsilon)


def _gelu(told: Floats) -> None:
    """Hendrycks and Gimpel (2016), by their tanh: a sixth of the cost of the error function."""
    share = told * told
    share *= BEND
    share += 1
    share *= told
    share *= STEEP
    np.tanh(share, out=share)
    share += 1
    share *= 0.5
    told *= share
