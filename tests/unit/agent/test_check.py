"""Every number of a reply is traced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.check import bare, numbers_in, said_values, ungrounded
from haat.language.render import grouped, native_digits
from tests.shipped import languages

GRAMMAR = languages().hearing(("hi", "en")).grammar


def strange(text: str, *pieces: str, said: str = "") -> set[str]:
    return ungrounded(text, pieces, said, GRAMMAR)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("₹1,20,450 on 5 November 2026", {"120450", "5", "2026"}),
        ("₹14.50 a kg, -3.5%", {"14.5", "3.5"}),
        ("₹१,२०,४५० और २.५०", {"120450", "2.5"}),
        ("5. onion, 10, 20.", {"5", "10", "20"}),
        ("no figure", set()),
        ("0.0 and 100", {"0", "100"}),
    ],
)
def test_numbers_are_seen_in_any_script(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("written", "plain"), [("1,20,000", "120000"), ("2.50", "2.5"), ("100", "100"), ("5.", "5"), ("1.0", "1")]
)  # fmt: skip
def test_grouping_and_idle_zeros_make_no_difference(written: str, plain: str) -> None:
    assert bare(written) == plain


def test_a_number_from_nowhere_is_strange() -> None:
    assert strange("₹1,450 a quintal", "₹1,450 a quintal") == set()
    assert strange("₹1,450 and ₹1,500", "₹1,450") == {"1500"}
    assert strange("Patna has 5 mandis") == {"5"}


def test_her_own_numbers_may_be_repeated_in_digits_or_words() -> None:
    assert strange("2.5 kg for ₹112.50", said="dhai kilo chini 112.50 me bechi") == set()
    assert strange("5 kg", said="पाँच किलो प्याज") == set()
    assert strange("₹1,20,000", said="1.2 lakh rupees") == set()
    assert strange("6 kg", said="5 kg") == {"6"}


def test_a_rank_is_a_number_too() -> None:
    assert strange("1. onion\n2. sugar") == {"1", "2"}


def test_amounts_in_words_are_known_by_their_value() -> None:
    assert said_values("dedh kilo aur 3 packet", GRAMMAR) == {"1.5", "3"}


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.integers(0, 10**9))
def test_what_was_put_in_is_never_strange_and_all_else_is(put: list[int], other: int) -> None:
    pieces = [grouped(n) for n in put]
    text = " ".join(f"a {p} b" for p in pieces)
    assert strange(text, *pieces) == set()
    assert strange(native_digits(text, "Deva"), *pieces) == set()
    assert strange(f"{text} {grouped(other)}", *pieces) == {str(other)} - set(map(str, put))


@given(st.text(max_size=80))
def test_a_reply_that_repeats_her_is_grounded(text: str) -> None:
    assert ungrounded(text, (), text, GRAMMAR) == set()
