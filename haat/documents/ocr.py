"""Reads a picture: Latin print by a network, other scripts and all that it cannot by tesseract."""

from collections.abc import Iterable, Iterator, Sequence

import regex
from PIL.Image import Image, Transpose

from haat.documents import rapid, tesseract
from haat.documents.page import Page, Word, page_of
from haat.documents.picture import prepared

_LATIN = 0.8  # surer than this, a word or page read as Latin is Latin
_NATIVE = 0.3  # with a larger share of doubtful words, another script stands on the page
_PATCHY = 0.55  # surer than this, a page is not read again from another side
_FEW = 40  # letters
_SAME = 0.5  # share of a word's width that two readings of it have in common
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
    best, upright = rapid.read(image, number), image
    if _sense(best) < _PATCHY or rapid.lies_on_its_side(best):
        sides = _ASIDE if rapid.lies_on_its_side(best) else (Transpose.ROTATE_180,)
        for side in sides:
            turned = image.transpose(side)
            page = rapid.read(turned, number)
            if _sense(page) > _sense(best) or rapid.lies_on_its_side(best):
                best, upright = page, turned
    return _with_native(best, upright) if _doubtful(best) > _NATIVE else best


def _with_native(latin: Page, image: Image) -> Page:
    """The page read again as of an Indian script, with its Latin words as they were read."""
    packs = tesseract.native_packs(image) if tesseract.there() else None
    if packs is None:
        return latin
    # No part is cut off, so that the boxes of both readings are of one picture.
    native = tesseract.read(image, latin.number, f"{tesseract.ENGLISH}+{packs}")
    if _sense(native) < _sense(latin):
        return latin
    return _as_page(image, latin.number, _latin_from(tuple(latin.words), native.words))


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
    return _as_page(image, number, _latin_from(tuple(english.words), mixed.words))


def _as_page(image: Image, number: int, words: Iterable[Word]) -> Page:
    return page_of(number, image.width, image.height, words, scanned=True)


def _latin_from(latin: Sequence[Word], mixed: Iterable[Word]) -> Iterator[Word]:
    """Beside Hindi, Latin letters and digits are read worse (`65%` for `GST`): those of the Latin reading."""
    for word in mixed:
        better = (w for w in latin if w.sure >= _SAME and _same_place(w, word))
        yield next(better, word) if word.text.isascii() else word


def _same_place(one: Word, other: Word) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    longest = max(one.x1 - one.x0, other.x1 - other.x0, 1.0)
    level = abs(one.middle - other.middle) < max(one.height, other.height) / 2
    return level and wide / longest >= _SAME


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
