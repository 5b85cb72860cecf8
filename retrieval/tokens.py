"""The tokens that passages and questions share: words as they sound, their parts, ideas, goods, numbers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex

from haat.language.romanise import romanise
from haat.language.scripts import script_of
from haat.language.sound import sound_key
from haat.language.tokens import fold
from retrieval.glossary import About, glossary

WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
SIZES = (3, 4)  # letters in a part of a word
USUAL_LENGTH = 200  # words of a passage
K1, B = 1.2, 0.5  # BM25 (Robertson and Zaragoza 2009)
NATIVE = {"Deva": "hi", "Beng": "bn", "Guru": "pa", "Gujr": "gu", "Orya": "or"}
SOUTHERN = {"Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml"}
OF_SCRIPT = NATIVE | SOUTHERN


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, in any script."""
    return [key for piece in WORD.findall(text) if (key := fold(piece))]


@lru_cache(maxsize=50_000)
def key(word: str) -> str:
    """A word as it sounds in Latin letters: खाता and khata are one."""
    if word.isascii():
        return sound_key(word)
    language = OF_SCRIPT.get(script_of(word[0]) or "", "hi")
    return sound_key(fold(romanise(word, language)))


@lru_cache(maxsize=50_000)
def parts(sound: str) -> tuple[str, ...]:
    """The three- and four-letter parts of a word."""
    padded = f"_{sound}_"
    return tuple(padded[at : at + n] for n in SIZES for at in range(len(padded) - n + 1))


@lru_cache(maxsize=50_000)
def is_plain(word: str) -> bool:
    """Whether a word counts as nothing, such as `kya` and `of`."""
    if any(map(str.isdigit, word)):
        return False
    about = glossary().about(word)
    return not (about.words or about.subjects or about.asks or about.context or about.goods)


def of_passage(whole: str, about: About, *, row: bool) -> dict[str, float]:
    """What a passage is found by, with BM25's weights: rarity is weighed by the engine."""
    said = words(whole)
    keys = [key(word) for word in said]
    long = 1 - B + B * len(said) / USUAL_LENGTH
    tokens = _weighed((f"w:{k}" for k in keys), long)
    if not row:
        tokens |= _weighed((f"p:{part}" for k in keys for part in parts(k)), long)
        tokens |= dict.fromkeys(ideas(about), 1.0)
    return tokens | dict.fromkeys((f"n:{number}" for number in numbers(said)), 1.0)


def ideas(about: About) -> Iterator[str]:
    """Ideas and goods."""
    yield from (f"i:{idea}" for idea in about.subjects | about.asks | about.context)
    yield from (f"g:{concept}" for concept in about.goods)


def numbers(said: Iterable[str]) -> Iterator[str]:
    """What has digits in it: amounts, rules, sections, HSN, GSTIN."""
    return (word for word in said if any(map(str.isdigit, word)))


def _weighed(tokens: Iterable[str], long: float) -> dict[str, float]:
    return {t: n * (K1 + 1) / (n + K1 * long) for t, n in Counter(tokens).items()}
