"""E-mails (RFC 5322), as circulars come: their text under the subject, with day and sender, by `unstructured`."""

import io
import os
from collections.abc import Iterator, Sequence
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from haat.core.errors import InvalidInput
from haat.documents.writings import html
from haat.documents.writings.section import Section

if TYPE_CHECKING:
    from spacy.language import Language
    from unstructured.documents.elements import Element

DAY = len("2026-11-26")


def sections(content: bytes) -> Iterator[Section]:
    """The pieces under each heading of the body; what is attached is left out."""
    if not BytesHeaderParser().parsebytes(content)["From"]:
        raise InvalidInput("is no e-mail")
    elements = _elements(content)
    known = _known(elements[0]) if elements else {}
    subject = elements[0].metadata.subject if elements else None
    headings = above = (subject,) if subject else ()
    body: list[str] = []
    for element in elements:
        if not _is_heading(element):
            body.append(_text(element))
            continue
        yield from _piece(headings, body, known)
        headings, body = (*above, element.text), []
    yield from _piece(headings, body, known)


def _elements(content: bytes) -> "Sequence[Element]":
    _quiet()
    from unstructured.nlp import tokenize  # noqa: PLC0415  # two CPU seconds
    from unstructured.partition.email import partition_email  # noqa: PLC0415  # the same

    tokenize._load_spacy_model = _words_alone  # noqa: SLF001  # its own is fetched from the network
    return partition_email(file=io.BytesIO(content), process_attachments=False)


def _quiet() -> None:
    """It would tell its makers that it is used, and print an advertisement."""
    for name in ("DO_NOT_TRACK", "SCARF_NO_ANALYTICS", "UNSTRUCTURED_DISABLE_NOTICE"):
        os.environ[name] = "1"


def _words_alone() -> "Language":
    """Words and sentences by rules: it asks a model only whether a line is a heading or prose."""
    import spacy  # noqa: PLC0415  # heavy

    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    return language


def _is_heading(element: "Element") -> bool:
    """One of the letter's own: in plain text any short line is taken for one."""
    return element.category == "Title" and element.metadata.category_depth is not None


def _known(element: "Element") -> dict[str, str]:
    told = element.metadata
    sent, senders = (told.last_modified or "")[:DAY], told.sent_from or []
    pairs = {"as_of": sent, "sent_by": ", ".join(senders)}
    return {key: value for key, value in pairs.items() if value}


def _text(element: "Element") -> str:
    """A table with its cells apart."""
    drawn = element.metadata.text_as_html
    return "\n".join(s.text for s in html.sections(drawn)) if drawn else element.text


def _piece(headings: tuple[str, ...], body: list[str], known: dict[str, str]) -> Iterator[Section]:
    text = "\n\n".join(filter(None, (part.strip() for part in body)))
    if text:
        yield Section(text, headings, headings[-1] if headings else "", known)
