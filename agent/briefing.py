"""What a chat model is told: the rules, the trusted facts of this turn, and the findings by name."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)

from agent.done import Done
from agent.memory import Planned
from agent.planner.model import ASK
from agent.scribe import Scribe
from agent.turn import Turn, TurnScope
from agent.wording import word
from haat.language.hearing import Languages
from haat.language.places import Gazetteer
from haat.language.scripts import script_of
from haat.language.tokens import tokenise
from prompts import prompt

FACTS = ("@product", "@asked", "@period", "@source", "@source_date", "@day")
MOST_PLACES = 20
MOST_ROWS = 5
DONE = "ok"  # all that a model is told of a reply that called nothing


def kept(turn: Turn) -> AIMessage:
    """The reply as the conversation keeps it: its words, and beside them what was called."""
    calls = [(d.name, dict(d.arguments), d.status) for d in turn.done if d.status != "error"]
    if not calls and turn.question is not None:
        asked = turn.question
        known = {"tool": asked.call.name, "slot": asked.slot, "kind": asked.kind}
        calls = [(ASK, {**known, "arguments": dict(asked.call.arguments)}, "awaiting_confirmation")]
    return AIMessage(turn.text, additional_kwargs={"calls": calls})


@dataclass(frozen=True, slots=True)
class Briefing:
    """Builds the messages that a model reads."""

    languages: Languages
    gazetteer: Gazetteer
    hosted: bool

    def scribe(self, turn: Turn, scope: TurnScope) -> Scribe:
        """The renderer for this reader and these findings."""
        tongue = turn.sheet.tongue
        voice = self.languages.voice(tongue.language, tongue.script)
        return Scribe(
            voice=voice,
            tongue=type(tongue)(voice.language, voice.script),
            vocabulary=scope.shop.vocabulary,
            gazetteer=self.gazetteer,
            native_digits=turn.sheet.native_digits,
            calls={d.id: d for d in turn.done},
        )

    def to_plan(
        self, turn: Turn, scope: TurnScope, history: Sequence[AnyMessage]
    ) -> list[BaseMessage]:
        """Rules and trusted facts, the conversation, and the message with what was understood of it."""
        known = {"sheet": turn.sheet, "shop": scope.shop, "memory": turn.memory}
        asked = HumanMessage(scope.inbound.text, additional_kwargs=known)
        if not self.hosted:
            return [asked]
        facts = json.dumps(self._facts(turn, scope), ensure_ascii=False, default=str)
        rules = SystemMessage(f"{prompt('plan')}\nFacts of this turn:\n{facts}")
        return [rules, *_past(history), asked]

    def _facts(self, turn: Turn, scope: TurnScope) -> dict[str, Any]:
        sheet = turn.sheet
        places = [i for m in sheet.places for i in m.ids][:MOST_PLACES]
        return {
            "today": scope.tools.today,
            "language": sheet.tongue.language,
            "script": sheet.tongue.script,
            "goods": sorted({i for m in sheet.products for i in m.ids}),
            "places": places,
            "amounts": [
                {"value": str(a.value), "unit": a.unit, "kind": a.kind, "role": a.role}
                for a in sheet.amounts
            ],
            "days": [{"start": d.start, "end": d.end, "period": d.period} for d in sheet.days],
            "documents": sheet.document_ids,
            "stores": [{"id": s.id, "place": s.place} for s in scope.shop.stores],
            "last": [_shown(c) for c in turn.memory.last],
            "waiting_for_yes": [_shown(c) for c in turn.pending.calls] if turn.pending else [],
            "shop_goods": sorted(scope.shop.vocabulary.by_concept),
        }

    def to_word(self, done: Sequence[Done], scope: TurnScope, scribe: Scribe) -> list[BaseMessage]:
        """The question, the calls, and what they found, figures listed by name."""
        asked = HumanMessage(scope.inbound.text, additional_kwargs={"scribe": scribe})
        called = AIMessage(
            "",
            tool_calls=[_call(d.name, d.arguments, _id(0, i)) for i, d in enumerate(done)],
        )
        found = [
            ToolMessage(self._told(d, scribe), tool_call_id=_id(0, i), name=d.name, artifact=d)
            for i, d in enumerate(done)
        ]
        rules: list[BaseMessage] = []
        if self.hosted:
            reader = f"Language: {scribe.tongue.language}, script: {scribe.tongue.script}"
            rules = [SystemMessage(f"{prompt('word')}\n{reader}")]
        return [*rules, asked, called, *found]

    def _told(self, done: Done, scribe: Scribe) -> str:
        """The finding for a hosted model: every name it may use, with the value for its eyes only."""
        if not self.hosted:
            return ""
        finding = done.finding
        names = [f"{done.id}.{f.name}" for f in finding.figures if f.value is not None]
        names += [
            f"{n}.{a}"
            for n in list(names)
            for a in ("date", "place", "product")
            if scribe.knows(f"{n}.{a}")
        ]
        rows = enumerate(finding.rows[:MOST_ROWS])
        names += [f"{done.id}.rows.{i}.{c}" for i, row in rows for c in row]
        names += [f"{done.id}.{f}" for f in FACTS]
        named = {n: scribe.value(n) for n in names if scribe.knows(n)}
        told = {
            "plain_answer": word(done, scribe).split("\n"),
            "names": named,
            "notes": list(finding.notes),
        }
        return json.dumps(told, ensure_ascii=False)

    def in_tongue(self, text: str, turn: Turn) -> bool:
        """Whether a text is in the reader's script, and in no other language than hers."""
        tongue = turn.sheet.tongue
        scripts = [s for c in text if (s := script_of(c))]
        if scripts and scripts.count(tongue.script) * 2 < len(scripts):
            return False
        heard = self.languages.identifier.detect(tokenise(text)).tongue
        return heard is None or heard.language == tongue.language


def _past(history: Sequence[AnyMessage]) -> Iterator[BaseMessage]:
    """What the person wrote, and what was called for it.

    The replies' words are left out: they hold names out of catalogues and markets, and what is
    planned comes from the person's words and from trusted facts only.
    """
    for turn, message in enumerate(history, 1):
        if isinstance(message, HumanMessage):
            yield HumanMessage(message.text)
            continue
        calls = list(enumerate(message.additional_kwargs.get("calls") or ()))
        if not calls:
            yield AIMessage(DONE)
            continue
        yield AIMessage("", tool_calls=[_call(n, a, _id(turn, i)) for i, (n, a, _) in calls])
        for i, (name, _, status) in calls:
            yield ToolMessage(status, tool_call_id=_id(turn, i), name=name)


def _shown(call: Planned) -> dict[str, Any]:
    return {"tool": call.name, "arguments": dict(call.arguments)}


def _call(name: str, arguments: Mapping[str, Any], call_id: str) -> ToolCall:
    return ToolCall(name=name, args=dict(arguments), id=call_id, type="tool_call")


def _id(turn: int, call: int) -> str:
    """Nine letters and digits: the templates of some models take no other call ids."""
    return f"t{turn:04d}c{call:03d}"
