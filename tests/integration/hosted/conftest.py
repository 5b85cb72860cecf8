"""The wired copilot on the demo shop, with a foreign server in the place of a hosted model."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from llmock.pytest_plugin import LLMock
from llmock.testing import LLMockServer

from app.wiring import Services, open_services
from haat.core.actor import Actor
from haat.core.settings import Settings
from haat.store import people
from tests.integration.hosted.talking import TODAY, Talk, opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo shops, made once."""
    folder = tmp_path_factory.mktemp("hosted")
    async with open_services(Settings(data_dir=folder, today=TODAY), demo=True):
        return folder


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def services(demo_folder: Path, llmock_server: LLMockServer) -> AsyncIterator[Services]:
    """The copilot with llmock's model in it."""
    async with opened(demo_folder, llmock_server.base_url()) as found:
        yield found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hasty_services(demo_folder: Path, llmock_server: LLMockServer) -> AsyncIterator[Services]:
    """The same, not willing to wait longer than a second."""
    async with opened(demo_folder, llmock_server.base_url(), seconds=1.0) as found:
        yield found


@pytest.fixture(scope="session")
def actor(services: Services) -> Actor:
    """The demo shop's own system, which may do everything."""
    with services.engine.begin() as db:
        return people.actor_by_key(db, "demo-key")


@pytest.fixture
def talk(services: Services, actor: Actor) -> Talk:
    return Talk(services, actor)


@pytest.fixture
def hasty_talk(hasty_services: Services, actor: Actor) -> Talk:
    return Talk(hasty_services, actor)


@pytest.fixture
def model(llmock: LLMock) -> LLMock:
    """What the model will answer, in order; unscripted it answers in prose."""
    return llmock.tool_mode("off")


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Everything that is logged is seen."""
    caplog.set_level(logging.INFO)
