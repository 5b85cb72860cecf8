"""A conversation on the command line."""

import asyncio
import uuid
from typing import Protocol

from channels.web import Answers
from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.message import Inbound, NeedsInput, Reply, TurnContext

NOTHING_FIXED = TurnContext()


class Terminal(Protocol):
    """Where the person sits: `read` gives an empty text at the end, `write` adds a line break."""

    def read(self) -> str: ...

    def write(self, text: str) -> None: ...


async def talk(
    copilot: Answers, actor: Actor, terminal: Terminal, context: TurnContext = NOTHING_FIXED
) -> None:
    """Answer line by line until the input ends."""
    conversation_id: str | None = None
    need: NeedsInput | None = None
    while line := await asyncio.to_thread(terminal.read):
        if not line.strip():
            continue
        inbound = Inbound(
            chosen(line.strip(), need), uuid.uuid4().hex, conversation_id, "terminal", context
        )
        try:
            reply = await copilot.answer(actor, inbound)
        except HaatError as error:
            terminal.write(error.detail)
            continue
        conversation_id, need = reply.conversation_id, reply.needs_input
        terminal.write(shown(reply))


def chosen(line: str, need: NeedsInput | None) -> str:
    """What she said, or the value of the option whose number she typed."""
    if need is None or need.kind == "slot" or not line.isdecimal():
        return line
    number = int(line)
    return need.options[number - 1].value if 0 < number <= len(need.options) else line


def shown(reply: Reply) -> str:
    """A reply as lines: the words, the options by number, and where the figures came from."""
    options = reply.needs_input.options if reply.needs_input else ()
    numbered = (f"  {number}. {option.label}" for number, option in enumerate(options, 1))
    return "\n".join([reply.words.text, *numbered, *_sources(reply)])


def _sources(reply: Reply) -> list[str]:
    found: dict[str, None] = {}
    for call in reply.tool_calls:
        for source in call.result.get("sources", ()):
            dated = f"{source['name']} · {source['as_of']}" if source["as_of"] else source["name"]
            found[dated] = None
    found |= {f"{cited.title}, {cited.locator}": None for cited in reply.citations}
    return [f"  [{name}]" for name in found]
