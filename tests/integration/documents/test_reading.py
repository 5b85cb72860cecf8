"""Real files read by the real readers: PDF, photos by OCR, and files that do harm."""

import socket
import zlib

import pytest
from PIL import Image

from eval.documents import painting
from eval.documents.scoring import Tally, of_paper
from haat.core.errors import InvalidInput, NotConfigured
from haat.core.settings import DocumentSettings
from haat.documents import ocr, rapid, tesseract
from haat.documents.apart import extract_apart
from haat.documents.extract import extract
from haat.documents.paper import Paper
from tests.integration.documents import papers
from tests.unit.documents.sheets import TODAY

LIMITS = DocumentSettings()


def read(content: bytes, **limits: int) -> Paper:
    return extract(content, LIMITS.model_copy(update=limits), TODAY)


def failed(paper: Paper) -> set[str]:
    return {rule.id for rule in paper.rules if rule.status == "fail"}


def f1(paper: Paper, layout: str) -> float:
    sheet, whole = papers.sheet(layout), Tally()
    for tally in of_paper(paper, sheet.fields, sheet.lines).values():
        whole.add(tally)
    return whole.f1


@pytest.mark.parametrize("layout", ["boxed", "ledger", "memo", "modern", "hindi", "supply"])
def test_a_pdf_is_read_to_the_paisa(layout: str) -> None:
    paper = read(papers.pdf(layout))
    assert f1(paper, layout) == 1.0
    assert failed(paper) == set()


@pytest.mark.parametrize(
    ("layout", "seed"), [("boxed", 4), ("hindi", 4), ("hindi", 5), ("hindi", 6), ("hindi", 7)]
)
def test_a_photo_is_read_nearly_as_well(layout: str, seed: int) -> None:
    paper = read(papers.photo(layout, seed=seed))
    assert paper.kind == "gst_invoice"
    assert f1(paper, layout) > 0.85
    assert 0.5 < paper.confidence < 1


def test_the_same_seed_is_the_same_photo() -> None:
    assert papers.photo(seed=5) == papers.photo(seed=5) != papers.photo(seed=6)


def test_a_wrong_total_is_found_on_a_photo() -> None:
    assert "total" in failed(read(papers.photo("memo", "total too high")))


def test_a_photo_laid_on_its_side_and_a_scan_in_a_pdf_are_read() -> None:
    image = painting.picture(papers.sheet())
    turned = image.rotate(90, expand=True)
    number = papers.right_bill().number
    assert read(papers.saved(turned, "JPEG")).fields["number"] == number
    assert read(papers.saved(image.convert("RGB"), "PDF")).fields["number"] == number


def test_what_the_camera_noted_turns_the_photo() -> None:
    image = painting.picture(papers.sheet()).rotate(-90, expand=True)
    noted = Image.Exif()
    noted[0x0112] = 8  # turned to the left: the viewer turns it back
    assert read(papers.saved(image, "JPEG", exif=noted)).kind == "gst_invoice"


@pytest.mark.parametrize(
    ("content", "what_to_do"),
    [
        (b"", "empty. Send it again"),
        (b"%PDF-1.7 nonsense", "broken"),
        (b"<html><script>alert(1)</script></html>", "Send a PDF, or a photo"),
        (papers.pages(21), "more than 20 pages"),
        (papers.pages(1, locked=True), "locked with a password"),
        (papers.photo()[:20_000], "Take the photo again"),
        (papers.saved(Image.new("1", (20_000, 20_000)), "PNG"), "too many dots"),
        (papers.saved(Image.new("L", (1, 1)), "PNG"), "too small"),
        (papers.saved(Image.new("L", (20_000, 3)), "PNG"), "too small"),
        (
            papers.of_objects(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1000000 1000000] >>"),
            "too heavy",
        ),
        (papers.of_objects(*papers.packed(zlib.compress(bytes(200_000_000)))), "too heavy"),
        (
            papers.of_objects(*[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * 10_000),
            "more than 20 pages",
        ),
    ],
    ids=[
        "empty",
        "broken",
        "html",
        "pages",
        "locked",
        "cut",
        "bomb",
        "dot",
        "thread",
        "wall",
        "packed",
        "book",
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, what_to_do: str) -> None:
    with pytest.raises(InvalidInput, match=what_to_do):
        read(content)


def test_a_file_above_the_limit_is_not_looked_into() -> None:
    with pytest.raises(InvalidInput, match="larger than 1 MB"):
        read(bytes(1_000_001), most_bytes=1_000_000)


def test_an_empty_page_is_an_unknown_paper() -> None:
    assert read(papers.pages(1)).kind == "unknown"


def test_without_the_network_tesseract_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "PACKAGE", "not_installed")
    paper = read(papers.photo())
    assert f1(paper, "boxed") > 0.8
    assert ocr.version().startswith("tesseract")


def test_with_neither_a_photo_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "PACKAGE", "not_installed")
    monkeypatch.setenv("PATH", "/nowhere")
    tesseract.packs.cache_clear()
    with pytest.raises(NotConfigured, match="tesseract-ocr and tesseract-ocr-hin"):
        read(papers.photo())


def test_without_tesseract_latin_print_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert f1(read(papers.photo()), "boxed") > 0.85


def test_reading_a_photo_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address is looked up and no connection opened, the networks' weights included."""

    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a connection was opened")

    rapid._engine.cache_clear()
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert read(papers.photo("boxed")).kind == "gst_invoice"


def test_a_process_of_its_own_reads_the_same() -> None:
    content = papers.pdf()
    assert extract_apart(content, LIMITS, TODAY) == read(content).as_json()


def test_a_process_of_its_own_refuses_the_same() -> None:
    with pytest.raises(InvalidInput, match="locked with a password"):
        extract_apart(papers.pages(1, locked=True), LIMITS, TODAY)
    with pytest.raises(InvalidInput, match="use gst_invoice"):
        extract_apart(papers.pdf(), LIMITS, TODAY, "passport")
