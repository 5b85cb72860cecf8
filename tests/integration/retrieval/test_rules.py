"""Questions in three voices find the fact that answers them, or nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qdrant_client import QdrantClient

from haat.core.errors import NotConfigured
from retrieval.edge_index import edge_index
from retrieval.facts import facts
from retrieval.index import Text
from retrieval.qdrant import QdrantIndex, open_index
from retrieval.rules import Rules, shipped_rules
from tests.integration.retrieval.questions import ASKED, ASKED_OTHERWISE

TODAY = date(2026, 11, 25)
LOST = 0.1  # of the facts: their titles name no subject, or one that others treat better


def found(question: str, topic: str | None = None, day: date = TODAY) -> list[str]:
    return [one.fact.id for one in shipped_rules().search(question, topic, day)]


@pytest.mark.parametrize(("question", "answers"), ASKED)
def test_a_question_is_answered_or_refused(question: str, answers: tuple[str, ...] | None) -> None:
    got = found(question)
    if answers is None:
        assert got == []
    else:
        assert set(got) & set(answers), got


def test_other_words_are_understood_too() -> None:
    answerable = [(q, a) for q, a in ASKED_OTHERWISE if a is not None]
    right = [q for q, a in answerable if set(found(q)) & set(a)]
    assert len(right) / len(answerable) > 0.9


def test_what_has_no_answer_gets_none_in_other_words_either() -> None:
    refused = [q for q, a in ASKED_OTHERWISE if a is None]
    assert [q for q in refused if found(q)] == []


def test_nearly_each_fact_is_found_by_its_own_title() -> None:
    lost = [f.id for f in facts() if f.id not in found(f.title, day=f.valid_to or TODAY)]
    assert len(lost) < len(facts()) * LOST, lost


def test_the_limit_of_the_day_is_told() -> None:
    question = "FSSAI registration or licence limit"
    assert found(question)[0] == "FSS-01"
    assert found(question, day=date(2026, 3, 1))[0] == "FSS-01-OLD"
    assert "FSS-01" not in found(question, day=date(2026, 3, 1))


def test_a_rule_of_tomorrow_is_not_told_today() -> None:
    assert found("What is the GST rate on soap?", day=date(2025, 9, 21)) == []


def test_a_topic_leaves_the_others_out() -> None:
    question = "How much TCS does an online marketplace collect?"
    assert found(question, "gst") == ["GST-29"]
    assert found(question, "marketplace") == ["GST-29"]
    assert found(question, "fssai") == []


def test_an_index_is_built_once_and_found_again() -> None:
    client = QdrantClient(":memory:")
    texts = [Text({"w:one": 1.0}, ("gst",)), Text({"w:two": 1.0}, ("fssai",))]
    open_index(client, "twice", texts)
    again = open_index(client, "twice", texts)
    assert client.count("twice").count == len(texts)
    assert _hits(again, "w:two", None) == [1]
    assert _hits(again, "w:two", "gst") == []
    assert _hits(again, "w:three", None) == []


WORDS = st.dictionaries(st.sampled_from("abcdefg"), st.floats(0.1, 3), min_size=1, max_size=4)
TEXTS = st.lists(
    st.builds(Text, WORDS, st.sampled_from([("gst",), ("gst", "fssai")])), min_size=1, max_size=6
)


@settings(max_examples=15, deadline=None)
@given(TEXTS, WORDS, st.sampled_from([None, "gst", "fssai"]))
def test_both_engines_weigh_alike(
    texts: list[Text], asked: dict[str, float], topic: str | None
) -> None:
    server = open_index(QdrantClient(":memory:"), "alike", texts)
    scores = [
        {hit.number: round(hit.score, 4) for hit in index.search(asked, topic, 9) if hit.score > 0}
        for index in (server, edge_index(texts))
    ]
    assert scores[0] == pytest.approx(scores[1], abs=2e-4)


def _hits(index: QdrantIndex, token: str, topic: str | None) -> list[int]:
    return [hit.number for hit in index.search({token: 1.0}, topic, 5) if hit.score > 0]


def test_a_server_that_does_not_answer_is_said() -> None:
    with pytest.raises(NotConfigured):
        Rules(facts()[:1], "http://127.0.0.1:9").search("GST registration", None, TODAY)


def test_nothing_is_known_where_there_are_no_facts() -> None:
    assert Rules(()).search("GST registration", None, TODAY) == ()


def test_the_shipped_rules_are_read_once() -> None:
    assert shipped_rules() is shipped_rules()
    assert shipped_rules().fact("GST-01") is not None
    assert shipped_rules().fact("GST-00") is None
