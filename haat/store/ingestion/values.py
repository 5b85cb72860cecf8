"""Reads one cell as Indian shops write it: rupees, grouped numbers, days before months, native digits."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from haat.core import money
from haat.core.days import shop_day
from haat.store.ingestion.kind import Refused

_NUMBER = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:,\d{2})*,\d{3}|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?(?:[eE][+-]?\d{1,2})?"
)
_CURRENCY = re.compile(r"^\s*(?:₹|rs\.?|inr|रु\.?|रू\.?)\s*|\s*/-\s*$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/., ]+(\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YES = frozenset({"1", "1.0", "true", "t", "yes", "y", "हाँ", "हां", "haan"})
_NO = frozenset({"0", "0.0", "false", "f", "no", "n", "नहीं", "nahi"})
_OLDEST = date(2000, 1, 1)
_SHOWN = 40

MOST_UNITS = Decimal(10_00_000)
MOST_RUPEES = Decimal(1_00_00_000)  # what a column of whole paise holds in 32 bits, rounded down


def text(longest: int) -> Callable[[str], str]:
    """Reads words of at most so many characters."""

    def read(cell: str) -> str:
        words = " ".join(unicodedata.normalize("NFC", cell).split())
        if len(words) > longest:
            raise Refused(f"longer than {longest} characters")
        return words

    return read


def names(cell: str) -> list[str]:
    """Several names in one cell, parted by `;` or `|`."""
    parts = (
        " ".join(part.split()) for part in re.split(r"[;|]", unicodedata.normalize("NFC", cell))
    )
    return list(dict.fromkeys(filter(None, parts)))


def quantity(
    *,
    least: Decimal = Decimal(0),
    most: Decimal = MOST_UNITS,
    below: str = "",
) -> Callable[[str], float]:
    """Reads a number between two bounds; `below` is the advice for one that is too small."""

    @lru_cache(maxsize=4096)
    def read(cell: str) -> float:
        return float(_bounded(cell, _number(cell), least, most, below))

    return read


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between two bounds."""

    def read(cell: str) -> int:
        found = _bounded(cell, _number(cell), Decimal(least), Decimal(most), "")
        if found != found.to_integral_value():
            raise Refused(f"{_shown(cell)} is not a whole number")
        return int(found)

    return read


@lru_cache(maxsize=65536)
def price(cell: str) -> int:
    """Reads rupees above nothing, as whole paise."""
    found = amount(cell)
    if found <= 0:
        raise Refused(f"{_shown(cell)} is not a price: it must be above 0")
    return found


@lru_cache(maxsize=65536)
def amount(cell: str) -> int:
    """Reads rupees, nothing or more, as whole paise."""
    found = _number(_CURRENCY.sub("", cell))
    return money.paise(_bounded(cell, found, Decimal(0), MOST_RUPEES, ""))


def flag(cell: str) -> bool:
    """Reads yes or no."""
    said = cell.casefold()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Refused(f"{_shown(cell)} is neither yes nor no: write 1 or 0")


@lru_cache(maxsize=4096)
def day(cell: str) -> date:
    """Reads a day: year first, or day before month; never the month first."""
    written = _plain_digits(cell)
    try:
        found = _day(written)
    except ValueError:
        found = None
    if found is None:
        raise Refused(f"{_shown(cell)} is not a day: write YYYY-MM-DD or DD-MM-YYYY")
    if found < _OLDEST:
        raise Refused(f"{_shown(cell)} is before the year 2000")
    return found


def _day(written: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(written):
        return date(*map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(written):
        return date(int(found[3]), _month(found[2]), int(found[1]))
    moment = datetime.fromisoformat(written) if "-" in written and ":" in written else None
    if moment is None:
        return None
    return shop_day(moment) if moment.tzinfo else moment.date()


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    return _MONTHS.index(written[:3].casefold()) + 1


def _number(cell: str) -> Decimal:
    written = _plain_digits(cell).strip()
    if not _NUMBER.fullmatch(written) or not any(map(str.isdigit, written)):
        raise Refused(f"{_shown(cell)} is not a number")
    return Decimal(written.replace(",", ""))


def _bounded(cell: str, found: Decimal, least: Decimal, most: Decimal, below: str) -> Decimal:
    if found < least:
        raise Refused(f"{_shown(cell)} is below {least}" + (f": {below}" if below else ""))
    if found > most:
        raise Refused(f"{_shown(cell)} is above {most}")
    return found


def _plain_digits(cell: str) -> str:
    if cell.isascii():
        return cell
    return re.sub(r"\d", lambda digit: str(unicodedata.decimal(digit[0])), cell)


def _shown(cell: str) -> str:
    return cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…"
