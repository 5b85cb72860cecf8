"""What every refusal must look like."""

import httpx


def problem(response: httpx.Response, status: int) -> dict[str, object]:
    """The problem document of a response that must be one."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert body["status"] == status
    return body


def pointers(body: dict[str, object]) -> list[str]:
    """The fields a problem document blames."""
    errors = body.get("errors")
    assert isinstance(errors, list)
    return [error["pointer"] for error in errors]
