"""Runs dialogues against the demo shop, with the copilot that every channel uses."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from app.wiring import Converses, Services, open_services
from eval.dialogues.judge import ALL_WRONG, Json, Verdict, judge
from eval.dialogues.paperwork import GIVEN, give
from eval.dialogues.script import Dialogue, Line
from haat.core.actor import Actor, Role
from haat.core.message import Inbound, TurnContext
from haat.core.settings import DatabaseSettings, ModelSettings, Settings

TODAY = date(2026, 11, 25)
ACTOR = Actor("demo", "eval", Role.ADMIN, None, demo=True)


@dataclass(frozen=True, slots=True)
class Answered:
    """One line, what came back, and what it cost; `error` where nothing came back."""

    dialogue: str
    group: str
    line: Line
    text: str
    reply: Json | None
    verdict: Verdict
    wall_ms: float
    cpu_ms: float
    error: str = ""

    @property
    def tongue(self) -> str:
        """The language and script that were expected."""
        return f"{self.line.languages[0]} {self.line.script}"


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever speaks in a dialogue."""

    services: Services
    actor: Actor

    async def gives(self, line: Line) -> tuple[str, ...]:
        """The ids of the papers that come with a line."""
        if line.paper is None:
            return ()
        now, engine = self.services.clock(), self.services.engine
        return (await asyncio.to_thread(give, engine, self.actor, line.paper, TODAY, now),)

    async def asks(
        self, text: str, conversation_id: str | None, context: TurnContext, papers: tuple[str, ...]
    ) -> tuple[Json | None, str]:
        """The reply, or why there is none; a paper's id reads as `GIVEN`."""
        inbound = Inbound(text, uuid4().hex, conversation_id, "eval", context, papers)
        try:
            reply = (await self.services.copilot.answer(self.actor, inbound)).as_json()
        except Exception as error:  # noqa: BLE001  a crash is a result: it is counted and listed
            return None, f"{type(error).__name__}: {error}"
        for call in reply["tool_calls"]:
            if call["arguments"].get("document_id") in papers:
                call["arguments"]["document_id"] = GIVEN
        return reply, ""


def settings_for(folder: Path, configured: Settings, *, hosted: bool) -> Settings:
    """The settings in force, on a fixed day, in a folder apart."""
    return configured.model_copy(
        update={
            "data_dir": folder,
            "today": TODAY,
            "database": DatabaseSettings(),
            "model": configured.model if hosted else ModelSettings(),
        }
    )


async def run(settings: Settings, dialogues: Sequence[Dialogue]) -> tuple[Answered, ...]:
    """Every line of every dialogue, each dialogue in a conversation of its own."""
    done: list[Answered] = []
    async with open_services(settings, demo=True) as services:
        await _warm(services.copilot)
        for dialogue in dialogues:
            done += await _converse(services, dialogue)
    return tuple(done)


async def _warm(copilot: Converses) -> None:
    """The first message of a process pays for what all others use."""
    await copilot.answer(ACTOR, Inbound(text="hello", message_id=uuid4().hex))


async def _converse(services: Services, dialogue: Dialogue) -> list[Answered]:
    done: list[Answered] = []
    conversation_id: str | None = None
    # Who gave a paper has one from then on: nobody else may be taken for her.
    gives = any(line.paper for line in dialogue.lines)
    asker = Asker(services, replace(ACTOR, subject=dialogue.name) if gives else ACTOR)
    for line in dialogue.lines:
        done.append(await _one(asker, dialogue, line, done, conversation_id))
        if (reply := done[-1].reply) is not None:
            conversation_id = str(reply["conversation_id"])
    return done


async def _one(
    asker: Asker,
    dialogue: Dialogue,
    line: Line,
    before: Sequence[Answered],
    conversation_id: str | None,
) -> Answered:
    earlier = [a.reply for a in before]
    text = line.text if line.chooses is None else _option(line.chooses, earlier[-1])
    papers = await asker.gives(line)
    wall, cpu = time.perf_counter(), time.process_time()
    reply, error = await asker.asks(text, conversation_id, dialogue.context, papers)
    spent = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    said = [*(a.text for a in before), text]
    verdict = ALL_WRONG if reply is None else judge(line, reply, said, earlier)
    return Answered(dialogue.name, dialogue.group, line, text, reply, verdict, *spent, error)


def _option(wanted: str, reply: Json | None) -> str:
    """The value of the option that holds these words; the words, where none does."""
    options = (reply or {}).get("needs_input") or {"options": ()}
    return next(
        (o["value"] for o in options["options"] if wanted in o["label"] or wanted in o["value"]),
        wanted,
    )
