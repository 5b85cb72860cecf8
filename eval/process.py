"""Run a command and know what it cost."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process and those that it waited for; the whole process counts, its imports included."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float


class Failed(Exception):
    """A command ended with an error; `code` is its exit code, the text the end of what it said."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code


def run(
    command: Sequence[str], log: Path, folder: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run it to its end in `folder`, what it says in `log`; raises Failed for an exit code but 0.

    The peak is the process's own (`ru_maxrss`), which the caller keeps true by being small itself:
    Linux counts what the caller held at the moment of the fork.
    """
    begun = time.perf_counter()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as said:
        child = subprocess.Popen(  # noqa: S603  # our own commands
            list(command),
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **ONE_THREAD, **(environment or {})},
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Failed(child.returncode, _end(log))
    wall = time.perf_counter() - begun
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def _end(log: Path) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines()]
    return next((line for line in reversed(lines) if line), "it said nothing")
