"""A private Postgres for the tests: Debian's binaries, a folder of its own, loopback only."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}


class PostgresMissingError(Exception):
    """Says what a Postgres for the tests would need."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server and give the URL of its cluster, without a database name."""
    binaries = _binaries()
    user = _user()
    with tempfile.TemporaryDirectory(prefix="haat-postgres-", dir=_in_memory()) as made:
        folder = Path(made)
        if user is not None:
            shutil.chown(folder, user)
        _make_cluster(binaries, folder, user)
        port = _free_port()
        server = _start(binaries, folder, user, port)
        try:
            _wait_until_ready(server, port, folder)
            yield f"postgresql+psycopg://haat@127.0.0.1:{port}"
        finally:
            # a fast stop: an immediate one would leave its shared memory behind
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def _in_memory() -> Path | None:
    """A folder in memory, where there is room: a database is made ten times as fast there."""
    shared = Path("/dev/shm")  # noqa: S108 - TemporaryDirectory makes a private folder in it
    if os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 2**29:
        return shared
    return None


def _binaries() -> Path:
    """The newest of Debian's, else what is on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise PostgresMissingError("initdb is missing: install Debian's package `postgresql`")
    return Path(on_path).resolve().parent


def _version(initdb: Path) -> float:
    return float(initdb.parts[-3])


def _user() -> str | None:
    """Whom to run as: Postgres refuses root, so root steps down; anybody else stays."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise PostgresMissingError(
        "Postgres does not run as root and there is no user postgres or nobody"
    )


def _make_cluster(binaries: Path, folder: Path, user: str | None) -> None:
    made = subprocess.run(  # noqa: S603 - a fixed command
        [
            str(binaries / "initdb"),
            f"--pgdata={folder / 'data'}",
            "--username=haat",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ],
        cwd=folder,
        user=user,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise PostgresMissingError(f"initdb failed: {made.stderr.strip()}")


def _start(binaries: Path, folder: Path, user: str | None, port: int) -> subprocess.Popen[bytes]:
    options = [f"--{name}={value}" for name, value in {**_OPTIONS, "port": port}.items()]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - a fixed command
            [str(binaries / "postgres"), "-D", str(folder / "data"), *options],
            cwd=folder,
            user=user,
            stdout=log,
            stderr=log,
        )


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="haat", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresMissingError(f"Postgres did not start: {(folder / 'log').read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
