"""What is said besides findings: questions, options, and fixed texts; in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.memory import Pending, Question
from agent.scribe import Scribe
from haat.core.message import NeedsInput, Option
from haat.language import render
from haat.language.units import price_unit

BULLET = "• "
CHOOSES = frozenset({"product", "commodity", "place", "query"})


@dataclass(frozen=True, slots=True)
class Speech:
    """The fixed texts of one reader."""

    scribe: Scribe

    def say(self, key: str, **words: str) -> str:
        """A fixed text with her own words in it."""
        text = self.scribe.voice.say[key]
        for name, word in words.items():
            text = text.replace("{" + name + "}", word)
        return text

    def once(self, lines: Sequence[str]) -> list[str]:
        """The lines with a capital, a fixed one (made-up figures, old price) said once, at its last place."""
        fixed = {text for text in self.scribe.voice.say.values() if "{" not in text}
        head = self.say("confirm_head")
        kept = [
            line
            for i, line in enumerate(lines)
            if line not in fixed or line not in (lines[:i] if line == head else lines[i + 1 :])
        ]
        return [_capital(line) for line in kept]

    def topic(self, topic: str, words: Mapping[str, str]) -> str:
        """The text of a topic; one that no pack knows is told as something we can't do."""
        return self.say(topic if topic in self.scribe.voice.say else "cannot", **words)

    def question(self, question: Question) -> str:
        """The question in words."""
        arguments = question.call.arguments
        product = arguments.get("product")
        words = {"product": self.scribe.product(str(product))} if product else {}
        if question.slot == "price" and "unclear_sum" in arguments:
            return self.say("ask_price_or_total", **self._sum(question))
        unit = arguments.get("unit")
        if question.slot == "quantity" and unit and product:
            words["unit"] = render.unit_name(1, str(unit), self.scribe.voice)
            return self.say("ask_quantity_in", **words)
        per = unit or self._own_unit(str(product))
        if question.slot == "price" and per and product:
            words["unit"] = render.unit_name(1, price_unit(str(per)), self.scribe.voice)
            return self.say("ask_price_of", **words)
        if question.slot in {"unit_cost", "price_unit"}:
            words["unit"] = render.unit_name(1, _asked_for(question), self.scribe.voice)
        if question.kind == "choice" and question.slot in CHOOSES:
            return self.say("choose")
        said = self.scribe.voice.say
        keys = (f"ask_{question.call.name}_{question.slot}", f"ask_{question.slot}", "choose")
        return self.say(next(k for k in keys if k in said), **words).strip()

    def _own_unit(self, product: str) -> str | None:
        """The unit in which the shop sells goods, where it is one."""
        vocabulary = self.scribe.vocabulary
        skus = (product, *vocabulary.by_concept.get(product, ()))
        units = {vocabulary.products[s].unit for s in skus if s in vocabulary.products}
        return units.pop() if len(units) == 1 else None

    def needs(self, question: Question) -> NeedsInput:
        """The question with its options in words."""
        options = tuple(Option(self._label(o, question), o.value) for o in question.options)
        return NeedsInput("choice" if question.kind == "choice" else "slot", question.slot, options)

    def confirm(self, pending: Pending) -> NeedsInput:
        """Yes or no to a pending change."""
        yes, no = Option(self.say("yes"), "yes"), Option(self.say("no"), "no")
        return NeedsInput("confirm", pending.calls[-1].name, (yes, no))

    def waiting(self, pending: Pending) -> str:
        """What still waits for a yes or no."""
        goods = self.goods(pending)
        return self.say("still_waiting_for", product=goods) if goods else self.say("still_waiting")

    def goods(self, pending: Pending) -> str:
        """The goods of a pending change by their names."""
        named = (c.arguments.get("product") for c in pending.calls)
        return ", ".join(dict.fromkeys(self.scribe.product(str(p)) for p in named if p))

    def _sum(self, question: Question) -> dict[str, str]:
        voice = self.scribe.voice
        unit = str(question.call.arguments.get("unit") or "piece")
        amount = render.money(question.call.arguments["unclear_sum"])
        return {"amount": amount, "unit": render.unit_name(1, unit, voice)}

    def _label(self, option: Option, question: Question) -> str:
        voice = self.scribe.voice
        if option.label == "new_goods_option":
            return self.say(option.label, thing=option.value.replace("_", " "))
        if option.label in voice.say:
            summed = self._sum(question) if "unclear_sum" in question.call.arguments else {}
            return self.say(option.label, **summed)
        if question.slot in {"unit", "price_unit", "quantity"}:
            return render.unit_name(1, option.label, voice)
        if question.slot == "kind":
            return voice.say.get(f"kind_{option.label}", option.label)
        known = self.scribe.vocabulary.knows(option.label)
        return self.scribe.product(option.label) if known else option.label


def _asked_for(question: Question) -> str:
    """The unit whose price or cost is asked."""
    offered = next((option.value for option in question.options), "piece")
    if question.slot == "price_unit":
        return offered
    return str(question.call.arguments.get("price_unit") or offered)


def _capital(line: str) -> str:
    start = len(BULLET) if line.startswith(BULLET) else 0
    return line[:start] + line[start : start + 1].upper() + line[start + 1 :]
