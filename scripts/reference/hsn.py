"""HSN and SAC codes as the GST portal lists them, made whole: two, four, six or eight digits, with short names."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LONGEST = 160  # characters of a name; some are a page
NAMES = ("code", "name")


def write(source: Path, language: Path) -> None:
    """Write haat/language/data/hsn.csv.gz."""
    with gzip.open(source / "hsn_sac_codes.csv.gz", "rt", encoding="utf-8", newline="") as listed:
        codes = dict(sorted(_codes(csv.DictReader(listed))))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([NAMES, *codes.items()])
    packed = gzip.compress(text.getvalue().encode(), 9, mtime=0)
    (language / "hsn.csv.gz").write_bytes(packed)


def _codes(listed: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for row in listed:
        code = row["hsn"].replace(" ", "")
        yield "0" * (len(code) % 2) + code, _name(row["description"])


def _name(description: str) -> str:
    """The code's own part of a chain of headings, in one line and not shouted."""
    last = description.replace("_x000D_", " ").rpartition("~")[2]
    words = " ".join(last.split()).strip(" :-")
    words = words.capitalize() if words.isupper() else words
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rpartition(" ")[0] + "…"
