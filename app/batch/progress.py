"""What is told on stderr while a command works."""

import sys
from collections.abc import Iterable


def tell(text: str) -> None:
    """Write one line."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def note(texts: Iterable[str]) -> None:
    """Write what the person should know of her data, a line each."""
    for text in texts:
        tell(f"note: {text}")
