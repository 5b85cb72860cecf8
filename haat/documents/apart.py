"""Reads a file in a process of its own: what harms a reader of files ends with that process."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from haat.core.errors import HaatError, InvalidInput, NotConfigured
from haat.core.settings import DocumentSettings

SECONDS = 180.0
MOST_MEMORY = 1_600_000_000  # bytes of address space, of which a photo fills less than half
STUCK = "The file could not be read in time or is too heavy. Send a clear photo of one page."
_REFUSALS: Mapping[str, type[HaatError]] = {e.key: e for e in (InvalidInput, NotConfigured)}


def extract_apart(
    content: bytes, limits: DocumentSettings, today: date, kind: str | None = None
) -> dict[str, Any]:
    """The document in a file as JSON; raises what `extract` raises.

    InvalidInput also where the reader took too long, too much memory, or fell over.
    """
    asked = {
        "most_bytes": limits.most_bytes,
        "most_pages": limits.most_pages,
        "today": today.isoformat(),
        "kind": kind,
    }
    command = [sys.executable, "-I", "-m", "haat.documents", orjson.dumps(asked).decode()]
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter, our own words)
            command, input=content, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise InvalidInput(STUCK) from error
    told: dict[str, Any] = orjson.loads(done.stdout)
    if "refused" in told:
        raise _REFUSALS[told["refused"]](told["detail"])
    return told
