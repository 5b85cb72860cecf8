"""A reply as the messages that a channel can carry."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from channels.messenger import Capabilities
from channels.rendering import option_meant, rendered, split
from haat.core.message import Option, Outbound, Words

TYPED = Capabilities(1600, buttons=0, window=None, recalls=True)
TAPPED = Capabilities(4096, buttons=8, window=None, recalls=False)
MENU = (Option("भाव", "price"), Option("Bikri Likhein", "sale"), Option("₹10", "10"))
ASKED = Words("क्या करना है?", "hi", "Deva")

# what letters, cuts and traps are made of: signs, joiners, a flag, a family, a letter of two units
BITS = st.sampled_from(
    [
        *"कखग ित्ऱं",
        "க",
        "ு",
        *"ab.!?।\n \t",
        "\r\n",
        "\u200d",
        "\u200c",
        "👩‍👧",
        "🇮🇳",
        "👍🏽",
        "𑒏",
        "e\u0301",
    ]
)
TEXTS = st.lists(BITS, max_size=120).map("".join)


def units(text: str) -> int:
    """As messengers count."""
    return len(text.encode("utf-16-le")) // 2


def bare(text: str) -> str:
    """What there is to lose."""
    return "".join(text.split())


@given(TEXTS | st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(2, 60))
def test_no_part_is_too_long_or_empty_and_nothing_is_lost(text: str, most: int) -> None:
    parts = list(split(text, most))
    assert all(0 < units(part) <= most for part in parts)
    assert bare("".join(parts)) == bare(text)


@given(TEXTS, st.integers(12, 60))
def test_no_letter_is_torn(text: str, most: int) -> None:
    letters: list[str] = [g for g in regex.findall(r"\X", text) if not g.isspace()]
    if any(units(letter) > most for letter in letters):
        return
    kept = [g for part in split(text, most) for g in regex.findall(r"\X", part)]
    assert bare("".join(letters)) == bare("".join(kept))
    assert len([g for g in kept if not g.isspace()]) == len(letters)


def test_a_letter_heaped_with_signs_still_goes() -> None:
    assert [units(p) for p in split("क" + "\u093c" * 25, 10)] == [10, 10, 6]


def test_it_is_cut_where_a_reader_would_cut() -> None:
    text = "Rice is short. Order 5 kg.\n\nOnion: ₹20\nPotato: ₹15"
    assert list(split(text, 30)) == ["Rice is short. Order 5 kg.", "Onion: ₹20\nPotato: ₹15"]
    assert list(split(text, 16)) == ["Rice is short.", "Order 5 kg.", "Onion: ₹20", "Potato: ₹15"]
    assert list(split("चावल पचास किलो", 10)) == ["चावल पचास", "किलो"]


def test_a_text_that_fits_is_one_message() -> None:
    assert rendered(ASKED, (), TYPED, "?") == (Outbound("क्या करना है?", (), "hi", "Deva"),)


def test_where_there_are_no_buttons_the_options_are_numbered() -> None:
    [message] = rendered(ASKED, MENU, TYPED, "नंबर भेजिए")
    assert message.text == "क्या करना है?\n1. भाव\n2. Bikri Likhein\n3. ₹10\nनंबर भेजिए"
    assert message.options == MENU


def test_where_a_number_is_the_answer_nothing_is_numbered() -> None:
    [message] = rendered(ASKED, MENU, TYPED, None)
    assert (message.text, message.options) == (ASKED.text, MENU)


def test_buttons_leave_the_text_alone() -> None:
    [message] = rendered(ASKED, MENU, TAPPED, "नंबर भेजिए")
    assert (message.text, message.options) == (ASKED.text, MENU)


@pytest.mark.parametrize("shows", [TYPED, TAPPED])
def test_the_options_go_with_the_last_part(shows: Capabilities) -> None:
    long = Words("एक बात। " * 900, "hi", "Deva")
    *first, last = rendered(long, MENU, shows, "नंबर भेजिए")
    assert first
    assert not any(m.options for m in first)
    assert last.options == MENU
    assert {(m.language, m.script) for m in (*first, last)} == {("hi", "Deva")}


def test_options_to_no_words_are_told_nevertheless() -> None:
    assert rendered(Words(" ", "en", "Latn"), MENU, TAPPED, "?")[0].options == MENU


@pytest.mark.parametrize("text", ["2", "२", "௨", "২", " 2 ", "2.", "2)", "२।", "2:", "02"])
def test_a_number_in_any_digits(text: str) -> None:
    assert option_meant(text, MENU, numbers=True) == MENU[1]


@pytest.mark.parametrize("text", ["0", "4", "-1", "2 kg", "2 3", "½", "", "9" * 9, "9" * 5000])
def test_a_number_that_is_none_of_them(text: str) -> None:
    assert option_meant(text, MENU, numbers=True) is None


def test_a_number_may_be_the_value_itself() -> None:
    assert option_meant("10", MENU, numbers=False) == MENU[2]
    assert option_meant("2", MENU, numbers=False) is None


@pytest.mark.parametrize("text", ["Bikri Likhein", "bikri likhein", " BIKRI LIKHEIN\n", "SALE"])
@pytest.mark.parametrize("numbers", [True, False])
def test_a_label_or_value_in_any_case(text: str, numbers: bool) -> None:
    assert option_meant(text, MENU, numbers=numbers) == MENU[1]


@given(st.text(max_size=30), st.booleans())
def test_any_text_is_an_option_or_none(text: str, numbers: bool) -> None:
    assert option_meant(text, MENU, numbers=numbers) in {None, *MENU}
