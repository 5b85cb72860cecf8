"""What words a slip of the finger may have meant, against a search through all of them."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tools.catalogues import Catalogue

WORDS = st.text("abc", min_size=1, max_size=6)


@given(st.frozensets(WORDS, max_size=12), WORDS, st.integers(0, 2))
def test_near_words_are_all_of_those_within_the_slips(
    words: frozenset[str], asked: str, most: int
) -> None:
    slow = {w: OSA.distance(asked, w) for w in words if OSA.distance(asked, w) <= most}
    assert Catalogue((), words).near(asked, most) == slow
