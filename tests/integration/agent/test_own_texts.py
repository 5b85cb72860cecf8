"""A group's own rules in the chat: after the fact that answers, or alone, with their file and day."""

import pytest

from haat.core.message import Citation
from retrieval.answering import Answer
from retrieval.searching import Candidate
from tests.integration.agent.talking import Talk

RULE = "Whoever pays late gives Rs 20."


@pytest.fixture
def own(talk: Talk) -> Talk:
    """The talk of somebody whose group's rules answer whatever she asks."""
    cited = Citation("rule-7", "rules.pdf", "House rules", "page 2", RULE, None)
    told = Candidate("rule-7", {"taken": "2026-11-20"})
    ours = talk.actor.tenant_id
    talk.copilot.own_texts = lambda tenant, _: (
        Answer(RULE, "en", (cited,), (told,)) if tenant == ours else None
    )
    return talk


async def test_a_fact_is_told_first_and_her_own_rule_after_it(own: Talk) -> None:
    reply = await own.say("Is Udyam registration free?")
    lines = reply.words.text.splitlines()
    assert lines[0].startswith("Udyam registration is free")
    assert lines[-2:] == [f"Also: {RULE}", "Source: rules.pdf, page 2 (as of 20 November 2026)"]
    assert reply.grounded
    assert [cited.id for cited in reply.citations] == ["UDY-01", "rule-7"]


async def test_her_own_rule_alone_where_no_fact_answers(own: Talk) -> None:
    reply = await own.say("penalty for late payment of loan in our group")
    assert reply.words.text.splitlines() == [
        RULE,
        "Source: rules.pdf, page 2 (as of 20 November 2026)",
    ]
    assert reply.grounded
    (call,) = reply.tool_calls
    assert (call.name, call.status) == ("search_rules", "ok")
