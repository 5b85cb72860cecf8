"""PDFs for the knowledge base: a long one, scanned pages, and what is refused."""

import pytest
from fpdf import FPDF
from PIL import Image
from pypdfium2 import PdfDocument
from pytest_socket import disable_socket

from haat.core.errors import InvalidInput
from haat.documents.writings import pdf_text
from haat.documents.writings.apart import read_apart
from haat.documents.writings.read import read_writing

LONG = 560  # pages


def scanned(*texts: str) -> bytes:
    """A PDF whose pages are pictures of these lines; an empty text is an empty page."""
    paper = FPDF()
    for text in texts:
        paper.add_page()
        paper.image(picture(text), x=0, y=0, w=210, h=297)
    return bytes(paper.output())


def picture(text: str) -> Image.Image:
    sheet = FPDF()
    sheet.add_page()
    sheet.set_font("Helvetica", size=16)
    sheet.multi_cell(0, 12, text)
    drawn: Image.Image = PdfDocument(bytes(sheet.output()))[0].render(scale=2).to_pil()
    return drawn


def test_a_book_of_many_hundred_pages_is_read_page_by_page() -> None:
    paper = FPDF()
    paper.set_font("Helvetica", size=10)
    for number in range(1, LONG + 1):
        paper.add_page()
        paper.multi_cell(
            0, 5, f"Standard {number}: moisture not more than {number / 10} per cent.\n" * 8
        )
    found = read_apart(bytes(paper.output()), ".pdf")
    assert len(found) == LONG
    assert found[-1].locator == f"page {LONG}"
    assert found[299].text.startswith("Standard 300: moisture not more than 30.0 per cent.")
    assert all(not section.known for section in found)


def test_scanned_pages_are_read_beside_written_ones() -> None:
    disable_socket()
    paper = FPDF()
    paper.set_font("Helvetica", size=12)
    paper.add_page()
    paper.cell(text="The rules of our federation, in writing.")
    paper.add_page()
    paper.image(
        picture("Each member saves Rs 50 every week.\nMeetings are held on Mondays."),
        x=0,
        y=0,
        w=210,
        h=297,
    )
    paper.add_page()  # an empty one
    written, read = read_writing(bytes(paper.output()), ".pdf")
    assert (written.locator, dict(written.known)) == ("page 1", {})
    assert (read.locator, dict(read.known)) == ("page 2", {"read_by": "OCR"})
    assert read.text.splitlines() == [
        "Each member saves Rs 50 every week.",
        "Meetings are held on Mondays.",
    ]


def test_more_scanned_pages_than_are_read_are_refused_by_their_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_text, "MOST_SCANNED", 1)
    with pytest.raises(InvalidInput, match="has 2 scanned pages; at most 1 are read"):
        read_writing(scanned("One", "Two"), ".pdf")


def test_empty_pages_are_no_writing() -> None:
    paper = FPDF()
    paper.add_page()
    with pytest.raises(InvalidInput, match="has no text in it"):
        read_writing(bytes(paper.output()), ".pdf")
