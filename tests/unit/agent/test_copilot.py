"""A stored reply comes back as it was."""

import json

from hypothesis import given
from hypothesis import strategies as st

from agent.copilot import reply_of
from haat.core.message import Citation, NeedsInput, Option, Reply, ToolCall, Words

TEXT = st.text(max_size=15)
JSON = st.dictionaries(TEXT, TEXT | st.integers(-99, 99) | st.none() | st.booleans(), max_size=3)
OPTIONS = st.lists(st.builds(Option, TEXT, TEXT), max_size=3).map(tuple)
REPLIES = st.builds(
    Reply,
    conversation_id=TEXT,
    message_id=TEXT,
    trace_id=TEXT,
    words=st.builds(Words, TEXT, TEXT, TEXT),
    tool_calls=st.lists(
        st.builds(ToolCall, TEXT, JSON, st.sampled_from(["ok", "empty", "error"]), JSON), max_size=2
    ).map(tuple),
    citations=st.lists(
        st.builds(Citation, TEXT, TEXT, TEXT, TEXT, TEXT, st.none() | TEXT), max_size=2
    ).map(tuple),
    needs_input=st.none()
    | st.builds(NeedsInput, st.sampled_from(["slot", "choice", "confirm"]), TEXT, OPTIONS),
    grounded=st.booleans(),
    latency_ms=st.integers(0, 10**6).map(lambda n: n / 10),
)


@given(REPLIES)
def test_a_reply_survives_the_store(reply: Reply) -> None:
    assert reply_of(json.loads(json.dumps(reply.as_json()))) == reply
