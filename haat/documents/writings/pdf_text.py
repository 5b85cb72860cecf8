"""PDF: the text layer, page by page; quick enough for a law of many hundred pages. Scanned pages by OCR."""

import re
from collections.abc import Iterator

import pypdfium2
from PIL.Image import Image

from haat.core.errors import InvalidInput, NotConfigured
from haat.documents.writings.section import Section

HYPHEN = re.compile(r"[\ufffe\u00ad]\s*|(?<=[a-z])-\r?\n(?=[a-z])")
SHORTEST_TEXT = 24  # letters: a page with a picture and fewer is a scanned one
MOST_SCANNED = 60  # pages: one costs some 5 CPU seconds
LEAST_SURE = 0.5  # a line that was read with less is noise
DPI, MOST_DOTS = 200, 20_000_000  # of a page that is drawn
PICTURE = 3  # pdfium's number of a picture on a page
NO_TEXT = "has no text in it"
NO_OCR = "its pages are pictures, and nothing is installed that reads such"


def sections(content: bytes) -> Iterator[Section]:
    """The text of each page; InvalidInput where the file is locked, broken, without text, or has too
    many scanned pages.
    """
    try:
        paper = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise InvalidInput("is locked with a password" if locked else "is a broken PDF") from error
    try:
        found = _pages(paper)
    finally:
        paper.close()
    if not found:
        raise InvalidInput(NO_TEXT)
    yield from found


def _pages(paper: pypdfium2.PdfDocument) -> list[Section]:
    texts = [_text(paper, number) for number in range(len(paper))]
    scanned = [n for n, text in enumerate(texts) if _is_scanned(paper, n, text)]
    if len(scanned) > MOST_SCANNED:
        raise InvalidInput(
            f"has {len(scanned)} scanned pages; at most {MOST_SCANNED} are read: part the file"
        )
    read = {number: _read(paper, number) for number in scanned}
    return [
        Section(told, (), f"page {n + 1}", {"read_by": "OCR"} if n in read else {})
        for n, text in enumerate(texts)
        if (told := read.get(n, text))
    ]


def _text(paper: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = paper[number]
        text: str = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""  # one broken page does not hide the others
    return HYPHEN.sub("", text).replace("\r\n", "\n").strip()


def _is_scanned(paper: pypdfium2.PdfDocument, number: int, text: str) -> bool:
    if len(text) >= SHORTEST_TEXT:
        return False
    try:
        return any(paper[number].get_objects(filter=[PICTURE]))
    except pypdfium2.PdfiumError:
        return False


def _read(paper: pypdfium2.PdfDocument, number: int) -> str:
    """What OCR reads on a page, line by line."""
    from haat.documents.ocr import read_picture  # noqa: PLC0415  # heavy, and rarely needed

    try:
        page = read_picture(_drawn(paper[number]), number + 1)
    except NotConfigured as error:
        raise InvalidInput(NO_OCR) from error
    return "\n".join(line.text for line in page.lines if line.sure >= LEAST_SURE)


def _drawn(page: pypdfium2.PdfPage) -> Image:
    """The page as a picture, coarser where it is very large."""
    inches = max(page.get_width() * page.get_height(), 1.0) / 72**2
    dpi = min(DPI, (MOST_DOTS / inches) ** 0.5)
    drawn: Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return drawn
