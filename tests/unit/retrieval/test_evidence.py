"""What counts as an answer."""

import pytest

from retrieval.evidence import Known, answers, share
from retrieval.glossary import glossary

FACT = "Packed pickle carries 5% GST. Registration begins at a turnover of 40 lakh."
KNOWN = Known(frozenset({"gst", "registration", "loan"}))


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("GST registration turnover", True),
        ("GST rate on pickle", True),
        ("GST rate on soap", False),  # a rate is told of the goods that were asked about
        ("GST rate on cement", False),
        ("penalty in GST", False),  # the fact speaks of none
        ("GST registration for export", False),  # no fact speaks of it
        ("registration of a loan", False),  # half of the subjects
        ("turnover of pickle", False),  # no subject at all
    ],
)
def test_what_is_asked_must_stand_in_the_fact(question: str, *, answered: bool) -> None:
    asked, told = glossary().about(question), glossary().about(FACT)
    assert answers(asked, told, KNOWN) == answered


def test_strange_words_make_the_share_smaller() -> None:
    told = glossary().about(FACT)
    plain, strange = "GST registration", "GST registration of zorbs, quixes and wumps"
    assert share(glossary().about(plain), told) == 1
    assert 0.5 < share(glossary().about(strange), told) < 1
    assert share(glossary().about(""), told) == 0
