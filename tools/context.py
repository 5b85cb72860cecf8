"""What every tool is given, and what a tool is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel

from haat.core.actor import Actor, Permission
from haat.core.finding import Finding, Missing
from haat.language.concepts import concept_categories
from haat.language.places import Gazetteer
from haat.store.handles import Engine
from retrieval.own_texts import OwnTexts, no_texts
from retrieval.rules import Rules, shipped_rules
from tools.remembered import Remembered


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Who asks, on which day, and where to look.

    `today` is the shop's day of this turn; nothing dated after it may be used.
    `effect_key` is set only while a change that the person said yes to is carried out.
    """

    actor: Actor
    engine: Engine
    today: date
    now: datetime
    gazetteer: Gazetteer
    store_id: str | None = None  # the store of the conversation, where none is said
    place: str | None = None  # the place of the conversation, where none is said
    effect_key: str | None = None
    words: str = ""  # what she said, for the little that no argument holds: the name of a festival
    rules: Callable[[], Rules] = shipped_rules  # read and indexed at the first question about them
    own_texts: OwnTexts = no_texts  # what the tenant's own writings hold
    concepts: Mapping[str, str] = field(default_factory=concept_categories)  # category by concept
    remembered: Remembered = field(default_factory=Remembered)
    # by channel that reaches people: how long after somebody's last message; None: always
    reach: Mapping[str, timedelta | None] = field(default_factory=dict)


# Any: each tool takes its own type of arguments, which `Tool.arguments` names.
Run = Callable[[ToolContext, Any], Finding | Missing]


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing the agent can do. A tool with a `preview` changes something and asks first.

    A `quick` one answers in about the time that a hop to a thread takes; any other would keep
    everybody else waiting and works beside the event loop.
    """

    name: str
    arguments: type[BaseModel]
    run: Run
    permission: Permission
    preview: Run | None = None
    quick: bool = False

    def schema(self) -> dict[str, object]:
        """The tool as an OpenAI function; its description is the arguments' docstring."""
        shown = convert_to_openai_tool(self.arguments)
        shown["function"]["name"] = self.name
        return shown
