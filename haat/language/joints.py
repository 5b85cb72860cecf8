"""Take apart what is written as one word: a number with its scale, its unit or its ending."""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# Places in the block that each Indian script has: signs of vowels, and the letters they stand for.
_A, _I_SIGN, _U_SIGN, _MUTE = 0x05, 0x3F, 0x41, 0x4D
_FIRST_SIGN, _LAST_SIGN, _SIGN_TO_LETTER = 0x3E, 0x4C, 0x38
_GLIDES = frozenset({0x2F, 0x35})  # a y or v that only joins two vowels
_VOWELS = frozenset("aeiou")
_LATIN_NUMERAL, _LATIN_MEASURE, _LATIN_MARKED = 3, 4, 5  # shorter ones begin other words


@dataclass(frozen=True, slots=True)
class Parts:
    """The words that may be written together: numerals, then a measure, then an ending.

    `cases` are the endings that a measure takes without a number: "kilo-ge".
    """

    numerals: Collection[str]
    measures: Collection[str]
    endings: Collection[str]
    cases: Collection[str]


def taken_apart(word: str, parts: Parts) -> tuple[str, ...]:
    """The words that a word is made of, at least two; empty where it is not made so."""
    seams = tuple(_possible(word, parts))
    for behind in (parts.numerals, parts.measures, parts.endings):  # 106 before "a hundred rupees"
        for left, right in seams:
            if right in behind and left in parts.numerals:
                return (left, right)
    for left, right in seams:
        further = taken_apart(right, parts) if left in parts.numerals else (right,)
        if further:
            return (left, *further)
    return ()


def _possible(word: str, parts: Parts) -> Iterator[tuple[str, str]]:
    for left, right in _seams(word):
        if left in parts.numerals:
            if _long_enough(left, right, parts):
                yield left, right
        elif left in parts.measures and right in parts.cases and _is_measure(left):
            yield left, right


def _long_enough(left: str, right: str, parts: Parts) -> bool:
    if not left.isascii():
        return len(left) > 1
    if right in parts.endings:
        return len(left) >= _LATIN_MARKED
    return len(left) >= _LATIN_NUMERAL and len(right) >= _LATIN_MEASURE


def _is_measure(word: str) -> bool:
    """Whether an ending may follow: not "bag-ge", which is a word, but "kilo-ge" and "kg-ge"."""
    return not word.isascii() or len(word) >= _LATIN_MEASURE or not _VOWELS & set(word)


def _seams(word: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a word in two, the longest beginning first."""
    for at in range(len(word) - 1, 0, -1):
        before, after = word[:at], word[at:]
        if ord(word[at]) > 0x900:
            yield from _worn(before, after)
        else:
            yield before, after
            if word[at] in _VOWELS:  # noor(u) + aivattu
                yield before + "u", after


def _worn(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The cuts before a letter or sign, where the sounds that meet may have changed."""
    block, rest = ord(after[0]) & ~0x7F, after[1:]
    place = ord(after[0]) - block
    mute = chr(block + _MUTE)
    if _FIRST_SIGN <= place <= _LAST_SIGN:  # nooru + ondu: noorondu
        yield from _ends(before, chr(ord(after[0]) - _SIGN_TO_LETTER) + rest, block)
    elif unicodedata.category(after[0])[0] == "L":
        yield from _ends(before, after, block)
        yield from _ends(before, chr(block + _A) + after, block)  # nootti + ambathu: noottambathu
        if rest[:2] == mute + after[0]:  # arai + kilo: araikkilo
            yield before, rest[1:]
        if place in _GLIDES and rest:  # irupathi + anju: irupathiyanju
            yield before, _opened(rest, block)
        if before[-1:] == mute:  # nooru + mooru: noormooru
            yield before[:-1] + chr(block + _U_SIGN), after


def _ends(before: str, right: str, block: int) -> Iterator[tuple[str, str]]:
    """A word as it is, or without the last sound that it has alone."""
    for ending in ("", chr(block + _U_SIGN), chr(block + _MUTE), chr(block + _I_SIGN)):
        yield before + ending, right


def _opened(word: str, block: int) -> str:
    """A word that began with a vowel, from the sign that is left of it."""
    place = ord(word[0]) - block if word else 0
    if _FIRST_SIGN <= place <= _LAST_SIGN:
        return chr(ord(word[0]) - _SIGN_TO_LETTER) + word[1:]
    return chr(block + _A) + word
