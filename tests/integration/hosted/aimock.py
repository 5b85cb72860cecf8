"""aimock, a second foreign server: installed once into var/, started on loopback."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.peers.npm import FOLDER, free_port, installed, running

AIMOCK = "@copilotkit/aimock@1.43.0"
NODE = "node@22.20.0"  # where the system's own is older than aimock needs
NODE_NEEDED = (20, 15)
PROGRAM = Path("@copilotkit", "aimock", "dist", "cli.js")
OWN_NODE = Path("node", "bin", "node")


@dataclass(frozen=True)
class Aimock:
    """A running server, and how to script it."""

    url: str

    @property
    def base_url(self) -> str:
        """The address that an OpenAI client is given."""
        return f"{self.url}/v1"

    def script(self, *fixtures: dict[str, Any]) -> None:
        """Forget everything, and answer by these."""
        self._post("reset", {})
        self._post("fixtures", {"fixtures": list(fixtures)})

    def fail(self, status: int) -> None:
        """Answer the next request with this status."""
        self._post("error", {"status": status, "body": {"message": "no"}})

    def chaos(self, **rates: float) -> None:
        """Break answers at these rates."""
        self._post("chaos", rates)

    def requests(self) -> list[dict[str, Any]]:
        """The bodies of all requests since the last script."""
        seen = httpx.get(f"{self.url}/__aimock/journal").raise_for_status().json()
        entries = seen["entries"] if isinstance(seen, dict) else seen
        return [e["body"] for e in entries]

    def _post(self, path: str, body: dict[str, Any]) -> None:
        httpx.post(f"{self.url}/__aimock/{path}", json=body).raise_for_status()


@contextmanager
def running_aimock() -> Iterator[Aimock]:
    """The server; PeerMissingError where it cannot be had."""
    aimock, port = installed(AIMOCK, PROGRAM), free_port()
    fixtures = FOLDER / "unscripted.json"
    nothing = {"match": {"userMessage": "nobody asks this"}, "response": {"content": "-"}}
    fixtures.write_text(json.dumps({"fixtures": [nothing]}), encoding="utf-8")
    with running([_node(), str(aimock), "-p", str(port), "-f", str(fixtures)], port) as url:
        yield Aimock(url)


def _node() -> str:
    """The system's Node, or a newer one."""
    own = shutil.which("node")
    return own if own and _version(own) >= NODE_NEEDED else str(installed(NODE, OWN_NODE))


def _version(node: str) -> tuple[int, ...]:
    command = [node, "--version"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return tuple(map(int, re.findall(r"\d+", shown)))
