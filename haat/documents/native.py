"""The words of an Indian script on a page whose Latin words are read: by tesseract, whole and piece by piece."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex
from PIL.Image import Image, Resampling

from haat.documents import tesseract
from haat.documents.joining import READ, is_native, joined
from haat.documents.page import Page, Word, page_of
from haat.documents.picture import even, inner, sized
from haat.documents.ruling import unruled
from haat.documents.second_look import read_again, unread

LEAST_SURE = 0.55  # on the whole; below it, what was read as native is something else
_COLON = regex.compile(r"(?<=[\p{L}\p{M}])\s*;$")


def with_native(latin: Page, image: Image, turn: float) -> Page:
    """The page with what of it is native; `turn` in degrees makes the picture level."""
    packs = tesseract.native_packs(image) if tesseract.there() else None
    if packs is None:
        return latin
    clean = unruled(even(sized(image.rotate(turn, Resampling.BICUBIC, fillcolor=255))))
    scale = clean.width / image.width
    plain = [_moved(word, scale) for word in latin.words]
    native = list(_native(clean, packs))
    native += read_again(clean, unread(plain, native), packs)
    if not _makes_sense(native):
        return latin
    words = (_moved(word, 1 / scale) for word in joined(plain, native))
    return page_of(latin.number, image.width, image.height, words, scanned=True)


def _native(clean: Image, packs: str) -> Iterator[Word]:
    left, top, right, bottom = inner(clean)
    for word in tesseract.read(clean.crop((left, top, right, bottom)), 1, packs).words:
        yield _moved(replace(word, text=_mended(word.text)), 1.0, left, top)


def _mended(text: str) -> str:
    """Without the slips that are none of a bill's letters: `नं;` for `नं:`, `न॑` for `नं`."""
    return str(_COLON.sub(":", text)).replace("\u0951", "\u0902")


def _moved(word: Word, scale: float, left: float = 0.0, top: float = 0.0) -> Word:
    """The word where it stands in a picture of another size or cut."""
    return replace(word, x0=(word.x0 + left) * scale, x1=(word.x1 + left) * scale,
                   top=(word.top + top) * scale, bottom=(word.bottom + top) * scale)  # fmt: skip


def _makes_sense(words: Iterable[Word]) -> bool:
    kept = [w for w in words if w.sure >= READ and is_native(w)]
    letters = sum(len(w.text) for w in kept)
    return sum(w.sure * len(w.text) for w in kept) > LEAST_SURE * letters
