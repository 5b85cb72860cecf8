"""One turn: what it is about, who listens, and how far it has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.done import Done
from agent.memory import Memory, Pending, Planned, Question
from agent.planner.resolve import Resolution
from agent.sheet import Sheet, Shop
from haat.core.message import Inbound, NeedsInput
from tools.context import ToolContext

Listener = Callable[[str, Mapping[str, Any]], None]


def nobody(event: str, data: Mapping[str, Any]) -> None:
    """The listener of a turn that nobody watches."""
    del event, data


@dataclass(frozen=True, slots=True)
class TurnScope:
    """What one turn may use; trusted, and never kept in a checkpoint."""

    inbound: Inbound
    shop: Shop
    tools: ToolContext
    listen: Listener
    trace_id: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn as it stands after a node; each node adds its part."""

    sheet: Sheet
    memory: Memory
    resolution: Resolution | None = None
    calls: tuple[Planned, ...] = ()
    confirmed: Pending | None = None  # these very changes were said yes to
    unaided: bool = False  # the hosted model failed: the rest of the turn goes without it
    topic: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    question: Question | None = None
    pending: Pending | None = None
    replaced: bool = False
    done: tuple[Done, ...] = ()
    erased: tuple[str, ...] = ()  # conversations whose checkpoints are to be deleted
    text: str = ""
    pieces: tuple[str, ...] = ()
    needs: NeedsInput | None = None
    beta: bool = False  # it was said that no native speaker has read this language
    grounded: bool = True
