"""Health, readiness and numbers for whoever runs the server."""

import asyncio

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.api.dependencies import FrontDep, ServicesDep
from app.metrics import CONTENT_TYPE
from app.spread import tell_spread
from haat.core.errors import NotConfigured
from haat.store.engine import reading

router = APIRouter(tags=["ops"])


class HealthDocument(BaseModel):
    """The process answers."""

    status: str


class ReadyDocument(HealthDocument):
    """The server can do its work."""

    demo: bool


class NotReady(NotConfigured):
    """The server runs but cannot answer people now."""

    key = "not_ready"
    title = "Not ready"


@router.get("/healthz")
async def healthz() -> HealthDocument:
    """Is the process alive?"""
    return HealthDocument(status="ok")


@router.get("/readyz")
async def readyz(services: ServicesDep) -> ReadyDocument:
    """Can it answer people: is the database there?"""
    await asyncio.to_thread(_reach, services.engine)
    return ReadyDocument(status="ready", demo=services.demo)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(at: FrontDep) -> Response:
    """Requests, turns, latency, refusals and how enquiries are spread in Prometheus' text format."""
    await asyncio.to_thread(tell_spread, at.services, at.metrics)
    return Response(at.metrics.text(), media_type=CONTENT_TYPE)


def _reach(engine: Engine) -> None:
    try:
        with reading(engine) as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        raise NotReady("The database does not answer.") from error
