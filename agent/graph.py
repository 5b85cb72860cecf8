"""The conversation as a graph: understand, plan, act, compose, check."""

from collections.abc import Sequence
from typing import Annotated, Any, NotRequired, TypedDict

from langchain_core.messages import AnyMessage, HumanMessage
from langgraph.channels import UntrackedValue
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agent.briefing import kept
from agent.nodes import Nodes
from agent.turn import Turn, TurnScope


def last_messages(most: int) -> Any:
    """A reducer that keeps the newest `most` messages, from a message of the person on."""

    def keep(old: Sequence[AnyMessage], new: Sequence[AnyMessage]) -> list[AnyMessage]:
        again = new[0].id if new else None
        kept = [*before(old, again), *new][-most:]
        first = next((i for i, m in enumerate(kept) if isinstance(m, HumanMessage)), 0)
        return kept[first:]

    return keep


def before(messages: Sequence[AnyMessage], message_id: str | None) -> Sequence[AnyMessage]:
    """What was said before a message, also where a turn that broke at its very end has kept it."""
    ids = [m.id for m in messages]
    return messages[: ids.index(message_id)] if message_id and message_id in ids else messages


def build_graph(
    nodes: Nodes, checkpointer: BaseCheckpointSaver[str] | None, history_messages: int
) -> CompiledStateGraph[Any, TurnScope, Any, Any]:
    """The one graph, whatever chat model is in it. No node has an effect before it may be repeated."""

    class State(TypedDict):
        """Kept: messages, memory, and which message was last and found which memory. This turn only: the turn."""

        messages: Annotated[list[AnyMessage], last_messages(history_messages)]
        memory: NotRequired[dict[str, Any]]
        last: NotRequired[dict[str, Any]]
        turn: NotRequired[Annotated[Turn, UntrackedValue]]

    async def understand(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        last = state.get("last") or {}
        # A turn that was kept and then lost its reply is done again from where it began.
        again = last.get("message") == runtime.context.inbound.message_id
        kept = last["memory"] if again else state.get("memory")
        return {"turn": nodes.understand(kept, runtime.context)}

    async def plan(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        history = before(state["messages"], runtime.context.inbound.message_id)
        return {"turn": await nodes.plan(state["turn"], history, runtime.context)}

    async def act(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        return {"turn": await nodes.act(state["turn"], runtime.context)}

    async def compose(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        return {"turn": await nodes.compose(state["turn"], runtime.context)}

    async def check(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        turn, inbound = nodes.check(state["turn"], runtime.context), runtime.context.inbound
        said = [HumanMessage(inbound.text, id=inbound.message_id), kept(turn)]
        last = {"message": inbound.message_id, "memory": turn.memory.as_json()}
        memory = nodes.remember(turn).as_json()
        return {"turn": turn, "messages": said, "memory": memory, "last": last}

    graph = StateGraph(State, context_schema=TurnScope)
    graph.add_node("understand", understand)
    graph.add_node("plan", plan)
    graph.add_node("act", act)
    graph.add_node("compose", compose)
    graph.add_node("check", check)
    graph.add_edge(START, "understand")
    graph.add_edge("understand", "plan")
    graph.add_edge("plan", "act")
    graph.add_edge("act", "compose")
    graph.add_edge("compose", "check")
    graph.add_edge("check", END)
    return graph.compile(checkpointer=checkpointer)
