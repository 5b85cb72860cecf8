"""What a conversation remembers is plain JSON, and a yes is bound to what was told."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from agent.memory import Memory, Pending, Planned, Question, digest, memory_of
from haat.core.message import NeedsInput, Option
from tests.unit.agent.corner_shop import call

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
SALE = call("record_entry", kind="sale", product="onion", quantity=5, unit="kg", price=30)
TOLD = ({"sku_id": "onion.loose", "store_id": "patna", "amount": 150},)

WORDS = st.text(max_size=12)
SCALARS = WORDS | st.integers(-(10**6), 10**6) | st.booleans() | st.none() | st.floats(0, 10**6)
ARGUMENTS = st.dictionaries(WORDS, SCALARS, max_size=4)
CALLS = st.builds(Planned, WORDS, ARGUMENTS)
MANY = st.lists(CALLS, max_size=3).map(tuple)
OPTIONS = st.lists(st.builds(Option, WORDS, WORDS), max_size=3).map(tuple)
MAYBE = st.none() | WORDS
PENDINGS = st.builds(
    Pending,
    calls=MANY,
    told=st.lists(ARGUMENTS, max_size=2).map(tuple),
    digest=WORDS,
    key=WORDS,
    expires_at=WORDS,
    store_id=MAYBE,
    day=MAYBE,
)
MEMORIES = st.builds(
    Memory,
    language=MAYBE,
    script=MAYBE,
    chosen=st.booleans(),
    last=MANY,
    product=MAYBE,
    place=MAYBE,
    pending=st.none() | PENDINGS,
    question=st.none() | st.builds(Question, CALLS, st.sampled_from(["slot", "choice"]), WORDS, OPTIONS, MANY),
    entries=st.lists(WORDS, max_size=3).map(tuple),
)  # fmt: skip


def pending(calls: tuple[Planned, ...] = (SALE,), **changes: Any) -> Pending:
    expires = (NOW + timedelta(minutes=60)).isoformat()
    return replace(Pending(calls, TOLD, digest(calls, TOLD), "key", expires), **changes)


@given(MEMORIES)
def test_a_memory_survives_its_checkpoint(memory: Memory) -> None:
    assert memory_of(json.loads(json.dumps(memory.as_json()))) == memory


def test_a_conversation_begins_with_nothing() -> None:
    assert memory_of(None) == memory_of({}) == Memory()


@given(MANY, ARGUMENTS, ARGUMENTS)
def test_a_digest_is_of_every_argument_and_of_all_that_was_told(
    calls: tuple[Planned, ...], one: dict[str, Any], other: dict[str, Any]
) -> None:
    assume(json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True))
    first, second = Planned("record_entry", one), Planned("record_entry", other)
    assert digest((*calls, first), TOLD) != digest((*calls, second), TOLD)
    assert digest((*calls, first), (one,)) != digest((*calls, first), (other,))
    assert digest(calls, TOLD) != digest((*calls, first), TOLD)


@given(ARGUMENTS)
def test_a_digest_does_not_depend_on_the_order_of_arguments(arguments: dict[str, Any]) -> None:
    turned = dict(reversed(arguments.items()))
    assert digest((call("x"), Planned("y", arguments)), ()) == digest(
        (call("x"), Planned("y", turned)), ()
    )


def test_the_tools_name_and_the_order_of_calls_count() -> None:
    assert digest((SALE,), TOLD) != digest((replace(SALE, name="set_alert"),), TOLD)
    one, two = SALE, call("record_entry", kind="sale", product="sugar")
    assert digest((one, two), TOLD) != digest((two, one), TOLD)


@given(st.sampled_from(sorted(SALE.arguments)), SCALARS)
def test_a_yes_holds_for_the_very_arguments_only(name: str, value: object) -> None:
    assume(SALE.arguments[name] != value)
    waiting = pending()
    assert waiting.holds(NOW)
    changed = Planned(SALE.name, {**SALE.arguments, name: value})
    assert not replace(waiting, calls=(changed,)).holds(NOW)


def test_a_yes_holds_for_what_was_told_only() -> None:
    assert not replace(pending(), told=({**TOLD[0], "amount": 151},)).holds(NOW)
    assert not replace(pending(), told=()).holds(NOW)


@given(st.integers(-(10**6), 10**6))
def test_a_yes_holds_until_it_expires_and_not_a_moment_longer(seconds: int) -> None:
    late = timedelta(minutes=60) + timedelta(seconds=seconds)
    assert pending().holds(NOW + late) == (seconds < 0)


def test_a_pending_change_still_holds_after_its_checkpoint() -> None:
    kept = memory_of(json.loads(json.dumps(Memory(pending=pending()).as_json()))).pending
    assert kept is not None
    assert kept.holds(NOW)
    assert not kept.holds(NOW + timedelta(hours=1))


def test_a_question_is_shown_as_what_it_needs() -> None:
    options = (Option("Bihar", "Aurangabad, Bihar"),)
    asked = Question(call("market_price"), "choice", "place", options)
    assert asked.as_need() == NeedsInput("choice", "place", options)
    assert replace(asked, kind="slot").as_need().kind == "slot"
