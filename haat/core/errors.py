"""The one family of errors.

HaatError                    carries a message key (for the person) and a status (for the caller)
├── InvalidInput       422   a value that cannot be used; `pointer` names the field
│   └── AboveMrp       422   a selling price above the MRP on the pack, which the law forbids
├── NotFound           404   also what belongs to somebody else
├── Forbidden          403   known, but the role does not allow it
├── Unauthenticated    401   not known
├── Conflict           409   the same key was used for something else
├── TooManyRequests    429   carries `retry_after_seconds`
├── NotConfigured      503   a service that this installation has not set up
├── ModelFailed        502   the hosted model gave no usable answer
└── NotDelivered       502   a message to a person did not leave
    ├── Refused              the provider will never take it
    ├── NotNow               the provider did not take it; later it may
    └── Unclear              nobody knows whether the provider took it
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field, addressed by a JSON pointer (RFC 6901)."""

    pointer: str
    detail: str


class HaatError(Exception):
    """An error with words for the person and a status for the caller."""

    status: ClassVar[int] = 500
    key: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        """The bad fields, where the error is about fields."""
        return ()

    @property
    def headers(self) -> dict[str, str]:
        """HTTP headers that belong to this error."""
        return {}


class InvalidInput(HaatError):
    """A value that cannot be used."""

    status = 422
    key = "invalid"
    title = "The request could not be understood"

    def __init__(self, detail: str, *fields: FieldProblem) -> None:
        super().__init__(detail)
        self.fields = fields

    @property
    def problems(self) -> tuple[FieldProblem, ...]:
        return self.fields


class AboveMrp(InvalidInput):
    """A selling price above the MRP on the pack (Legal Metrology Rules 2011, rule 18)."""

    key = "above_mrp"


class NotFound(HaatError):
    """Nothing of that name that the caller may see."""

    status = 404
    key = "not_found"
    title = "Not found"


class Forbidden(HaatError):
    """The caller's role does not allow this."""

    status = 403
    key = "forbidden"
    title = "Not allowed"


class Unauthenticated(HaatError):
    """The caller did not say who it is, or said it wrongly."""

    status = 401
    key = "unauthenticated"
    title = "Please sign in"

    @property
    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class Conflict(HaatError):
    """The same key or state was already used for something else."""

    status = 409
    key = "conflict"
    title = "In conflict with what is already there"


class TooManyRequests(HaatError):
    """The caller asks faster than is allowed."""

    status = 429
    key = "too_many"
    title = "Too many requests"

    def __init__(self, detail: str, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_seconds)}


class NotConfigured(HaatError):
    """A service that this installation has not set up."""

    status = 503
    key = "not_configured"
    title = "Not configured"


class ModelFailed(HaatError):
    """The hosted model gave no usable answer."""

    status = 502
    key = "model_failed"
    title = "The language model did not answer"


class NotDelivered(HaatError):
    """A message to a person that did not leave, as far as is known."""

    status = 502
    key = "not_delivered"
    title = "The message was not delivered"


class Refused(NotDelivered):
    """The provider will not take this message, now or later."""

    def __init__(self, detail: str, *, stopped: bool = False) -> None:
        super().__init__(detail)
        self.stopped = stopped  # the person wants no messages from us


class NotNow(NotDelivered):
    """The provider did not take the message; it may be sent again after `wait_seconds`."""

    def __init__(self, detail: str, wait_seconds: float = 0.0) -> None:
        super().__init__(detail)
        self.wait_seconds = wait_seconds


class Unclear(NotDelivered):
    """The provider did not answer: it may have taken the message."""
