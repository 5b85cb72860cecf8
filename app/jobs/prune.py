"""Forgets conversations, messages and strangers once they are older than is kept."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import Engine

from app.jobs.job import Job
from app.wiring import Services
from haat.store import contacts, conversations, inbox, outbox, runs


async def prune(services: Services) -> str:
    """Remove what is too old; feedback and the ledger stay."""
    kept = timedelta(days=services.settings.conversation.retention_days)
    before = services.clock() - kept
    forgotten = 0
    while ids := await asyncio.to_thread(_conversations, services.engine, before):
        await services.copilot.forget(ids)
        forgotten += len(ids)
    streams = await asyncio.to_thread(_runs, services.engine, before)
    messages = await asyncio.to_thread(_messages, services.engine, before)
    return f"forgot {forgotten} conversations, {streams} streams and {messages} messages"


PRUNE = Job("prune", 3600, prune)


def _conversations(engine: Engine, before: datetime) -> tuple[str, ...]:
    with engine.begin() as db:
        return conversations.prune(db, before)


def _runs(engine: Engine, before: datetime) -> int:
    with engine.begin() as db:
        return runs.prune(db, before)


def _messages(engine: Engine, before: datetime) -> int:
    """How many went; with them the strangers who wrote nothing else."""
    with engine.begin() as db:
        forgotten = inbox.prune(db, before) + outbox.prune(db, before)
        contacts.prune(db, before)
    return forgotten
