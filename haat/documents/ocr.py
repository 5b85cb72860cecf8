"""Reads a picture by tesseract, in English and, where the page is Hindi, in both."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from PIL.Image import Image, Transpose

from haat.core.errors import InvalidInput, NotConfigured
from haat.documents.page import Page, Word, page_of
from haat.documents.picture import prepared

MISSING = (
    "Photos cannot be read here yet: install Debian's packages tesseract-ocr and tesseract-ocr-hin."
)
SLOW = "The picture could not be read in time. Send a clearer photo of one page."
ENGLISH, HINDI = "eng", "hin"
SECONDS = 60.0  # for one page
_ENGLISH = 0.8  # surer than this, a page read as English is English
_PATCHY = 0.55  # surer than this, a page is not read again from another side
_FEW = 40  # letters
_SAME = 0.5  # share of a box that two readings of one word have in common
_SIDES = (Transpose.ROTATE_270, Transpose.ROTATE_90, Transpose.ROTATE_180)


def read_picture(image: Image, number: int) -> Page:
    """The page in a picture; one that makes no sense is tried from its other sides."""
    _packs()
    upright = prepared(image)
    best = _page(upright, number)
    if _sense(best) >= _PATCHY:
        return best
    turned = (_page(upright.transpose(side), number) for side in _SIDES)
    return max((best, *turned), key=_sense)


def _page(image: Image, number: int) -> Page:
    """Read as English; where that makes little sense, as Hindi with English in it."""
    english = _as_page(image, number, _words(image, ENGLISH))
    if _sense(english) >= _ENGLISH or HINDI not in _packs():
        return english
    mixed = _words(image, f"{ENGLISH}+{HINDI}")
    return _as_page(image, number, _latin_from(tuple(english.words), mixed))


def _as_page(image: Image, number: int, words: Iterable[Word]) -> Page:
    return page_of(number, image.width, image.height, words, scanned=True)


def _latin_from(english: Sequence[Word], mixed: Iterable[Word]) -> Iterator[Word]:
    """Beside Hindi, Latin letters and digits are read worse (`65%` for `GST`): those of the English reading."""
    for word in mixed:
        latin = word.text.isascii()
        better = (w for w in english if w.sure >= _SAME and _overlap(w, word) >= _SAME)
        yield next(better, word) if latin else word


def _overlap(one: Word, other: Word) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / max(_area(one), _area(other), 1.0)


def _area(word: Word) -> float:
    return (word.x1 - word.x0) * word.height


def _sense(page: Page) -> float:
    """How sure its letters are on the whole; a handful of them on a page make little sense."""
    words = [w for w in page.words if len(w.text) > 1]
    letters = sum(len(w.text) for w in words)
    return sum(w.sure * len(w.text) for w in words) / max(letters, _FEW)


def _words(image: Image, packs: str) -> Iterator[Word]:
    table = io.StringIO(_table(image, packs))
    for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        text, sure = (row["text"] or "").strip(), float(row["conf"])
        if not text or sure < 0:
            continue
        x0, top = float(row["left"]), float(row["top"])
        yield Word(text, x0, top, x0 + float(row["width"]), top + float(row["height"]), sure / 100)


def _table(image: Image, packs: str) -> str:
    """What tesseract prints of the picture, a row a word."""
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    # Its threads wait for one another: on few cores one thread is quicker than several.
    alone = ["env", "OMP_THREAD_LIMIT=1"]
    asked = [*alone, _tesseract(), "-", "-", "-l", packs, "--psm", "4", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603  (tesseract itself, and words of ours)
            asked, input=written.getvalue(), capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise InvalidInput(SLOW) from error
    return done.stdout.decode("utf-8", "replace")


def version() -> str:
    """What reads here: `tesseract 5.3.0`."""
    return _told("--version").partition("\n")[0]


def _told(option: str) -> str:
    """What tesseract says of itself."""
    asked = [_tesseract(), option]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _tesseract() -> str:
    found = shutil.which("tesseract")
    if found is None:
        raise NotConfigured(MISSING)
    return found


@lru_cache(maxsize=1)
def _packs() -> frozenset[str]:
    """The languages that are installed; NotConfigured without English."""
    listed = _told("--list-langs").split()
    if ENGLISH not in listed:
        raise NotConfigured(MISSING)
    return frozenset(listed)
