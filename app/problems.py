"""Every refusal as an RFC 9457 problem document, whatever raised it."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from haat.core.errors import FieldProblem, HaatError, InvalidInput

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
# Where FastAPI found a bad field; a pointer begins below it.
_PARTS = frozenset({"body", "query", "path", "header", "cookie"})


class FieldDocument(BaseModel):
    """One bad field."""

    pointer: str = Field(
        description="JSON pointer (RFC 6901) to the field, or `/name` of a parameter"
    )
    detail: str


class ProblemDocument(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(description="names the kind of problem: `urn:haat:problem:<kind>`")
    title: str
    status: int
    detail: str
    errors: list[FieldDocument] | None = Field(
        None, description="the bad fields, where the problem is about fields"
    )
    error: str | None = Field(
        default=None, description="OAuth2's error code (RFC 6749), on `/auth/token`"
    )


def document(
    status: int, key: str, title: str, detail: str, fields: Sequence[FieldProblem] = ()
) -> dict[str, Any]:
    """The problem document as plain JSON values."""
    body: dict[str, Any] = {
        "type": f"urn:haat:problem:{key}",
        "title": title,
        "status": status,
        "detail": _sendable(detail),
    }
    if fields:
        body["errors"] = [
            {"pointer": _sendable(f.pointer), "detail": _sendable(f.detail)} for f in fields
        ]
    return body


def of_error(error: HaatError) -> dict[str, Any]:
    """The document of one of our own errors."""
    return document(error.status, error.key, error.title, error.detail, error.problems)


def of_exception(error: Exception) -> dict[str, Any]:
    """The document of anything that was raised; a fault of ours is logged."""
    if isinstance(error, HaatError):
        return of_error(error)
    logger.error("unhandled error", exc_info=error)
    return unexpected()


def unexpected() -> dict[str, Any]:
    """The document of a fault of ours: it tells nothing of the inside."""
    return document(500, "error", HaatError.title, "The fault is on our side and has been logged.")


def response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """A problem document on the wire."""
    status = int(body["status"])
    return Response(orjson.dumps(body), status, dict(headers or {}), MEDIA_TYPE)


def invalid(error: ValidationError | RequestValidationError) -> InvalidInput:
    """What pydantic found, as one of our own errors."""
    fields = [
        FieldProblem(pointer(e["loc"]), str(e["msg"]).removeprefix("Value error, "))
        for e in error.errors()
    ]
    return InvalidInput("Some fields cannot be used as they are.", *fields)


def pointer(location: Sequence[int | str]) -> str:
    """A JSON pointer from pydantic's location."""
    inside = location[1:] if location and location[0] in _PARTS else location
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in inside)


def install(app: FastAPI) -> None:
    """Make every refusal of the app a problem document."""
    app.add_exception_handler(HaatError, _on_haat_error)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)


def _sendable(text: str) -> str:
    """The text without what UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


async def _on_haat_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HaatError):
        raise error
    request.state.problem = error.key
    return response(of_error(error), error.headers)


async def _on_validation(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    if any(e["type"] == "json_invalid" for e in error.errors()):
        return response(document(400, "malformed", "Not JSON", "The body is not valid JSON."))
    return await _on_haat_error(request, invalid(error))


async def _on_http(request: Request, error: Exception) -> Response:
    """Starlette's own refusals: unknown paths and methods, bodies that cannot be parsed."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    key = status.phrase.lower().replace(" ", "_").replace("-", "_")
    request.state.problem = key
    said = error.detail if error.detail != status.phrase else status.description or status.phrase
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request) or headers.get("Allow", "")
    return response(document(status, key, status.phrase, said), headers)


def _allowed(request: Request) -> str:
    """Every method of a path; the router names those of one route only."""
    paths: dict[str, dict[str, object]] = request.app.openapi()["paths"]
    for template, methods in paths.items():
        if compile_path(template)[0].match(request.url.path):
            return ", ".join(sorted(method.upper() for method in methods))
    return ""
