"""The embedded planner as a chat model: the same contract as a hosted one, no key and no network."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool
from pydantic import ConfigDict

from agent.done import Done
from agent.memory import Memory, Question
from agent.planner.desk import Plan
from agent.planner.plan import plan
from agent.scribe import Scribe
from agent.sheet import Sheet, Shop
from agent.wording import word
from haat.language.hearing import Languages

ASK = "ask_person"
SAY = "say_to_person"


class EmbeddedPlanner(BaseChatModel):
    """Plans from what was understood of the last human message, and words what the tools found.

    The graph hands over the understanding with the message (`additional_kwargs`), as it hands a
    hosted model a system prompt.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    languages: Languages
    tools: tuple[str, ...] = ()

    @property
    def _llm_type(self) -> str:
        return "haat-embedded-planner"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """A copy that may call these tools only."""
        del tool_choice, kwargs
        names = tuple(str(t["function"]["name"]) for t in tools if isinstance(t, dict))
        return self.model_copy(update={"tools": names})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        return ChatResult(generations=[ChatGeneration(message=self._answer(messages))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        # A few milliseconds of calculation: a thread would cost more than it saves.
        del run_manager
        return self._generate(messages, stop, None, **kwargs)

    async def ainvoke(
        self,
        input: LanguageModelInput,  # noqa: A002  LangChain's signature
        config: RunnableConfig | None = None,
        *,
        stop: list[str] | None = None,
        **kwargs: Any,
    ) -> AIMessage:
        """The answer at once: what LangChain keeps around a foreign model costs more than it."""
        del config, stop, kwargs
        return self._answer(self._convert_input(input).to_messages())

    def _answer(self, messages: list[BaseMessage]) -> AIMessage:
        worded = isinstance(messages[-1], ToolMessage)
        return _worded(messages) if worded else self._planned(messages)

    def _planned(self, messages: list[BaseMessage]) -> AIMessage:
        known = _human(messages).additional_kwargs
        sheet: Sheet = known["sheet"]
        shop: Shop = known["shop"]
        memory: Memory = known["memory"]
        return as_message(plan(sheet, shop, memory, self.languages), self.tools)


def as_message(made: Plan, tools: tuple[str, ...]) -> AIMessage:
    """A plan as tool calls: the tools', or the two that ask or say something."""
    calls = [(c.name, dict(c.arguments)) for c in made.calls if c.name in tools]
    if made.question is not None:
        said = {"topic": made.topic, "words": dict(made.words)}
        calls.append((ASK, _asked(made.question) | said))
    if not calls or (made.topic and made.question is None):
        topic = made.topic or "cannot"
        calls.append((SAY, {"topic": topic, "words": dict(made.words)}))
    return AIMessage(
        "",
        tool_calls=[
            {"name": n, "args": a, "id": uuid4().hex, "type": "tool_call"} for n, a in calls
        ],
    )


def _asked(question: Question) -> dict[str, Any]:
    return {
        "tool": question.call.name,
        "arguments": dict(question.call.arguments),
        "kind": question.kind,
        "slot": question.slot,
        "options": [{"label": o.label, "value": o.value} for o in question.options],
        "rest": [{"tool": c.name, "arguments": dict(c.arguments)} for c in question.rest],
    }


def _worded(messages: list[BaseMessage]) -> AIMessage:
    scribe: Scribe = _human(messages).additional_kwargs["scribe"]
    done: list[Done] = [
        m.artifact for m in messages if isinstance(m, ToolMessage) and isinstance(m.artifact, Done)
    ]
    return AIMessage("\n\n".join(filter(None, (word(d, scribe) for d in done))))


def _human(messages: list[BaseMessage]) -> HumanMessage:
    return next(m for m in reversed(messages) if isinstance(m, HumanMessage))
