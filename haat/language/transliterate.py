"""Indian scripts in Latin letters, to look up names that we know in Latin only."""

import re
import unicodedata
from functools import lru_cache

BLOCK = 0x80
DEVANAGARI = 0x0900
# One layout for all: what stands at a place of Devanagari stands there in each script's own block.
BLOCKS = range(0x0900, 0x0D80, BLOCK)
CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनऩपफबभमयरऱलळऴवशषसह",
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
            "n",
            "p",
            "ph",
            "b",
            "bh",
            "m",
            "y",
            "r",
            "r",
            "l",
            "l",
            "zh",
            "v",
            "sh",
            "sh",
            "s",
            "h",
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
VIRAMA, ANUSVARA, VISARGA, NUKTA = "्", "ं", "ः", "़"
# Letters that stand elsewhere, that only one script has, or that are spoken in another way there.
ELSEWHERE = str.maketrans(
    {
        "য": "ज", "ৎ": "त्", "ৰ": "र", "ৱ": "व", "ଯ": "ज", "ଵ": "व", "ୱ": "व", "ୟ": "य",
        "ੰ": "ं", "ੱ": "", "ੲ": "", "ੳ": "",
        "ൺ": "ण्", "ൻ": "न्", "ർ": "र्", "ൽ": "ल्", "ൾ": "ळ्", "ൿ": "क्",
        "ँ": "ं", "ఁ": "ं", "ঁ": "ं", "ઁ": "ं", "ଁ": "ं",
    }
)  # fmt: skip
# Arabic script as Urdu has it; short vowels are not written, and one letter stands for v, o and u.
URDU = str.maketrans(
    {
        "ا": "a", "آ": "aa", "أ": "a", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "s", "ج": "j",
        "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ڈ": "d", "ذ": "z", "ر": "r", "ڑ": "r", "ز": "z",
        "ژ": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh",
        "ف": "f", "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ں": "n",
        "و": "o", "ہ": "h", "ه": "h", "ھ": "h", "ی": "i", "ي": "i", "ے": "e", "ئ": "i", "ء": "",
    }
)  # fmt: skip
URDU_V = re.compile(r"^و|(?<=[اآیے])و(?=[اآیے])")
# With its dot, or below another letter, it is the y of other scripts; alone it is a j.
BENGALI_Y = (("য\u09bc", "य"), ("\u09cdয", "्य"))


def devanagari(text: str) -> str:
    """The letters of another Indian script as those of Devanagari."""
    for written, spoken in BENGALI_Y:
        text = text.replace(written, spoken)
    letters = "".join(map(_letter, text.translate(ELSEWHERE)))
    return unicodedata.normalize("NFC", letters)  # a letter with a dot is two


def _letter(character: str) -> str:
    code = ord(character)
    inside = BLOCKS.start <= code < BLOCKS.stop
    return chr(DEVANAGARI + (code - DEVANAGARI) % BLOCK) if inside else character


@lru_cache(maxsize=16384)
def latin(word: str) -> str:
    """The word in Latin letters; the short a is dropped at the end, as it is not spoken there."""
    if word.isascii():
        return word
    word = URDU_V.sub("v", word).translate(URDU)
    letters: list[str] = []
    word = devanagari(word).replace(NUKTA, "")
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
