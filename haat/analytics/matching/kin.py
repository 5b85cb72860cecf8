"""What buyers share: the organisation they belong to, at each of its levels."""

from collections.abc import Sequence

import numpy as np
import regex

from haat.analytics.matching.wording import Matrix, said

LEVELS = 4  # of an organisation that are told apart
_PARTS = regex.compile(r"\|+|[>/;:,\n\t\\]+|\s[-–—]+\s|\s{2,}")


def organisations(ids: Sequence[str], texts: Sequence[str]) -> list[Matrix]:
    """Buyers x organisations, one matrix for each level from the top; a buyer is in one at most.

    A level is the beginning of the text (or of the id, where there is no text) up to one of the marks
    by which names of organisations are joined: `Works || Circle North || Division 2`.
    """
    chains = [_chain(text or name) for name, text in zip(ids, texts, strict=True)]
    return [
        _members([chain[: level + 1] if len(chain) > level else None for chain in chains])
        for level in range(LEVELS)
    ]


def _chain(text: str) -> tuple[str, ...]:
    parts = (" ".join(said(part)) for part in _PARTS.split(text))
    return tuple(part for part in parts if part)


def _members(groups: Sequence[tuple[object, ...] | None]) -> Matrix:
    from scipy import sparse  # noqa: PLC0415  # heavy, and only where many are matched

    place: dict[tuple[object, ...], int] = {}
    rows = [row for row, group in enumerate(groups) if group is not None]
    columns = [place.setdefault(g, len(place)) for g in groups if g is not None]
    ones = np.ones(len(rows), dtype=np.float32)
    shape = len(groups), max(1, len(place))
    return sparse.csr_array((ones, (rows, columns)), shape=shape)
