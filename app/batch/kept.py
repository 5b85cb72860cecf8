"""What is done already of a long command, kept beside its output until all of it is done."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from glob import escape
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

import haat.analytics
from app.batch.atomic import replacing


def digest(files: Iterable[Path], options: Iterable[object]) -> str:
    """Tells apart what would give other numbers: other data, options, version or calculation."""
    said = hashlib.sha256(repr((version("haat-saathi"), *options)).encode())
    own = Path(haat.analytics.__file__).parent.rglob("*.py")
    for path in (*files, *sorted(own)):
        with path.open("rb") as source:
            said.update(hashlib.file_digest(source, "sha256").digest())
    return said.hexdigest()[:16]


class Kept:
    """Finished chunks by number, in a folder named by the output and the digest."""

    def __init__(self, output: Path, digest: str) -> None:
        self._output = output
        self._folder = output.with_name(f".{output.name}.{digest}.parts")

    def has(self, number: int) -> bool:
        """Whether this chunk was finished, now or before the command was stopped."""
        return self._path(number).exists()

    def keep(self, number: int, body: pa.Table) -> None:
        """Keep a finished chunk."""
        self._folder.mkdir(exist_ok=True)
        with replacing(self._path(number)) as half:
            parquet.write_table(body, half)

    def joined(self, count: int) -> pa.Table:
        """All chunks, one under the other."""
        return pa.concat_tables(
            parquet.read_table(self._path(number), use_threads=False) for number in range(count)
        )

    def schemas(self, count: int) -> Iterator[pa.Schema]:
        """The columns of all chunks, with what their tables carry."""
        return (parquet.read_schema(self._path(number)) for number in range(count))

    def remove(self) -> None:
        """Forget what was kept for this output, from earlier tries too."""
        for folder in self._output.parent.glob(f".{escape(self._output.name)}.*.parts"):
            shutil.rmtree(folder)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06}.parquet"
