"""Reads a writing in a process of its own: what harms a reader of files ends with that process."""

import subprocess
import sys

import orjson

from haat.core.errors import InvalidInput
from haat.documents.writings.section import Section

SECONDS = 900.0  # of a PDF with as many scanned pages as are read, on a busy machine
STUCK = "could not be read in time, or is too heavy"
OWN_PROCESS = frozenset({".pdf", ".docx", ".html", ".htm", ".eml"})


def read_apart(content: bytes, ending: str) -> tuple[Section, ...]:
    """The sections; raises what `read_writing` raises, and InvalidInput where the reader fell over."""
    command = [sys.executable, "-I", "-m", "haat.documents.writings", ending]
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter, our own words)
            command, input=content, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise InvalidInput(STUCK) from error
    told = orjson.loads(done.stdout)
    if "refused" in told:
        raise InvalidInput(told["refused"])
    return tuple(
        Section(s["text"], tuple(s["headings"]), s["locator"], s["known"], s["row"])
        for s in told["sections"]
    )
