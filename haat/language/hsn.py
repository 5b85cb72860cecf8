"""HSN codes of goods and SAC codes of services: which exist, and what they are called."""

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LENGTHS = (2, 4, 6, 8)
SERVICES = "99"


@dataclass(frozen=True, slots=True)
class Codes:
    """The listed names by code, and codes that are only the beginning of a listed one."""

    names: Mapping[str, str]
    begun: frozenset[str]

    def known(self, code: str) -> bool:
        """Whether the list has this code, or longer ones that begin with it."""
        return code in self.names or code in self.begun

    def name(self, code: str) -> str | None:
        """What the code is called, or else the heading above it."""
        heads = (code[:length] for length in reversed(LENGTHS) if length <= len(code))
        return next((self.names[head] for head in heads if self.names.get(head)), None)

    def nearest(self, code: str) -> str | None:
        """The longest beginning of a code that does exist."""
        heads = (code[:length] for length in reversed(LENGTHS) if length < len(code))
        return next(filter(self.known, heads), None)


@lru_cache(maxsize=1)
def codes() -> Codes:
    """Read the shipped list (about 22,500 codes) when first asked."""
    packed = (files("haat.language") / "data" / "hsn.csv.gz").read_bytes()
    rows = csv.reader(io.StringIO(gzip.decompress(packed).decode()))
    names = {code: name for code, name in rows if code.isdigit()}
    begun = {code[:length] for code in names for length in LENGTHS if length < len(code)}
    return Codes(names, frozenset(begun - names.keys()))
