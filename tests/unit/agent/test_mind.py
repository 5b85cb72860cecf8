"""A hosted model's answer is believed only where it is whole."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from agent.mind import HostedMind, embedded_mind, hosted_mind
from agent.planner.model import ASK, SAY, EmbeddedPlanner
from haat.core.errors import ModelFailed
from tests.shipped import languages
from tests.unit.agent.corner_shop import NEW, read, shop
from tests.unit.agent.till import Till

PRICE = '{"commodity": "onion"}'
STOP = {"finish_reason": "stop"}


class Streams(BaseChatModel):
    """A model that streams these chunks; a number is a wait of so many seconds, an error is raised."""

    chunks: list[Any]
    bound: tuple[str, ...] = ()

    @property
    def _llm_type(self) -> str:
        return "streams"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self.model_copy(update={"bound": tuple(t["function"]["name"] for t in tools)})

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in self.chunks:
            if isinstance(chunk, float):
                await asyncio.sleep(chunk)
            elif isinstance(chunk, Exception):
                raise chunk
            else:
                yield ChatGenerationChunk(message=chunk)


def text(content: str, finish: str | None = None) -> AIMessageChunk:
    metadata = {} if finish is None else {"finish_reason": finish}
    return AIMessageChunk(content=content, response_metadata=metadata)


def calling(
    name: str, arguments: str, finish: str | None = "tool_calls", index: int = 0
) -> AIMessageChunk:
    part = tool_call_chunk(name=name, args=arguments, id=f"x{index}", index=index)
    metadata = {} if finish is None else {"finish_reason": finish}
    return AIMessageChunk(content="", tool_call_chunks=[part], response_metadata=metadata)


def mind(*chunks: Any, patience: float = 5) -> HostedMind:
    tools = tuple(Till().tools().values())
    return hosted_mind(Streams(chunks=list(chunks)), tools, patience_seconds=patience)


ASKED = [HumanMessage("onion price")]


def test_the_tools_and_two_more_are_bound_for_planning_and_none_for_wording() -> None:
    found = mind()
    assert isinstance(found.planner, Streams)
    assert isinstance(found.writer, Streams)
    assert found.planner.bound == (*Till().tools(), ASK, SAY)
    assert found.writer.bound == ()


async def test_a_whole_call_is_planned() -> None:
    answer = await mind(calling("market_price", PRICE)).plan(ASKED)
    assert [(c["name"], c["args"]) for c in answer.tool_calls] == [
        ("market_price", {"commodity": "onion"})
    ]


async def test_arguments_that_come_in_pieces_are_put_together() -> None:
    pieces = [
        calling("market_price", '{"commo', None),
        calling("", 'dity": "onion"}', "tool_calls"),
    ]
    answer = await mind(*pieces).plan(ASKED)
    assert answer.tool_calls[0]["args"] == {"commodity": "onion"}


@pytest.mark.parametrize(
    "chunks",
    [
        [],
        [text("")],
        [calling("market_price", PRICE, None)],
        [calling("market_price", PRICE, "length")],
        [calling("market_price", '{"commodity": "on', "tool_calls")],
        [calling("market_price", '["onion"]', "tool_calls")],
        [calling("no_such_tool", "{}", "tool_calls")],
        [text("The price is 5.", "stop")],
        [ConnectionResetError("gone")],
        [calling("market_price", PRICE, None), ValueError("garbled")],
    ],
    ids=[
        "nothing",
        "empty",
        "unfinished",
        "cut",
        "half",
        "list",
        "unknown",
        "prose",
        "reset",
        "garbled",
    ],
)
async def test_what_is_not_whole_is_a_failure(chunks: list[Any]) -> None:
    with pytest.raises(ModelFailed):
        await mind(*chunks).plan(ASKED)


async def test_a_slow_answer_is_not_waited_for() -> None:
    with pytest.raises(ModelFailed):
        await mind(30.0, text("late", "stop"), patience=0.02).word(ASKED)


async def test_a_whole_wording_is_taken_and_a_cut_one_is_not() -> None:
    assert (
        await mind(text("It is "), text("{{c1.price}}", "stop")).word(ASKED) == "It is {{c1.price}}"
    )
    for chunks in ([text("It is ")], [text("It is", "length")], [calling("market_price", PRICE)]):
        with pytest.raises(ModelFailed):
            await mind(*chunks).word(ASKED)


async def test_the_embedded_mind_may_call_only_what_it_was_given() -> None:
    tools = tuple(t for n, t in Till().tools().items() if n != "market_price")
    message = HumanMessage(
        "price of onion",
        additional_kwargs={"sheet": read("price of onion"), "shop": shop(), "memory": NEW},
    )
    planner = EmbeddedPlanner(languages=languages())
    few, all_tools = (
        embedded_mind(planner, tools),
        embedded_mind(planner, tuple(Till().tools().values())),
    )
    assert [c["name"] for c in (await few.plan([message])).tool_calls] == [SAY]
    assert [c["name"] for c in (await all_tools.plan([message])).tool_calls] == ["market_price"]
    assert not few.hosted
