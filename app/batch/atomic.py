"""Files that are written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from haat.core.errors import InvalidInput


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` at the end, and is removed on failure."""
    half = _half(path)
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def make_room(path: Path) -> None:
    """Make the folder that `path` will stand in; InvalidInput where it can't be written there."""
    if path.is_dir():
        raise InvalidInput(f"{path}: is a folder; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _half(path).touch()
        _half(path).unlink()
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be written: {error.strerror}") from error


def _half(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.half")
