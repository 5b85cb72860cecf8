"""Refusals as problem documents."""

import pytest
from inline_snapshot import snapshot
from pydantic import BaseModel, ValidationError

from app import problems
from haat.core.errors import FieldProblem, InvalidInput, TooManyRequests


class Inner(BaseModel):
    """Something with a field."""

    number: int


class Outer(BaseModel):
    """Something with fields inside."""

    many: list[Inner]
    by_name: dict[str, int] = {}


def test_a_problem_has_all_members_of_the_standard() -> None:
    error = InvalidInput("no such day", FieldProblem("/date", "not a day"))
    assert problems.of_error(error) == snapshot(
        {
            "type": "urn:haat:problem:invalid",
            "title": "The request could not be understood",
            "status": 422,
            "detail": "no such day",
            "errors": [{"pointer": "/date", "detail": "not a day"}],
        }
    )


def test_pydantics_findings_become_pointers() -> None:
    with pytest.raises(ValidationError) as raised:
        Outer.model_validate({"many": [{"number": 1}, {"number": "x"}], "by_name": {"a/b~c": "y"}})
    pointers = [field.pointer for field in problems.invalid(raised.value).problems]
    assert pointers == ["/many/1/number", "/by_name/a~1b~0c"]


@pytest.mark.parametrize(
    ("location", "pointer"),
    [(("body", "a", 0), "/a/0"), (("query", "limit"), "/limit"), (("body",), ""), ((), "")],
)
def test_a_pointer_begins_below_the_part_of_the_request(
    location: tuple[int | str, ...], pointer: str
) -> None:
    assert problems.pointer(location) == pointer


def test_what_utf8_cannot_hold_does_not_break_the_refusal() -> None:
    error = InvalidInput("\ud800", FieldProblem("/\ud800", "\udfff"))
    sent = problems.response(problems.of_error(error))
    assert b"?" in bytes(sent.body)


def test_a_fault_of_ours_tells_nothing_of_the_inside() -> None:
    assert "hush" not in str(problems.of_exception(RuntimeError("hush")))


def test_an_errors_headers_go_along() -> None:
    error = TooManyRequests("slowly", 7)
    sent = problems.response(problems.of_error(error), error.headers)
    assert sent.headers["retry-after"] == "7"
    assert sent.headers["content-type"] == "application/problem+json"
