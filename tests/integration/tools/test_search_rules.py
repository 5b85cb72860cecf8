"""Asking the rules by the tool."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from haat.core.errors import Conflict
from haat.core.finding import Finding, Missing
from haat.core.message import Citation
from retrieval.answering import Answer
from retrieval.own_texts import OwnTexts
from retrieval.searching import Candidate
from tests.integration.tools.shops import Shops
from tools.search_rules import SearchRules, search_rules


def ask(shops: Shops, question: str, *, today: date | None = None, **said: Any) -> Finding:
    context = replace(shops.context, today=today or shops.context.today)
    found = search_rules(context, SearchRules(question=question, **said))
    assert isinstance(found, Finding)
    return found


def test_a_fact_comes_with_its_dates_certainty_and_quote(shops: Shops) -> None:
    found = ask(shops, "ghar se achar bechne ke liye fssai licence chahiye kya")
    first = found.rows[0]
    assert list(first)[:5] == ["fact", "text", "certainty", "valid_from", "valid_to"]
    assert [c.id for c in found.citations] == [row["fact"] for row in found.rows]
    assert all(c.quote in row["text"] for c, row in zip(found.citations, found.rows, strict=True))
    assert {s.kind for s in found.sources} == {"rules"}
    assert not found.demo


def test_the_finding_shows_its_citations(shops: Shops) -> None:
    shown = ask(shops, "Is Udyam registration free?").as_json()
    assert shown["citations"][0] == {
        "id": "UDY-01",
        "source": "retrieval/knowledge/udyam.toml",
        "title": "Udyam registration",
        "locator": "S.O. 2119(E) of 26 June 2020",
        "quote": "Udyam registration is free and online",
        "as_of": "2026-11-21",
    }
    assert "citations" not in Finding().as_json()


def test_no_answer_is_no_rows_and_a_note(shops: Shops) -> None:
    found = ask(shops, "income tax ki limit kya hai")
    assert found.empty
    assert found.notes == ("no_rule",)
    assert found.citations == ()


def test_what_nobody_checked_is_said_so(shops: Shops) -> None:
    found = ask(shops, "composition scheme ki limit kya hai")
    assert found.rows[0]["certainty"] == "uncertain"
    assert found.rows[0]["check_at"] in found.rows[0]["text"]
    assert "uncertain" in found.notes
    checked = ask(shops, "Can I write reviews for my own product?")
    assert checked.rows[0]["certainty"] == "checked"
    assert checked.notes == ()


def test_old_knowledge_is_said_so(shops: Shops) -> None:
    found = ask(shops, "stand up india loan kitna milta hai")
    assert (found.rows[0]["certainty"], found.notes) == ("uncertain", ("uncertain", "old_rule"))


def test_the_rule_of_that_day_is_told(shops: Shops) -> None:
    question = "FSSAI registration or licence limit"
    assert "₹1,50,00,000" in ask(shops, question).rows[0]["text"]
    before = ask(shops, question, today=date(2026, 3, 1))
    assert "₹12,00,000" in before.rows[0]["text"]
    assert before.rows[0]["valid_to"] == date(2026, 3, 31)


def test_a_topic_narrows(shops: Shops) -> None:
    assert ask(shops, "registration limit GST", topic="gst").rows
    assert ask(shops, "registration limit GST", topic="privacy").empty


def test_a_question_is_needed(shops: Shops) -> None:
    assert search_rules(shops.context, SearchRules()) == Missing("slot", "question")


def own_answer(**known: str) -> OwnTexts:
    """Whatever is asked, by whomever, the same sentence answers."""
    quote = "Members save ₹50 each week."
    payload = {"title": "House rules", "taken": "2026-11-20", **known}
    cited = Citation("p1", "rules.pdf", "House rules", "page 2", quote, None)

    return lambda *_: Answer(quote, "en", (cited,), (Candidate("p1", payload),))


def with_own(shops: Shops, texts: OwnTexts) -> Shops:
    return replace(shops, context=replace(shops.context, own_texts=texts))


def test_own_writings_answer_what_no_fact_does(shops: Shops) -> None:
    own = with_own(shops, own_answer())
    found = ask(own, "income tax ki limit kya hai")
    assert [row["text"] for row in found.rows] == ["Members save ₹50 each week."]
    assert found.rows[0]["certainty"] == "own"
    assert found.rows[0]["locator"] == "rules.pdf, page 2"
    assert not found.rows[0]["beside"]
    assert found.rows[0]["as_of"] == date(2026, 11, 20)
    assert [(s.name, s.kind) for s in found.sources] == [("rules.pdf", "own")]
    assert [c.id for c in found.citations] == ["p1"]
    assert found.notes == ()


def test_own_writings_are_asked_for_the_one_who_asks(shops: Shops) -> None:
    asked: list[str] = []

    def noted(tenant_id: str, question: str) -> None:
        del question
        asked.append(tenant_id)

    assert ask(with_own(shops, noted), "income tax ki limit kya hai").empty
    assert asked == [shops.context.actor.tenant_id]


def test_own_writings_stand_after_the_facts(shops: Shops) -> None:
    own = with_own(shops, own_answer())
    found = ask(own, "Is Udyam registration free?")
    assert found.rows[0]["fact"] == "UDY-01"
    assert found.rows[-1]["fact"] == "p1"
    assert found.rows[-1]["beside"]
    assert found.citations[-1].id == "p1"


@pytest.mark.parametrize("known", [{"valid_to": "2026-01-31"}, {"valid_from": "2027-01-01"}])
def test_own_writings_not_in_force_are_not_told(shops: Shops, known: dict[str, str]) -> None:
    own = with_own(shops, own_answer(**known))
    assert ask(own, "income tax ki limit kya hai").notes == ("no_rule",)


def test_while_own_writings_are_indexed_the_finding_says_so(shops: Shops) -> None:
    def busy(tenant_id: str, question: str) -> None:
        raise Conflict(f"{tenant_id}: {question}")

    found = ask(with_own(shops, busy), "Is Udyam registration free?")
    assert found.rows[0]["fact"] == "UDY-01"
    assert "own_texts_busy" in found.notes
