"""Text as it may come over a wire: always storable, whatever the client sent."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

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


Text = Annotated[str, BeforeValidator(mend)]
Message = Annotated[
    str, BeforeValidator(mend), StringConstraints(min_length=1, max_length=4000, pattern=r"\S")
]
MessageId = Annotated[
    str, BeforeValidator(mend), StringConstraints(min_length=1, max_length=200, pattern=r"\S")
]
