"""A piece of a writing under one heading."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """Text under its headings, outermost first; `locator` says where it stands, such as `page 3`.

    `known` holds what the file itself says of the piece: `source`, `as_of`, `certainty`, `licence` …
    A `row` is a line of a table of codes: it is found by its words alone.
    """

    text: str
    headings: tuple[str, ...] = ()
    locator: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    row: bool = False
