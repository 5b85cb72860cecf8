"""A server in this process: two tenants, three roles, and a copilot that echoes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from agent.shops import Shops
from app.server import create_app
from app.wiring import Services
from haat.core.actor import Role
from haat.core.days import utc_now
from haat.core.settings import AuthSettings, RateLimitSettings, Settings
from haat.store import people
from tests.integration.http.fakes import EchoCopilot
from tests.shipped import gazetteer, languages, vocabulary

PASSWORD = "long enough"
PLACES, LANGUAGES = gazetteer(), languages()
NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


@dataclass
class Shop:
    """A running server and how to ask it."""

    app: FastAPI
    engine: Engine
    copilot: EchoCopilot
    keys: dict[str, str] = field(default_factory=dict)

    def client(self, who: str | None = "admin") -> httpx.AsyncClient:
        headers = {"X-API-Key": self.keys[who]} if who else {}
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://shop", headers=headers)


@pytest.fixture
async def shop(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[Shop]:
    async with opened(sqlite_engine, tmp_path) as found:
        yield found


@asynccontextmanager
async def opened(
    engine: Engine, folder: Path, *, per_minute: int = 0, demo: bool = False
) -> AsyncIterator[Shop]:
    copilot = EchoCopilot(engine, utc_now)
    settings = Settings(
        data_dir=folder,
        rate_limit=RateLimitSettings(per_minute=per_minute),
        auth=AuthSettings(access_minutes=30),
    )
    services = Services(
        settings, engine, utc_now, copilot, PLACES, LANGUAGES, Shops(vocabulary()), demo
    )

    @asynccontextmanager
    async def factory() -> AsyncIterator[Services]:
        yield services

    app = create_app(factory)
    keys = _people(engine)
    async with app.router.lifespan_context(app):
        yield Shop(app, engine, copilot, keys)


def sign_up(engine: Engine) -> None:
    """A person of each role in the first tenant; hashing their passwords takes a moment."""
    with engine.begin() as db:
        for role in Role:
            people.create_person(
                db, "one", f"{role}@one", name="Asha", password=PASSWORD, role=role, now=NOW
            )


def _people(engine: Engine) -> dict[str, str]:
    """Two tenants with one store each; `other` is the second one's key."""
    keys = {}
    with engine.begin() as db:
        for tenant in ("one", "two"):
            people.create_tenant(db, tenant, f"Tenant {tenant}", kind="shop", now=NOW)
            people.create_store(
                db,
                f"{tenant}-shop",
                tenant_id=tenant,
                name="The shop",
                kind="kirana",
                place="Patna, Bihar",
                is_default=True,
            )
        for role in Role:
            keys[role.value] = people.create_key(db, "one", role.value, role=role, now=NOW)
        keys["other"] = people.create_key(db, "two", "other", role=Role.ADMIN, now=NOW)
    return keys
