"""Which language and script a message is in; undecided is an answer."""

import unicodedata
from collections import Counter
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
    votes = _votes(tokens, languages, codes)
    winner = _winner(votes) or _winner(Counter(c for c in product_languages if c in codes))
    return Detected(Tongue(winner, script) if winner else None, script)


def _winner(votes: Mapping[str, int]) -> str | None:
    """The language with the most votes; of a tie the Indian one, which borrows English words."""
    best = max(votes.values(), default=0)
    if best == 0:
        return None
    winners = [c for c in votes if votes[c] == best]
    return next((c for c in winners if c != "en"), winners[0])


def _votes(tokens: tuple[Token, ...], languages: Languages, codes: list[str]) -> dict[str, int]:
    """A vote for each word that marks just one of the languages."""
    votes = dict.fromkeys(codes, 0)
    for token in tokens:
        marked = [c for c in codes if token.key in languages.packs[c].marks]
        if len(marked) == 1:
            votes[marked[0]] += 1
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
