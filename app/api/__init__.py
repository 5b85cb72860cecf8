"""The HTTP routes, each kind in its file, all listed here."""

from fastapi import APIRouter

from app.api import (
    alerts,
    audit,
    auth,
    buyers,
    conversations,
    documents,
    entries,
    feedback,
    findings,
    forecast,
    ingest,
    insights,
    me,
    orders,
    pricing,
    recommendations,
    rules,
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
    alerts.router,
    insights.router,
    orders.router,
    rules.router,
    ingest.router,
    documents.router,
    entries.router,
    feedback.router,
    conversations.router,
    audit.router,
)
