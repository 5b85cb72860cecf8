"""The reading process: a file on its input, its sections or the refusal as JSON on its output."""

import logging
import resource
import sys
from dataclasses import asdict
from typing import Any

import orjson

from haat.core.errors import InvalidInput
from haat.documents.apart import MOST_MEMORY
from haat.documents.writings.read import read_writing

logger = logging.getLogger(__name__)


def main() -> None:
    """One file, one answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(orjson.dumps(answer(sys.stdin.buffer.read(), sys.argv[1])))


def answer(content: bytes, ending: str) -> dict[str, Any]:
    """The sections, or why there are none."""
    try:
        return {"sections": [asdict(section) for section in read_writing(content, ending)]}
    except InvalidInput as error:
        return {"refused": error.detail}
    except Exception:
        logger.exception("a file could not be read")
        return {"refused": "is broken and cannot be read"}


if __name__ == "__main__":
    main()
