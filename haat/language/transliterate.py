"""Devanagari in Latin letters as people type it, to look up names that we know in Latin only."""

from functools import lru_cache

CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ",
        [
            "k",
            "kh",
            "g",
            "gh",
            "n",
            "ch",
            "chh",
            "j",
            "jh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "p",
            "ph",
            "b",
            "bh",
            "m",
            "y",
            "r",
            "l",
            "v",
            "sh",
            "sh",
            "s",
            "h",
            "l",
        ],
        strict=True,
    )
)
VOWELS = dict(
    zip(
        "अआइईउऊऋएऐओऔऑऍऎऒ",
        ["a", "aa", "i", "ee", "u", "oo", "ri", "e", "ai", "o", "au", "o", "a", "e", "o"],
        strict=True,
    )
)
SIGNS = dict(
    zip(
        "ािीुूृेैोौॉॅॆॊ",
        ["aa", "i", "ee", "u", "oo", "ri", "e", "ai", "o", "au", "o", "a", "e", "o"],
        strict=True,
    )
)
VIRAMA, ANUSVARA, VISARGA = "्", "ं", "ः"


@lru_cache(maxsize=8192)
def latin(word: str) -> str:
    """The word in Latin letters; the short a is dropped at the end, as it is not spoken there."""
    letters: list[str] = []
    for i, c in enumerate(word):
        after = word[i + 1 : i + 2]
        if c in CONSONANTS:
            silent = after == VIRAMA or after in SIGNS or not after
            letters.append(CONSONANTS[c] + ("" if silent else "a"))
        elif c in VOWELS or c in SIGNS:
            letters.append(VOWELS.get(c) or SIGNS[c])
        elif c == ANUSVARA:
            letters.append("n")
        elif c not in {VIRAMA, VISARGA}:
            letters.append(c)
    return "".join(letters)
