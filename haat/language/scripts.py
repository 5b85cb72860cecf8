"""The scripts people write in, by ISO-15924 code."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

SCRIPTS: Mapping[str, str] = {
    "DEVANAGARI": "Deva",
    "LATIN": "Latn",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "ORIYA": "Orya",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "ARABIC": "Arab",
}
UNKNOWN = "Zzzz"
# The digit zero of each; nine more follow it.
ZEROS: Mapping[str, int] = {
    "Deva": 0x0966,
    "Beng": 0x09E6,
    "Guru": 0x0A66,
    "Gujr": 0x0AE6,
    "Orya": 0x0B66,
    "Taml": 0x0BE6,
    "Telu": 0x0C66,
    "Knda": 0x0CE6,
    "Mlym": 0x0D66,
    "Arab": 0x06F0,
}


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """ISO-15924 code of a letter, UNKNOWN of one that we know nothing of, None for what is no letter."""
    name = unicodedata.name(character, "").partition(" ")[0]
    kind = unicodedata.category(character)[0]
    return SCRIPTS.get(name, UNKNOWN if kind == "L" else None) if kind in "LM" else None


def scripts(text: str) -> frozenset[str]:
    """The scripts of its letters."""
    return frozenset(s for c in text if (s := script_of(c)))
