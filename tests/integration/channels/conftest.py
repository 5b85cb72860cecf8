"""Installations for the tests of people with phones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.demo import make_demo
from tests.integration.channels.phones import Network, make_empty, network_on


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody, but the published prices."""
    return make_empty(tmp_path_factory.mktemp("empty") / "data")


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo shops."""
    return make_demo(tmp_path_factory.mktemp("demo") / "data")


@pytest.fixture
async def network(empty_data: Path, tmp_path: Path) -> AsyncIterator[Network]:
    """Both messengers where nobody is a member yet."""
    async with network_on(empty_data, tmp_path / "data") as found:
        yield found


@pytest.fixture
async def demo_network(demo_data: Path, tmp_path: Path) -> AsyncIterator[Network]:
    """Both messengers around the demo shops."""
    async with network_on(demo_data, tmp_path / "data") as found:
        yield found
