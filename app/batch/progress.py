"""What is told on stderr while a command works."""

import sys
from collections.abc import Callable

Tell = Callable[[str], None]


def tell(text: str) -> None:
    """Write one line."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
