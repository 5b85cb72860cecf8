"""Integration tests reach this machine and no other."""

import pytest
from pytest_socket import socket_allow_hosts


@pytest.fixture(autouse=True)
def loopback_only() -> None:
    """Refuse every address but this machine's; the plugin lifts it after the test."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
