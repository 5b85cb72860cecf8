"""Word files (Office Open XML, ECMA-376): paragraphs, headings and tables."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from haat.core.errors import InvalidInput
from haat.documents.writings.section import Section

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BROKEN = "is broken, or no Word file"
MOST_BYTES = 100_000_000  # of its text, unpacked


def sections(content: bytes) -> Iterator[Section]:
    """The pieces under each heading."""
    headings: list[tuple[int, str]] = []
    body: list[str] = []
    for element in _body(content):
        depth = _depth(element)
        text = _row_text(element) if element.tag == f"{W}tbl" else _text(element)
        if depth is None:
            body.append(text)
            continue
        yield from _piece(headings, body)
        body = []
        if text:
            headings = [*(h for h in headings if h[0] < depth), (depth, text)]
    yield from _piece(headings, body)


def _body(content: bytes) -> Iterator[etree._Element]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if packed.getinfo("word/document.xml").file_size > MOST_BYTES:
                raise InvalidInput("is too large")
            written = packed.read("word/document.xml")
        reader = etree.XMLParser(resolve_entities=False, no_network=True)
        body = etree.fromstring(written, reader).find(f"{W}body")
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise InvalidInput(BROKEN) from error
    if body is None:
        raise InvalidInput(BROKEN)
    return iter(body)


def _depth(element: etree._Element) -> int | None:
    """How deep a heading is, the title at 0; None of what is no heading."""
    style = element.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else str(style.get(f"{W}val", "")).lower()
    if name == "title":
        return 0
    deep = name.removeprefix("heading")
    return int(deep) if name.startswith("heading") and deep.isdigit() else None


def _text(element: etree._Element) -> str:
    pieces = {f"{W}tab": "\t", f"{W}br": "\n"}
    parts = ((e.text or "") if e.tag == f"{W}t" else pieces.get(e.tag, "") for e in element.iter())
    return "".join(parts).strip()


def _row_text(table: etree._Element) -> str:
    rows = ([_text(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr"))
    return "\n".join(" | ".join(cells) for cells in rows)


def _piece(headings: list[tuple[int, str]], body: list[str]) -> Iterator[Section]:
    text = "\n\n".join(filter(None, body)).strip()
    if text:
        names = tuple(name for _, name in headings)
        yield Section(text, names, names[-1] if names else "")
