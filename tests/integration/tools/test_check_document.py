"""Whether an uploaded bill is right, as the agent tells it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from haat.core.actor import Role
from haat.core.errors import NotFound
from haat.core.finding import Finding, Missing
from haat.core.settings import DocumentSettings
from haat.documents.extract import extract
from haat.store import documents
from tests.integration.documents import papers
from tests.integration.tools.shops import NOW, TODAY, Shops

Give = Callable[..., str]


@pytest.fixture
def give(shops: Shops) -> Give:
    """Upload a file and have it read; gives the document's id."""

    def given(content: bytes, *, read: bool = True, **corrections: Any) -> str:
        actor = shops.context.actor
        with shops.engine.begin() as db:
            kept = documents.add(actor, db, content, name="b", media_type="x", kind=None, now=NOW)
            if read:
                body = extract(content, DocumentSettings(), TODAY).as_json()
                documents.finish(actor, db, kept.id, body)
            if corrections:
                documents.correct(actor, db, kept.id, corrections, NOW)
        return kept.id

    return given


def test_who_has_given_nothing_is_asked(shops: Shops) -> None:
    assert shops.call("check_document") == Missing("slot", "document_id")


def test_the_latest_upload_is_told_with_its_sums(shops: Shops, give: Give) -> None:
    document_id = give(papers.pdf())
    found = shops.ask("check_document")
    made = papers.right_bill()
    assert found.parameters["document_id"] == document_id
    assert found.parameters["kind"] == "gst_invoice"
    assert found.parameters["number"] == made.number
    assert found.parameters["seller.name"] == made.seller.name
    values = {f.name: f.value for f in found.figures}
    assert (values["total"], values["taxable"]) == (float(made.total), float(made.taxable))
    assert values["rules_failed"] == 0
    assert values["rules_passed"] == len(found.rows)
    assert found.notes == ("all_right",)
    assert [(s.name, s.kind, s.as_of) for s in found.sources] == [("documents", "own", TODAY)]


def test_what_fails_stands_first(shops: Shops, give: Give) -> None:
    found = shops.ask("check_document", document_id=give(papers.pdf(wrong="total too high")))
    assert (found.rows[0]["id"], found.rows[0]["status"]) == ("total", "fail")
    assert found.notes == ("one_wrong",)
    both = shops.ask(
        "check_document", document_id=give(papers.pdf(wrong="hsn not listed"), total=1)
    )
    assert both.notes == ("some_wrong",)
    assert {r["id"] for r in both.rows if r["status"] == "fail"} == {"hsn", "total"}


def test_a_correction_counts(shops: Shops, give: Give) -> None:
    total = float(papers.right_bill().total)
    found = shops.ask(
        "check_document", document_id=give(papers.pdf(wrong="total too high"), total=total)
    )
    assert found.notes == ("all_right",)


def test_an_unknown_paper_and_one_still_read(shops: Shops, give: Give) -> None:
    assert shops.ask("check_document", document_id=give(papers.pages(1))).notes == ("unknown_kind",)
    waiting = give(b"later", read=False)
    found = shops.ask("check_document", document_id=waiting)
    assert (found.notes, found.empty) == (("still_reading",), True)
    with shops.engine.begin() as db:
        documents.fail(shops.context.actor, db, waiting, "too dark")
    assert shops.ask("check_document", document_id=waiting).notes == ("unreadable",)


def test_another_persons_document_is_not_found(shops: Shops, give: Give) -> None:
    document_id = give(papers.pdf())
    seller = replace(shops.context.actor, subject="somebody", role=Role.SELLER)
    for context in (shops.other, replace(shops.context, actor=seller)):
        with pytest.raises(NotFound):
            shops.call("check_document", context, document_id=document_id)
        assert isinstance(shops.call("check_document", context), Missing)
    assert isinstance(shops.call("check_document", document_id=document_id), Finding)
