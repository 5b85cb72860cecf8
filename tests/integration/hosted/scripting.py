"""What a model is made to answer: calls where it plans, a text where it words."""

from typing import Any

from llmock.journal import RequestRecord
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Match, Reply, ToolCall

PLANNING, WORDING = Match(tools=True), Match(tools=False)
Call = tuple[str, dict[str, Any]]


def plans(model: LLMock, *calls: Call, finish: str | None = None) -> None:
    """The next planning answer."""
    made = tuple(ToolCall(name, arguments) for name, arguments in calls)
    model.add(Reply(tool_calls=made, finish_reason=finish, match=PLANNING))


def says(model: LLMock, text: str) -> None:
    """The next planning answer, as prose."""
    model.add(Reply(text=text, match=PLANNING))


def words(model: LLMock, text: str) -> None:
    """The next wording."""
    model.add(Reply(text=text, match=WORDING))


def messages(request: RequestRecord) -> list[dict[str, Any]]:
    """The messages that a request handed to the model."""
    found: list[dict[str, Any]] = request.body["messages"]
    return found


def planned(model: LLMock) -> list[RequestRecord]:
    """The requests that asked for a plan."""
    return [r for r in model.requests if r.body.get("tools")]


def worded(model: LLMock) -> list[RequestRecord]:
    """The requests that asked for words."""
    return [r for r in model.requests if not r.body.get("tools")]
