"""The drawn lines of a table: tesseract takes them, and the headings that they touch, for letters."""

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image, fromarray

Marks = NDArray[np.bool_]
INK = 170  # the shade of a dot that may be of a drawn line, on paper that was made white
ACROSS, DOWN = 1 / 6, 1 / 16  # of the page's side: no word's stroke is as long
_WHOLE = 0.95  # of a line's dots: the others are noise
_EDGE = 1  # dots beside it that are grey


def unruled(image: Image) -> Image:
    """The grey picture with its long lines, across and down, painted white."""
    shades = np.array(image)
    ink = shades < INK
    lines = _long(ink, round(image.width * ACROSS)) | _long(ink.T, round(image.height * DOWN)).T
    shades[lines] = 255
    return fromarray(shades)


def _long(ink: Marks, length: int) -> Marks:
    """The rows' runs of at least that length, a little wider than they are."""
    found = np.zeros_like(ink)
    able = np.flatnonzero(ink.sum(axis=1) >= _WHOLE * length)
    found[able] = _runs(ink[able], length)
    wide = found.copy()
    for step in range(1, _EDGE + 1):
        wide[step:] |= found[:-step]
        wide[:-step] |= found[step:]
    return wide


def _runs(ink: Marks, length: int) -> Marks:
    """The dots of each row that lie in a stretch of that length which is ink."""
    inked = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int16)
    begun = np.zeros(ink.shape, dtype=np.int16)
    begun[:, : ink.shape[1] - length + 1] = (
        inked[:, length:] - inked[:, :-length] >= _WHOLE * length
    )
    many = np.cumsum(begun, axis=1, dtype=np.int16)
    many[:, length:] -= many[:, :-length].copy()
    return many > 0
