"""Print that was found and not read: its places cut out, put one below another, and read once more.

Looking for columns, tesseract leaves out words that stand alone, such as the heading of a column.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex
from PIL import Image

from haat.documents import tesseract
from haat.documents.joining import READ, SURE, rivals
from haat.documents.page import Word, lines_of

AROUND = 0.5  # of its height: what is cut out with a line, for the signs above and below it
MOST = 24  # places; a page with more is none that a second look helps
_GAP = 1.2  # of a line's height, between two on the strip

_LETTER = regex.compile(r"\p{L}")


def unread(latin: Sequence[Word], native: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """The words, line by line, that are surely not Latin and stand where nothing native was read."""
    seen = [n for n in native if n.sure >= READ]
    lost = [
        w for w in latin if w.sure < SURE and _is_print(w) and not any(rivals(w, n) for n in seen)
    ]
    return tuple(cell.words for line in lines_of(lost) for cell in line.cells())[:MOST]


def _is_print(word: Word) -> bool:
    return word.x1 - word.x0 > 0.8 * word.height and _LETTER.search(word.text) is not None


def read_again(image: Image.Image, places: Sequence[Sequence[Word]], packs: str) -> Iterator[Word]:
    """The native words at these places of the picture, their boxes in its dots."""
    if not places:
        return
    boxes = [_around(words, image.size) for words in places]
    tops = list(_tops(boxes))
    strip = Image.new("L", (max(b[2] - b[0] for b in boxes) + 40, tops[-1]), 255)
    for box, top in zip(boxes, tops, strict=False):
        strip.paste(image.crop(box), (20, top))
    layout: tesseract.Layout = "block" if len(boxes) > 1 else "line"
    for word in tesseract.read(strip, 1, packs, layout).words:
        at = max((i for i, top in enumerate(tops[:-1]) if top <= word.middle), default=0)
        yield _moved(word, boxes[at][0] - 20, boxes[at][1] - tops[at])


def _around(words: Iterable[Word], size: tuple[int, int]) -> tuple[int, int, int, int]:
    words = tuple(words)
    pad = AROUND * max(w.height for w in words)
    return (
        max(round(min(w.x0 for w in words) - pad), 0),
        max(round(min(w.top for w in words) - pad), 0),
        min(round(max(w.x1 for w in words) + pad), size[0]),
        min(round(max(w.bottom for w in words) + pad), size[1]),
    )


def _tops(boxes: Iterable[tuple[int, int, int, int]]) -> Iterator[int]:
    """Where each begins on the strip, and where the strip ends."""
    top = 20
    for box in boxes:
        yield top
        top += round((box[3] - box[1]) * _GAP)
    yield top + 20


def _moved(word: Word, x: float, y: float) -> Word:
    return replace(word, x0=word.x0 + x, x1=word.x1 + x, top=word.top + y, bottom=word.bottom + y)
