"""How much is in a pack, as it is written in names and searches: `5 kg`, `5kg`, `5 किलो`, `१ लीटर`."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from haat.language.tokens import fold
from haat.language.units import units

MEASURES = frozenset({"mass", "volume"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_JOINED = re.compile(r"(?<=\d)(?=[^\W\d_])")  # 5kg


@dataclass(frozen=True, slots=True)
class Size:
    """So much in kg or l."""

    amount: Decimal
    base: str


def apart(text: str) -> tuple[tuple[str, ...], frozenset[Size]]:
    """The folded words of a text without the sizes that it names, and these."""
    words = fold(_JOINED.sub(" ", text)).split()
    rest, found, at = list[str](), set[Size](), 0
    while at < len(words):
        size = _size(words[at : at + 2])
        if size is None:
            rest.append(words[at])
        else:
            found.add(size)
        at += 1 if size is None else 2
    return tuple(rest), frozenset(found)


def _size(words: Sequence[str]) -> Size | None:
    if len(words) < 2 or not _NUMBER.fullmatch(words[0]):
        return None
    unit = _measures().get(words[1])
    return None if unit is None else Size(Decimal(words[0]) * unit[0], unit[1])


@lru_cache(maxsize=1)
def _measures() -> Mapping[str, tuple[Decimal, str]]:
    """What one of a measure is, by its folded names in all languages."""
    path = files("haat.language") / "data" / "units.csv"
    found: dict[str, tuple[Decimal, str]] = {}
    with path.open(encoding="utf-8") as source:
        for row in csv.DictReader(source):
            unit = units().get(row["id"]) if row["applies_to"] in MEASURES else None
            if unit is None or unit.factor is None:
                continue
            for form in (*row["forms_latin"].split(";"), *row["forms_native"].split("|")):
                found.setdefault(fold(form), (unit.factor, unit.base))
    return found
