"""Reads a picture: Latin print by a network, other scripts and all that it cannot by tesseract."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex
from PIL.Image import Image, Resampling, Transpose

from haat.documents import rapid, tesseract
from haat.documents.page import Page, Word, page_of
from haat.documents.picture import even, inner, prepared, sized

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
    upright = image
    best, turn = rapid.read(image, number)
    aside = rapid.lies_on_its_side(best)
    if aside or _sense(best) < _PATCHY:
        readings = [(rapid.read(t, number), t) for side in (_ASIDE if aside else _SIDES[2:])
                    for t in (image.transpose(side),)]  # fmt: skip
        (other, its_turn), turned = max(readings, key=lambda r: _sense(r[0][0]))
        if aside or _sense(other) > _sense(best):
            best, turn, upright = other, its_turn, turned
    return _with_native(best, upright, turn) if _doubtful(best) > _NATIVE else best


def _with_native(latin: Page, image: Image, turn: float) -> Page:
    """The page read again as of an Indian script, with its Latin words as they were read."""
    packs = tesseract.native_packs(image) if tesseract.there() else None
    if packs is None:
        return latin
    turned = image.rotate(turn, Resampling.BICUBIC, fillcolor=255)
    clean = even(sized(turned))
    left, top, right, bottom = inner(clean)
    native = tesseract.read(
        clean.crop((left, top, right, bottom)), latin.number, f"{tesseract.ENGLISH}+{packs}"
    )
    scale = image.width / clean.width
    words = [_moved(word, left, top, scale) for word in native.words]
    if _sense(native) < _PATCHY:
        return latin
    return _as_page(image, latin.number, _latin_from(tuple(latin.words), words))


def _moved(word: Word, left: float, top: float, scale: float) -> Word:
    """The word in dots of the picture of which a part was read at another scale."""
    return replace(word, x0=(word.x0 + left) * scale, x1=(word.x1 + left) * scale,
                   top=(word.top + top) * scale, bottom=(word.bottom + top) * scale)  # fmt: skip


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
