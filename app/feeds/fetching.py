"""Fetches each feed that is due, one after the other; one that fails stops no other."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.exc import SQLAlchemyError

from app.feeds.feed import Feed
from app.feeds.intake import Intake, noted
from app.feeds.web import Web
from haat.core.errors import HaatError
from haat.store import feeds
from haat.store.feeds import FeedRow
from haat.store.ingestion.reading import Form

logger = logging.getLogger(__name__)
KEEP_PUBLISHED_FILES = timedelta(days=7)
OpenWeb = Callable[[], AbstractContextManager[Web]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body to be taken in; `state` is kept for the next fetch, `trouble` says what is missing."""

    body: bytes
    form: Form
    source: str
    state: Mapping[str, Any] = field(default_factory=dict)
    trouble: str | None = None


class Fetcher(Protocol):
    """One configured feed."""

    def feed(self, intake: Intake, /) -> Feed:
        """What it is; raises HaatError where it is configured wrongly."""

    def fetch(self, web: Web, state: Mapping[str, Any]) -> Fetched | None:
        """What is new, or None where nothing changed; raises HaatError where it can't be had."""


def fetch_due(
    intake: Intake, fetchers: Sequence[Fetcher], web: OpenWeb, every: timedelta
) -> tuple[str, ...]:
    """Try each feed whose last try is long enough ago; one line about each that was tried."""
    told: list[str] = []
    with web() as opened:
        for fetcher in fetchers:
            line = _attempt(intake, fetcher, opened, every)
            told += [] if line is None else [line]
    if told:
        _tidy(intake)
    return tuple(told)


def _attempt(intake: Intake, fetcher: Fetcher, web: Web, every: timedelta) -> str | None:
    try:
        feed = fetcher.feed(intake)
    except HaatError as error:
        logger.warning("a feed is set up wrongly: %s", error.detail)
        return None
    before = _begun(intake, feed, every)
    if before is None:
        return None
    try:
        return f"{feed.name}: {_fetch(intake, fetcher, feed, web, before)}"
    except (HaatError, SQLAlchemyError, OSError) as error:
        reason = error.detail if isinstance(error, HaatError) else type(error).__name__
    except Exception as error:
        logger.exception("%s", feed.name)
        reason = f"unexpected {type(error).__name__}"
    logger.warning("%s failed: %s", feed.name, reason)
    _failed(intake, feed, reason)
    return f"{feed.name}: failed"


def _begun(intake: Intake, feed: Feed, every: timedelta) -> FeedRow | None:
    """The feed as it was left, where it is due and no other worker has begun."""
    now = intake.clock()
    with intake.engine.begin() as db:
        since = now - every
        begun = feeds.tried(db, feed.name, feed.kind, feed.tenant_id, now, not_since=since)
        return feeds.get(db, feed.name) if begun else None


def _fetch(intake: Intake, fetcher: Fetcher, feed: Feed, web: Web, before: FeedRow) -> str:
    found = fetcher.fetch(web, before.state)
    if found is None:
        _succeeded(intake, feed, before.rows, before.state)
        return "nothing new"
    answer = intake.take(feed, found.body, found.form, found.source)
    _succeeded(intake, feed, answer["accepted"], {**found.state, **noted(answer)})
    if found.trouble is not None:
        _failed(intake, feed, found.trouble)
    aside = len(answer["quarantined"])
    return f"{answer['accepted']} accepted, {answer['duplicates']} duplicates, {aside} put aside"


def _succeeded(intake: Intake, feed: Feed, rows: int, state: Mapping[str, Any]) -> None:
    told = (feed.name, feed.kind, feed.tenant_id)
    with intake.engine.begin() as db:
        feeds.succeeded(db, *told, rows=rows, state=state, now=intake.clock())


def _failed(intake: Intake, feed: Feed, reason: str) -> None:
    told = (feed.name, feed.kind, feed.tenant_id)
    with intake.engine.begin() as db:
        feeds.failed(db, *told, error=reason, now=intake.clock())


def _tidy(intake: Intake) -> None:
    """The same prices come several times a day: how they came is not kept for long."""
    with intake.engine.begin() as db:
        feeds.forget_published_files(db, intake.clock() - KEEP_PUBLISHED_FILES)
