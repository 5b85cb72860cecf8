"""Reads print of many scripts by tesseract, each pack with English beside it."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from PIL.Image import Image

from haat.core.errors import InvalidInput, NotConfigured
from haat.documents.page import Page, Word, page_of

MISSING = (
    "Photos cannot be read here yet: install Debian's packages tesseract-ocr and tesseract-ocr-hin."
)
SLOW = "The picture could not be read in time. Send a clearer photo of one page."
ENGLISH = "eng"
Layout = Literal["column", "block", "line"]
LAYOUTS: Mapping[Layout, str] = {"column": "4", "block": "6", "line": "7"}  # its `--psm`
SECONDS = 60.0  # for one page
# What tesseract calls the scripts, and the languages that are written in them.
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "Devanagari": ("hin", "mar"),
    "Bengali": ("ben", "asm"),
    "Tamil": ("tam",),
    "Telugu": ("tel",),
    "Gujarati": ("guj",),
    "Kannada": ("kan",),
    "Malayalam": ("mal",),
    "Gurmukhi": ("pan",),
    "Oriya": ("ori",),
    "Arabic": ("urd",),
}
_SCRIPT = re.compile(r"^Script: (?P<name>\w+)", re.MULTILINE)


def read(image: Image, number: int, packs: str, layout: Layout = "column") -> Page:
    """The page in a picture that is prepared; `packs` as tesseract names them: `eng+hin`.

    In a `block` lines of one width stand one below another, and no columns are looked for.
    """
    words = _words(image, packs, LAYOUTS[layout])
    return page_of(number, image.width, image.height, words, scanned=True)


def there() -> bool:
    """Whether tesseract and its English are installed."""
    return shutil.which("tesseract") is not None and ENGLISH in packs()


def native_packs(image: Image) -> str | None:
    """The packs for the Indian script of a picture: what tesseract takes it for, else Hindi."""
    able = {s: "+".join(p for p in named if p in packs()) for s, named in SCRIPTS.items()}
    told = {script: named for script, named in able.items() if named}
    if len(told) < 2:
        return next(iter(told.values()), None)
    return told.get(_script(image)) or told.get("Devanagari") or next(iter(told.values()))


def _script(image: Image) -> str:
    """`Bengali`, as tesseract sees it; empty where it sees too little."""
    try:
        seen = _asked(image, "--psm", "0")
    except InvalidInput:
        return ""
    found = _SCRIPT.search(seen)
    return found["name"] if found else ""


def _words(image: Image, packs: str, layout: str) -> Iterator[Word]:
    table = io.StringIO(_asked(image, "-l", packs, "--psm", layout, "tsv"))
    for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        text, sure = (row["text"] or "").strip(), float(row["conf"])
        if not text or sure < 0:
            continue
        x0, top = float(row["left"]), float(row["top"])
        yield Word(text, x0, top, x0 + float(row["width"]), top + float(row["height"]), sure / 100)


def _asked(image: Image, *words: str) -> str:
    """What tesseract prints of the picture."""
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    # Its threads wait for one another: on few cores one thread is quicker than several.
    asked = ["env", "OMP_THREAD_LIMIT=1", _tesseract(), "-", "-", *words]
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
def packs() -> frozenset[str]:
    """The languages that are installed; NotConfigured without English."""
    listed = _told("--list-langs").split()
    if ENGLISH not in listed:
        raise NotConfigured(MISSING)
    return frozenset(listed)
