"""What the words of a question are in English: by them any language finds an English text, and is weighed beside it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import regex

from haat.language.scripts import script_of
from retrieval.tokens import key, words

SIGN = regex.compile(r"(?<=.{3})\p{M}+$")  # what endings take the place of
VOWEL = regex.compile(r"(?<=\w{4})[aeiou]+$")
INFLECTED = ("े", "ी", "ों")
GOES_ON = 5  # sounds from which a word may have any ending
FIRST = 3  # letters by which words are looked up
LATIN = "Latn"
DEVANAGARI = "Deva"
SCRIPTS: Mapping[str, str] = {
    "bn": "Beng", "as": "Beng", "gu": "Gujr", "pa": "Guru", "or": "Orya", "ta": "Taml", "te": "Telu",
    "kn": "Knda", "ml": "Mlym", "ur": "Arab",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several, as they are spelt or as they sound; the last may go on."""

    words: tuple[str, ...]
    open: bool
    english: tuple[str, ...]

    def fits(self, said: Sequence[str]) -> bool:
        """Whether words begin with it."""
        *first, last = self.words
        if len(said) < len(self.words) or list(said[: len(first)]) != first:
            return False
        return said[len(first)].startswith(last) if self.open else said[len(first)] == last


Terms = Mapping[str, tuple[Term, ...]]


def translated(text: str, language: str) -> tuple[tuple[str, ...], ...]:
    """For each word of a text the English words that say it; none where it is not known, or is English.

    A word in its own letters is looked up as it is spelt, one in Latin letters as it sounds.
    """
    said = words(text)
    found: list[tuple[str, ...]] = [() for _ in said]
    end = 0
    for at, word in enumerate(said):
        if at < end:  # inside a phrase
            continue
        script = script_of(word[0]) or LATIN
        rest = [key(other) for other in said[at:]] if script == LATIN else said[at:]
        best = max(
            (term for term in _begun(script, language).get(rest[0][:FIRST], ()) if term.fits(rest)),
            key=lambda term: (len(term.words), len(term.words[-1])),
            default=None,
        )
        if best:
            end = at + len(best.words)
            found[at:end] = [best.english] * len(best.words)
    return tuple(found)


def _begun(script: str, language: str) -> Terms:
    """The terms of a script, or of the one that a language in Latin letters is else written in, by how they begin."""
    if script != LATIN:
        return _dictionary().get(script, {})
    return _dictionary().get(f"{SCRIPTS.get(language, DEVANAGARI)} in {LATIN}", {})


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, Terms]:
    """By script, and by how words begin; each also as it sounds in Latin letters."""
    path = files("retrieval") / "knowledge" / "dictionary.toml"
    shipped: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    found: dict[str, dict[str, list[Term]]] = {}
    for english, others in shipped.items():
        for told in others.split():
            script = script_of(told[0]) or LATIN
            for form in _forms(told):
                for place, term in _terms(form, script, english):
                    begun = found.setdefault(place, {})
                    begun.setdefault(term.words[0][:FIRST], []).append(term)
    return {
        place: {first: tuple(terms) for first, terms in begun.items()}
        for place, begun in found.items()
    }


def _forms(told: str) -> tuple[str, ...]:
    """A word, and of Hindi in `-a` those in `-e`, `-i` and `-on`."""
    return (told, *(told[:-1] + end for end in INFLECTED)) if told.endswith("ा") else (told,)


def _terms(told: str, script: str, english: str) -> Iterator[tuple[str, Term]]:
    """A word or phrase as it is spelt in its own letters, and as it sounds in Latin ones."""
    spelt = tuple(word for piece in told.split("_") for word in words(piece))
    sounds = tuple(map(key, spelt))
    says = tuple(english.split())
    goes_on = told.endswith("*") or len(sounds[-1]) >= GOES_ON
    for place, said, ending in ((script, spelt, SIGN), (f"{script} in {LATIN}", sounds, VOWEL)):
        last = ending.sub("", said[-1]) if goes_on else said[-1]
        yield place, Term((*said[:-1], last), goes_on, says)
