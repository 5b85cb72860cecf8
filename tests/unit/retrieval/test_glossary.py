"""What a question is about, in any of the voices."""

import pytest

from retrieval.glossary import glossary
from retrieval.vocabulary import heard


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Do I need a licence?", {"licence"}),
        ("लाइसेंस चाहिए क्या", {"licence"}),
        ("lisens chahiye kya", {"licence"}),
        ("GST registration", {"gst", "registration"}),
        ("जीएसटी पंजीकरण", {"gst", "registration"}),
        ("gst number", {"gst", "registration"}),
        ("an e-way bill", {"eway_bill"}),  # and no bill
        ("a bill", {"invoice"}),
        ("e-invoice", {"e_invoice"}),
        ("samuhon ka loan", {"shg", "loan"}),
        ("how long", set()),  # no loan
        ("वह लिखें", set()),  # no licence
        ("ऐसी बात", set()),  # no ESI
        ("sabzi mandi", set()),
        ("कौन देता है", set()),  # no data
        ("mera dhandha", set()),
    ],
)
def test_subjects(text: str, subjects: set[str]) -> None:
    assert glossary().about(text).subjects == subjects


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what is the fine", {"penalty"}),
        ("जुर्माना कितना है", {"penalty"}),
        ("fees kitni hai", {"fee"}),
        ("achar pe gst kitna", {"rate"}),
        ("kitne saal chalta hai", {"validity"}),
        ("hello", set()),
    ],
)
def test_asks(text: str, asks: set[str]) -> None:
    assert glossary().about(text).asks == asks


def test_goods_are_known_by_their_names_and_say_what_they_are() -> None:
    for text in ("pickle", "अचार", "achar"):
        about = glossary().about(text)
        assert about.goods == {"pickle"}
        assert "food" in about.context


def test_strange_words_are_kept_and_plain_ones_are_not() -> None:
    assert glossary().about("what is the cement").words == (heard("cement"),)


def test_both_scripts_of_a_word_sound_alike() -> None:
    assert heard("साबुन") == heard("sabun")
    assert heard("की") == "kee"  # short words are compared as they are spelt
