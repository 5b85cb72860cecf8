"""The HTTP routes, each kind in its file, all listed here."""

from fastapi import APIRouter

from app.api import audit, auth, conversations, entries, feedback, findings, ingest, me, store

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    me.router,
    store.router,
    findings.router,
    ingest.router,
    entries.router,
    feedback.router,
    conversations.router,
    audit.router,
)
