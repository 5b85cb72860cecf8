"""PDF: the text layer, page by page; quick enough for a law of many hundred pages."""

import re
from collections.abc import Iterator

import pypdfium2

from haat.core.errors import InvalidInput
from haat.documents.writings.section import Section

HYPHEN = re.compile(r"[\ufffe\u00ad]\s*|(?<=[a-z])-\r?\n(?=[a-z])")
PICTURES = "has no text in it: its pages are pictures"


def sections(content: bytes) -> Iterator[Section]:
    """The text of each page; InvalidInput where the file is locked, broken or has no text."""
    try:
        paper = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise InvalidInput("is locked with a password" if locked else "is a broken PDF") from error
    try:
        found = [(number + 1, _text(paper, number)) for number in range(len(paper))]
    finally:
        paper.close()
    if not any(text for _, text in found):
        raise InvalidInput(PICTURES)
    yield from (Section(text, (), f"page {number}") for number, text in found if text)


def _text(paper: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = paper[number]
        text: str = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""  # one broken page does not hide the others
    return HYPHEN.sub("", text).replace("\r\n", "\n").strip()
