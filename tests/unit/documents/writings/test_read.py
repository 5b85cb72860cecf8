"""Each kind of writing is cut at its headings, and a broken one is refused in a few words."""

import io
import zipfile

import pytest
from fpdf import FPDF

from haat.core.errors import InvalidInput
from haat.documents.writings.read import read_writing
from haat.documents.writings.section import Section

DOCX = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Rules</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Fees</w:t></w:r></w:p>
<w:p><w:r><w:t>The fee is </w:t></w:r><w:r><w:t>Rs 100.</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>"""


def test_markdown_is_cut_at_headings() -> None:
    told = b"# Rules\n\nIntro.\n\n## Fees\nRs 100. Certainty: high.\n```\n# no heading\n```\n"
    first, second = read_writing(told, ".md")
    assert first == Section("Intro.", ("Rules",), "Rules")
    assert second.headings == ("Rules", "Fees")
    assert "# no heading" in second.text
    assert second.known == {"certainty": "high"}


def test_html_has_no_scripts_and_its_title_stands_above() -> None:
    told = (
        "<html><head><title>Page</title><script>x=1</script></head><body><nav>Menu</nav>"
        "<h1>मूल्य</h1><p>दाम <b>100</b> रुपये</p><table><tr><td>a</td><td>b</td></tr></table></body>"
    )
    (found,) = read_writing(told.encode(), ".html")
    assert found.headings == ("Page", "मूल्य")
    assert found.text == "दाम 100 रुपये\na | b"


def test_word_file_keeps_headings_and_tables() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", DOCX)
    (found,) = read_writing(packed.getvalue(), ".docx")
    assert found.headings == ("Rules", "Fees")
    assert found.text == "The fee is Rs 100.\n\na | b"


def test_pdf_is_read_by_pages() -> None:
    paper = FPDF()
    for text in ("First page", "Second page"):
        paper.add_page()
        paper.set_font("Helvetica", size=12)
        paper.cell(text=text)
    found = read_writing(bytes(paper.output()), ".pdf")
    assert [(s.text, s.locator) for s in found] == [
        ("First page", "page 1"),
        ("Second page", "page 2"),
    ]


def test_records_take_text_by_any_of_its_names() -> None:
    told = '{"content": "एक", "title": "T", "page": 3, "as_of": "2026-01-01"}\n\n{"text": "two"}\n'
    first, second = read_writing(told.encode(), ".jsonl")
    assert (first.headings, first.locator, first.known) == (
        ("T",),
        "page 3",
        {"as_of": "2026-01-01"},
    )
    assert (second.text, second.locator) == ("two", "line 3")


def test_short_table_goes_together_and_a_table_of_codes_row_by_row() -> None:
    short = read_writing(b"hsn,goods\n0910,ginger\n0901,coffee\n", ".csv")
    assert [s.text for s in short] == ["hsn: 0910; goods: ginger\nhsn: 0901; goods: coffee"]
    lines = "".join(f"{n:04},goods {n}\n" for n in range(1000))
    long = read_writing(f"hsn,goods\n{lines}".encode(), ".csv")
    assert len(long) == 1000
    assert long[910].row
    assert long[910].text == "hsn: 0910; goods: goods 910"


@pytest.mark.parametrize(
    ("content", "ending", "why"),
    [
        (b"", ".md", "is empty"),
        (b"\xff\xfe\x00", ".txt", "is not written in UTF-8"),
        (b"a\0b", ".txt", "is no text"),
        (b"%PDF-1.4 nothing", ".pdf", "is a broken PDF"),
        (b"no zip", ".docx", "is broken, or no Word file"),
        (b'{"text": "a"}\n{broken', ".jsonl", "line 2: is no JSON"),
        (b"3\n", ".jsonl", "line 1: is no record of a text"),
        (b"x", ".exe", "is of no kind that is read"),
        (b"# only a heading\n", ".md", "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, ending: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        read_writing(content, ending)
