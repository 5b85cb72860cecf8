"""A message is cut into its requests, and nothing else is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planner.segments import requests
from tests.unit.agent.corner_shop import read
from tests.unit.language.grammars import table, words


def cut(text: str) -> list[str]:
    sheet = read(text)
    return [" ".join(t.key for t in sheet.tokens[p.start : p.end]) for p, _ in requests(sheet)]


@pytest.mark.parametrize(
    "message",
    [
        "price of onion and potato",
        "rice, wheat and sugar price in Lucknow",
        "sold 2 kg rice and 3 kg sugar",
        "hello, onion price",
        "thanks. what is the onion rate?",
        "aaj pyaz aur aloo ka bhav kya hai",
        "5 किलो प्याज और 3 किलो आलू बेचा",
        "dhai sau gram haldi bechi",
        "",
        "and",
    ],
)
def test_one_request_stays_whole(message: str) -> None:
    assert cut(message) == [" ".join(t.key for t in read(message).tokens)]


@pytest.mark.parametrize(
    ("message", "first", "second"),
    [
        ("price of onion, and how much did we sell yesterday", "price of onion", "and how much"),
        ("pyaz ka bhav aur kal kitni bikri hui", "pyaz ka bhav", "aur kal kitni"),
        ("प्याज का भाव और कल कितनी बिक्री हुई", "प्याज का भाव", "और कल कितनी"),
        ("how much rice is left? what is the price of sugar", "how much rice", "what is the"),
        ("kitna bacha hai chawal aur kal kitni bikri hui", "kitna bacha hai", "aur kal kitni"),
    ],
)
def test_two_requests_are_two(message: str, first: str, second: str) -> None:
    one, two = cut(message)
    assert one.startswith(first)
    assert two.startswith(second)


def test_a_later_request_is_about_the_goods_of_the_one_before() -> None:
    one, two = (part for part, _ in requests(read("pyaz ka bhav aur uska stock")))
    assert two.products == one.products
    assert [m.ids for m in two.products] == [("onion",)]


@pytest.mark.parametrize(
    ("message", "intents"),
    table("""
        price of onion, and how much did we sell yesterday   | market_price query_kpi
        sold 2 kg rice. how much rice is left?               | record_entry query_kpi
        do we have honey, and what is the price of sugar     | find_products market_price
        hello                                                | -
    """),
)
def test_each_part_has_its_wish(message: str, intents: str) -> None:
    found = [intent.name if intent else "-" for _, intent in requests(read(message))]
    assert found == words(intents)


PIECES = words(
    "price of onion and potato , . ? sold 2 kg rice kitna bacha aur kal bikri hai stock it"
)


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_parts_follow_one_another_inside_the_message(said: list[str]) -> None:
    sheet = read(" ".join(said))
    at = 0
    for part, _ in requests(sheet):
        assert at <= part.start <= part.end <= len(sheet.tokens)
        at = part.end
