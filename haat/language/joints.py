"""Take apart what is written as one word: a number with its scale, its unit or its ending."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Places in the block that each Indian script has: signs of vowels, and the letters they stand for.
_A, _I_SIGN, _U_SIGN, _MUTE = 0x05, 0x3F, 0x41, 0x4D
_FIRST_SIGN, _LAST_SIGN, _SIGN_TO_LETTER = 0x3E, 0x4C, 0x38
_GLIDES = frozenset({0x2F, 0x35})  # a y or v that only joins two vowels
_FIRST_BLOCK = 0x900
_VOWELS = frozenset("aeiou")
_LONGEST = 60
_NUMERAL, _MEASURE, _MARKED = 3, 4, 6  # in other scripts shorter ones begin other words

Seams = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The words that may be written together: numerals, then a measure, then an ending.

    `leading` are the numerals that others follow (twenty-five), `scales` follow any (two-hundred),
    `weak` ones are numerals only beside a measure. `cases` are the endings that a unit takes
    without a number: "kilo-ge".
    """

    numerals: frozenset[str]
    leading: frozenset[str]
    scales: frozenset[str]
    weak: frozenset[str]
    measures: frozenset[str]
    units: frozenset[str]
    endings: frozenset[str]
    cases: frozenset[str]


@lru_cache(maxsize=16_384)
def taken_apart(word: str, parts: Parts) -> tuple[str, ...]:
    """The words that a word is made of, at least two; empty where it is not made so."""
    return _taken_apart(word, parts, {}) if len(word) <= _LONGEST else ()


def _taken_apart(word: str, parts: Parts, seen: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if word not in seen:  # a row of numerals has many beginnings with the same rest
        seams = tuple(_possible(word, parts))
        seen[word] = _in_two(seams, parts) or _in_more(seams, parts, seen)
    return seen[word]


def _in_two(seams: Seams, parts: Parts) -> tuple[str, ...]:
    for behind in (parts.numerals, parts.measures, parts.endings):  # 106 before "a hundred rupees"
        for left, right in seams:
            if right in behind and _follows(right, left, parts):
                return (left, right)
    return ()


def _in_more(seams: Seams, parts: Parts, seen: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    for left, right in seams:
        further = _taken_apart(right, parts, seen)
        if further and _follows(further[0], left, parts):
            return (left, *further)
    return ()


def _follows(right: str, left: str, parts: Parts) -> bool:
    """Whether a word may be written behind another one."""
    if left not in parts.numerals:
        return right in parts.cases
    if left in parts.leading and (right in parts.numerals or right in parts.measures):
        return True
    if right in parts.measures:
        return left not in parts.scales
    return left not in parts.weak and (right in parts.scales or right in parts.endings)


def _possible(word: str, parts: Parts) -> Iterator[tuple[str, str]]:
    """The cuts behind a numeral or a unit."""
    for left, right in _seams(word):
        known = left in parts.numerals or left in parts.units
        if known and _clear(left, right, parts):
            yield left, right


def _clear(left: str, right: str, parts: Parts) -> bool:
    """Whether the pieces are long enough to be meant: not "bag-ge", but "kilo-ge" and "kg-ge"."""
    counts, marked = left in parts.numerals, right in parts.endings
    if ord(left[0]) >= _FIRST_BLOCK:
        return not counts or len(left) > (2 if marked else 1)
    if not counts:
        long = len(left) >= _MEASURE or (len(left) > 1 and not _VOWELS & set(left))
        return long and len(right) > 1
    if marked:
        return len(left) >= _MARKED and len(right) > 1
    return len(left) >= _NUMERAL and len(right) >= _MEASURE


def _seams(word: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a word in two, the longest beginning first."""
    for at in range(len(word) - 1, 0, -1):
        before, after = word[:at], word[at:]
        if ord(word[at]) >= _FIRST_BLOCK:
            yield from _worn(before, after)
            continue
        yield before, after
        if word[at] in _VOWELS and len(after) >= _MEASURE:  # noor(u) + aivattu
            yield before + "u", after


def _worn(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The cuts before a letter or sign, where the sounds that meet may have changed."""
    block, rest = ord(after[0]) & ~0x7F, after[1:]
    place = ord(after[0]) - block
    mute, u_sign, i_sign = (chr(block + sign) for sign in (_MUTE, _U_SIGN, _I_SIGN))
    bare = (before, before + u_sign, before + mute) if len(before) > 1 else (before,)
    if _FIRST_SIGN <= place <= _LAST_SIGN:  # nooru + ondu: noorondu
        yield from ((b, chr(ord(after[0]) - _SIGN_TO_LETTER) + rest) for b in bare)
    elif unicodedata.category(after[0])[0] == "L":
        yield from ((b, after) for b in bare)
        worn = (*bare, before + i_sign)  # nootti + ambathu: noottambathu
        yield from ((b, chr(block + _A) + after) for b in worn)
        if rest[:2] == mute + after[0]:  # arai + kilo: araikkilo
            yield before, rest[1:]
        if place in _GLIDES and rest:  # irupathi + anju: irupathiyanju
            yield before, _opened(rest, block)
        if before[-1:] == mute:  # nooru + mooru: noormooru
            yield before[:-1] + u_sign, after


def _opened(word: str, block: int) -> str:
    """A word that began with a vowel, from the sign that is left of it."""
    place = ord(word[0]) - block
    if _FIRST_SIGN <= place <= _LAST_SIGN:
        return chr(ord(word[0]) - _SIGN_TO_LETTER) + word[1:]
    return chr(block + _A) + word
