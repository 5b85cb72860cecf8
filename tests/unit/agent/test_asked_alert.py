"""Wishes to be told of something, what she has asked for before, and the end of it; in three voices."""

import pytest

from agent.memory import Memory, Question
from agent.planner.asked_alert import WATCHING
from haat.core.message import Option
from tests.unit.agent.corner_shop import call, planned, settled, told
from tests.unit.language.grammars import table


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        tell me when sugar is running low        | set_alert kind=stockout_risk product=sugar
        ping me once rice is over                | set_alert kind=stockout_risk product=rice
        onion stock khatam ho to batana          | set_alert kind=stockout_risk product=onion
        जैसे ही आटा कम पड़े मुझे याद दिला देना       | set_alert kind=stockout_risk product=wheat_flour
        let me know if onion gets costly         | set_alert direction=above kind=price_anomaly product=onion
        pyaz mehnga ho to batana                 | set_alert direction=above kind=price_anomaly product=onion
        pyaz mahnga ho to batana                 | set_alert direction=above kind=price_anomaly product=onion
        अगर प्याज सस्ती हो तो मुझे बताना             | set_alert direction=below kind=price_anomaly product=onion
        aloo ke daam girne par khabar karna      | set_alert direction=below kind=price_anomaly product=potato
        onion 40 se upar jaye to batana          | set_alert direction=above kind=price_anomaly product=onion threshold=40
        alert me when potato drops below 12 rupees a kg | set_alert direction=below kind=price_anomaly product=potato threshold=12 unit=kg
        let me know when milk sales go over 40 litres | set_alert direction=above kind=demand_spike product=milk threshold=40 unit=l
        ande ki maang achanak badhe to batana    | set_alert kind=demand_spike product=egg
        niyam toote to batana                    | set_alert kind=compliance_failure
        tell me if any rule is broken            | set_alert kind=compliance_failure
        माल की तारीख निकल जाए तो बताना             | set_alert kind=compliance_failure
        bikri 50 kilo se zyada ho to batana      | ask slot product direction=above kind=demand_spike threshold=50 unit=kg
        biscuit 40 se upar jaye to batana        | ask choice kind direction=above product=biscuit threshold=40
        tell me when onion falls below 20        | ask choice kind direction=below product=onion threshold=20
        set an alert for onion                   | ask choice kind product=onion
        sugar 20 kilo se kam ho to batana        | set_alert direction=below kind=stockout_risk product=sugar threshold=20 unit=kg
    """),
)
def test_what_is_to_be_watched(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


@pytest.mark.parametrize(
    ("message", "tool"),
    table("""
        onion to mehnga hai batao kya rate hai   | market_price
        is onion cheaper anywhere, tell me       | market_price
        onion ka bhav pata ho to batao           | market_price
        koi mela ho to batana                    | find_opportunities
        naye order aaye to batana                | list_orders
        agar main doodh 62 kar du to batao kitna bikega | suggest_price
    """),
)
def test_a_condition_alone_is_no_wish_to_be_told_later(message: str, tool: str) -> None:
    assert {c.name for c in planned(message).calls} == {tool}


@pytest.mark.parametrize(
    "message",
    [
        "what alerts have I set", "which alerts are active", "what are you watching for me",
        "show my alerts", "मैंने कौन सी चेतावनी लगाई है", "आप किस किस पर नज़र रख रही हैं",
        "mere alert dikhao", "maine kis kis cheez ka alert lagaya tha",
    ],
)  # fmt: skip
def test_her_own_alerts_are_told_first(message: str) -> None:
    assert told(planned(message)) == f"list_alerts  + say {WATCHING}"


@pytest.mark.parametrize("message", ["any alerts today", "koi chetavani hai", "कोई दिक्कत तो नहीं"])
def test_what_is_wrong_is_told_else(message: str) -> None:
    made = planned(message)
    assert ([c.name for c in made.calls], made.topic) == (["list_alerts"], None)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("alert band karo", {"product": "", "kind": ""}),
        ("stop the onion alert", {"product": "onion", "kind": ""}),
        ("अब प्याज का अलर्ट हटा दो", {"product": "onion", "kind": ""}),
        ("ab aloo ka mat batana", {"product": "potato", "kind": ""}),
        ("remove the price alert for sugar", {"product": "sugar", "kind": "price_anomaly"}),
        ("cancel all my alerts", {"product": "", "kind": "", "all": "yes"}),
    ],
)
def test_an_alert_is_ended(message: str, words: dict[str, str]) -> None:
    made = planned(message)
    assert (made.calls, made.topic, dict(made.words)) == ((), "unwatch", words)


def test_setting_one_is_no_ending() -> None:
    assert planned("set an alert for onion price").topic is None


@pytest.mark.parametrize(
    ("slot", "answer", "expected"),
    [
        ("threshold", "40 rupaye kilo", "threshold=40 unit=kg"),
        ("threshold", "40", "threshold=40"),
        ("kind", "daam", "kind=price_anomaly"),
        ("kind", "bikri", "kind=demand_spike"),
        ("direction", "upar", "direction=above"),
        ("direction", "neeche jaye", "direction=below"),
    ],
)
def test_what_was_left_open_is_answered(slot: str, answer: str, expected: str) -> None:
    offered = {
        "kind": ("price_anomaly", "demand_spike"),
        "direction": ("above", "below"),
    }.get(slot, ())
    question = Question(call("set_alert"), "choice", slot, tuple(Option(v, v) for v in offered))
    assert settled(answer, Memory(question=question)) == f"answered + set_alert {expected}"
