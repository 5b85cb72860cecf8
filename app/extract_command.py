"""`haat extract`: reads papers from a folder or file and writes each as JSON."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

import orjson

from haat.core.errors import HaatError, InvalidInput, NotConfigured
from haat.core.settings import DocumentSettings
from haat.documents.apart import extract_apart

ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"})


def run(given: Path, output: Path, limits: DocumentSettings, today: date) -> None:
    """Write `<name>.json` for each paper, progress and refusals on stderr, a summary on stdout.

    Raises InvalidInput where there is nothing to read, or at the end where a file was refused, and
    NotConfigured where OCR is needed and missing.
    """
    papers = _papers(given)
    output.mkdir(parents=True, exist_ok=True)
    refused = 0
    for number, (path, why) in enumerate(_refusals(papers, output, limits, today), 1):
        if why is not None:
            refused += 1
            sys.stderr.write(f"{path}: {why}\n")
        sys.stderr.write(f"{number} of {len(papers)} read\n")
    sys.stdout.write(f"{len(papers) - refused} documents written to {output}, {refused} refused\n")
    if refused:
        raise InvalidInput(
            f"{refused} of {len(papers)} files could not be read; they are named above"
        )


def _papers(given: Path) -> list[Path]:
    if not given.exists():
        raise InvalidInput(f"{given}: there is no such file or folder")
    if given.is_file():
        return [given]
    found = sorted(p for p in given.iterdir() if p.suffix.lower() in ENDINGS)
    if not found:
        raise InvalidInput(f"{given}: holds no PDF and no picture")
    return found


def _refusals(
    papers: list[Path], output: Path, limits: DocumentSettings, today: date
) -> Iterator[tuple[Path, str | None]]:
    """Each paper in order with why it was refused, a reading process for each core."""
    one = partial(_refusal, output=output, limits=limits, today=today)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from zip(papers, pool.map(one, papers, _names_before(papers)), strict=True)


def _names_before(papers: list[Path]) -> Iterator[frozenset[str]]:
    """What was written before each paper: `a.pdf` and `a.jpg` would be the same `a.json`."""
    stems = [path.stem for path in papers]
    yield from (frozenset(stems[:place]) for place in range(len(stems)))


def _refusal(
    path: Path, before: frozenset[str], *, output: Path, limits: DocumentSettings, today: date
) -> str | None:
    """None where it was read and written."""
    if path.stem in before:
        return f"another file is called {path.stem} too; rename one"
    try:
        _write(path, output, limits, today)
    except NotConfigured:
        raise
    except HaatError as error:
        return error.detail
    except OSError as error:
        return error.strerror or "cannot be read"
    return None


def _write(path: Path, output: Path, limits: DocumentSettings, today: date) -> None:
    if path.stat().st_size > limits.most_bytes:
        raise InvalidInput(f"larger than {limits.most_bytes // 1_000_000} MB; send a smaller photo")
    body = extract_apart(path.read_bytes(), limits, today)
    written = output / f"{path.stem}.json"
    half = written.with_suffix(".json.part")
    half.write_bytes(orjson.dumps(body, option=orjson.OPT_INDENT_2))
    half.replace(written)
