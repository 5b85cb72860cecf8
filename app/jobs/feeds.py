"""Takes in what arrives by itself: dropped files soon, files elsewhere when they are due."""

import asyncio
from datetime import timedelta

from app.feeds.fetching import fetch_due
from app.feeds.folder import folder_of, take_dropped
from app.feeds.intake import Intake
from app.feeds.sources import fetchers
from app.feeds.web import open_web
from app.jobs.job import Job
from app.wiring import Services


async def take_folder(services: Services) -> str:
    """Take in the files that were dropped."""
    folder = folder_of(services.settings)
    files = await asyncio.to_thread(take_dropped, _intake(services), folder)
    return f"{files} files" if files else ""


async def fetch(services: Services) -> str:
    """Fetch the feeds whose time has come."""
    settings = services.settings.feeds
    every = timedelta(minutes=settings.every_minutes)
    intake = _intake(services)
    configured = fetchers(settings, intake.gazetteer)
    if not configured:
        return ""
    told = await asyncio.to_thread(fetch_due, intake, configured, open_web, every)
    return "; ".join(told)


def _intake(services: Services) -> Intake:
    return Intake(services.engine, lambda: services.gazetteer, services.clock)


FEED_FOLDER = Job("feed folder", 30, take_folder, light=True)
FEED_FETCH = Job(
    "feed fetch", 60, fetch, light=True
)  # each feed keeps its own time, across restarts too
