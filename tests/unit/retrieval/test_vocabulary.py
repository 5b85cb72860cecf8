"""How words of other languages meet the glossary's."""

import pytest

from retrieval.glossary import glossary
from retrieval.vocabulary import told, vocabulary


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("ঘিয়ের", {"ghee"}),
        ("നെയ്യിന്", {"ghee"}),
        ("പപ്പടത്തിന്", {"papad"}),
        ("தேனுக்கு", {"honey"}),
        ("నెయ్యికి", {"ghee"}),
        ("uppinakaige", {"pickle"}),
        ("a GI tag", set()),  # no jute
        ("what does it mean", set()),  # no fish
    ],
)
def test_names_of_goods_may_have_an_ending(text: str, goods: set[str]) -> None:
    assert glossary().about(text).goods == goods


@pytest.mark.parametrize("text", ["GSTக்கு", "GSTর", "gst-ಗೆ", "ಜಿ.ಎಸ್.ಟಿ.", "جی ایس ٹی", "জিএছটিৰ"])
def test_gst_is_known_however_it_is_written(text: str) -> None:
    about = glossary().about(text)
    assert about.subjects == {"gst"}
    assert about.words == ()


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("ലൈസൻസ്", {"licence"}),
        ("ಕಡಿಮೆ", set()),  # less: no khadi, though it begins like it
        ("ಬೆಳಿಗ್ಗೆ", set()),  # morning: no silver
        ("ശരി", set()),  # right: no saree
        ("कधी", set()),  # when: no khadi
        ("కంటే", set()),  # than: no scale
        ("mrp kante ekkuva", {"mrp"}),
    ],
)
def test_what_only_sounds_alike_is_something_else(text: str, subjects: set[str]) -> None:
    assert glossary().about(text).subjects == subjects


def test_only_the_scripts_of_a_text_are_read() -> None:
    usual, tamil = vocabulary(frozenset({"Latn", "Deva"})), vocabulary(frozenset({"Taml"}))
    both = vocabulary(frozenset({"Latn", "Deva", "Taml"}))
    assert "நெய்" in tamil.goods
    assert "நெய்" not in usual.goods
    assert both.goods == {**usual.goods, **tamil.goods}
    assert both.plain == usual.plain | tamil.plain


def test_a_script_that_nobody_knows_has_no_words() -> None:
    assert glossary().about("ภาษา GST").subjects == {"gst"}


def test_no_word_stands_in_two_scripts() -> None:
    mixed = [
        term
        for script, terms in told().terms.items()
        for term, _ in terms
        if script not in {"Latn", "Deva"} and any(c.isascii() and c.isalpha() for c in term)
    ]
    assert mixed == []
