"""Reads a picture: Latin print by a network, other scripts and all that it cannot by tesseract."""

from collections.abc import Iterable

import regex
from PIL.Image import Image, Transpose

from haat.documents import rapid, tesseract
from haat.documents.joining import joined
from haat.documents.native import with_native
from haat.documents.page import Page, Word, page_of
from haat.documents.picture import prepared

_LATIN = 0.8  # surer than this, a word or page read as Latin is Latin
_NATIVE = 0.15  # with a larger share of doubtful words (Latin slips have .03), another script stands there too
_PATCHY = 0.55  # surer than this, a page is not read again from another side
_FEW = 40  # letters
_WORD = regex.compile(r"^[^\d]*\p{L}[^\d]*$")
_ASIDE = (Transpose.ROTATE_270, Transpose.ROTATE_90)
_SIDES = (*_ASIDE, Transpose.ROTATE_180)


def read_picture(image: Image, number: int) -> Page:
    """The page in a picture; one that makes no sense is tried from its other sides.

    Raises NotConfigured where nothing is installed that reads it.
    """
    return _by_network(image, number) if rapid.there() else _by_tesseract(image, number)


def version() -> str:
    """What reads here: `rapidocr 3.10.0, tesseract 5.3.0`."""
    told = (rapid.version(), tesseract.version() if tesseract.there() else "")
    return ", ".join(filter(None, told))


def _by_network(image: Image, number: int) -> Page:
    upright = image
    best, turn = rapid.read(image, number)
    aside = rapid.lies_on_its_side(best)
    if aside or _sense(best) < _PATCHY:
        readings = [(rapid.read(t, number), t) for side in (_ASIDE if aside else _SIDES[2:])
                    for t in (image.transpose(side),)]  # fmt: skip
        (other, its_turn), turned = max(readings, key=lambda r: _sense(r[0][0]))
        if aside or _sense(other) > _sense(best):
            best, turn, upright = other, its_turn, turned
    return with_native(best, upright, turn) if _doubtful(best) > _NATIVE else best


def _by_tesseract(image: Image, number: int) -> Page:
    upright = prepared(image)
    best = _read_twice(upright, number)
    if _sense(best) >= _PATCHY:
        return best
    turned = (_read_twice(upright.transpose(side), number) for side in _SIDES)
    return max((best, *turned), key=_sense)


def _read_twice(image: Image, number: int) -> Page:
    """Read as English; where that makes little sense, with an Indian script beside it."""
    english = tesseract.read(image, number, tesseract.ENGLISH)
    packs = tesseract.native_packs(image) if _sense(english) < _LATIN else None
    if packs is None:
        return english
    mixed = tesseract.read(image, number, f"{tesseract.ENGLISH}+{packs}")
    return _as_page(image, number, joined(tuple(english.words), tuple(mixed.words)))


def _as_page(image: Image, number: int, words: Iterable[Word]) -> Page:
    return page_of(number, image.width, image.height, words, scanned=True)


def _doubtful(page: Page) -> float:
    """How much of its words, by their width, cannot well be Latin; numbers are alike in most prints."""
    words = [w for w in page.words if _WORD.search(w.text)]
    width = sum(w.x1 - w.x0 for w in words)
    return sum(w.x1 - w.x0 for w in words if w.sure < _LATIN) / width if words else 1.0


def _sense(page: Page) -> float:
    """How sure its letters are on the whole; a handful of them on a page make little sense."""
    words = [w for w in page.words if len(w.text) > 1]
    letters = sum(len(w.text) for w in words)
    return sum(w.sure * len(w.text) for w in words) / max(letters, _FEW)
