"""Which language and script a message is in; undecided is an answer."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from haat.language.pack import Languages
from haat.language.tokens import Token

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


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with the script it is written in."""

    language: str
    script: str


@dataclass(frozen=True, slots=True)
class Detected:
    """`tongue` is None where the message does not tell; `script` is what most words are written in."""

    tongue: Tongue | None
    script: str | None


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """ISO-15924 code of a letter, or None for what has no script of its own."""
    name = unicodedata.name(character, "").partition(" ")[0]
    return SCRIPTS.get(name) if unicodedata.category(character)[0] in "LM" else None


def detect(
    tokens: tuple[Token, ...], languages: Languages, product_languages: Iterable[str] = ()
) -> Detected:
    """Script first; Latin text by the marks of each language, then by the language of the goods named.

    `product_languages` has one code for every product word that only one language uses.
    """
    script = _main_script(tokens)
    if script is None:
        return Detected(None, None)
    codes = [c for c, p in languages.packs.items() if script in p.scripts]
    if not codes:
        return Detected(None, script)
    if len(codes) == 1:
        return Detected(Tongue(codes[0], script), script)
    votes = _votes(tokens, languages, codes, product_languages)
    best = max(votes.values())
    winners = [c for c in codes if votes[c] == best]
    if best == 0 or (len(winners) > 1 and not any(True for _ in product_languages)):
        return Detected(None, script)
    # Tied, with goods named in an Indian language: English words are borrowed more than the reverse.
    indian = [c for c in winners if c != "en"]
    return Detected(Tongue((indian or winners)[0], script), script)


def _votes(
    tokens: tuple[Token, ...],
    languages: Languages,
    codes: list[str],
    product_languages: Iterable[str],
) -> dict[str, int]:
    votes = dict.fromkeys(codes, 0)
    for token in tokens:
        marked = [c for c in codes if token.key in languages.packs[c].marks]
        if len(marked) == 1:
            votes[marked[0]] += 1
    for code in product_languages:
        if code in votes:
            votes[code] += 1
    return votes


def _main_script(tokens: tuple[Token, ...]) -> str | None:
    """The script of most words; where an Indian script ties with Latin, the Indian one."""
    counts: dict[str, int] = {}
    for token in tokens:
        script = next((s for c in token.text if (s := script_of(c))), None)
        if script:
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return None
    return max(counts, key=lambda s: (counts[s], s != "Latn"))
