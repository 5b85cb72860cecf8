"""Papers over HTTP: given, read, asked for, corrected."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from app.papers import LEASE, Papers
from haat.core.days import utc_now
from haat.core.errors import InvalidInput, NotConfigured
from haat.core.settings import DocumentSettings
from haat.store import tables
from tests.integration.documents import papers
from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem

PATH = "/api/v1/documents"


async def give(client: httpx.AsyncClient, content: bytes, **form: str) -> httpx.Response:
    files = {"file": ("bill.pdf", content, "application/pdf")}
    return await client.post(PATH, files=files, data=form)


def failed(body: dict[str, Any]) -> set[str]:
    return {rule["id"] for rule in body["rules"] if rule["status"] == "fail"}


async def test_a_bill_is_read_checked_and_found_again(shop: Shop) -> None:
    async with shop.client("seller") as client:
        content = papers.pdf(wrong="total too high")
        given = await give(client, content)
        assert given.status_code == 201, given.text
        body = given.json()
        assert (body["kind"], body["status"], body["name"]) == ("gst_invoice", "done", "bill.pdf")
        assert body["id"] == body["document_id"]
        assert failed(body) == {"total"}
        assert body["rules"][0]["what_to_do"] == "ask_new_bill"
        again = await client.get(f"{PATH}/{body['id']}")
        assert (again.status_code, again.json()) == (200, body)
        assert (await give(client, content)).json()["id"] == body["id"]


async def test_a_corrected_field_is_checked_again(shop: Shop) -> None:
    total = float(papers.right_bill().total)
    async with shop.client("seller") as client:
        body = (await give(client, papers.pdf(wrong="total too high"))).json()
        path = f"{PATH}/{body['id']}"
        answer = await client.patch(path, json={"fields": {"total": total, "due_date": None}})
        mended = answer.json()
        assert (answer.status_code, failed(mended)) == (200, set())
        assert mended["fields"]["total"] == total
        assert mended["corrected"] == ["due_date", "total"]
        assert (await client.get(path)).json() == mended
        for wrong, pointer in (
            ({"totl": 1}, "/fields/totl"),
            ({"date": "soon"}, "/fields/date"),
            ({}, "/fields"),
        ):
            refused = problem(await client.patch(path, json={"fields": wrong}), 422)
            assert pointers(refused) == [pointer]


async def test_a_document_is_its_owners_and_the_managers(shop: Shop) -> None:
    async with shop.client("seller") as client:
        path = f"{PATH}/{(await give(client, papers.pdf())).json()['id']}"
    async with shop.client("manager") as client:
        assert (await client.get(path)).status_code == 200
    async with shop.client("other") as client:
        problem(await client.get(path), 404)
        problem(await client.patch(path, json={"fields": {"total": 1}}), 404)
        problem(await client.patch(path, json={"fields": {"totl": 1}}), 404)
    async with shop.client(None) as client:
        problem(await client.get(path), 401)
        problem(await give(client, papers.pdf()), 401)


@pytest.mark.parametrize(
    ("content", "what_to_do"),
    [(b"", "empty"), (b"no picture", "Send a PDF"), (papers.pages(1, locked=True), "password")],
)
async def test_what_cannot_be_read_is_refused_and_not_kept(
    shop: Shop, content: bytes, what_to_do: str
) -> None:
    async with shop.client("seller") as client:
        refused = problem(await give(client, content), 422)
    assert what_to_do in str(refused["detail"])
    with shop.engine.connect() as db:
        assert db.execute(select(tables.documents)).all() == []


async def test_a_bad_form_is_refused(shop: Shop) -> None:
    async with shop.client("seller") as client:
        assert pointers(problem(await give(client, b"x", kind="passport"), 422)) == ["/kind"]
        assert pointers(problem(await client.post(PATH, data={"x": "y"}), 422)) == ["/file"]
        problem(await client.post(PATH, content=b"x"), 422)
        large = problem(await give(client, bytes(15_000_001)), 422)
        assert "larger than 15 MB" in str(large["detail"])
        head = {"Content-Length": str(10**9), "Content-Type": "multipart/form-data; boundary=x"}
        problem(await client.post(PATH, content=b"x", headers=head), 413)


class Reader:
    """Reads when the gate is open, and then gives a document or a refusal."""

    def __init__(self, outcome: dict[str, Any] | Exception) -> None:
        self.gate = asyncio.Event()
        self.outcome = outcome
        self.times = 0

    def __call__(
        self, content: bytes, limits: DocumentSettings, today: date, kind: str | None
    ) -> dict[str, Any]:
        self.times += 1
        asyncio.run_coroutine_threadsafe(self.gate.wait(), self.loop).result()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def hold(self, shop: Shop) -> Papers:
        """Put in the place of the server's reader, with a caller who does not wait."""
        self._loop = asyncio.get_running_loop()
        papers = Papers(shop.engine, utc_now, DocumentSettings(), self, patience=0.0)
        front = shop.app.state.front
        shop.app.state.front = replace(front, messaging=replace(front.messaging, papers=papers))
        return papers


READ = {"kind": "unknown", "confidence": 0.5, "fields": {}, "lines": [], "boxes": [], "rules": []}


async def settled(client: httpx.AsyncClient, path: str) -> httpx.Response:
    """The document once it is read or has failed."""
    for _ in range(1000):
        answer = await client.get(path)
        if answer.status_code != 202:
            return answer
        await asyncio.sleep(0.01)
    raise AssertionError("it is never read")


async def test_a_slow_reading_is_finished_behind_the_answer(shop: Shop) -> None:
    reader = Reader(READ)
    reader.hold(shop)
    async with shop.client("seller") as client:
        given = await give(client, b"slow")
        assert given.status_code == 202
        body = given.json()
        path = f"{PATH}/{body['document_id']}"
        assert body["status"] == "processing"
        assert (await client.get(path)).status_code == 202
        assert (await give(client, b"slow")).json()["document_id"] == body["document_id"]
        problem(await client.patch(path, json={"fields": {"total": 1}}), 409)
        reader.gate.set()
        done = await settled(client, path)
    assert (done.status_code, done.json()["status"], reader.times) == (200, "done", 1)


async def test_a_slow_reading_that_fails_says_why(shop: Shop) -> None:
    reader = Reader(InvalidInput("too dark"))
    reader.hold(shop)
    async with shop.client("seller") as client:
        path = f"{PATH}/{(await give(client, b'dark')).json()['document_id']}"
        reader.gate.set()
        found = (await settled(client, path)).json()
    assert (found["status"], found["error"]) == ("failed", "too dark")


async def test_a_reading_that_died_is_begun_again(shop: Shop) -> None:
    dying = Reader(READ)
    lost = dying.hold(shop)
    async with shop.client("seller") as client:
        path = f"{PATH}/{(await give(client, b'lost')).json()['document_id']}"
        dying.gate.set()
        await lost.close()
        with shop.engine.begin() as db:
            long_ago = utc_now() - LEASE - timedelta(minutes=1)
            again = {"at": long_ago, "status": "processing", "body": None}
            db.execute(update(tables.documents).values(**again))
        reader = Reader(READ)
        reader.gate.set()
        reader.hold(shop)
        assert (await settled(client, path)).json()["status"] == "done"
    assert reader.times == 1


async def test_without_ocr_a_photo_is_a_503(shop: Shop) -> None:
    reader = Reader(NotConfigured("install tesseract-ocr"))
    papers = reader.hold(shop)
    papers.patience = 10
    reader.gate.set()
    async with shop.client("seller") as client:
        refused = problem(await give(client, b"photo"), 503)
    assert "tesseract" in str(refused["detail"])
