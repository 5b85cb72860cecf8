"""The chat model in its two offices: planning with the tools bound, and wording what was found."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable

from agent.planner.model import ASK, SAY
from haat.core.errors import ModelFailed
from tools.context import Tool

logger = logging.getLogger(__name__)

TOPICS = ("greet", "thanks", "bye", "help", "human", "erase", "undo", "cannot")
ASK_SCHEMA: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": ASK,
        "description": "Ask the person for one argument that is missing or ambiguous.",
        "parameters": {
            "type": "object",
            "properties": {
                "tool": {"type": "string", "description": "The tool that needs it."},
                "arguments": {"type": "object", "description": "The arguments known so far."},
                "kind": {"type": "string", "enum": ["slot", "choice"]},
                "slot": {"type": "string", "description": "The argument's name."},
                "options": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"label": {"type": "string"}, "value": {"type": "string"}},
                        "required": ["label", "value"],
                    },
                },
            },
            "required": ["tool", "arguments", "kind", "slot"],
        },
    },
}
SAY_SCHEMA: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": SAY,
        "description": "Say something that needs no tool: greeting, thanks, help, or that this can't be done.",
        "parameters": {
            "type": "object",
            "properties": {"topic": {"type": "string", "enum": list(TOPICS)}},
            "required": ["topic"],
        },
    },
}


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
class ModelMind:
    """Any LangChain chat model; a hosted one is streamed, so that a cut answer is noticed."""

    planner: Runnable[LanguageModelInput, AIMessage]
    writer: Runnable[LanguageModelInput, AIMessage]
    hosted: bool

    async def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """The planned calls; ModelFailed where the model gave no whole answer."""
        if not self.hosted:
            return await self.planner.ainvoke(list(messages))
        return await _whole(self.planner, messages)

    async def word(self, messages: Sequence[BaseMessage]) -> str:
        """The worded reply; ModelFailed where the model gave no whole answer."""
        if not self.hosted:
            return str((await self.writer.ainvoke(list(messages))).content)
        return str((await _whole(self.writer, messages)).text)


def mind_of(model: BaseChatModel, tools: Sequence[Tool], *, hosted: bool) -> ModelMind:
    """The model with the tools bound for planning, and bare for wording."""
    schemas: list[dict[str, Any]] = [dict(t.schema()) for t in tools] + [ASK_SCHEMA, SAY_SCHEMA]
    return ModelMind(planner=model.bind_tools(schemas), writer=model, hosted=hosted)


async def _whole(
    model: Runnable[LanguageModelInput, AIMessage], messages: Sequence[BaseMessage]
) -> AIMessage:
    """The whole streamed answer.

    A cut stream ends without an exception and its half-written arguments are repaired to valid JSON
    (`450` to `45`), so an answer without a finish reason is refused and the raw arguments are parsed
    strictly.
    """
    total: AIMessageChunk | None = None
    try:
        async for chunk in model.astream(list(messages)):
            if isinstance(chunk, AIMessageChunk):
                total = chunk if total is None else total + chunk
    except Exception as error:  # any client, network or decoding error of a foreign server
        logger.warning("the hosted model failed: %s", type(error).__name__)
        raise ModelFailed(f"the language model did not answer ({type(error).__name__})") from error
    if total is None or not total.response_metadata.get("finish_reason"):
        raise ModelFailed("the language model's answer was cut off")
    return AIMessage(total.content, tool_calls=[_strict(c) for c in total.tool_call_chunks])


def _strict(chunk: Mapping[str, Any]) -> Any:
    try:
        arguments = json.loads(chunk.get("args") or "{}")
    except json.JSONDecodeError as error:
        raise ModelFailed("the language model sent a broken tool call") from error
    if not isinstance(arguments, dict) or not chunk.get("name"):
        raise ModelFailed("the language model sent a broken tool call")
    return {
        "name": chunk["name"],
        "args": arguments,
        "id": chunk.get("id") or "",
        "type": "tool_call",
    }
