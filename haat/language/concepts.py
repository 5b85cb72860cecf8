"""What each commodity of the lexicon is, and all its names in any language."""

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from haat.language.tokens import fold

NAMES = ("commodities.csv", "more_names.csv", "cc-by-sa/dakshina_romanisations.csv")


@lru_cache(maxsize=1)
def concept_categories() -> Mapping[str, str]:
    """Category (`vegetable`, `cereal` …) by concept id."""
    return {row["concept"]: row["category"] for row in _rows(NAMES[0])}


@lru_cache(maxsize=1)
def concept_names() -> Mapping[str, frozenset[str]]:
    """The concepts a folded name means, in whatever language (`pyaz`, `प्याज`, `kanda`)."""
    found: dict[str, set[str]] = {}
    for file in NAMES:
        for row in _rows(file):
            for name in filter(None, (row.get("form"), row.get("romanisation"))):
                found.setdefault(fold(name), set()).add(row["concept"])
    return {name: frozenset(concepts) for name, concepts in found.items()}


def concept_of(product_id: str) -> str:
    """The concept that a SKU id begins with; a concept is its own."""
    return product_id.partition(".")[0]


def concept_name(concept: str) -> str:
    """A plain English name for a concept, as a shop's catalogue would write it."""
    return concept.replace("_", " ").capitalize()


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = files("haat.language") / "data"
    for part in name.split("/"):
        path /= part
    with path.open(encoding="utf-8") as source:
        yield from csv.DictReader(source)
