"""What each commodity of the lexicon is, and all its names in any language."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from haat.language.sound import sounds
from haat.language.tokens import fold

NAMES = ("commodities.csv", "more_names.csv", "cc-by-sa/dakshina_romanisations.csv")
# `tel` and `dal` are said of all goods of a category.
GENERIC: Mapping[str, str] = {"cooking_oil": "oil", "lentils_dal": "pulse"}
# The lexicon has these goods twice.
SAME: Mapping[str, str] = {"tea": "tea_leaves", "tea_leaves": "tea"}


@lru_cache(maxsize=1)
def concept_categories() -> Mapping[str, str]:
    """Category (`vegetable`, `cereal` …) by concept id."""
    return {row["concept"]: row["category"] for row in _rows(NAMES[0])}


@cache
def members(concept: str) -> tuple[str, ...]:
    """The concepts that one stands for, itself first: every oil for `cooking_oil`; mostly only itself."""
    if concept in SAME:
        return concept, SAME[concept]
    category = GENERIC.get(concept)
    alike = (
        c for c, its in concept_categories().items() if category is not None and its == category
    )
    return concept, *(c for c in alike if c != concept)


@lru_cache(maxsize=1)
def concept_names() -> Mapping[str, frozenset[str]]:
    """The concepts a folded name means, in whatever language (`pyaz`, `प्याज`, `kanda`)."""
    found: dict[str, set[str]] = {}
    for file in NAMES:
        for row in _rows(file):
            for name in filter(None, (row.get("form"), row.get("romanisation"))):
                found.setdefault(fold(name), set()).add(row["concept"])
    return {name: frozenset(concepts) for name, concepts in found.items()}


@lru_cache(maxsize=1)
def concept_sounds() -> Mapping[str, frozenset[str]]:
    """The concepts with a name that sounds so."""
    found: dict[str, set[str]] = {}
    for name, concepts in concept_names().items():
        for sound in sounds(name.split()):
            found.setdefault(sound, set()).update(concepts)
    return {sound: frozenset(concepts) for sound, concepts in found.items()}


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
