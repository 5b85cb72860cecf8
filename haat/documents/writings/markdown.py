"""Markdown and plain text: cut at headings."""

import re
from collections.abc import Iterator

from haat.documents.writings.section import Section

HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
FENCE = re.compile(r"\s*(```|~~~)")
FACT = re.compile(
    r"(?P<key>Certainty|As of|Licence|Valid from|Valid to):\s*(?P<value>[^.\n]+)", re.I
)


def sections(text: str) -> Iterator[Section]:
    """The pieces under each heading, in order; a heading above nothing is only a heading."""
    headings: list[tuple[int, str]] = []
    body: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= bool(FENCE.match(line))
        heading = None if fenced else HEADING.fullmatch(line)
        if heading is None:
            body.append(line)
            continue
        yield from _piece(headings, body)
        body = []
        depth = len(heading[1])
        headings = [*(h for h in headings if h[0] < depth), (depth, heading[2])]
    yield from _piece(headings, body)


def _piece(headings: list[tuple[int, str]], body: list[str]) -> Iterator[Section]:
    text = "\n".join(body).strip()
    if text:
        names = tuple(name for _, name in headings)
        yield Section(text, names, names[-1] if names else "", _known(text))


def _known(text: str) -> dict[str, str]:
    """What a piece says of itself: `Certainty: high.`"""
    found = FACT.finditer(text)
    return {m["key"].lower().replace(" ", "_"): m["value"].strip() for m in found}
