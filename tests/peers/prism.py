"""Prism, which serves an OpenAPI description and refuses what does not fit it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.peers.npm import free_port, installed, program, running

PRISM = "@stoplight/prism-cli@5.14.2"  # the last ones need a newer Node than Debian's
FILE = Path("@stoplight", "prism-cli", "dist", "index.js")
MESSAGES = Path(__file__).parent / "twilio" / "messages.json"


@contextmanager
def running_prism(description: Path = MESSAGES) -> Iterator[str]:
    """The address of a server of this description; PeerMissingError where it cannot be had."""
    prism, port = installed(PRISM, FILE), free_port()
    command = [program("node"), str(prism), "mock", "-h", "127.0.0.1", "-p", str(port)]
    with running([*command, str(description)], port) as url:
        yield url
