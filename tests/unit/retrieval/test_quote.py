"""A quote is verbatim, holds the fact, and leaves out what a passage says of itself."""

from hypothesis import given
from hypothesis import strategies as st

from haat.language.detect import Identifier
from retrieval.kinds import holds, wanted
from retrieval.question import Question, read_question
from retrieval.quote import quote, sentences

NOBODY = Identifier({}, {})
RULE = (
    "Registration is applied for on the portal with a photo and an identity proof of the maker, who "
    "signs a declaration that all she says of the place, the goods and the people who work there is true. "
    "The authority grants or refuses it within 7 days of the day on which the whole application reached "
    "it, and tells the maker why where it is refused, so that she may mend what is wrong and ask again.\n"
    "Reference: Regulation 2.1. Certainty: high."
)


def asked(text: str) -> Question:
    return read_question(text, NOBODY)


def test_quote_holds_the_kind_of_answer() -> None:
    found = quote(RULE, asked("in how many days is registration granted"))
    assert found in RULE
    assert "7 days" in found
    assert "Reference" not in found


@given(st.text("ab. \n।R1", min_size=1, max_size=300))
def test_quote_is_verbatim(text: str) -> None:
    assert quote(text, asked("how much")) in text
    spans = list(sentences(text))
    assert spans == sorted(spans)


def test_abbreviations_end_no_sentence() -> None:
    text = "The fee is Rs. 500 under s. 22 here. It is paid once."
    assert [text[a:b] for a, b in sentences(text)] == [
        "The fee is Rs. 500 under s. 22 here.",
        "It is paid once.",
    ]


def test_kind_that_is_wanted() -> None:
    assert wanted(asked("registration kitne din me milta hai")) == {"span"}
    assert wanted(asked("कितने रुपये लगते हैं")) == {"money"}
    assert wanted(asked("who must register")) == frozenset()
    assert holds("It takes 7 days.", frozenset({"span"})) == 1
    assert holds("On 2 July 2021.", frozenset({"span"})) == 0
    assert holds("ਕੁਝ ਨਹੀਂ", frozenset()) == 1
