"""Replies in Latin letters: Indian scripts written as people type them, language by language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from haat.language.transliterate import (
    ANUSVARA,
    CONSONANTS,
    NUKTA,
    SIGNS,
    VIRAMA,
    VISARGA,
    VOWELS,
    devanagari,
)

WORD = re.compile(r"\{[^{}]*\}|[\u0900-\u0d7f\u200c\u200d]+")  # a placeholder stays as it is
DANDA = str.maketrans({"।": ".", "॥": "."})
INHERENT = "a"
LABIALS = frozenset("पफबभम")


@dataclass(frozen=True, slots=True)
class Habit:
    """How the speakers of a language type it.

    `silent_end`: the short vowel at a word's end is not spoken, and in the middle where two
    consonants can do without; `inherent` is how it is written; `letters` differ from the usual.
    """

    silent_end: bool = True
    inherent: str = INHERENT
    letters: Mapping[str, str] | None = None
    tamil: bool = False


EASTERN = {"व": "b", "य": "y", "छ": "ch", "फ": "f", "ष": "sh", "ण": "n", "ज": "j"}
LONG_SHORT = {"ा": "a", "आ": "a", "ी": "i", "ई": "i", "ू": "u", "ऊ": "u"}
SOUTHERN = {"ा": "aa", "ी": "ee", "ू": "oo", "ऋ": "ru", "ृ": "ru", "त": "th", "थ": "th", "ळ": "l"}
HABITS: Mapping[str, Habit] = {
    "bn": Habit(inherent="o", letters=LONG_SHORT | EASTERN | {"ऐ": "oi", "ै": "oi", "औ": "ou", "ौ": "ou"}),
    "as": Habit(inherent="o", letters=LONG_SHORT | EASTERN | {"व": "w", "ऐ": "oi", "ै": "oi", "औ": "ou", "ौ": "ou", "च": "s", "छ": "s"}),
    "or": Habit(silent_end=False, letters=LONG_SHORT | {"व": "b", "ळ": "l", "ऋ": "ru", "ृ": "ru"}),
    "ta": Habit(silent_end=False, letters=SOUTHERN | {"ै": "ai", "ऐ": "ai"}, tamil=True),
    "te": Habit(silent_end=False, letters=SOUTHERN),
    "kn": Habit(silent_end=False, letters=SOUTHERN),
    "ml": Habit(silent_end=False, letters=SOUTHERN),
}  # fmt: skip
NORTHERN = Habit(letters=LONG_SHORT)
# Tamil writes one letter for a hard and a soft sound; where it stands tells which.
SOFT = {"क": "g", "च": "s", "ट": "d", "त": "dh", "प": "b"}
NASALS = frozenset("ङञणनऩम")
HARD = {"क": "k", "च": "ch", "ट": "t", "त": "th", "प": "p"}


def romanise(text: str, language: str, usual: Mapping[str, str] | None = None) -> str:
    """The text in Latin letters; words of `usual` as people spell them, placeholders untouched."""
    known = usual or {}

    def put(match: re.Match[str]) -> str:
        word = match.group()
        return word if word.startswith("{") else known.get(word) or _word(word, language)

    return WORD.sub(put, text.translate(DANDA))


@lru_cache(maxsize=16384)
def _word(word: str, language: str) -> str:
    habit = HABITS.get(language, NORTHERN)
    letters = devanagari(word).replace(NUKTA, "")
    letters = "".join(c for c in letters if c not in "\u200c\u200d")
    syllables = _syllables(letters)
    silent = _silent(syllables) if habit.silent_end else set[int]()
    spoken = (_spoken(syllables, i, habit, silent=i in silent) for i in range(len(syllables)))
    return "".join(spoken)


@dataclass(frozen=True, slots=True)
class _Syllable:
    """A consonant with what follows it: a sign, nothing (a dead consonant), or the inherent vowel."""

    letter: str
    vowel: str | None = None  # a sign; "" where it is dead; None where the inherent vowel is meant
    nasal: bool = False


def _syllables(letters: str) -> list[_Syllable]:
    found: list[_Syllable] = []
    for c in letters:
        last = found[-1] if found else None
        if c == VIRAMA and last:
            found[-1] = _Syllable(last.letter, "", last.nasal)
        elif c in SIGNS and last:
            found[-1] = _Syllable(last.letter, c, last.nasal)
        elif c == ANUSVARA and last:
            found[-1] = _Syllable(last.letter, last.vowel, nasal=True)
        elif c != VISARGA:
            found.append(_Syllable(c))
    return found


def _bare(syllable: _Syllable) -> bool:
    return syllable.letter in CONSONANTS and syllable.vowel is None and not syllable.nasal


def _silent(syllables: list[_Syllable]) -> set[int]:
    """Where the inherent vowel is not spoken: at the end, and between two full syllables (`kit-na`).

    The rule of Hindi and its neighbours (Choudhury et al., 2004, in short): from the end, a short
    vowel goes where a vowel stands before its consonant and a consonant with a vowel after it.
    """
    silent: set[int] = set()
    for i in range(len(syllables) - 1, 0, -1):
        if not _bare(syllables[i]):
            continue
        before = syllables[i - 1]
        if i == len(syllables) - 1:
            if before.vowel != "":  # a cluster at the end keeps its vowel in most mouths
                silent.add(i)
            continue
        after = syllables[i + 1]
        full_after = after.letter in CONSONANTS and after.vowel != "" and i + 1 not in silent
        if before.vowel != "" and full_after and i > 0:
            silent.add(i)
    return silent


def _spoken(syllables: list[_Syllable], at: int, habit: Habit, *, silent: bool) -> str:
    syllable, table = syllables[at], habit.letters or {}
    letter = syllable.letter
    if letter not in CONSONANTS:
        vowel = table.get(letter) or VOWELS.get(letter) or letter
        return vowel + _nasal(syllables, at, habit)
    consonant = _tamil(syllables, at) if habit.tamil else None
    spoken = consonant or table.get(letter) or CONSONANTS[letter]
    if syllable.vowel is None:
        return spoken + ("" if silent else habit.inherent) + _nasal(syllables, at, habit)
    if not syllable.vowel:
        return _doubled(syllables, at, spoken)
    last = at == len(syllables) - 1
    vowel = table.get(syllable.vowel) or SIGNS[syllable.vowel]
    short = {"aa": "a", "ee": "i", "oo": "u"}.get(vowel, vowel) if last else vowel
    return spoken + short + _nasal(syllables, at, habit)


def _nasal(syllables: list[_Syllable], at: int, habit: Habit) -> str:
    if not syllables[at].nasal:
        return ""
    if at + 1 == len(syllables):
        return "n" if habit.silent_end else "m"  # vilkkum, entho
    return "m" if syllables[at + 1].letter in LABIALS else "n"


def _doubled(syllables: list[_Syllable], at: int, spoken: str) -> str:
    """A dead consonant before itself is written once short: kk, tth, cch."""
    after = syllables[at + 1].letter if at + 1 < len(syllables) else ""
    same = after == syllables[at].letter
    return spoken[0] if same and len(spoken) > 1 else spoken


def _tamil(syllables: list[_Syllable], at: int) -> str | None:
    """Hard at the start, doubled, and after a consonant that is no nasal; soft elsewhere."""
    letter = syllables[at].letter
    if letter not in HARD:
        return None
    if syllables[at].vowel == "":
        return HARD[letter][0]
    before = syllables[at - 1] if at else None
    if before is None:
        return "s" if letter == "च" else HARD[letter]
    if before.vowel == "":
        nasal = before.letter in NASALS
        return ("j" if letter == "च" else SOFT[letter]) if nasal else HARD[letter]
    return SOFT[letter]


SENTENCE = re.compile(r"(^|[.!?]\s+|\n\s*)([a-z])")


def sentences(text: str) -> str:
    """The text with a capital at the start of each sentence."""
    return SENTENCE.sub(lambda m: m[1] + m[2].upper(), text)
