"""The plain web page of the chat: three files, nothing built, nothing from elsewhere."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, Response

_FOLDER = Path(__file__).with_name("page")
_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page/style.css": ("style.css", "text/css; charset=utf-8"),
    "/page/app.js": ("app.js", "text/javascript; charset=utf-8"),
}


def page_router() -> APIRouter:
    """The page at `/` and what it loads."""
    router = APIRouter(include_in_schema=False)
    for path, (name, kind) in _FILES.items():
        content = (_FOLDER / name).read_bytes()
        router.add_api_route(path, _sender(content, kind), methods=["GET", "HEAD"])
    return router


def _sender(content: bytes, kind: str) -> Callable[[], Awaitable[Response]]:
    async def send() -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "no-cache"})

    return send
