"""Prism, which serves an OpenAPI description: installed once into var/, started on loopback."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRISM = "@stoplight/prism-cli@5.14.2"  # the last ones need a newer Node than Debian's
PROGRAM = Path("node_modules", "@stoplight", "prism-cli", "dist", "index.js")
FOLDER = Path(__file__).parents[2] / "var" / "tests" / PRISM.replace("/", "_")
MESSAGES = Path(__file__).parent / "twilio" / "messages.json"
START_SECONDS = 60.0
INSTALL_SECONDS = 300.0


class PrismMissingError(RuntimeError):
    """Says what is missing."""


@contextmanager
def running_prism(description: Path = MESSAGES) -> Iterator[str]:
    """The address of a server of this description; PrismMissingError where it cannot be had."""
    program = _installed()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [_needed("node"), str(program), "mock", "-h", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(  # noqa: S603  a program of ours
        [*command, str(description)], stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _installed() -> Path:
    """Prism's program, which is fetched once."""
    found = FOLDER / PROGRAM
    if not found.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        _install(_needed("npm"))
    return found


def _install(npm: str) -> None:
    flags = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund", "--prefix", str(FOLDER)]
    done = subprocess.run(  # noqa: S603  names and versions are ours
        [npm, "install", *flags, PRISM],
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise PrismMissingError(f"npm could not install {PRISM}: {done.stderr[-300:]}")


def _needed(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise PrismMissingError(f"{program} is missing (Debian's packages nodejs and npm)")
    return found


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise PrismMissingError("Prism did not start")
