"""Values as papers write them: dates, amounts of money, GSTINs, yes and no."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import regex

from haat.language.identifiers import check

_MONTHS = (
    ("jan", "जन"), ("feb", "फर", "फ़र"), ("mar", "मार्च"), ("apr", "अप्रै"), ("may", "मई"),
    ("jun", "जून"), ("jul", "जुल"), ("aug", "अग"), ("sep", "सित"), ("oct", "अक्"),
    ("nov", "नव"), ("dec", "दिस"),
)  # fmt: skip
_SEPARATOR = r"\s*[-/.,]\s*"
_D = r"[\dOoIl|]"  # and what OCR takes digits for
_YEAR = r"(?P<y>(?:19|2[0Oo])[\dOoIl|]{2}|\d{2})"
# The time may be glued to the year; what a colon follows is an hour, not a year.
_END = r"(?!\d|\s?:\d)|(?<=\d{4})(?=\d{1,2}:\d)|(?<=[\D]\d{2})(?=\d{1,2}:\d{2})"
_NAME = r"(?P<n>[\p{L}\p{M}05][\p{L}\p{M}0]{2,})"  # `5EP`, `N0V`
_DATES = tuple(
    regex.compile(form)
    for form in (
        r"(?<![\d-])(?P<y>20\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        rf"(?<![\d-])(?P<d>{_D}{{1,2}}){_SEPARATOR}(?P<m>{_D}{{1,2}}){_SEPARATOR}{_YEAR}(?:{_END})",
        rf"(?<![\d-])(?P<d>{_D}{{1,2}})(?:st|nd|rd|th)?[\s\-/.,]*{_NAME}\.?[\s\-/.,:']*{_YEAR}(?:{_END})",
        rf"(?<![\p{{L}}\p{{M}}]){_NAME}\.?\s*(?P<d>{_D}{{1,2}})(?:st|nd|rd|th)?[,.\s]\s*(?P<y>20\d{{2}})",
    )
)
_AMOUNT = regex.compile(
    r"(?<![\p{L}\d.,/])(?P<sign>\(-\)|-|–)?\s?(?:₹|Rs\.?|INR|रु\.?)?\s?(?P<minus>-)?"
    r"(?P<number>\d+(?:,\d{2,3})*(?:\.\d{1,3})?|\.\d{1,2})(?P<close>\))?(?:/-)?(?![\d\p{L}]|/\d)"
)
_PERCENT = regex.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,3})?)\s?%")
_GSTIN_LENGTH = 15
_SLIPS = str.maketrans("OoIl|", "00111")
_LETTERS = str.maketrans("05", "os")
_DIGITS_OF = {part: lambda read: read.translate(_SLIPS) for part in "dmy"}
# What OCR takes for one another, by what must stand there.
_AS_DIGIT = str.maketrans("OQDILZSBGT|", "00011258671")
_AS_LETTER = str.maketrans("0158264|", "OISBZGAI")
_GSTIN_FORM = "dd" + "l" * 5 + "dddd" + "l" + "?l?"
_ALIKE = {frozenset(pair) for pair in ("0O", "1I", "5S", "8B", "2Z", "6G", "0D", "0Q", "1L", "7T")}
_NEAR_GSTIN = regex.compile(
    r"(?<![A-Z0-9])(?=[A-Z0-9|]{0,14}\d)[0-9OQDILSZBGT|]{2}\s?[A-Z0-9|]{5}\s?[0-9OQDILSBZGT|]{4}\s?[A-Z0-9]\s?"
    r"[A-Z0-9|]\s?[A-Z0-9]\s?[A-Z0-9](?![A-Z0-9])"
)
YES = regex.compile(r"(?<!\p{L})(yes|y|हाँ|हां|हा)(?![\p{L}\p{M}])", regex.IGNORECASE)
NO = regex.compile(r"(?<!\p{L})(no|n|nahi|नहीं|नही|ना)(?![\p{L}\p{M}])", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value and the letters of the text that it was read from."""

    value: Decimal
    start: int
    end: int


def date_in(text: str) -> tuple[date, int, int] | None:
    """The first date in a text, day before month, and where it stands."""
    return next(iter(dates_in(text)), None)


def dates_in(text: str) -> tuple[tuple[date, int, int], ...]:
    """Every date in a text from the left, and where it stands; of two readings of a place the first."""
    found: list[tuple[date, int, int]] = []
    for form in _DATES:
        fresh = (f for f in _dates(form, text) if all(f[2] <= a or b <= f[1] for _, a, b in found))
        found += fresh
    return tuple(sorted(found, key=lambda f: f[1]))


_MONTH_YEAR = regex.compile(
    rf"(?<![\d/.-])(?:(?P<m>\d{{1,2}})\s*[-/.]\s*|{_NAME}\.?[\s\-/.,']*)(?P<y>20\d{{2}}|\d{{2}})(?![\d/.-])"
)


def month_in(text: str) -> date | None:
    """The last day of the first month and year in a text: `MAR 2026`, `03/26`."""
    for match in _MONTH_YEAR.finditer(text):
        month = int(match["m"]) if match["m"] else _month(match["n"])
        if 1 <= month <= 12:
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            return date(year, month, monthrange(year, month)[1])
    return None


def _dates(form: regex.Pattern[str], text: str) -> Iterator[tuple[date, int, int]]:
    for match in form.finditer(text):
        parts = {n: _DIGITS_OF.get(n, str)(v) for n, v in match.groupdict().items() if v}
        month = int(parts["m"]) if "m" in parts else _month(parts["n"])
        day = _day(parts["y"], month, int(parts["d"]))
        if day is not None:
            yield day, match.start(), match.end()


def _day(year: str, month: int, day: int) -> date | None:
    """Day before month, but for days that only the other order has: 12/25/2025."""
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(whole, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    written = name.lower().translate(_LETTERS)
    starts = enumerate(_MONTHS, 1)
    return next((n for n, forms in starts if written.startswith(forms)), 0)


def amounts_in(text: str) -> tuple[Spot, ...]:
    """Every number that is no percentage; `(-)` and a hyphen before it make it negative."""
    shares = [m.span() for m in _PERCENT.finditer(text)]
    found = (
        m for m in _AMOUNT.finditer(text) if not any(a <= m.start("number") < b for a, b in shares)
    )
    return tuple(_spot(m) for m in found)


def _spot(match: regex.Match[str]) -> Spot:
    value = Decimal(match["number"].replace(",", ""))
    negative = match["sign"] or match["minus"]
    return Spot(-value if negative else value, match.start("number"), match.end("number"))


def percents_in(text: str) -> tuple[Decimal, ...]:
    """Every percentage."""
    return tuple(Decimal(number) for number in _PERCENT.findall(text))


def amount_of(text: str) -> Decimal | None:
    """The number that the whole text is, as a cell of a table."""
    found = amounts_in(text)
    return found[0].value if len(found) == 1 else None


def decimal_of(value: object) -> Decimal | None:
    """A JSON number as a decimal; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


def gstins_in(text: str, today: date, *, scanned: bool) -> Iterator[tuple[str, int, int]]:
    """What stands in the form of a GSTIN, with where; of a scan with the letters that OCR mistook mended."""
    for match in _NEAR_GSTIN.finditer(text.upper()):
        bare = regex.sub(r"\s", "", match[0])
        yield (mended(bare, today) if scanned else bare), match.start(), match.end()


def mended(read: str, today: date) -> str:
    """A GSTIN with digits where digits must stand, and letters where letters must."""
    if len(read) != _GSTIN_LENGTH:
        return read
    forced = "".join(_as(kind, sign) for kind, sign in zip(_GSTIN_FORM, read, strict=True))
    if check("gstin", forced, today).valid:
        return forced
    likely = (c for c in _alike(forced) if check("gstin", c, today).valid)
    return next(likely, forced)


def _as(kind: str, sign: str) -> str:
    if kind == "d":
        return sign.translate(_AS_DIGIT)
    return sign.translate(_AS_LETTER) if kind == "l" else sign


def _alike(read: str) -> Iterator[str]:
    """The same with the two places that may hold either read the other way."""
    for at in (12, 14):
        for pair in _ALIKE:
            if read[at] in pair:
                (other,) = pair - {read[at]}
                yield read[:at] + other + read[at + 1 :]
