"""A page as it was read: words with their boxes, and the lines that they stand in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# A gap as wide as this many letters parts two cells of a line.
CELL_GAP = 1.3
_ZEROS = (0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66)
_DIGITS = {zero + d: 0x30 + d for zero in _ZEROS for d in range(10)}  # of nine Indian scripts


@dataclass(frozen=True, slots=True)
class Word:
    """One word, its box in points or pixels from the top left, and how sure its reading is (0..1)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    sure: float = 1.0

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """How high its box is."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side; `em` is the page's usual height of a word."""

    words: tuple[Word, ...]
    em: float

    @property
    def text(self) -> str:
        """The words with one space between; any script's digits as ASCII ones."""
        return " ".join(w.text for w in self.words).translate(_DIGITS)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(w.x1 for w in self.words)

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(w.bottom for w in self.words)

    @property
    def height(self) -> float:
        """How high its words are."""
        return median(w.height for w in self.words)

    @property
    def sure(self) -> float:
        """How sure the reading is, over its letters."""
        letters = sum(len(w.text) for w in self.words)
        return sum(w.sure * len(w.text) for w in self.words) / max(letters, 1)

    def within(self, start: int, end: int) -> "Line":
        """The words that hold the letters `start` to `end` of the text."""
        at, kept = 0, []
        for word in self.words:
            if at < end and start < at + len(word.text):
                kept.append(word)
            at += len(word.text) + 1
        return Line(tuple(kept) or self.words, self.em)

    def cells(self) -> "tuple[Line, ...]":
        """The line cut at its wide gaps."""
        cuts = [i for i, (a, b) in enumerate(pairwise(self.words), 1) if self._parted(a, b)]
        ends = [*cuts, len(self.words)]
        return tuple(Line(self.words[a:b], self.em) for a, b in zip([0, *cuts], ends, strict=True))

    def _parted(self, left: Word, right: Word) -> bool:
        print_size = max(self.em, min(left.height, right.height))
        return right.x0 - left.x1 > CELL_GAP * print_size


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its size, its lines from the top, and whether it was read by OCR."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    scanned: bool = False

    @property
    def words(self) -> Iterator[Word]:
        """Every word, line by line."""
        return (word for line in self.lines for word in line.words)


def page_of(
    number: int, width: float, height: float, words: Iterable[Word], *, scanned: bool = False
) -> Page:
    """The page with its words put into lines."""
    return Page(number, width, height, lines_of(tuple(words)), scanned=scanned)


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Words at one height make a line; in it they stand from left to right."""
    if not words:
        return ()
    em = median(w.height for w in words)
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.middle):
        last = rows[-1] if rows else None
        if last and word.middle - sum(w.middle for w in last) / len(last) < 0.5 * em:
            last.append(word)
        else:
            rows.append([word])
    return tuple(Line(tuple(sorted(row, key=lambda w: w.x0)), em) for row in rows)
