"""Under which code of a table goods stand."""

from haat.language.detect import Identifier
from retrieval.codes import coded
from retrieval.question import Question, read_question
from retrieval.searching import Candidate

NOBODY = Identifier({}, {})


def asked(text: str) -> Question:
    return read_question(text, NOBODY)


def row(code: str, told: str) -> Candidate:
    payload = {"kind": "row", "text": f"hsn: {code}; description: {told}"}
    return Candidate(code, payload)


FILTER = row("69091910", "CERAMIC FILTER CANDLE")
CANDLES = row("34060010", "CANDLES")
HEADING = row("340600", "CANDLES")
RULE = Candidate("rule", {"kind": "text", "text": "candles and their HSN"})


def test_the_row_that_names_the_goods_and_little_else_comes_first() -> None:
    found = coded(asked("mombatti ka hsn code"), [RULE, FILTER, HEADING, CANDLES])
    assert [one.id for one in found] == ["34060010", "340600", "69091910"]


def test_rows_that_do_not_name_the_goods_are_none() -> None:
    assert coded(asked("hsn of lanterns"), [CANDLES, FILTER]) == []


def test_a_question_of_how_many_digits_is_of_a_rule() -> None:
    assert not asked("how many digits of hsn on a bill").wants_code
    assert asked("8 digit hsn of candles").wants_code
    assert not asked("gst on candles").wants_code
    assert coded(asked("how many digits of hsn for candles"), [CANDLES]) == []


def test_what_rows_are_sought_by_is_no_word_of_the_asking() -> None:
    assert set(asked("hsn code number of hessian bags").of_rows) == {"w:hesyan", "w:bags"}
