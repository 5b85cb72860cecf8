"""A tenant's own writings are asked for her alone, and are given back after each question."""

from datetime import date
from pathlib import Path

import pytest

from app.index_command import index_facts, run
from app.knowledge import folder_of, named, open_meaning, open_shelf
from app.tenant_texts import TenantTexts
from haat.core.errors import Conflict, InvalidInput
from haat.core.settings import Settings
from retrieval.own_texts import own_collection
from tests import shipped

QUESTION = "what is the fee for food registration"
RULES = "# House rules\n\n## Fee\nThe registration fee for food sellers of the group is Rs {fee} for a year.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", today=date(2026, 11, 26))


def indexed(settings: Settings, tenant: str, fee: int) -> None:
    folder = settings.data_dir.parent / tenant
    folder.mkdir(exist_ok=True)
    (folder / "rules.md").write_text(RULES.format(fee=fee))
    assert run(settings, folder, named("knowledge", tenant), lambda _: None) == 0


def test_each_tenant_is_told_her_own_and_never_anothers(settings: Settings) -> None:
    texts = TenantTexts(settings, shipped.languages().identifier)
    assert texts("one", QUESTION) is None
    indexed(settings, "one", 40)
    indexed(settings, "two", 70)
    for tenant, fee in (("one", "Rs 40"), ("two", "Rs 70")):
        answer = texts(tenant, QUESTION)
        assert answer is not None
        assert fee in answer.text
        assert answer.citations[0].source == "rules.md"
        assert answer.passages[0].payload["taken"] == "2026-11-26"
        assert all(fee in p.payload["text"] for p in answer.passages)
    assert texts("three", QUESTION) is None


def test_a_few_lines_of_her_own_are_weighed_beside_the_facts(settings: Settings) -> None:
    texts = TenantTexts(settings, shipped.languages().identifier)
    indexed(settings, "one", 40)
    index_facts(settings, lambda _: None)
    own = texts("one", QUESTION)
    assert own is not None
    assert "Rs 40" in own.text
    assert len({p.payload["source"] for p in own.passages}) > 1  # the facts stand in the list
    assert texts("one", "what is the penalty for a wrong pack") is None  # a fact's, not hers
    assert texts("two", "what is the penalty for a wrong pack") is None


def test_what_was_indexed_anew_is_told_at_once(settings: Settings) -> None:
    texts = TenantTexts(settings, shipped.languages().identifier)
    for fee in (40, 55):
        indexed(settings, "one", fee)
        answer = texts("one", QUESTION)
        assert answer is not None
        assert f"Rs {fee}" in answer.text


def test_chat_does_not_wait_for_an_indexing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.tenant_texts.PATIENCE", 0.0)
    indexed(settings, "one", 40)
    texts, meaning = TenantTexts(settings, shipped.languages().identifier), open_meaning(settings)
    with (
        open_shelf(settings, own_collection("one"), meaning),
        pytest.raises(Conflict, match="at work"),
    ):
        texts("one", QUESTION)


def test_a_tenants_collection_is_named_by_her_alone(settings: Settings) -> None:
    assert named("knowledge") == "knowledge"
    with pytest.raises(InvalidInput, match="--tenant"):
        named("tenant.one")
    with pytest.raises(InvalidInput, match="kept"):
        named("facts")
    folder = folder_of(settings, named("knowledge", "one"), open_meaning(settings))
    assert folder.is_relative_to(settings.data_dir / "knowledge" / "tenant.one")
