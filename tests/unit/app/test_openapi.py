"""The OpenAPI document and its copy in the docs."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from app.openapi import COPY, text
from app.problems import MEDIA_TYPE
from app.server import create_app
from app.wiring import Services

METHODS = {"get", "post", "put", "patch", "delete"}


def closed() -> AbstractAsyncContextManager[Services]:
    """Services that nobody opens."""
    raise AssertionError("describing the routes opens nothing")


@pytest.fixture(scope="module")
def served() -> dict[str, Any]:
    """What `/openapi.json` gives."""
    return create_app(closed).openapi()


def test_the_copy_is_current() -> None:
    assert COPY.read_text() == text(create_app(closed)), "run: python -m app.openapi"


def test_every_route_documents_its_refusals(served: dict[str, Any]) -> None:
    for path, methods in served["paths"].items():
        for method, operation in methods.items():
            assert method in METHODS
            refusals = {s: r for s, r in operation["responses"].items() if s >= "400"}
            assert {"500", "503"} <= refusals.keys(), path
            assert all(MEDIA_TYPE in r["content"] for r in refusals.values()), path


def test_who_asks_is_documented_wherever_it_matters(served: dict[str, Any]) -> None:
    for path, methods in served["paths"].items():
        for operation in methods.values():
            open_to_all = not path.startswith("/api/v1") or "/auth/" in path
            assert ("security" in operation) != open_to_all, path
