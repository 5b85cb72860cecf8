"""A shop's own data over HTTP: CSV or a JSON list, taken in row by row."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field

from app.api.dependencies import ActorDep, ServicesDep
from app.ingestion import ingest
from haat.core.actor import Permission
from haat.store.ingestion.kinds import kind_named
from haat.store.ingestion.reading import Form

router = APIRouter(tags=["give"])

_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
        },
    }
}


class QuarantinedRow(BaseModel):
    """A row that was put aside."""

    line: int = Field(description="line of the CSV, or place in the JSON list, from 1")
    column: str | None = Field(description="the column to blame, null where it is the whole row")
    reason: str


class IngestDocument(BaseModel):
    """What became of the rows."""

    accepted: int
    duplicates: int = Field(description="rows that are already there, or twice in this body")
    quarantined: list[QuarantinedRow]


@router.post("/ingest/{kind}", openapi_extra=_BODY)
async def ingest_rows(
    kind: str,
    request: Request,
    actor: ActorDep,
    services: ServicesDep,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=200)] = None,
) -> IngestDocument:
    """Take rows of one kind in: good ones are kept, bad ones are named, and 422 says that none was good.

    The same `Idempotency-Key` with the same body gets the first answer again, with another one a 409.
    """
    actor.require(Permission.MANAGE)
    kind_named(kind)
    body = await request.body()
    answer = await asyncio.to_thread(
        ingest,
        services.engine,
        actor,
        kind,
        body,
        form_of(request.headers.get("content-type", ""), body),
        gazetteer=lambda: services.gazetteer,
        now=services.clock(),
        key=idempotency_key,
    )
    return IngestDocument.model_validate(answer)


def form_of(content_type: str, body: bytes) -> Form:
    """CSV or JSON by its content type; clients that name neither are taken by how the body begins."""
    if "json" in content_type:
        return "json"
    if "csv" in content_type:
        return "csv"
    return "json" if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"} else "csv"
