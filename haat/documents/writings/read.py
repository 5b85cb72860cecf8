"""A file's bytes to its sections, by the ending of its name."""

from collections.abc import Callable, Iterable, Mapping

from haat.core.errors import InvalidInput
from haat.documents.writings import docx, html, mail, markdown, pdf_text, rows
from haat.documents.writings.section import Section

TEXTS: Mapping[str, Callable[[str], Iterable[Section]]] = {
    ".md": markdown.sections,
    ".markdown": markdown.sections,
    ".txt": markdown.sections,
    ".csv": rows.csv_sections,
    ".jsonl": rows.jsonl_sections,
    ".json": rows.json_sections,
    ".html": html.sections,
    ".htm": html.sections,
}
FILES: Mapping[str, Callable[[bytes], Iterable[Section]]] = {
    ".pdf": pdf_text.sections,
    ".docx": docx.sections,
    ".eml": mail.sections,
}
ENDINGS = frozenset({*TEXTS, *FILES})


def read_writing(content: bytes, ending: str) -> tuple[Section, ...]:
    """The sections of a file; InvalidInput says in a few words why it is refused."""
    if not content.strip():
        raise InvalidInput("is empty")
    if ending in FILES:
        found = tuple(FILES[ending](content))
    elif ending in TEXTS:
        found = tuple(TEXTS[ending](_decoded(content)))
    else:
        raise InvalidInput(f"is of no kind that is read ({', '.join(sorted(ENDINGS))})")
    if not found:
        raise InvalidInput("holds no text")
    return found


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("is not written in UTF-8") from error
    if "\0" in text:
        raise InvalidInput("is no text")
    return text
