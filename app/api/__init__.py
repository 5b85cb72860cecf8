"""The HTTP routes, each kind in its file, all listed here."""

from fastapi import APIRouter

from app.api import (
    audit,
    auth,
    buyers,
    conversations,
    entries,
    feedback,
    findings,
    forecast,
    ingest,
    me,
    pricing,
    recommendations,
    store,
)

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    me.router,
    store.router,
    findings.router,
    forecast.router,
    pricing.router,
    buyers.router,
    recommendations.router,
    ingest.router,
    entries.router,
    feedback.router,
    conversations.router,
    audit.router,
)
