"""The tables that ship with the languages (their provenance stands in NOTICE)."""

import csv
import io
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of haat/language/data/<name>."""
    path = files("haat.language").joinpath("data", *name.split("/"))
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
