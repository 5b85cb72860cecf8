"""What is learned from the packs' sentences, kept where this environment is installed."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tokenize import COMMENT, NL, tokenize
from typing import Protocol, TypeVar

from haat.language.pack import FILES, Pack

NOT_CODE = frozenset({COMMENT, NL})  # nor where a line is broken

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
    """A digest of the packs' `files` that teach, and of the code (paths of modules) that learns from them.

    Comments and the shape of a line of code make no difference.
    """
    digest = sha256()
    for pack in packs.values():
        for file in files:
            digest.update((pack.folder / file).read_bytes())
    for module in modules:
        digest.update("\n".join(_code(Path(module))).encode())
    return digest.hexdigest()[:16]


def _code(module: Path) -> Iterator[str]:
    """Its words and signs (`ast`, which would tell more, is not safe in threads before Python 3.13)."""
    with module.open("rb") as source:
        for token in tokenize(source.readline):
            if token.type not in NOT_CODE:
                yield token.string
