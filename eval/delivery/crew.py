"""Worker processes that are killed as a power cut would kill them, and begun again."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Crew:
    """So many workers at a time; the one that has lived longest is killed."""

    environment: Mapping[str, str]
    lease_seconds: float
    log: Path
    _alive: deque["subprocess.Popen[bytes]"] = field(default_factory=deque)

    def begin(self) -> None:
        """One more worker."""
        words = [sys.executable, "-m", "eval.delivery.worker", str(self.lease_seconds)]
        with self.log.open("ab") as log:
            started = subprocess.Popen(  # noqa: S603  our own interpreter, our own words
                words, cwd=ROOT, env={**os.environ, **self.environment}, stdout=log, stderr=log
            )
        self._alive.append(started)

    def kill(self) -> None:
        """SIGKILL, without a word before."""
        worker = self._alive.popleft()
        worker.kill()
        worker.wait()

    def check(self) -> None:
        """RuntimeError where a worker ended by itself."""
        if any(worker.poll() is not None for worker in self._alive):
            raise RuntimeError(f"a worker ended by itself:\n{self.log.read_text()[-3000:]}")


@contextmanager
def crew(
    environment: Mapping[str, str], workers: int, lease_seconds: float, log: Path
) -> Iterator[Crew]:
    """The workers, as long as they are needed."""
    made = Crew(environment, lease_seconds, log)
    try:
        for _ in range(workers):
            made.begin()
        yield made
    finally:
        while made._alive:  # noqa: SLF001  # its own
            made.kill()
