"""Bills and other papers over HTTP: given, read, checked, corrected."""

import asyncio
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from app.api.dependencies import ActorDep, Given, PapersDep, ServicesDep
from app.wiring import Services
from channels.wire import Text, mend
from haat.core.actor import Actor, Permission
from haat.core.days import shop_day
from haat.core.errors import Conflict, InvalidInput
from haat.documents.extract import corrected, correction
from haat.documents.rules import with_repeats
from haat.store import documents
from haat.store.documents import StoredDocument
from haat.store.engine import reading

router = APIRouter(prefix="/documents", tags=["give"])
LARGE = "The file is larger than {most} MB. Send a smaller photo or fewer pages."


class RuleDocument(BaseModel):
    """What one rule says of the paper; `line` and `unit` where it is about a line or an amount."""

    id: str
    reference: str
    status: Literal["pass", "fail", "unknown"]
    seen: str | float | None
    expected: str | float | None
    what_to_do: str | None = Field(description="a short code of what the person can do")
    line: int | None = None
    unit: str | None = None
    valid_from: date | None = Field(default=None, description="the rule is in force from this day")
    valid_to: date | None = Field(default=None, description="to this day; null: it still is")


class BoxDocument(BaseModel):
    """Where a field stands: left, top, right and bottom edge, in points of a PDF or dots of a photo."""

    field: str = Field(description="empty for a line of a paper whose kind is unknown")
    text: str
    page: int
    box: list[float]
    confidence: float


class PaperDocument(BaseModel):
    """A document as it was read, with corrections in it, and checked."""

    id: str
    document_id: str
    status: Literal["done"]
    name: str
    at: datetime
    kind: str = Field(description="gst_invoice, receipt, … or unknown")
    confidence: float
    fields: dict[str, Any]
    lines: list[dict[str, Any]]
    boxes: list[BoxDocument]
    rules: list[RuleDocument]
    corrected: list[str] = Field(description="the fields that a person corrected")


class UnreadDocument(BaseModel):
    """A document that is still being read, or could not be."""

    document_id: str
    status: Literal["processing", "failed"]
    error: str | None = None


class Corrections(BaseModel):
    """Fields by name with their right values; null where the paper has none."""

    model_config = ConfigDict(extra="forbid")

    fields: dict[Text, Any] = Field(min_length=1, max_length=50)


_UNREAD: dict[int | str, dict[str, Any]] = {202: {"model": UnreadDocument}}


@router.post("", status_code=201, response_model=PaperDocument, responses=_UNREAD)
async def give(
    file: Annotated[UploadFile, File(description="a photo (JPEG, PNG, WebP, TIFF) or a PDF")],
    actor: ActorDep,
    services: ServicesDep,
    papers: PapersDep,
    kind: Annotated[
        Text | None,
        Given,
        Form(description="such as gst_invoice or receipt; else it is recognised"),
    ] = None,
) -> PaperDocument | Response:
    """Read and check a paper: 201 with the document, 202 where that takes longer than ten seconds.

    The same file again is the same document. What cannot be read is a 422 that says what to do.
    """
    actor.require(Permission.RECORD)
    most = services.settings.documents.most_bytes
    content = await file.read(most + 1)
    if len(content) > most:
        raise InvalidInput(LARGE.format(most=most // 1_000_000))
    found = await papers.take(
        actor,
        content,
        name=str(mend(file.filename or "")),
        media_type=str(mend(file.content_type or "")),
        kind=kind,
    )
    return await _shown(found, services, actor)


@router.get("/{document_id}", response_model=PaperDocument | UnreadDocument, responses=_UNREAD)
async def document(
    document_id: Text, actor: ActorDep, services: ServicesDep, papers: PapersDep
) -> PaperDocument | Response:
    """A document; 202 while it is being read; where it could not be, `failed` with the reason."""
    found = await papers.find(actor, document_id)
    return await _shown(found, services, actor)


@router.patch("/{document_id}")
async def correct(
    document_id: Text, said: Corrections, actor: ActorDep, services: ServicesDep
) -> PaperDocument:
    """Correct fields; the document is checked again. An unknown field or a value it cannot have is a 422."""
    actor.require(Permission.RECORD)
    found = await asyncio.to_thread(_corrected, services, actor, document_id, said.fields)
    return await asyncio.to_thread(_paper, found, services, actor)


def _corrected(
    services: Services, actor: Actor, document_id: str, fields: dict[str, Any]
) -> StoredDocument:
    with reading(services.engine) as db:
        documents.get(actor, db, document_id)
    for name, value in fields.items():
        correction(name, value)
    with services.engine.begin() as db:
        return documents.correct(actor, db, document_id, fields, services.clock())


async def _shown(
    found: StoredDocument, services: Services, actor: Actor
) -> PaperDocument | Response:
    if found.status == "done":
        return await asyncio.to_thread(_paper, found, services, actor)
    unread = UnreadDocument(document_id=found.id, status=found.status, error=found.error)
    status = 202 if found.status == "processing" else 200
    return Response(unread.model_dump_json(), status, media_type="application/json")


def _paper(found: StoredDocument, services: Services, actor: Actor) -> PaperDocument:
    if found.body is None:
        raise Conflict("the document is not read yet; ask for it again in a moment")
    with reading(services.engine) as db:
        before = documents.same_bill(actor, db, found)
    read = corrected(found.body, found.corrections, shop_day(services.clock()))
    paper = with_repeats(read, shop_day(before.at) if before else None)
    return PaperDocument.model_validate(
        {
            "id": found.id,
            "document_id": found.id,
            "status": "done",
            "name": found.name,
            "at": found.at,
            "corrected": sorted(found.corrections),
            **paper.as_json(),
        }
    )
