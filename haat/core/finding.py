"""What a tool found: figures with ids, rows, and where they came from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from haat.core.message import Citation, Option

Day = date  # a figure has a field called `date`
SourceKind = Literal["own", "market", "rules", "catalogue", "model"]
Row = Mapping[str, Any]  # JSON scalars by column name; the columns are the tool's contract


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that may be shown, with the unit and the thing it is about.

    `value` is in `unit` (`INR`, `INR/kg`, `INR/quintal`, `kg`, `percent`, `count` …), rounded for showing.
    """

    id: str
    name: str
    value: float | int | None
    unit: str
    lower: float | None = None
    upper: float | None = None
    product: str | None = None
    place: str | None = None
    date: Day | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures came from and the last day they speak of."""

    name: str
    kind: SourceKind
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A tool's answer; it holds values and codes, never prose."""

    figures: tuple[Figure, ...] = ()
    rows: tuple[Row, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    demo: bool = False
    next_cursor: str | None = None
    citations: tuple[Citation, ...] = ()  # of claims about rules: each quote is verbatim
    drivers: tuple[Row, ...] = ()  # of a forecast: what moves it, by name and percent

    def figure(self, name: str) -> Figure | None:
        """The figure of that name, if the tool found one."""
        return next((f for f in self.figures if f.name == name), None)

    @property
    def empty(self) -> bool:
        """True where neither a figure nor a row was found."""
        return not self.rows and all(f.value is None for f in self.figures)

    def as_json(self) -> dict[str, Any]:
        """The finding as the contract shows it."""
        body: dict[str, Any] = {
            "figures": [_bare(f, _FIGURE_FIELDS) for f in self.figures],
            "rows": [{k: _plain(v) for k, v in row.items()} for row in self.rows],
            "parameters": {k: _plain(v) for k, v in self.parameters.items()},
            "sources": [
                {"name": s.name, "kind": s.kind, "as_of": _plain(s.as_of)} for s in self.sources
            ],
            "notes": list(self.notes),
            "demo": self.demo,
        }
        if self.citations:
            body["citations"] = [asdict(c) for c in self.citations]
        if self.drivers:
            body["drivers"] = [{k: _plain(v) for k, v in row.items()} for row in self.drivers]
        if self.next_cursor is not None:
            body["next_cursor"] = self.next_cursor
        return body


@dataclass(frozen=True, slots=True)
class Missing:
    """What a tool must know before it can find anything: a slot, or a choice between several."""

    kind: Literal["slot", "choice"]
    slot: str
    options: tuple[Option, ...] = ()


_FIGURE_FIELDS = ("id", "name", "value", "unit", "lower", "upper", "product", "place", "date")
_ALWAYS = {"id", "name", "value", "unit"}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _bare(figure: Figure, names: tuple[str, ...]) -> dict[str, Any]:
    pairs = ((n, _plain(getattr(figure, n))) for n in names)
    return {n: v for n, v in pairs if v is not None or n in _ALWAYS}
