"""Places in questions, and whether a text speaks of them."""

import pytest

from retrieval.tokens import key, words
from retrieval.whereabouts import places, speaks_of


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("how many SHGs are there in Bihar", "Bihar"),
        ("jharkhand me gobar kitne ka", "Jharkhand"),
        ("महाराष्ट्रात पेन्शन किती", "Maharashtra"),
        ("ਸਾਡੇ ਲੁਧਿਆਣੇ ਦੇ ਅਫਸਰ", "Ludhiana"),
        ("fssai office ka number patna", "Patna"),
    ],
)
def test_a_place_is_known_by_its_name_in_any_letters(question: str, name: str) -> None:
    assert [place.name for place in places(question)] == [name]


@pytest.mark.parametrize("question", ["put up a godown", "કેટલા માઈક્રોનથી", "bank loan", ""])
def test_other_words_are_no_places(question: str) -> None:
    assert places(question) == ()


def test_a_text_speaks_of_a_district_where_it_names_its_state() -> None:
    (patna,) = places("office in Patna")
    said = frozenset(key(word) for word in words("A scheme of the Government of Bihar"))
    assert speaks_of(patna, said)
    assert not speaks_of(patna, frozenset({key("Assam")}))
