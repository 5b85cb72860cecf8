"""What is learned from the packs' sentences, kept where this environment is installed."""

import logging
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol, TypeVar

from haat.language.pack import FILES, Pack

logger = logging.getLogger(__name__)


class Kept(Protocol):
    """What can be written to a file."""

    def save(self, file: Path) -> None:
        """Write it, whole or not at all."""
        ...


Classifier = TypeVar("Classifier", bound=Kept)


def kept(
    file: Path, learn: Callable[[], Classifier], load: Callable[[Path], Classifier]
) -> Classifier:
    """The classifier as it was learned from the same lessons, else learned now.

    The file's name ends in a digest of the lessons, `wishes-<digest>.npz`.

    Where the folder cannot be written it is learned at every start, and said so.
    """
    name = file.stem.rpartition("-")[0]
    if file.is_file():
        return load(file)
    logger.info("learning %s from the sentences of the language packs; once", name)
    learned = learn()
    try:
        learned.save(file)
    except OSError as error:
        logger.warning(
            "%s is learned at every start, since %s cannot be written", name, error.filename
        )
        return learned
    for old in file.parent.glob(f"{name}-*{file.suffix}"):
        if old != file:
            old.unlink(missing_ok=True)
    return load(file)


def digest_of(
    packs: Mapping[str, Pack], modules: Iterable[str], files: Iterable[str] = FILES
) -> str:
    """A digest of the packs' `files` that teach, and of the code (paths of modules) that learns from them."""
    digest = sha256()
    lessons: list[Traversable | Path] = [p.folder / file for p in packs.values() for file in files]
    lessons += map(Path, modules)
    for lesson in lessons:
        digest.update(lesson.read_bytes())
    return digest.hexdigest()[:16]
