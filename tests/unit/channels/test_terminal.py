"""A conversation on the command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inline_snapshot import snapshot

from channels.terminal import talk
from haat.core.actor import Actor, Role
from haat.core.errors import NotFound
from haat.core.message import Citation, Inbound, NeedsInput, Option, Reply, ToolCall, Words

ACTOR = Actor("demo", "local", Role.ADMIN)


@dataclass
class Script:
    """A terminal that reads prepared lines and keeps what is written."""

    lines: list[str]
    written: list[str] = field(default_factory=list)

    def read(self) -> str:
        return self.lines.pop(0) if self.lines else ""

    def write(self, text: str) -> None:
        self.written.append(text)


@dataclass
class Asks:
    """A copilot that asks which rice is meant, and then says what it got."""

    asked: list[Inbound] = field(default_factory=list)

    async def answer(
        self,
        actor: Actor,
        inbound: Inbound,
        listen: Callable[[str, Mapping[str, Any]], None] | None = None,
    ) -> Reply:
        self.asked.append(inbound)
        if inbound.text == "fail":
            raise NotFound("no store x")
        if inbound.text == "rice" and not self.asked[:-1]:
            options = (Option("Basmati", "rice.basmati"), Option("Loose", "rice"))
            need = NeedsInput("choice", "product", options)
            return Reply("c", inbound.message_id, "t", Words("Which?", "en", "Latn"), (), (), need)
        sources = {"sources": [{"name": "ledger", "kind": "own", "as_of": "2026-11-24"}]}
        call = ToolCall("query_kpi", {}, "ok", sources)
        cited = Citation("1", "rules", "The Act", "s. 31", "…", None)
        words = Words(f"Got {inbound.text}.", "en", "Latn")
        return Reply("c", inbound.message_id, "t", words, (call,), (cited,))


async def test_a_number_chooses_an_option() -> None:
    copilot, terminal = Asks(), Script(["rice\n", "\n", "2\n"])
    await talk(copilot, ACTOR, terminal)
    assert terminal.written == snapshot(
        [
            """\
Which?
  1. Basmati
  2. Loose\
""",
            """\
Got rice.
  [ledger · 2026-11-24]
  [The Act, s. 31]\
""",
        ]
    )
    assert [asked.conversation_id for asked in copilot.asked] == [None, "c"]


async def test_a_number_that_is_no_option_is_said_as_it_is() -> None:
    copilot = Asks()
    await talk(copilot, ACTOR, Script(["rice\n", "7\n", "2\n"]))
    assert [asked.text for asked in copilot.asked] == ["rice", "7", "2"]


async def test_an_error_is_told_and_the_talk_goes_on() -> None:
    terminal = Script(["fail\n", "x"])
    await talk(Asks(), ACTOR, terminal)
    assert terminal.written[0] == "no store x"
    assert len(terminal.written) == 2
