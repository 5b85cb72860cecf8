"""The States and districts that a question names, and whether a text speaks of them."""

from collections.abc import Iterator
from functools import lru_cache

from haat.language.places import Gazetteer, Place, load_gazetteer, phrase_key
from retrieval.tokens import key, words

LONGEST = 3  # words of a name
LONGEST_ENDING = 4
SHORTEST_BARE = 6
SHORTEST_STATE = 3  # `up` is a word of English
SHORTEST = 5  # letters of a district's name; shorter ones are also other words


@lru_cache(maxsize=512)
def places(text: str) -> tuple[Place, ...]:
    """The places that a question names."""
    said = phrase_key(text)
    return tuple(dict.fromkeys(_named(said)))


def speaks_of(place: Place, said: frozenset[str]) -> bool:
    """Whether the sounds of a text hold a place's name, or its State's."""
    return any(
        bool(name) and all(key(word) in said for word in words(name))
        for name in (place.name, place.state)
    )


def of_a_state(said: frozenset[str]) -> bool:
    """Whether the sounds of a text hold the name of a State."""
    return any(name <= said for name in _states())


@lru_cache(maxsize=1)
def _states() -> frozenset[frozenset[str]]:
    known = load_gazetteer().places.values()
    return frozenset(
        frozenset(key(word) for word in words(place.name))
        for place in known
        if place.kind == "state"
    )


def _named(said: tuple[str, ...]) -> Iterator[Place]:
    known = load_gazetteer()
    at = 0
    while at < len(said):
        for end in range(min(len(said), at + LONGEST), at, -1):
            found = [p for name in _bare(said[at:end]) for p in _sure(known, name)]
            if found:
                yield found[0]
                at = end - 1
                break
        at += 1


def _bare(said: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A name as it is said, and without what languages of India hang on it: महाराष्ट्रात."""
    yield said
    *before, last = said
    if not last.isascii():
        for cut in range(1, LONGEST_ENDING + 1):
            if len(last) - cut >= SHORTEST_BARE:
                yield (*before, last[:-cut])


def _sure(known: Gazetteer, said: tuple[str, ...]) -> list[Place]:
    """States by their name or its sound; districts by their name as it is spelt."""
    long = len("".join(said))
    states = [p for p in known.named(said) if p.kind == "state" and long >= SHORTEST_STATE]
    spelt = (known.places[i] for i in known.forms.get(said, ()) if long >= SHORTEST)
    return states or [p for p in spelt if p.kind == "district"]
