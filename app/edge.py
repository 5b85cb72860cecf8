"""What holds for every request: a size limit, security headers, counting, and no stack trace outside."""

import logging
import time
from http import HTTPStatus

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import problems
from app.metrics import Metrics

logger = logging.getLogger(__name__)

BODY_BYTES = 1_000_000
INGEST_PATH = "/api/v1/ingest/"
INGEST_BYTES = 64_000_000
DOCUMENTS_PATH = "/api/v1/documents"
DOCUMENT_BYTES = 64_000_000  # what one file may weigh is a setting
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


class Edge:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        started = time.perf_counter()
        try:
            await self._answer(scope, exchange)
        finally:
            self._count(scope, exchange.status, time.perf_counter() - started)

    async def _answer(self, scope: Scope, exchange: "_Exchange") -> None:
        if exchange.announced_too_much:
            refusal = problems.response(_too_large())
            await refusal(scope, exchange.receive, exchange.send)
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except Exception:
            logger.exception("unhandled error on %s %s", scope["method"], scope["path"])
            if exchange.status:
                raise
            fault = problems.response(problems.unexpected())
            await fault(scope, exchange.receive, exchange.send)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        self._metrics.request(scope["method"], _route(scope), status, seconds)
        if status >= HTTPStatus.BAD_REQUEST:
            kind = scope.get("state", {}).get("problem") or HTTPStatus(status).phrase.lower()
            self._metrics.refusal(kind)


class _Exchange:
    """One request and its response, watched on the way in and on the way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._limit = _most_bytes(scope["path"])
        self._read = 0
        self.status = 0
        announced = Headers(scope=scope).get("content-length", "")
        self.announced_too_much = announced.isdecimal() and int(announced[:20]) > self._limit

    async def receive(self) -> Message:
        """The next part of the body, unless it is too much."""
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large()["detail"])
        return message

    async def send(self, message: Message) -> None:
        """The response's next part, with the security headers on the first."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


def _most_bytes(path: str) -> int:
    if path.startswith(INGEST_PATH):
        return INGEST_BYTES
    return DOCUMENT_BYTES if path.rstrip("/") == DOCUMENTS_PATH else BODY_BYTES


def _route(scope: Scope) -> str:
    """The matched path with its parameters' names; a route knows only the part below its router."""
    route: str | None = getattr(scope.get("route"), "path", None)
    if route is None:
        return "unknown"
    parts: list[str] = scope["path"].split("/")
    return "/".join(parts[: len(parts) - route.count("/")]) + route


def _too_large() -> dict[str, object]:
    return problems.document(
        413, "content_too_large", "Content too large", "The body is larger than this route takes."
    )
