"""What a chat model is told: the rules, the trusted facts of this turn, and the findings by name."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from agent.done import Done
from agent.memory import Planned
from agent.scribe import Scribe
from agent.turn import Turn, TurnScope
from haat.language.concepts import concept_of
from haat.language.detect import script_of
from haat.language.pack import Languages
from haat.language.places import Gazetteer
from haat.language.tokens import tokenise
from prompts import prompt

GOODS = {"product": False, "commodity": True}  # argument -> whether it wants the concept
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Briefing:
    """Builds the messages that a model reads."""

    languages: Languages
    gazetteer: Gazetteer
    hosted: bool

    def scribe(self, turn: Turn, scope: TurnScope) -> Scribe:
        """The renderer for this reader and these findings."""
        tongue = turn.sheet.tongue
        chosen = turn.words.get("language") if turn.topic == "language_chosen" else None
        voice = self.languages.voice(chosen or tongue.language, tongue.script)
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
        return [SystemMessage(f"{prompt('plan')}\nFacts of this turn:\n{facts}"), *history, asked]

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
            "stores": [{"id": s.id, "place": s.place} for s in scope.shop.stores],
            "last": [{"tool": c.name, "arguments": dict(c.arguments)} for c in turn.memory.last],
            "shop_goods": sorted(scope.shop.vocabulary.by_concept),
        }

    def to_word(self, turn: Turn, scope: TurnScope, scribe: Scribe) -> list[BaseMessage]:
        """The question, the calls, and what they found, figures listed by name."""
        asked = HumanMessage(scope.inbound.text, additional_kwargs={"scribe": scribe})
        called = AIMessage(
            "",
            tool_calls=[
                {"name": d.name, "args": dict(d.arguments), "id": d.id, "type": "tool_call"}
                for d in turn.done
            ],
        )
        found = [
            ToolMessage(self._told(d, scribe), tool_call_id=d.id, name=d.name, artifact=d)
            for d in turn.done
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
        names += [f"{done.id}.rows.{i}.{c}" for i, row in enumerate(finding.rows[:5]) for c in row]
        names += [
            f"{done.id}.{f}"
            for f in ("@product", "@asked", "@period", "@source", "@source_date", "@day")
        ]
        named = {n: scribe.value(n) for n in names if scribe.knows(n)}
        told = {
            "status": done.status,
            "names": named,
            "notes": list(finding.notes),
            "demo": finding.demo,
        }
        return json.dumps(told, ensure_ascii=False)

    def canonical(self, call: Planned, scope: TurnScope) -> Planned:
        """A hosted model's arguments with ids where it left words."""
        arguments = dict(call.arguments)
        for name, wants_concept in GOODS.items():
            if isinstance(arguments.get(name), str):
                arguments[name] = self._goods(arguments[name], scope, wants_concept)
        place = arguments.get("place")
        if isinstance(place, str):
            found = self.gazetteer.resolve(place)
            arguments["place"] = found[0].id if len(found) == 1 else place
        return Planned(call.name, arguments)

    def _goods(self, said: str, scope: TurnScope, wants_concept: bool) -> str:  # noqa: FBT001  # read from a table
        vocabulary = scope.shop.vocabulary
        if not vocabulary.knows(said):
            found = vocabulary.find(tokenise(said))
            said = found[0].ids[0] if len(found) == 1 and len(found[0].ids) == 1 else said
        return concept_of(said) if wants_concept else said

    def in_script(self, text: str, turn: Turn) -> bool:
        """Whether most letters of a text are of the reader's script."""
        scripts = [s for c in text if (s := script_of(c))]
        return not scripts or scripts.count(turn.sheet.tongue.script) * 2 >= len(scripts)
