"""The chat model in its two offices: planning with the tools bound, and wording what was found."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable

from agent.vetting import ASK_SCHEMA, SAY_SCHEMA, vetted
from haat.core.errors import ModelFailed
from tools.context import Tool

WHOLE = frozenset({"stop", "tool_calls", "function_call"})  # finish reasons of a whole answer


class Mind(Protocol):
    """What the graph asks of a chat model."""

    @property
    def hosted(self) -> bool:
        """Whether the model is somebody else's: its words are checked and its ids resolved."""
        ...

    async def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """A message with tool calls."""
        ...

    async def word(self, messages: Sequence[BaseMessage]) -> str:
        """The reply's text, figures by name."""
        ...


@dataclass(frozen=True, slots=True)
class EmbeddedMind:
    """The model that lives in this process: it neither fails nor invents."""

    planner: Runnable[LanguageModelInput, AIMessage]
    writer: Runnable[LanguageModelInput, AIMessage]
    hosted: bool = False

    async def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """The planned calls."""
        return await self.planner.ainvoke(list(messages))

    async def word(self, messages: Sequence[BaseMessage]) -> str:
        """The worded reply."""
        return str((await self.writer.ainvoke(list(messages))).content)


@dataclass(frozen=True, slots=True)
class HostedMind:
    """Somebody else's model: streamed, so that a cut answer is noticed, and vetted.

    `patience_seconds` is for one whole answer, the client's own retries included.
    """

    planner: Runnable[LanguageModelInput, AIMessage]
    writer: Runnable[LanguageModelInput, AIMessage]
    tools: Mapping[str, Tool]
    patience_seconds: float
    hosted: bool = True

    async def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """The planned calls; ModelFailed where the model gave no whole and usable answer."""
        answer = await _whole(self.planner, messages, self.patience_seconds)
        return vetted(_calls(answer), self.tools)

    async def word(self, messages: Sequence[BaseMessage]) -> str:
        """The worded reply; ModelFailed where the model gave no whole answer, or calls a tool."""
        answer = await _whole(self.writer, messages, self.patience_seconds)
        if answer.tool_call_chunks:
            raise ModelFailed("the language model called a tool where it should word an answer")
        return str(answer.text)


def embedded_mind(model: BaseChatModel, tools: Sequence[Tool]) -> EmbeddedMind:
    """The embedded model with the tools bound for planning, and bare for wording."""
    return EmbeddedMind(model.bind_tools(_schemas(tools)), model)


def hosted_mind(
    model: BaseChatModel, tools: Sequence[Tool], *, patience_seconds: float
) -> HostedMind:
    """A hosted model with the tools bound for planning, and bare for wording."""
    named = {t.name: t for t in tools}
    return HostedMind(model.bind_tools(_schemas(tools)), model, named, patience_seconds)


def _schemas(tools: Sequence[Tool]) -> list[dict[str, Any]]:
    return [dict(t.schema()) for t in tools] + [ASK_SCHEMA, SAY_SCHEMA]


async def _whole(
    model: Runnable[LanguageModelInput, AIMessage],
    messages: Sequence[BaseMessage],
    patience_seconds: float,
) -> AIMessageChunk:
    """The whole streamed answer.

    A stream that is cut ends without an exception, and LangChain repairs its half-written arguments
    to valid JSON (`450` to `45`); so an answer is believed only with a finish reason that says it
    is whole, and its raw arguments are parsed strictly.
    """
    total: AIMessageChunk | None = None
    finish = None
    try:
        async with asyncio.timeout(patience_seconds):
            async for chunk in model.astream(list(messages)):
                if isinstance(chunk, AIMessageChunk):
                    finish = chunk.response_metadata.get("finish_reason") or finish
                    total = chunk if total is None else total + chunk
    except Exception as error:  # any client, network or decoding error of a foreign server
        kind = type(error).__name__
        raise ModelFailed(f"the language model did not answer ({kind})") from error
    if total is None or finish not in WHOLE:
        raise ModelFailed("the language model's answer was cut off")
    return total


def _calls(answer: AIMessageChunk) -> list[tuple[str, dict[str, Any]]]:
    """The calls by their raw arguments; the text beside them counts for nothing."""
    return [(str(c.get("name") or ""), _arguments(c.get("args"))) for c in answer.tool_call_chunks]


def _arguments(raw: str | None) -> dict[str, Any]:
    try:
        arguments = json.loads(raw or "{}")
    except json.JSONDecodeError as error:
        raise ModelFailed("the language model sent a broken tool call") from error
    if not isinstance(arguments, dict):
        raise ModelFailed("the language model sent a broken tool call")
    return arguments
