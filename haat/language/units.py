"""Units of weight, volume and count, and what one is in another."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

# Their size was never one size: seers and maunds differed by place, a jeweller's tola is 10 g.
LOCAL_UNITS = frozenset({"seer", "maund", "tola"})
PACKAGES = frozenset({"packet", "box", "bag", "crate", "bundle"})
SMALL = frozenset({"g", "ml"})
_CANONICAL = {"pc": "piece"}
_PACK = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", re.IGNORECASE)
_SPELLINGS = {
    "ltr": "l",
    "litre": "l",
    "liter": "l",
    "gm": "g",
    "gram": "g",
    "kilo": "kg",
    "pcs": "piece",
    "pc": "piece",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `factor` of it make a `base` (kg, l, piece), a package has no size of its own."""

    id: str
    base: str
    factor: Decimal | None


@lru_cache(maxsize=1)
def units() -> Mapping[str, Unit]:
    """All units by id, weights in kg, volumes in l, counts in pieces."""
    path = files("haat.language") / "data" / "units.csv"
    with path.open(encoding="utf-8") as source:
        rows = {row["id"]: row for row in csv.DictReader(source) if row["id"]}
    return {unit_id: _unit(unit_id, rows) for unit_id in rows}


def conversion(unit: str, into: str) -> Decimal | None:
    """How many `into` one `unit` is, or None where that is not fixed (a bag, or kg of a litre)."""
    if unit == into:
        return Decimal(1)
    one, other = units().get(unit), units().get(into)
    if one is None or other is None or one.base != other.base:
        return None
    if one.factor is None or other.factor is None:
        return None
    return one.factor / other.factor


def base_unit(unit: str) -> str:
    """The unit in which a shop keeps what is sold by `unit`: kg, l or piece; a package itself."""
    found = units().get(unit)
    return found.base if found else unit


def price_unit(unit: str) -> str:
    """The unit of a price of goods told in this one: nobody names the price of one gram."""
    return base_unit(unit) if unit in SMALL else unit


def pack_content(pack_size: str | None) -> tuple[Decimal, str] | None:
    """What one pack holds: `500 g` is (500, `g`); None where it is not written so."""
    match = _PACK.fullmatch(pack_size or "")
    if match is None:
        return None
    spelling = match[2].lower()
    unit = _SPELLINGS.get(spelling, spelling)
    content = Decimal(match[1])
    return (content, unit) if unit in units() and content > 0 else None


def _unit(unit_id: str, rows: Mapping[str, Mapping[str, str]]) -> Unit:
    row = rows[unit_id]
    base = _CANONICAL.get(row["canonical"], row["canonical"])
    if not row["factor"]:
        return Unit(unit_id, base, None)
    factor = Decimal(row["factor"])
    if base in rows and base != unit_id and rows[base]["canonical"] != row["canonical"]:
        further = _unit(base, rows)  # a tola is given in g, and g in kg
        return Unit(unit_id, further.base, factor * (further.factor or 1))
    return Unit(unit_id, base, factor)
