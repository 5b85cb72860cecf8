"""The knowledge that ships: short facts in our own words, each with its source, dates and certainty."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

from haat.core.message import Citation
from haat.language.rulebook import Rulebook

Topic = Literal[
    "gst",
    "fssai",
    "legal_metrology",
    "gem",
    "udyam",
    "consumer",
    "privacy",
    "scheme",
    "marketplace",
]
# compared with the rule's own text, with reports about it, with neither
Certainty = Literal["checked", "reported", "uncertain"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
FOLDER = "retrieval/knowledge"
# A reader of a fact that nobody could check, or nobody of late, is told so, and where she can.
CAVEATS = {
    "unchecked": "I could not check this against the rule itself; please confirm it at {at}.",
    "old": "This may be out of date; please confirm it at {at}.",
}


@dataclass(frozen=True, slots=True)
class SchemeTerms:
    """What a scheme asks for, what goods and State it is for, and where one applies."""

    asks_for: str
    goods: tuple[str, ...]
    apply_at: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known; `quote` stands in `words`, which the packs tell in other languages."""

    id: str
    topics: tuple[str, ...]
    title: str
    words: str
    quote: str
    reference: str
    source: str
    as_of: date
    certainty: Certainty
    checked_by: str
    check_at: str
    valid_from: date | None = None
    valid_to: date | None = None
    stale: bool = False
    keys: str = ""
    scheme: SchemeTerms | None = None

    @property
    def sure(self) -> Certainty:
        """How certain it is today: what was checked long ago is not."""
        return "uncertain" if self.stale else self.certainty

    def in_force(self, day: date) -> bool:
        """Whether the fact holds on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def told(self, book: Rulebook | None = None) -> str:
        """The fact in a book's language, in English where it lacks it; with the advice to confirm it
        where it was not checked or is old.
        """
        own = book.told(self.id) if book else None
        caveat = "old" if self.stale else "unchecked" if self.certainty == "uncertain" else None
        if caveat is None:
            return own or self.words
        if book and own:
            return f"{own} {book.caveat(caveat, self.check_at)}"
        return f"{self.words} {CAVEATS[caveat].format(at=self.check_at)}"

    def citation(self) -> Citation:
        """The fact as a source: its quote is verbatim in the file that it names."""
        return Citation(
            id=self.id,
            source=self.source,
            title=self.title,
            locator=self.reference,
            quote=self.quote,
            as_of=self.as_of.isoformat(),
        )


@lru_cache(maxsize=1)
def facts() -> tuple[Fact, ...]:
    """Read all that ship (about 140)."""
    folder = files("retrieval") / "knowledge"
    names = sorted(p.name for p in folder.iterdir() if p.name.endswith(".toml"))
    return tuple(
        fact
        for name in names
        for fact in _read(name, tomllib.loads((folder / name).read_text(encoding="utf-8")))
    )


@lru_cache(maxsize=1)
def facts_by_id() -> Mapping[str, Fact]:
    """The same, by their ids."""
    return {fact.id: fact for fact in facts()}


def _read(name: str, told: dict[str, Any]) -> Iterator[Fact]:
    common = {key: told[key] for key in ("topic", "as_of", "check_at") if key in told}
    for one in told.get("fact", ()):
        yield _fact(f"{FOLDER}/{name}", common | one)


def _fact(source: str, told: dict[str, Any]) -> Fact:
    scheme = told.get("scheme")
    return Fact(
        id=told["id"],
        topics=(told["topic"], *told.get("also", ())),
        title=told["title"],
        words=told["text"],
        quote=told["quote"],
        reference=told["reference"],
        source=source,
        as_of=told["as_of"],
        certainty=told["certainty"],
        checked_by=told.get("checked_by", ""),
        check_at=told["check_at"],
        valid_from=told.get("valid_from"),
        valid_to=told.get("valid_to"),
        stale=told.get("stale", False),
        keys=told.get("keys", ""),
        scheme=SchemeTerms(**{**scheme, "goods": tuple(scheme["goods"])}) if scheme else None,
    )
