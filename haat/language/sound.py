"""How a romanised Indian word sounds, so that spellings of one word meet."""

import re
from functools import lru_cache

# In order; each line is one habit of people who write Indian words in Latin letters.
HABITS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), reply)
    for pattern, reply in (
        (r"x", "ks"),
        (r"ph", "f"),  # phool, fool
        (r"w", "v"),  # chawal, chaval
        (r"z", "j"),  # pyaz, pyaj
        (r"q|ck", "k"),
        (r"c(?!h)", "k"),
        (r"chh?", "c"),
        (r"sh", "s"),  # shakkar, sakkar
        (r"([kgtdbjrl])h", r"\1"),  # dhaniya, daniya
        (r"aa?h(?=$|[^aeiou])|aa", "a"),
        (r"ee|ii|ie$|ey$", "i"),
        (r"oo|uu|ou", "u"),
        (r"ai|ei", "e"),
        (r"au(?!$)|ow", "o"),
        (r"iy(?=[aeou])", "y"),  # piyaz, pyaz
        (r"i(?=[aou])", "y"),
        (r"m(?=[bp])", "n"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[a-z]{3})a$", ""),  # besana, besan
    )
)

VOWELS = str.maketrans("", "", "aeiouy")
REPEATED = re.compile(r"(.)\1+")
# What a script writes alike: Tamil k and g, Bengali b and v. An h is lost in all of them.
ALIKE = {
    "Taml": str.maketrans("gqdbvfwcjzx", "kktppppsssk", "h"),
    "Beng": str.maketrans("vwc", "bbs", "h"),
    "Orya": str.maketrans("vw", "bb", "h"),
    "Mlym": str.maketrans("d", "t", "h"),
}
UNWRITTEN = str.maketrans("", "", "h")


@lru_cache(maxsize=20_000)
def sound_key(word: str) -> str:
    """The word as it sounds; a word with other than Latin letters is left alone."""
    if not word.isascii() or not word.isalpha():
        return word
    for pattern, reply in HABITS:
        word = pattern.sub(reply, word)
    return word


def blurred(word: str, script: str) -> str:
    """A Latin word as a script would tell it: `koyampetu` is Koyambedu in Tamil, which has one p and b."""
    return REPEATED.sub(r"\1", sound_key(word).translate(ALIKE.get(script, UNWRITTEN)))


def skeleton(word: str) -> str:
    """Its consonants, so far as every script tells them; what has none stays."""
    key = blurred(word, "Taml")
    return REPEATED.sub(r"\1", key.translate(VOWELS)) or key
