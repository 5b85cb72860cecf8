"""Which passage stands first, of what the ways of looking brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from haat.language.detect import Identifier
from retrieval.question import Question, read_question
from retrieval.searching import LATIN_LETTERS, Candidate, candidates, ranked
from retrieval.shelf import Hit, Parts, Sense, Tokens, Vector

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


@dataclass
class TwoPassages:
    """Both are as like any question; how well `b` meets a part is the part itself."""

    asked: list[Parts] = field(default_factory=list)

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        del vector, limit
        return [Hit(name, 0.8, found(name, "Text.", 0.8).payload) for name in "ab"]

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        del tokens, limit, rows
        return []

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        self.asked.append(parts)
        told = {"a": 0.1, "b": sum(number for part in parts for number in part)}
        return {name: told[name] for name in ids}


@dataclass(frozen=True)
class Spelt:
    """A model whose one part of a text is 1 where it is spelt in Latin letters, else 0.5; or that has none."""

    parted: bool = True
    name: str = "spelt"
    size: int = 1

    def questions(self, texts: Sequence[str]) -> list[Sense]:
        parts = [[[1.0 if text.isascii() else 0.5]] if self.parted else [] for text in texts]
        return [Sense([1.0], part) for part in parts]

    def passages(self, texts: Sequence[str]) -> list[Sense]:
        return self.questions(texts)


def test_of_passages_as_like_the_one_that_meets_each_part_stands_first() -> None:
    question = asked("why did the sculptor leave Florence")
    best, other = ranked(question, candidates(TwoPassages(), Spelt(), question))
    assert (best.id, best.parts, other.parts) == ("b", 1.0, 0.1)


def test_a_romanised_question_is_asked_in_both_letters() -> None:
    question = Question("murtikar", "hi", "Latn", asked("murtikar").about, ("murtikar",), ((),))
    shelf = TwoPassages()
    told = {c.id: c.parts for c in candidates(shelf, Spelt(), question)}
    assert sorted(part[0][0] for part in shelf.asked) == [0.5, 1.0]
    assert told["b"] == 0.5 + LATIN_LETTERS


def test_a_model_that_tells_no_parts_is_not_asked_for_them() -> None:
    question = asked("why did the sculptor leave Florence")
    shelf = TwoPassages()
    assert {c.parts for c in candidates(shelf, Spelt(parted=False), question)} == {0.0}
    assert not shelf.asked
