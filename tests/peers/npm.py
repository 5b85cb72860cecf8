"""Servers from npm packages: fetched once into var/, started on loopback."""

import fcntl
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "var" / "tests"
START_SECONDS = 60.0
INSTALL_SECONDS = 300.0


class PeerMissingError(RuntimeError):
    """Says what is missing."""


def installed(package: str, file: Path) -> Path:
    """A file of a package at its version, which is fetched where it is not there yet."""
    folder = FOLDER / package.replace("/", "_")
    found = folder / "node_modules" / file
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests that run side by side fetch it once
        if not found.exists():
            _install(package, folder)
    return found


def program(name: str) -> str:
    """The path of `node` or `npm`; PeerMissingError where it is not there."""
    found = shutil.which(name)
    if found is None:
        raise PeerMissingError(f"{name} is missing (Debian's packages nodejs and npm)")
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[str]:
    """Run the command, which listens on a port; its address once it answers."""
    with subprocess.Popen(list(command), stdout=subprocess.DEVNULL) as process:  # noqa: S603  a program of ours
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _install(package: str, folder: Path) -> None:
    flags = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder)]
    done = subprocess.run(  # noqa: S603  names and versions are ours
        [program("npm"), "install", *flags, package],
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise PeerMissingError(f"npm could not install {package}: {done.stderr[-300:]}")


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise PeerMissingError(f"{process.args!r} did not start")
