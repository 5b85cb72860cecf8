"""Text as it may come over a wire."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from channels.wire import IsoDate, Message, mend

_ANYTHING = st.text(st.characters(exclude_categories=()))


@given(_ANYTHING)
def test_mended_text_can_be_stored_and_sent(text: str) -> None:
    mended = mend(text)
    assert isinstance(mended, str)
    assert "\0" not in mended
    mended.encode()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_good_text_stays_as_it_is(text: str) -> None:
    assert mend(text) == text


def test_what_is_no_text_is_left_to_the_type() -> None:
    assert mend(5) == 5


@given(_ANYTHING)
def test_a_message_is_a_text_with_something_in_it_or_refused(text: str) -> None:
    try:
        found = TypeAdapter[str](Message).validate_python(text)
    except ValidationError:
        assert not text.strip() or len(text) > 4000
    else:
        assert found


@pytest.mark.parametrize("said", ["2026-11-25", date(2026, 11, 25)])
def test_a_day_is_taken(said: object) -> None:
    assert TypeAdapter[date](IsoDate).validate_python(said) == date(2026, 11, 25)


@pytest.mark.parametrize(
    "said", ["0", 0, 1.5, True, "20261125", "2026-11-31", "1999-12-31", "9999-12-31", "٢٠٢٦-١١-٢٥"]
)
def test_what_is_no_day_of_ours_is_refused(said: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter[date](IsoDate).validate_python(said)
