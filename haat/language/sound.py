"""How a romanised Indian word sounds, so that spellings of one word meet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from haat.language.transliterate import latin

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
SHORTEST = 3  # letters that tell words apart
BONES = 4  # consonants that do
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


def sounds(words: Sequence[str]) -> tuple[str, ...]:
    """How words of any script sound one after the other: but for last vowels, and by their consonants.

    `kadugu ennai` is கடுகு எண்ணெய்; what is too short to be told apart by is left out.
    """
    told = [_heard(word) for word in words]
    spoken, bones = (" ".join(one[n] for one in told) for n in (0, 1))
    between = len(told) - 1
    found = (f"={spoken}",) if len(spoken) >= SHORTEST + between else ()
    return (*found, f"~{bones}") if len(bones) >= BONES + 2 * between else found


@lru_cache(maxsize=50_000)
def _heard(word: str) -> tuple[str, str]:
    written = latin(word)
    key = blurred(written, "Taml")
    return key.rstrip("aeiouy") or key, skeleton(written)


def by_sound(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The words that sound in each of the ways."""
    found: dict[str, set[str]] = {}
    for word in words:
        for sound in sounds((word,)):
            found.setdefault(sound, set()).add(word)
    return {sound: frozenset(alike) for sound, alike in found.items()}
