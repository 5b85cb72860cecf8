"""A file's bytes to pages of words: the text layer of a PDF, else its picture by OCR."""

from collections.abc import Iterator

from haat.core.errors import InvalidInput
from haat.core.settings import DocumentSettings
from haat.documents import pdf, picture
from haat.documents.ocr import read_picture
from haat.documents.page import Page

SHORTEST_TEXT = 24  # letters: a page with fewer is a picture of a page


def read(content: bytes, limits: DocumentSettings) -> tuple[Page, ...]:
    """The pages of a PDF or a picture.

    Raises InvalidInput where the file is empty, too large, locked, broken or of no kind that is
    read, and NotConfigured where OCR is needed and not installed.
    """
    if not content:
        raise InvalidInput("The file is empty. Send it again.")
    if len(content) > limits.most_bytes:
        most = limits.most_bytes // 1_000_000
        raise InvalidInput(
            f"The file is larger than {most} MB. Send a smaller photo or fewer pages."
        )
    if pdf.is_pdf(content):
        return tuple(_pages_of_pdf(content, limits))
    return tuple(
        read_picture(image, number)
        for number, image in enumerate(picture.frames(content, limits.most_pages), 1)
    )


def _pages_of_pdf(content: bytes, limits: DocumentSettings) -> Iterator[Page]:
    with pdf.opened(content, limits.most_pages) as pages:
        for number, page in enumerate(pages, 1):
            written = pdf.text_page(page, number)
            letters = sum(len(word.text) for word in written.words)
            yield written if letters >= SHORTEST_TEXT else read_picture(pdf.drawn(page), number)
