"""Names of goods and units as files write them, looked up in the shipped lexicon."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from haat.language.concepts import concept_categories

# how a bare product is counted: loose goods by weight or volume, everything else by the piece
_LOOSE = {
    "kg": {
        "cereal",
        "flour",
        "pulse",
        "sweetener",
        "condiment",
        "vegetable",
        "fruit",
        "spice",
        "oilseed",
        "nut",
    },
    "l": {"oil"},
}


@dataclass(frozen=True, slots=True)
class Words:
    """Concepts by any of their names, their categories, and units by any of their names."""

    concepts: Mapping[str, str]
    categories: Mapping[str, str]
    units: Mapping[str, str]

    def concept(self, name: str) -> str | None:
        """The concept a name stands for: `Masoor Dal`, `प्याज`, `Bhindi(Ladies Finger)`."""
        whole = _key(name)
        inner = re.findall(r"\(([^)]*)\)", name)
        tries = (whole, _key(re.sub(r"\([^)]*\)", " ", name)), *map(_key, inner))
        return next((self.concepts[t] for t in tries if t in self.concepts), None)

    def unit(self, name: str) -> str | None:
        """The canonical id of a unit."""
        return self.units.get(_key(name))

    def loose_unit(self, sku_id: str) -> str:
        """The unit in which a product of which only the id is known is most likely counted."""
        category = self.categories.get(sku_id, "")
        return next((unit for unit, kinds in _LOOSE.items() if category in kinds), "piece")


@cache
def load_words() -> Words:
    """Read the shipped lexicon; a name that stands for two concepts stands for none."""
    goods = _rows("commodities.csv")
    senses: dict[str, set[str]] = {}
    for row in goods:
        for name in (row["form"], row["romanisation"]):
            senses.setdefault(_key(name), set()).add(row["concept"])
    categories = concept_categories()
    concepts = {name: min(found) for name, found in senses.items() if name and len(found) == 1}
    return Words(concepts | {_key(c): c for c in categories}, categories, _units())


def _units() -> dict[str, str]:
    units: dict[str, str] = {}
    for row in _rows("units.csv"):
        if row["id"]:
            forms = re.split(r"[;|]", f"{row['forms_latin']};{row['forms_native']}")
            units |= {_key(form): row["id"] for form in forms if form and _key(form) not in units}
            units[row["id"]] = row["id"]
    return units


def _key(name: str) -> str:
    return " ".join(re.sub(r"[_\-./]+", " ", name.casefold()).split())


def _rows(name: str) -> list[dict[str, str]]:
    with (files("haat.language") / "data" / name).open(encoding="utf-8") as source:
        return list(csv.DictReader(source))
