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
        kept = [*old, *new][-most:]
        first = next((i for i, m in enumerate(kept) if isinstance(m, HumanMessage)), 0)
        return kept[first:]

    return keep


def build_graph(
    nodes: Nodes, checkpointer: BaseCheckpointSaver[str] | None, history_messages: int
) -> CompiledStateGraph[Any, TurnScope, Any, Any]:
    """The one graph, whatever chat model is in it. No node has an effect before it may be repeated."""

    class State(TypedDict):
        """Kept: messages and memory. This turn only: the turn."""

        messages: Annotated[list[AnyMessage], last_messages(history_messages)]
        memory: NotRequired[dict[str, Any]]
        turn: NotRequired[Annotated[Turn, UntrackedValue]]

    async def understand(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        return {"turn": nodes.understand(state.get("memory"), runtime.context)}

    async def plan(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        return {"turn": await nodes.plan(state["turn"], state["messages"], runtime.context)}

    async def act(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        return {"turn": await nodes.act(state["turn"], runtime.context)}

    async def compose(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        return {"turn": await nodes.compose(state["turn"], runtime.context)}

    async def check(state: State, runtime: Runtime[TurnScope]) -> dict[str, Any]:
        turn = nodes.check(state["turn"], runtime.context)
        said = [HumanMessage(runtime.context.inbound.text), kept(turn)]
        return {"turn": turn, "messages": said, "memory": nodes.remember(turn).as_json()}

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
