"""Cut a message into tokens, and fold spellings that mean the same."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import regex

# The zeros of the scripts people write numbers in; nine more digits follow each.
_ZEROS = "٠۰०০੦૦୦௦౦೦൦᱐꯰０"
_DIGITS = {ord(zero) + d: str(d) for zero in _ZEROS for d in range(10)}
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75"}

# Indian scripts share one layout, so a rule for Devanagari holds at each block's offset.
_BLOCKS = {0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0C00, 0x0C80}
# A nasal and the first of the stops it stands before; न् is written before any in loan words.
_DENTAL = tuple((0x28, first) for first in (0x15, 0x1A, 0x1F, 0x24))
_VARGAS = ((0x19, 0x15), (0x1E, 0x1A), (0x23, 0x1F), (0x2E, 0x2A), *_DENTAL)

_SAME: dict[int, str | None] = {
    **dict.fromkeys((block + 0x3C for block in _BLOCKS), None),  # nukta
    **{block + 0x01: chr(block + 0x02) for block in _BLOCKS},  # chandrabindu
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFE0E, 0xFE0F, 0x0640, 0x0670)),  # invisible, tatweel
    **dict.fromkeys(range(0x064B, 0x0660)),  # vowel points of the Arabic script
    0x0A70: "\u0a02",  # Gurmukhi tippi
    ord("ي"): "ی",
    ord("ى"): "ی",
    ord("ك"): "ک",
    ord("ه"): "ہ",
    ord("ة"): "ہ",
    ord("’"): "'",
    **_DIGITS,
}

_NASAL = regex.compile(
    "|".join(
        f"{chr(block + nasal)}{chr(block + 0x4D)}(?=[{chr(block + first)}-{chr(block + first + 3)}])"
        for block in sorted(_BLOCKS)
        for nasal, first in _VARGAS
    )
)
_LONG_END = regex.compile(r"([a-z])\1{2,}(?![a-z])")
_LONG = regex.compile(r"([a-z])\1{2,}")
_LONG_SIGN = regex.compile(r"(\p{M})\1+")
_LATIN_MARK = regex.compile(r"(?<=\p{Latin}\p{M}*)\p{M}+")
_POSSESSIVE = regex.compile(r"'s\b")
_EDGES = regex.compile(r"^[\p{P}\p{Z}\p{S}\p{C}]+|[\p{P}\p{Z}\p{S}\p{C}]+$")

_TOKEN = regex.compile(
    r"""
    (?P<number>
        \p{Nd}+(?:,\p{Nd}{2,3})*,\p{Nd}{3}(?:\.\p{Nd}+)?(?!\p{Nd}|,\p{Nd})
      | (?<!\p{Nd}\.)\p{Nd}+\.\p{Nd}+(?!\p{Nd}|\.\p{Nd})
      | \p{Nd}*[½¼¾]
      | \p{Nd}+
    )
  | (?P<word>\p{L}[\p{L}\p{M}\u200c\u200d]*(?:['’]\p{L}[\p{L}\p{M}]*)*)
  | (?P<mark>/-|[@/%₹×&+] | [-–—](?=\s*\p{Nd}) | (?<=\p{Nd})\.(?=\p{Nd}))
  | (?P<emoji>\p{Extended_Pictographic}[\ufe0f\U0001f3fb-\U0001f3ff]*
        (?:\u200d\p{Extended_Pictographic}[\ufe0f\U0001f3fb-\U0001f3ff]*)*)
  | (?P<stop>(?<!(?<!\p{L})\p{L}{1,3})\.|[,;!?।॥؟،۔\n()])  # not the dot of an abbreviation
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a message: as written, folded, and where it stands in the NFC text.

    The key of a number is its ASCII digits without grouping. `stop` says that punctuation
    follows, so that a phrase does not run across it.
    """

    text: str
    key: str
    start: int
    end: int
    stop: bool = False

    @property
    def is_number(self) -> bool:
        """True for a number written in digits."""
        return self.key[0].isdigit()


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a message: words, numbers, ₹ @ / % and the like, emoji."""
    text = unicodedata.normalize("NFC", text)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind == "stop":
            if found:
                last = found[-1]
                found[-1] = Token(last.text, last.key, last.start, last.end, stop=True)
            continue
        key = _key(kind, piece)
        if key:
            found.append(Token(piece, key, match.start(), match.end()))
    return tuple(found)


def _key(kind: str | None, piece: str) -> str:
    if kind == "number":
        return _number_key(piece)
    if kind == "mark":
        return "-" if piece in "–—" else piece
    return fold(piece) if kind == "word" else piece.replace("\ufe0f", "")


def _number_key(piece: str) -> str:
    if piece[-1] in _VULGAR:
        return (piece[:-1].translate(_DIGITS) or "0") + _VULGAR[piece[-1]][1:]
    return piece.translate(_DIGITS).replace(",", "")


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """One spelling for what people write in several ways, in any script.

    Case, Latin diacritics, nukta, chandrabindu, homorganic nasals, joiners, native digits, vowels
    drawn out ("haiii") and punctuation at the edges make no difference afterwards.
    """
    folded = text.casefold()
    plain = folded.isascii()
    if plain and folded.isalpha() and not _LONG.search(folded):  # most words, and quicker
        return folded
    if not plain:
        folded = unicodedata.normalize("NFKC", folded).translate(_SAME)
        folded = _without_latin_marks(folded)
        folded = _NASAL.sub(_anusvara, _LONG_SIGN.sub(r"\1", folded))
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded).replace("'", "")
    folded = _LONG.sub(r"\1\1", _LONG_END.sub(r"\1", folded))
    return " ".join(_EDGES.sub("", folded).split())


def _without_latin_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _LATIN_MARK.sub("", decomposed)).translate(_SAME)


def _anusvara(match: regex.Match[str]) -> str:
    return chr((ord(match.group()[0]) & ~0x7F) + 0x02)
