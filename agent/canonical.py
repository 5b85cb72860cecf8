"""A hosted model's plan in our own terms: ids for names, and no amount that the person did not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage
from pydantic import ValidationError

from agent.check import bare, numbers_in, said_values
from agent.memory import Planned, Question
from agent.turn import Turn, TurnScope
from haat.core.errors import ModelFailed
from haat.core.message import Option
from haat.language.concepts import concept_of
from haat.language.hearing import Hearing
from haat.language.lexicon import Ear
from haat.language.places import Gazetteer
from haat.language.quantities import find_amounts
from haat.language.tokens import tokenise
from tools.context import Tool

GOODS = frozenset({"product", "commodity"})
NAMED = (*sorted(GOODS), "place")
UNITS = frozenset({"unit", "price_unit"})
AMOUNTS = ("quantity", "price", "amount")
MOST_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Canon:
    """Resolves what a model left in words, by the same vocabulary that reads messages."""

    gazetteer: Gazetteer
    hearing: Hearing  # the words that arguments are read with
    tools: Mapping[str, Tool]

    def turn(self, planned: Turn, messages: Sequence[BaseMessage], scope: TurnScope) -> Turn:
        """The plan with canonical arguments; a name that fits several things is asked about.

        Raises ModelFailed where arguments are no arguments of the tool, where goods or a place are
        not known, or where a change holds an amount that is in none of the person's messages.
        """
        if self.hearing is not planned.sheet.hearing:
            return replace(self, hearing=planned.sheet.hearing).turn(planned, messages, scope)
        said = "\n".join(str(m.content) for m in messages if isinstance(m, HumanMessage))
        if planned.question is not None:
            return replace(planned, question=self._question(planned.question, scope))
        calls = tuple(self._call(c, scope) for c in planned.calls)
        for call in calls:
            self._must_fit(call, said)
            self._must_be_known(call, scope)
        unclear = {i: q for i, c in enumerate(calls) if (q := self._unclear(c, scope))}
        if not unclear:
            return replace(planned, calls=calls)
        clear = [c for i, c in enumerate(calls) if i not in unclear]
        reads = tuple(c for c in clear if not self._changes(c))
        changes = tuple(c for c in clear if self._changes(c))
        question = replace(next(iter(unclear.values())), rest=changes)
        return replace(planned, calls=reads, question=question)

    def _call(self, call: Planned, scope: TurnScope) -> Planned:
        known = {k: self._value(k, v, scope) for k, v in call.arguments.items()}
        return Planned(call.name, known)

    def _value(self, name: str, value: Any, scope: TurnScope) -> Any:
        """The one id that a word means, else the word."""
        if not isinstance(value, str):
            return value
        if name in UNITS:
            return self._unit(value)
        ids = self._ids(name, value, scope)
        return ids[0] if len(ids) == 1 else value

    def _ids(self, name: str, value: str, scope: TurnScope) -> tuple[str, ...]:
        if name == "place":
            return tuple(p.id for p in self.gazetteer.resolve(value))
        if name == "commodity":
            return tuple(dict.fromkeys(map(concept_of, self._goods(concept_of(value), scope))))
        return self._goods(value, scope) if name == "product" else ()

    def _goods(self, said: str, scope: TurnScope) -> tuple[str, ...]:
        """What it is called; a pack that the shop has not is not taken for another."""
        vocabulary = scope.shop.vocabulary
        if vocabulary.knows(said):
            return (said,)
        found = vocabulary.find(tokenise(said.replace("_", " ")), Ear(self.hearing.codes))
        return found[0].ids if len(found) == 1 and "." not in said else ()

    def _unit(self, said: str) -> str:
        found = find_amounts(tokenise(f"1 {said}"), self.hearing.grammar)
        return next((a.unit for a in found if a.unit), said)

    def _must_fit(self, call: Planned, said: str) -> None:
        try:
            self.tools[call.name].arguments.model_validate(dict(call.arguments))
        except ValidationError as error:
            raise ModelFailed("the language model sent arguments that the tool has not") from error
        if not self._changes(call):
            return
        told = {_bare(call.arguments[a]) for a in AMOUNTS if a in call.arguments}
        if told - numbers_in(said) - said_values(said, self.hearing.grammar):
            raise ModelFailed("the language model wrote an amount that was not said")

    def _must_be_known(self, call: Planned, scope: TurnScope) -> None:
        named = ((n, v) for n, v in call.arguments.items() if n in NAMED)
        if any(not self._ids(name, value, scope) for name, value in named):
            raise ModelFailed("the language model named goods or a place that nobody knows")

    def _changes(self, call: Planned) -> bool:
        return self.tools[call.name].preview is not None

    def _unclear(self, call: Planned, scope: TurnScope) -> Question | None:
        for name in NAMED:
            value = call.arguments.get(name)
            ids = self._ids(name, value, scope) if isinstance(value, str) else ()
            if len(ids) > 1:
                known = {k: v for k, v in call.arguments.items() if k != name}
                options = tuple(Option(i, i) for i in ids[:MOST_OPTIONS])
                return Question(Planned(call.name, known), "choice", name, options)
        return None

    def _question(self, asked: Question, scope: TurnScope) -> Question:
        """The model's question with options of ours only: its labels are never shown."""
        values = dict.fromkeys(self._value(asked.slot, o.value, scope) for o in asked.options)
        options = tuple(Option(v, v) for v in values if self._offers(asked, v, scope))
        kind = "choice" if len(options) > 1 else "slot"
        call = self._call(asked.call, scope)
        return Question(call, kind, asked.slot, options[:MOST_OPTIONS] if kind == "choice" else ())

    def _offers(self, asked: Question, value: str, scope: TurnScope) -> bool:
        if asked.slot in GOODS:
            return scope.shop.vocabulary.knows(value)
        if asked.slot == "place":
            return self.gazetteer.get(value) is not None
        return asked.slot in {*UNITS, "kind", "metric"} and self._valid(asked, value)

    def _valid(self, asked: Question, value: str) -> bool:
        try:
            self.tools[asked.call.name].arguments.model_validate({asked.slot: value})
        except ValidationError:
            return False
        return True


def _bare(value: object) -> str:
    return bare(f"{Decimal(str(value)):f}")
