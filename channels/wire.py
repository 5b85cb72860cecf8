"""Text as it may come over a wire: always storable, whatever the client sent."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def mend(value: object) -> object:
    """The text with NUL and lone surrogates replaced, which databases and UTF-8 refuse."""
    if not isinstance(value, str):
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\0", REPLACEMENT)


def only_iso(value: object) -> object:
    """Dates as the contract writes them; pydantic would also take seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _ISO.fullmatch(value)):
        return value
    raise ValueError("not an ISO date such as 2026-11-25")


def in_our_time(day: date) -> date:
    """A day that a ledger may speak of; far from the ends of the calendar."""
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"not between {EARLIEST} and {LATEST}")
    return day


EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
IsoDate = Annotated[date, BeforeValidator(only_iso), AfterValidator(in_our_time)]
Text = Annotated[str, BeforeValidator(mend)]
Message = Annotated[
    str, BeforeValidator(mend), StringConstraints(min_length=1, max_length=4000, pattern=r"\S")
]
MessageId = Annotated[
    str, BeforeValidator(mend), StringConstraints(min_length=1, max_length=200, pattern=r"\S")
]
