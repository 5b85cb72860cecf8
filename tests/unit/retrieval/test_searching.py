"""Which passage stands first, of what the ways of looking brought."""

from haat.language.detect import Identifier
from retrieval.question import Question, read_question
from retrieval.searching import Candidate, ranked

NOBODY = Identifier({}, {})
LINKS = (
    "- type: Guidelines; url: https://example.org/a-long-way/to/the-guidelines-of-the-scheme.pdf"
)


def asked(text: str) -> Question:
    return read_question(text, NOBODY)


def found(name: str, text: str, cosine: float, title: str = "") -> Candidate:
    payload = {"source": f"{name}.md", "locator": "", "title": title, "text": text}
    return Candidate(name, payload, cosine)


def first(question: str, *candidates: Candidate) -> str:
    return ranked(asked(question), candidates)[0].id


def test_the_like_stands_first() -> None:
    assert first("rent", found("far", "Rent.", 0.80), found("near", "Rent.", 0.84)) == "near"


def test_addresses_stand_behind_what_tells_something_unless_they_are_asked_for() -> None:
    candidates = found("links", LINKS, 0.85), found("told", "The rent is Rs 5,000.", 0.84)
    assert first("how much is the rent", *candidates) == "told"
    assert first("website of the scheme", *candidates) == "links"


def test_a_document_whose_name_is_said_in_another_script_comes_before_one_that_is_as_like() -> None:
    prerana = found("prerana", "Rs 25,000.", 0.83, "Prerana Scheme")
    biponi = found("biponi", "Rs 5,000.", 0.84, "Biponi Scheme")
    assert first("ಪ್ರೇರಣಾ ಎಷ್ಟು", biponi, prerana) == "prerana"


def test_a_question_of_another_field_is_not_of_the_glossarys() -> None:
    assert asked("मुद्रा शिशु लोन पे ब्याज कितना लगता है").knows
    assert not asked(
        "why was the change in the snow leopard's conservation status criticised"
    ).knows
    assert not asked("").knows
