"""A roll of till paper: printed from the top, as long as it becomes."""

from dataclasses import dataclass, field
from functools import lru_cache

from PIL import ImageFont

from eval.documents.painting import face
from eval.documents.sheet import Align, Face, Sheet


@dataclass(slots=True)
class Roll:
    """Where the printing stands; sizes in points."""

    width: float = 230.0
    size: float = 9.0
    face: Face = "mono"
    leading: float = 1.35
    margin: float = 10.0
    y: float = 16.0
    sheet: Sheet = field(default_factory=Sheet)

    def __post_init__(self) -> None:
        """The sheet is as wide as the roll."""
        self.sheet.width = self.width

    @property
    def right(self) -> float:
        """The right edge of the print."""
        return self.width - self.margin

    def put(
        self, text: str, x: float, *, size: float | None = None, bold: bool = False,
        align: Align = "left",
    ) -> None:  # fmt: skip
        """Print at the height where it stands."""
        wanted = size or self.size
        room = self.width - 2 * self.margin
        wide = _wide(text, wanted, self.face, bold=bold)
        fitting = wanted if wide <= room else wanted * room / wide
        self.sheet.put(text, x, self.y, fitting, bold=bold, align=align, face=self.face)

    def feed(self, lines: float = 1.0, size: float | None = None) -> None:
        """Go down."""
        self.y += lines * self.leading * (size or self.size)

    def centre(self, text: str, *, size: float | None = None, bold: bool = False) -> None:
        """One line in the middle."""
        if text:
            self.feed(1.0, size)
            self.put(text, self.width / 2, size=size, bold=bold, align="centre")

    def left(self, text: str, *, size: float | None = None, bold: bool = False) -> None:
        """One line from the left edge."""
        if text:
            self.feed(1.0, size)
            self.put(text, self.margin, size=size, bold=bold)

    def pair(
        self, label: str, value: str, *, size: float | None = None, bold: bool = False,
        indent: float = 0.0,
    ) -> None:  # fmt: skip
        """A label on the left and its value on the right."""
        self.feed(1.0, size)
        self.put(label, self.margin + indent, size=size, bold=bold)
        self.put(value, self.right, size=size, bold=bold, align="right")

    def row(self, *cells: tuple[str, float, Align], bold: bool = False) -> None:
        """Cells at shares of the width."""
        self.feed()
        for text, share, align in cells:
            x = self.margin + share * (self.width - 2 * self.margin)
            self.put(text, x, bold=bold, align=align)

    def rule(self, sign: str = "-") -> None:
        """A printed line of signs, or a drawn one."""
        self.feed(0.9)
        if sign == "_":
            self.sheet.line(self.margin, self.y - 3, self.right, self.y - 3)
            return
        one = _wide(sign * 10, self.size, self.face, bold=False) / 10
        self.put(sign * int((self.width - 2 * self.margin) / one), self.margin)

    def done(self) -> Sheet:
        """The sheet, cut off under the last line."""
        self.sheet.height = self.y + 24
        return self.sheet


@lru_cache(maxsize=256)
def _font(size: float, name: Face, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face(name, bold=bold)), round(size * 10))


def _wide(text: str, size: float, name: Face, *, bold: bool) -> float:
    return _font(size, name, bold=bold).getlength(text) / 10
