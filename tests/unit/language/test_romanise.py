"""Replies in Latin letters read as people of each language type them."""

import pytest

from haat.language.romanise import romanise, sentences
from tests.unit.language.grammars import table


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("hi", "कितना बिका | kitna bika"),
        ("hi", "दाम और नमक | dam aur namak"),
        ("mr", "कांद्याचा भाव | kandyacha bhav"),
        ("gu", "ભાવ કેટલો | bhav ketlo"),
        ("pa", "ਭਾਅ ਕਿੰਨਾ | bhaa kinna"),
        ("bn", "আলুর দাম | alur dam"),
        ("bn", "বিক্রি আছে | bikri ache"),
        ("as", "দাম কিমান | dam kiman"),
        ("or", "ଦର କେତେ | dara kete"),
        ("ta", "தக்காளி விலை | thakkaali vilai"),
        ("ta", "சந்தை பங்கு நாளை | sandhai pangu naalai"),
        ("te", "ధర ఎంత | dhara entha"),
        ("kn", "ಬೆಲೆ ಎಷ್ಟು | bele eshtu"),
        ("ml", "വില എത്ര വിൽക്കും | vila ethra vilkkum"),
    ],
)
def test_words_are_written_as_they_are_typed(language: str, typed: str) -> None:
    ((own, latin),) = table(typed)
    assert romanise(own, language) == latin


def test_a_usual_spelling_goes_before_the_letters() -> None:
    assert romanise("স্টক আছে", "bn", {"স্টক": "stock"}) == "stock ache"


def test_placeholders_figures_and_latin_words_stay() -> None:
    assert romanise("{product}: ₹40, AGMARKNET।", "bn") == "{product}: ₹40, AGMARKNET."
    assert romanise("ধন্যবাদ {দাম}", "bn") == "dhonyobad {দাম}"


def test_sentences_begin_with_a_capital() -> None:
    assert sentences("dam koto? bolun.\nbikri {n}") == "Dam koto? Bolun.\nBikri {n}"
