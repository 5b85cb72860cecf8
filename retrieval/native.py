"""A romanised Hindi question in Devanagari, as an embedding learned it: by known words, else by sound."""

from collections.abc import Iterator
from functools import lru_cache

import regex

from haat.language.pack import load_packs
from haat.language.sound import sound_key
from retrieval.facts import facts
from retrieval.tokens import WORD, key

LATIN = regex.compile(r"[A-Za-z]+")
CONSONANTS = {
    "chh": "छ", "kh": "ख", "gh": "घ", "ch": "च", "jh": "झ", "th": "थ", "dh": "ध", "ph": "फ",
    "bh": "भ", "sh": "श", "gy": "ज्ञ", "ksh": "क्ष", "k": "क", "g": "ग", "j": "ज", "t": "त",
    "d": "द", "n": "न", "p": "प", "f": "फ़", "b": "ब", "m": "म", "y": "य", "r": "र", "l": "ल",
    "v": "व", "w": "व", "s": "स", "h": "ह", "z": "ज़", "q": "क", "c": "क", "x": "क्स",
}  # fmt: skip
# How a vowel is written at a word's start, and after a consonant.
VOWELS = {
    "aa": ("आ", "ा"), "ai": ("ऐ", "ै"), "au": ("औ", "ौ"), "ee": ("ई", "ी"), "ii": ("ई", "ी"),
    "oo": ("ऊ", "ू"), "uu": ("ऊ", "ू"), "ou": ("औ", "ौ"), "a": ("अ", ""), "i": ("इ", "ि"),
    "u": ("उ", "ु"), "e": ("ए", "े"), "o": ("ओ", "ो"),
}  # fmt: skip
LONG_END = {"a": "ा", "i": "ी", "u": "ू"}
JOINED = frozenset(  # consonants that stand together without a vowel between them
    ["pr", "tr", "kr", "gr", "br", "dr", "shr", "vy", "ny", "ky", "ty", "dy", "st", "sth", "sv", "sw",
     "sk", "sp", "ndr", "dv", "dw", "tv", "tw", "kt", "pt", "nd", "nt", "mp", "mb", "nk", "ng", "nch", "nj"]
)  # fmt: skip
NASAL = frozenset("nm")
PIECE = regex.compile("|".join(sorted((*CONSONANTS, *VOWELS), key=len, reverse=True)))


def devanagari_of(text: str) -> str:
    """Its Latin words in Devanagari; numbers, and what stands in other letters, stay."""
    written: str = LATIN.sub(lambda word: _word(word[0].lower()), text)
    return written


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    return _known().get(sound_key(word)) or _spelt(word)


def _spelt(word: str) -> str:
    pieces = PIECE.findall(word)
    return "".join(_letter(pieces, at) for at in range(len(pieces)))


def _letter(pieces: list[str], at: int) -> str:
    piece, last = pieces[at], at == len(pieces) - 1
    before = pieces[at - 1] if at else ""
    if piece in VOWELS:
        alone, sign = VOWELS[piece]
        if before not in CONSONANTS:
            return alone
        return LONG_END.get(piece, sign) if last else sign
    after = pieces[at + 1] if not last else ""
    if after not in CONSONANTS:
        return CONSONANTS[piece]
    if piece in NASAL and before in VOWELS:
        return (
            "ं"
            if after not in "yrlvwsh" or (piece == "n" and after not in "yh")
            else CONSONANTS[piece]
        )
    joined = piece == after or piece + after in JOINED
    return CONSONANTS[piece] + ("्" if joined else "")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Words of the Hindi that ships, by their sound; a word that is met more often goes first."""
    counted: dict[str, int] = {}
    for word in _shipped():
        counted[word] = counted.get(word, 0) + 1
    found: dict[str, str] = {}
    for word in sorted(counted, key=lambda word: -counted[word]):
        found.setdefault(key(word), word)
    return found


def _shipped() -> Iterator[str]:
    pack = load_packs()["hi"]
    for example in pack.examples:
        yield from _devanagari(example.text)
    book = pack.voices["Deva"].rules
    for fact in facts() if book else ():
        yield from _devanagari(book.told(fact.id) or "" if book else "")


def _devanagari(text: str) -> Iterator[str]:
    return (word for word in WORD.findall(text) if "\u0900" <= word[0] <= "\u097f")
