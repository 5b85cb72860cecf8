"""A piece of a writing that is found and cited whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from haat.documents.writings.section import Section

MOST = 1500  # letters: some 400 tokens of the embedding
OVERLAP = 250  # letters that a passage begins with of the one before it
BREAKS = ("\n\n", "\n", "। ", ". ", "; ", " ")


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with its title and section; `known` is what the file says of it."""

    source: str
    text: str
    title: str
    locator: str
    known: dict[str, str]
    row: bool = False

    @property
    def whole(self) -> str:
        """The text under its headings: what is embedded and looked through."""
        above = " — ".join(dict.fromkeys(filter(None, (self.title, self._section))))
        return f"{above}\n{self.text}" if above else self.text

    @property
    def _section(self) -> str:
        return self.known.get("section", "")

    def id(self, number: int) -> str:
        """The same for the same text at the same place."""
        key = "\0".join((self.source, str(number), self.whole))
        return str(UUID(bytes=blake2b(key.encode(), digest_size=16).digest()))


def passages(source: str, sections: Sequence[Section]) -> Iterator[Passage]:
    """The passages of a file; a long section is cut where a paragraph or a sentence ends."""
    for section in sections:
        names = section.headings
        title = names[0] if names else ""
        inside = " / ".join(names[1:])
        known = {**section.known, **({"section": inside} if inside else {})}
        pieces = list(_cut(section.text))
        for number, text in enumerate(pieces, 1):
            part = f" ({number}/{len(pieces)})" if len(pieces) > 1 else ""
            yield Passage(source, text, title, f"{section.locator}{part}", known, section.row)


def _cut(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > MOST:
        end = _break(text, start + MOST // 2, start + MOST)
        yield text[start:end].strip()
        start = max(_break(text, end - OVERLAP, end - OVERLAP // 2), start + 1)
    rest = text[start:].strip()
    if rest:
        yield rest


def _break(text: str, first: int, last: int) -> int:
    """Where to cut between two places: after a paragraph, else a line, a sentence, a word."""
    for mark in BREAKS:
        at = text.rfind(mark, first, last)
        if at >= 0:
            return at + len(mark)
    return last
