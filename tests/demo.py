"""The whole server in this process, on the demo shops of one fixed day."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
from fastapi import FastAPI

from app.server import create_app
from app.wiring import Services, open_services
from haat.core.settings import Settings

TODAY = date(2026, 11, 25)


def make_demo(folder: Path) -> Path:
    """A data folder with the demo shops."""

    async def make() -> None:
        async with open_services(Settings(data_dir=folder, today=TODAY), demo=True):
            return

    asyncio.run(make())
    return folder


@asynccontextmanager
async def serving(demo: Path, folder: Path) -> AsyncIterator[FastAPI]:
    """A server on a copy of the demo that nobody else writes to."""
    shutil.copytree(demo, folder)

    @asynccontextmanager
    async def services() -> AsyncIterator[Services]:
        async with open_services(Settings(data_dir=folder, today=TODAY), demo=True) as found:
            yield found

    app = create_app(services)
    async with app.router.lifespan_context(app):
        yield app


def client_of(app: FastAPI, key: str) -> httpx.AsyncClient:
    """A store's own system before the server."""
    transport = httpx.ASGITransport(app)
    headers = {"X-API-Key": key}
    return httpx.AsyncClient(transport=transport, base_url="http://haat", headers=headers)
