"""PDF files: their text layer, or a page drawn as a picture."""

import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pdfplumber
import regex
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PdfPage
from pdfplumber.utils.exceptions import PdfminerException
from PIL.Image import Image

from haat.core.errors import InvalidInput
from haat.documents.page import Page, Word, page_of

BROKEN = "The PDF is broken and cannot be read. Send it again, or a photo of the paper."
LOCKED = "The PDF is locked with a password. Send it without one, or a photo of the paper."
HUGE = "The PDF is too heavy to be read. Send a photo of the paper instead."
_START = b"%PDF-"
_STREAM = regex.compile(rb"(?<!end)stream\r?\n")
_MOST_INSIDE = 150_000_000  # bytes of one packed stream, such as a picture of a page at 600 dpi
_CHUNK = 4_000_000
_MOST_SIDE = 14_400.0  # points: the largest page that PDF allows (ISO 32000-1, annex C)
_DPI = 200
_MOST_DOTS = 20_000_000  # of a page that is drawn


def is_pdf(content: bytes) -> bool:
    """Whether it begins as a PDF; some carry a little before that."""
    return _START in content[:1024]


@contextmanager
def opened(content: bytes, most_pages: int) -> Iterator[Sequence[PdfPage]]:
    """The pages; InvalidInput where there are too many, or the file is locked or broken."""
    _must_unpack_small(content)
    try:
        with pdfplumber.open(io.BytesIO(content)) as found:
            if len(found.pages) > most_pages:
                raise InvalidInput(
                    f"The file has more than {most_pages} pages. Send only the pages that matter."
                )
            if not found.pages:
                raise InvalidInput(BROKEN)
            yield found.pages
    except PdfminerException as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args)
        raise InvalidInput(LOCKED if locked else BROKEN) from error
    except (PDFException, PSException) as error:
        raise InvalidInput(BROKEN) from error


def _must_unpack_small(content: bytes) -> None:
    """A few bytes may unpack to many: none is unpacked further than is sensible."""
    for begun in _STREAM.finditer(content):
        end = content.find(b"endstream", begun.end())
        if _unpacks_large(content[begun.end() : end if end >= 0 else None]):
            raise InvalidInput(HUGE)


def _unpacks_large(stream: bytes) -> bool:
    """False also where it is not packed, or packed in another way."""
    unpacking, size = zlib.decompressobj(), 0
    try:
        while stream and size <= _MOST_INSIDE:
            size += len(unpacking.decompress(stream, _CHUNK))
            stream = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return size > _MOST_INSIDE


def text_page(page: PdfPage, number: int) -> Page:
    """The words of the text layer; a layer of glyph numbers is none."""
    if max(page.width, page.height) > _MOST_SIDE:
        raise InvalidInput(HUGE)
    found = page.extract_words(x_tolerance=1.5, y_tolerance=2)
    words = [
        Word(w["text"], w["x0"], w["top"], w["x1"], w["bottom"])
        for w in found
        if "(cid:" not in w["text"]
    ]
    return page_of(number, float(page.width), float(page.height), words)


def drawn(page: PdfPage) -> Image:
    """The page as a picture, coarser where it is very large."""
    inches = max(float(page.width) * float(page.height), 1.0) / 72**2
    dpi = min(_DPI, max(int((_MOST_DOTS / inches) ** 0.5), 1))
    return page.to_image(resolution=dpi).original.convert("L")
