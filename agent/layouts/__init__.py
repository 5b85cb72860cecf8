"""Which lines a tool's answer has, in order: one file a tool; a line with no value to show is left out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply: the pack's text `key`, shown `when` a note or figure is there and `unless` one is.

    `rows` repeats the line for each row, at most so many, of the finding or of its parameter `of`;
    `having` leaves out rows whose column is nothing, unless one product was asked for; `reason`
    leaves out those of other reasons. `instead` is the key where this one has no value to show. `key`
    may name arguments: `kpi_{metric}`. An `obliged` line no wording of a model may leave out: the day,
    the source, and what a figure is not.
    """

    key: str
    when: str | None = None
    unless: tuple[str, ...] = ()
    rows: int = 0
    of: str = "rows"
    having: str | None = None
    reason: str | None = None
    instead: str | None = None
    then: str | None = None  # what follows in the same row
    obliged: bool = False


def _load() -> Mapping[str, tuple[Line, ...]]:
    """Layouts by tool, with its variant where it is not the plain answer: `record_entry:ask`."""
    found: dict[str, tuple[Line, ...]] = {}
    for path in files("agent.layouts").iterdir():
        tool, _, ending = path.name.partition(".")
        if ending != "toml":
            continue
        for variant, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            name = tool if variant == "answer" else f"{tool}:{variant}"
            found[name] = tuple(Line(**{**r, "unless": tuple(r.get("unless", ()))}) for r in rows)
    return dict(sorted(found.items()))


LAYOUTS = _load()
OBLIGED = frozenset(line.key for lines in LAYOUTS.values() for line in lines if line.obliged)
