"""A conversation through the graph, with the tools of a till and a memory in this process."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from langchain_core.messages import AnyMessage
from langgraph.checkpoint.memory import InMemorySaver

from agent.graph import build_graph
from agent.memory import Memory, memory_of
from agent.mind import Mind
from agent.nodes import Nodes
from agent.turn import Listener, Turn, nobody
from haat.core.message import TurnContext
from tests.unit.agent.corner_shop import PLAIN
from tests.unit.agent.till import NOW, Till, scope, stations


@dataclass
class Talk:
    """Says things in one conversation, and keeps the dialogue."""

    till: Till = field(default_factory=Till)
    mind: Mind | None = None
    nodes: Nodes | None = None
    history_messages: int = 24
    dialogue: list[str] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    def __post_init__(self) -> None:
        nodes = self.nodes or stations(self.till, self.mind)
        self.saver = InMemorySaver()
        self.graph = build_graph(nodes, self.saver, self.history_messages)

    async def says(
        self,
        text: str,
        *,
        now: datetime = NOW,
        said: TurnContext = PLAIN,
        listen: Listener = nobody,
        **changes: Any,
    ) -> Turn:
        """The turn after one message."""
        state = await self.graph.ainvoke(
            {"messages": []},
            self.config,
            context=scope(text, now=now, said=said, listen=listen, **changes),
            durability="exit",
        )
        turn: Turn = state["turn"]
        self.turns.append(turn)
        offered = [o.label for o in turn.needs.options] if turn.needs else []
        shown = f"\n[{' | '.join(offered)}]" if offered else ""
        self.dialogue.append(f"> {text}\n{turn.text}{shown}")
        return turn

    @property
    def config(self) -> Any:
        return {"configurable": {"thread_id": "talk"}}

    async def memory(self) -> Memory:
        """What is kept between turns."""
        return memory_of((await self.graph.aget_state(self.config)).values["memory"])

    async def messages(self) -> list[AnyMessage]:
        """The messages that are kept."""
        found: list[AnyMessage] = (await self.graph.aget_state(self.config)).values["messages"]
        return found

    @property
    def text(self) -> str:
        """The dialogue as a reviewer reads it."""
        return "\n\n".join(self.dialogue)
