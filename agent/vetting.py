"""What a hosted model may answer while planning: tools that it was given, a question, or a topic."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from langchain_core.messages import AIMessage
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel, Field, ValidationError

from agent.planner.model import ASK, SAY
from haat.core.errors import ModelFailed
from tools.context import Tool

Answer = TypeVar("Answer", bound=BaseModel)
Call = tuple[str, dict[str, Any]]
MOST_CALLS = 6  # of one message; more is a model that runs in circles


class Offer(BaseModel):
    """One thing that may be chosen."""

    label: str = Field(default="", description="What the person reads.")
    value: str = Field(description="The id or value that goes into the argument.")


class AskPerson(BaseModel):
    """Ask the person for one argument that is missing or fits several things."""

    tool: str = Field(description="The tool that needs it.")
    arguments: dict[str, Any] = Field(
        default_factory=dict, description="The arguments that are known already."
    )
    kind: Literal["slot", "choice"] = Field(
        default="slot", description="`slot`: it is missing. `choice`: several things fit."
    )
    slot: str = Field(description="The argument's name.")
    options: list[Offer] = Field(default_factory=list, description="For a choice: what fits.")


class SayToPerson(BaseModel):
    """Answer what needs no tool: small talk, help, a wish for a human, or what can't be done."""

    topic: Literal["greet", "thanks", "bye", "help", "human", "cannot"]


def _schema(model: type[BaseModel], name: str) -> dict[str, Any]:
    shown = convert_to_openai_tool(model)
    shown["function"]["name"] = name
    return shown


ASK_SCHEMA = _schema(AskPerson, ASK)
SAY_SCHEMA = _schema(SayToPerson, SAY)


def vetted(calls: Sequence[Call], tools: Mapping[str, Tool]) -> AIMessage:
    """The calls as a message; ModelFailed where there is none, or one that was not offered.

    Tools come before talk, and the same call twice is one call: nothing is sold twice by a stutter.
    """
    if not calls:
        raise ModelFailed("the language model answered in prose instead of a call")
    unknown = [name for name, _ in calls if name not in {*tools, ASK, SAY}]
    if unknown or len(calls) > MOST_CALLS:
        raise ModelFailed("the language model called what it was not given")
    wanted = [c for c in calls if c[0] in tools] or list(calls[:1])
    once = {json.dumps(c, sort_keys=True): c for c in wanted}
    return AIMessage("", tool_calls=[_call(i, c, tools) for i, c in enumerate(once.values(), 1)])


def _call(number: int, call: Call, tools: Mapping[str, Tool]) -> Any:
    name, arguments = call
    read = {ASK: _question, SAY: _topic}.get(name)
    told = read(arguments, tools) if read else _said(arguments)
    return {"name": name, "args": told, "id": f"p{number}", "type": "tool_call"}


def _said(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the model left open: many write `null` or an empty text there."""
    return {k: v for k, v in arguments.items() if v is not None and v != ""}


def _question(arguments: Mapping[str, Any], tools: Mapping[str, Tool]) -> dict[str, Any]:
    asked = _read(AskPerson, arguments)
    tool = tools.get(asked.tool)
    if tool is None or asked.slot not in tool.arguments.model_fields:
        raise ModelFailed("the language model asked for what no tool needs")
    known = _said(asked.arguments)
    fields = tool.arguments.model_fields.keys() - {asked.slot}
    return asked.model_dump() | {"arguments": {k: known[k] for k in known if k in fields}}


def _topic(arguments: Mapping[str, Any], tools: Mapping[str, Tool]) -> dict[str, Any]:
    del tools
    return _read(SayToPerson, arguments).model_dump()


def _read(model: type[Answer], arguments: Mapping[str, Any]) -> Answer:
    try:
        return model.model_validate(arguments)
    except ValidationError as error:
        raise ModelFailed("the language model sent a broken question or topic") from error
