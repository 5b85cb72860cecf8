"""aimock, a second foreign server: installed once into var/, started on loopback."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

AIMOCK = "@copilotkit/aimock@1.43.0"
NODE = "node@22.20.0"  # where the system's own is older than aimock needs
NODE_NEEDED = (20, 15)
FOLDER = Path(__file__).parents[3] / "var" / "tests"
PROGRAM = Path("@copilotkit", "aimock", "dist", "cli.js")
OWN_NODE = Path("node", "bin", "node")
START_SECONDS = 20.0
INSTALL_SECONDS = 180.0


class AimockMissingError(RuntimeError):
    """Says what is missing."""


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
    """The server; AimockMissingError where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        raise AimockMissingError("npm is missing (Debian's packages nodejs and npm)")
    program = _installed(npm, AIMOCK, PROGRAM)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    fixtures = FOLDER / "unscripted.json"
    nothing = {"match": {"userMessage": "nobody asks this"}, "response": {"content": "-"}}
    fixtures.write_text(json.dumps({"fixtures": [nothing]}), encoding="utf-8")
    command = [_node(npm), str(program), "-p", str(port), "-f", str(fixtures)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603  # a program of ours
        try:
            _wait_for(port, process)
            yield Aimock(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AimockMissingError("aimock did not start")


def _node(npm: str) -> str:
    """The system's Node, or a newer one."""
    own = shutil.which("node")
    return own if own and _version(own) >= NODE_NEEDED else str(_installed(npm, NODE, OWN_NODE))


def _installed(npm: str, package: str, file: Path) -> Path:
    """A file of a package, which is fetched once."""
    folder = FOLDER / package.replace("/", "_")
    found = folder / "node_modules" / file
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _install(npm, package, folder)
    return found


def _install(npm: str, package: str, folder: Path) -> None:
    flags = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder)]
    done = subprocess.run(  # noqa: S603  # names and versions are ours
        [npm, "install", *flags, package],
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise AimockMissingError(f"npm could not install {package}: {done.stderr[-300:]}")


def _version(node: str) -> tuple[int, ...]:
    command = [node, "--version"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return tuple(map(int, re.findall(r"\d+", shown)))
