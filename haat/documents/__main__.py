"""The reading process: a file on its input, the document or the refusal as JSON on its output."""

import logging
import resource
import sys
from datetime import date
from typing import Any

import orjson

from haat.core.errors import InvalidInput, NotConfigured
from haat.core.settings import DocumentSettings
from haat.documents.apart import MOST_MEMORY
from haat.documents.extract import extract

BROKEN = "The file is broken and cannot be read. Send it again, or a photo of the paper."
logger = logging.getLogger(__name__)


def main() -> None:
    """One file, one answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    asked = orjson.loads(sys.argv[1])
    sys.stdout.buffer.write(orjson.dumps(answer(sys.stdin.buffer.read(), asked)))


def answer(content: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """The document, or why there is none."""
    limits = DocumentSettings(most_bytes=asked["most_bytes"], most_pages=asked["most_pages"])
    try:
        paper = extract(content, limits, date.fromisoformat(asked["today"]), asked["kind"])
    except (InvalidInput, NotConfigured) as error:
        return {"refused": error.key, "detail": error.detail}
    except (
        Exception
    ):  # the process is the outer edge: libraries fall over strange files in many ways
        logger.exception("a file could not be read")
        return {"refused": InvalidInput.key, "detail": BROKEN}
    return paper.as_json()


if __name__ == "__main__":
    main()
