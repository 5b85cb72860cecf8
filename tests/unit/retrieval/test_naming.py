"""Which passages a question names, by sound in any letters."""

from haat.language.detect import Identifier
from retrieval.naming import called, naming, spoken
from retrieval.question import Question, read_question
from retrieval.tokens import key

NOBODY = Identifier({}, {})
PRERANA = {
    "source": "prerana.md",
    "title": "Prerana Scheme",
    "text": "Applies to Karnataka. Each woman gets Rs 25,000.",
}
BIPONI = {
    "source": "biponi.md",
    "title": "Biponi Scheme",
    "text": "Stall rent of Rs 5,000 in Assam.",
}
FOUND = (PRERANA, BIPONI)


def asked(text: str) -> Question:
    return read_question(text, NOBODY)


def test_a_document_is_named_in_another_script() -> None:
    by_name = called(asked("प्रेरणा में कितना मिलता है"), FOUND)
    assert by_name["Prerana Scheme"] > by_name["Biponi Scheme"]


def test_a_word_that_all_names_share_names_none() -> None:
    by_name = called(asked("which scheme gives most"), FOUND)
    assert by_name["Prerana Scheme"] == by_name["Biponi Scheme"]


def test_the_passage_of_another_document_is_behind() -> None:
    prerana, biponi = naming(asked("ಪ್ರೇರಣಾ ಯೋಜನೆ"), FOUND, 2)
    assert biponi.behind > prerana.behind == 0


def test_a_place_that_another_passage_of_the_document_names_is_no_other_place() -> None:
    more = {**PRERANA, "text": "The rate is 4 per cent."}
    one, two, other = naming(asked("prerana in Karnataka"), (more, PRERANA, BIPONI), 3)
    assert (one.abroad, two.abroad, other.abroad) == (0, 0, 1)


def test_a_word_is_said_in_another_spelling() -> None:
    said = spoken("PM Vishwakarma")
    assert said.says(key("viswakarma"))
    assert not said.says(key("mudra"))
    assert not said.says(key("km"))


def test_a_law_that_names_no_state_is_of_all() -> None:
    law = {**PRERANA, "title": "Weights", "source": "law.md", "text": "A fee of Rs 500 is paid."}
    (one,) = naming(asked("fee in Karnataka"), (law,), 1)
    assert one.abroad == 0
