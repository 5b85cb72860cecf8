"""A sheet of paper on which a layout prints: texts with their places, drawn later as PDF or picture."""

from dataclasses import dataclass, field
from typing import Any, Literal

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
Align = Literal["left", "right", "centre"]
Face = Literal["sans", "mono", "serif", "narrow", "typed"]


@dataclass(frozen=True, slots=True)
class Print:
    """A text at a point; `x` is its left edge, right edge or middle, `y` its base."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    align: Align
    face: Face = "sans"


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Sheet:
    """What was printed so far, and the truth of what can be read on it."""

    prints: list[Print] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    width: float = WIDTH
    height: float = HEIGHT

    def put(
        self,
        text: str,
        x: float,
        y: float,
        size: float = 9,
        *,
        bold: bool = False,
        align: Align = "left",
        face: Face = "sans",
    ) -> None:
        """Print a text."""
        if text:
            self.prints.append(Print(text, x, y, size, bold, align, face))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.rules.append(Rule(x0, y0, x1, y1))

    def tell(self, **fields: Any) -> None:
        """Note what can be read; `seller__name` stands for `seller.name`."""
        self.fields |= {n.replace("__", "."): v for n, v in fields.items() if v is not None}
