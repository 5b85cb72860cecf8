"""Pieces of one text that were cut with an overlap: what two of them say is kept once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from haat.documents.writings.section import Section

LEAST = 60  # letters: fewer are alike by chance
ENDS = ("\n\n", "\n", "। ", ". ", "; ", " ")


def parted(sections: Iterable[Section]) -> Iterator[Section]:
    """Each piece without what its neighbour says, parted where a sentence ends; verbatim still."""
    before: Section | None = None
    for section in sections:
        after = section
        if before is not None and before.headings == section.headings:
            before, after = _apart(before, section)
        if before is not None and before.text:
            yield before
        before = after
    if before is not None and before.text:
        yield before


def overlap(before: str, after: str) -> int:
    """How many letters of its beginning a text has in common with the end of the one before it."""
    begun, at = after[:LEAST], -1
    if len(begun) < LEAST:
        return 0
    while (at := before.find(begun, at + 1)) >= 0:
        if after.startswith(before[at:]):
            return len(before) - at
    return 0


def _apart(before: Section, after: Section) -> tuple[Section, Section]:
    common = overlap(before.text, after.text)
    if not common:
        return before, after
    kept = _end(after.text[:common])
    end = len(before.text) - common + kept
    return (
        replace(before, text=before.text[:end].strip()),
        replace(after, text=after.text[kept:].strip()),
    )


def _end(text: str) -> int:
    """Where the last paragraph, else sentence, else word of a text ends."""
    ends = (text.rfind(mark) + len(mark) for mark in ENDS if mark in text)
    return next(ends, len(text))
