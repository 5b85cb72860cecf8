"""HTML: its headings, paragraphs, lists and tables, without scripts and menus."""

import re
from html.parser import HTMLParser

from haat.documents.writings.section import Section

SKIPPED = frozenset({"script", "style", "noscript", "template", "nav", "svg", "head", "iframe"})
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "blockquote",
        "pre",
        "br",
        "dt",
        "dd",
        "figure",
    ]
)
SPACE = re.compile(r"\s+")
LEVELS = {f"h{depth}": depth for depth in range(1, 7)}


class Outline(HTMLParser):
    """Collects the pieces under each heading."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self._headings: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._title: list[str] = []
        self._skipping: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its contract
        """See `HTMLParser`."""
        if tag == "title":
            self._in_title = True
        elif tag in SKIPPED:
            self._skipping.append(tag)
        elif tag == "body":
            self._skipping.clear()  # a head that was never closed
        elif tag in LEVELS:
            self._close()
        elif tag in {"td", "th"}:
            self._parts.append(" | ")
        elif tag in BLOCKS:
            self._parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        if tag == "title":
            self._in_title = False
        elif tag in SKIPPED and tag in self._skipping:
            del self._skipping[self._skipping.index(tag) :]
        elif tag in LEVELS:
            name = " ".join("".join(self._parts).split())
            self._parts = []
            depth = LEVELS[tag]
            if name:
                self._headings = [*(h for h in self._headings if h[0] < depth), (depth, name)]
        elif tag in BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        if self._in_title:
            self._title.append(data)
        elif not self._skipping:
            self._parts.append(SPACE.sub(" ", data))

    def finish(self) -> list[Section]:
        """All pieces; the page's title stands above them."""
        self.close()
        self._close()
        return self.sections

    def _close(self) -> None:
        lines = (" ".join(line.split()).strip("| ") for line in "".join(self._parts).splitlines())
        text = "\n".join(line for line in lines if line and line != "-")
        self._parts = []
        title = " ".join("".join(self._title).split())
        names = tuple(name for _, name in self._headings)
        above = (title,) if title and title not in names else ()
        if text:
            self.sections.append(Section(text, (*above, *names), names[-1] if names else title))


def sections(text: str) -> list[Section]:
    """The pieces of a page."""
    outline = Outline()
    outline.feed(text)
    return outline.finish()
