"""The served OpenAPI document; `python -m app.openapi` keeps its copy in docs/openapi.json."""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.problems import MEDIA_TYPE, ProblemDocument

COPY = Path(__file__).parents[1] / "docs" / "openapi.json"
_EVERYWHERE = {500: "A fault of the server", 503: "Something is not set up or not ready"}
_WITH_INPUT = {
    400: "The body cannot be read",
    404: "Not there, or not the caller's",
    409: "In conflict with what is already there",
    413: "The body is too large",
    422: "Some fields cannot be used",
}
_WITH_CALLER = {
    401: "The caller is not known",
    403: "The role does not allow it",
    429: "Too many requests; see Retry-After",
}


def describe(app: FastAPI) -> dict[str, Any]:
    """FastAPI's document, in which each refusal is a problem document."""
    found = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["ProblemDocument"] = problem
    for methods in found["paths"].values():
        for operation in methods.values():
            _add_problems(operation)
    return found


def text(app: FastAPI) -> str:
    """The document as it is kept."""
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _add_problems(operation: dict[str, Any]) -> None:
    refusals = dict(_EVERYWHERE)
    if "requestBody" in operation or "parameters" in operation:
        refusals |= _WITH_INPUT
    if "security" in operation or "auth" in operation.get("tags", ()):
        refusals |= _WITH_CALLER
    for status, description in sorted(refusals.items()):
        operation["responses"][str(status)] = {
            "description": description,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }


def main() -> None:
    """Write the copy."""
    from app.server import create_app  # noqa: PLC0415  the server itself imports this module
    from app.wiring import open_services  # noqa: PLC0415
    from haat.core.settings import Settings  # noqa: PLC0415

    COPY.write_text(text(create_app(lambda: open_services(Settings()))))


if __name__ == "__main__":
    main()
