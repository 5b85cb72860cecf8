"""Unit tests have no network."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def closed_sockets() -> Iterator[None]:
    """Refuse every socket but the event loop's own pair."""
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
