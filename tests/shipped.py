"""The languages, places and names of goods that ship, read once for all tests."""

from functools import lru_cache

from haat.language import hearing, lexicon, places


@lru_cache(maxsize=1)
def languages() -> hearing.Languages:
    """Every pack."""
    return hearing.load_languages()


@lru_cache(maxsize=1)
def gazetteer() -> places.Gazetteer:
    """Every place."""
    return places.load_gazetteer()


@lru_cache(maxsize=1)
def vocabulary() -> lexicon.Vocabulary:
    """Every name of goods, of no shop in particular."""
    return lexicon.load_vocabulary(languages().packs.values())
