"""How a script that measures ends where it could not, and with what it measured."""

import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version


def ended(name: str, measure: Callable[[], None]) -> int:
    """Exit code 0 when it ran, 1 with one line on stderr where it could not."""
    try:
        measure()
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        print(f"python -m {name}: {error}", file=sys.stderr)
        return 1
    return 0


def versions(packages: Iterable[str]) -> str:
    """The versions of Python and of packages."""
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"Python {platform.python_version()}, {told}"
