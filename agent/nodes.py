"""The five stations of a turn, each a step from one `Turn` to the next."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, AnyMessage

from agent.act import Asked, Hands
from agent.aftermath import BUYER, GROUP, OUTCOME, PROPOSAL, RULE, Aftermath
from agent.briefing import Briefing
from agent.canonical import Canon
from agent.check import ungrounded
from agent.done import Done
from agent.memory import Memory, Pending, Planned, Question, digest, memory_of
from agent.mind import Mind
from agent.planner.asked_alert import STRESSED
from agent.planner.desk import Desk
from agent.planner.model import ASK, SAY
from agent.planner.resolve import Resolution, resolve
from agent.proof import proofread
from agent.scribe import REFERENCE, Scribe, Written
from agent.sheet import Sheet
from agent.speech import Speech
from agent.turn import Turn, TurnScope
from agent.understand import Reader
from agent.wording import obliged
from haat.core.errors import ModelFailed
from haat.core.message import Option
from haat.language.detect import Tongue
from tools import OWN

logger = logging.getLogger(__name__)

ERASE = "erase"
UNDO = "undo"
UNWATCH = "unwatch"
# What changes the conversation itself is read by the packs, never left to a hosted model.
OWN_MATTERS = frozenset({ERASE, UNDO, UNWATCH, "language_chosen"})
ALONE = "c1"  # the id of a call that a model words
TOLD = (
    "kind",
    "sku_id",
    "store_id",
    "date",
    "quantity",
    "unit",
    "price",
    "price_unit",
    "amount",
    "enquiry",
    "lines",
)
SHORT_ANSWER = 3  # tokens: an answer as short as this does not change the language


@dataclass(frozen=True, slots=True)
class Nodes:
    """The stations with what they need; `spare` plans and words where the model fails."""

    reader: Reader
    hands: Hands
    mind: Mind
    spare: Mind
    briefing: Briefing
    canon: Canon
    aftermath: Aftermath
    confirm_for: timedelta

    def understand(self, kept: dict[str, Any] | None, scope: TurnScope) -> Turn:
        """Read the message, and see whether it settles what is open."""
        memory = memory_of(kept)
        inbound = scope.inbound
        sheet = self.reader.read(
            inbound.text, scope.shop, memory, inbound.context, scope.tools.today
        )
        sheet = replace(sheet, document_ids=inbound.document_ids)
        desk = Desk(sheet.part(0, len(sheet.tokens)), scope.shop, memory)
        resolution = resolve(desk)
        forced = inbound.context.language is not None
        if (
            resolution
            and memory.language
            and not forced
            and _tells_no_language(sheet, resolution, memory)
        ):
            kept_tongue = replace(
                sheet.tongue, language=memory.language, script=memory.script or ""
            )
            sheet = replace(sheet, tongue=kept_tongue, decided=False)
        scope.listen("status", {"state": "understood", "language": sheet.tongue.language})
        return Turn(sheet=sheet, memory=memory, resolution=resolution, pending=memory.pending)

    async def plan(self, turn: Turn, history: Sequence[AnyMessage], scope: TurnScope) -> Turn:
        """Calls, a question, or a topic: from what was open, else from the chat model."""
        if turn.resolution is not None:
            return self._settled(turn, scope)
        messages = self.briefing.to_plan(turn, scope, history)
        known = self._in_tongue(_still_asked(_read_plan(turn, await self.spare.plan(messages))))
        if not self.mind.hosted or _is_own_matter(known):
            return known
        try:
            planned = _read_plan(turn, await self.mind.plan(messages))
            return _still_asked(self.canon.turn(planned, messages, scope))
        except ModelFailed as failed:
            logger.warning("the embedded planner plans this turn: %s", failed)
            scope.listen("status", {"state": "model_failed"})
            return replace(known, unaided=True)

    def _in_tongue(self, turn: Turn) -> Turn:
        """From the turn on in which she chooses a language, it is spoken."""
        chosen = turn.words.get("language") if turn.topic == "language_chosen" else None
        if chosen is None:
            return turn
        tongue, scripts = turn.sheet.tongue, self.reader.languages.pack(chosen).scripts
        script = tongue.script if tongue.language == chosen else scripts[0]
        return replace(turn, sheet=replace(turn.sheet, tongue=Tongue(chosen, script)))

    def _settled(self, turn: Turn, scope: TurnScope) -> Turn:
        resolution, pending = turn.resolution, turn.memory.pending
        if resolution is None or resolution.answer in {"answered", "changed"}:
            return replace(turn, calls=resolution.calls if resolution else ())
        if resolution.answer == "no" or pending is None:
            erasing = pending is not None and pending.calls[0].name == ERASE
            return replace(turn, topic="declined_erase" if erasing else "declined", pending=None)
        if not pending.holds(scope.tools.now):
            return replace(turn, topic="expired", pending=None)
        return replace(turn, calls=pending.calls, confirmed=pending, pending=None)

    async def act(self, turn: Turn, scope: TurnScope) -> Turn:
        """Carry out what was planned; changes are only previewed until the yes to them."""
        if turn.topic in OWN_MATTERS or not turn.calls:
            return await self._own_matter(turn, scope)
        if turn.calls[0].name == ERASE:
            return await self.aftermath.erase(turn, scope)
        for call in turn.calls:
            if call.name not in OWN:
                scope.listen("tool_call", {"name": call.name, "arguments": dict(call.arguments)})
        if turn.confirmed is not None:
            return await self._carried_out(turn, turn.confirmed, scope)
        return self._found(turn, await self.hands.look(turn.calls, scope.tools), scope)

    async def _own_matter(self, turn: Turn, scope: TurnScope) -> Turn:
        """What needs no tool."""
        if turn.topic == ERASE:
            return self._ask_first(turn, (Planned(ERASE, {}),), scope)
        if turn.topic == UNDO:
            return await self.aftermath.undo(turn, scope)
        if turn.topic == UNWATCH:
            return await self.aftermath.unwatch(turn, self.briefing.scribe(turn, scope), scope)
        return turn

    async def _carried_out(self, turn: Turn, pending: Pending, scope: TurnScope) -> Turn:
        """Make the changes in the store and of the day they were told for, if they are still the same."""
        day = date.fromisoformat(pending.day) if pending.day else scope.tools.today
        tools = replace(scope.tools, store_id=pending.store_id, today=day)
        again = await self.hands.look(turn.calls, tools)
        if _told(again) != pending.told:
            return self._found(replace(turn, confirmed=None), again, replace(scope, tools=tools))
        return self._found(turn, await self.hands.carry_out(turn.calls, pending.key, tools), scope)

    def _found(self, turn: Turn, found: tuple[Done | Asked, ...], scope: TurnScope) -> Turn:
        done = tuple(_named(f, turn, scope) for f in found if isinstance(f, Done))
        if turn.topic in STRESSED:
            done = tuple(replace(d, stress=turn.topic) for d in done)
        asked = next((f for f in found if isinstance(f, Asked)), None)
        for one in done:
            if one.name not in OWN:
                scope.listen("tool_result", {"name": one.name, "status": one.status})
        turn = replace(turn, done=done)
        if asked is not None:
            turn = replace(turn, question=replace(_question(asked), rest=_changes(found, asked)))
        waiting = tuple(
            Planned(d.name, d.arguments) for d in done if d.status == "awaiting_confirmation"
        )
        if waiting and asked is None:
            return self._ask_first(turn, waiting, scope, _told(done))
        unripe = tuple(d for d in done if d.status != "awaiting_confirmation")
        return replace(turn, done=unripe) if asked is not None else turn

    def _ask_first(
        self,
        turn: Turn,
        calls: tuple[Planned, ...],
        scope: TurnScope,
        told: tuple[Mapping[str, Any], ...] = (),
    ) -> Turn:
        pending = Pending(
            calls,
            told,
            digest(calls, told),
            uuid4().hex,
            (scope.tools.now + self.confirm_for).isoformat(),
            scope.tools.store_id,
            scope.tools.today.isoformat(),
        )
        before = turn.memory.pending
        corrected = turn.resolution is not None and turn.resolution.answer == "changed"
        replaced = before is not None and not corrected and before.digest != pending.digest
        return replace(turn, pending=pending, replaced=replaced)

    async def compose(self, turn: Turn, scope: TurnScope) -> Turn:
        """Findings to words: the model's text with its figures put in, and what else is to be said."""
        scribe = self.briefing.scribe(turn, scope)
        speech = Speech(scribe)
        blocks: list[str] = [speech.say("replaced")] if turn.replaced else []
        pieces: tuple[str, ...] = ()
        if turn.done:
            written = await self._worded(turn, scope, scribe)
            blocks.append(written.text)
            pieces = written.pieces
        if turn.topic and turn.topic not in {ERASE, *STRESSED}:
            blocks.append(speech.topic(turn.topic, turn.words))
            pieces = (*pieces, *turn.words.values())
        return self._with_needs(replace(turn, pieces=pieces), blocks, speech)

    def _with_needs(self, turn: Turn, blocks: list[str], speech: Speech) -> Turn:
        needs = None
        if turn.question is not None:
            needs = speech.needs(turn.question)
            blocks += [] if turn.topic else [speech.question(turn.question)]
        elif turn.pending is not None:
            needs = speech.confirm(turn.pending)
            fresh = turn.memory.pending is None or turn.memory.pending.key != turn.pending.key
            if turn.pending.calls[0].name == ERASE and fresh:
                blocks.append(speech.say("confirm_erase"))
            elif not fresh:
                blocks.append(speech.waiting(turn.pending))
        labels = tuple(o.label for o in needs.options) if needs else ()
        asked = turn.question.call.arguments.get("product") if turn.question else None
        labels = (*labels, speech.scribe.product(str(asked))) if asked else labels
        labels = (*labels, speech.goods(turn.pending)) if turn.pending is not None else labels
        beta = needs is None and self._unread(turn)
        blocks += [speech.say("beta")] if beta else []
        text = "\n".join(speech.once("\n".join(b for b in blocks if b).split("\n")))
        return replace(turn, text=text, needs=needs, pieces=(*turn.pieces, *labels), beta=beta)

    def _unread(self, turn: Turn) -> bool:
        """Whether nobody whose language it is has read what we say in it; told once."""
        language = turn.sheet.tongue.language
        told = language in turn.memory.beta
        return not (told or self.reader.languages.pack(language).reviewed_by)

    async def _worded(self, turn: Turn, scope: TurnScope, scribe: Scribe) -> Written:
        """The model's words for what was found; the templates' for changes, and for all else."""
        changes = any(self.hands.changes(d.name) for d in turn.done)
        if not self.mind.hosted or turn.unaided or changes:
            messages = self.briefing.to_word(turn.done, scope, scribe)
            return scribe.write(await self.spare.word(messages))
        written = await asyncio.gather(*(self._retold(d, turn, scope, scribe) for d in turn.done))
        return Written("\n".join(w.text for w in written), sum((w.pieces for w in written), ()))

    async def _retold(self, done: Done, turn: Turn, scope: TurnScope, scribe: Scribe) -> Written:
        """One call in the model's words. It sees no other, so no figure can be told of another's thing."""
        alone = replace(done, id=ALONE)
        scribe = replace(scribe, calls={ALONE: alone})
        messages = self.briefing.to_word((alone,), scope, scribe)
        try:
            if done.status == "ok":
                return self._checked(await self.mind.word(messages), alone, turn, scribe)
        except ModelFailed as failed:
            logger.warning("the templates word this turn: %s", failed)
            scope.listen("status", {"state": "worded_by_templates"})
        return scribe.write(await self.spare.word(messages))

    def _checked(self, text: str, done: Done, turn: Turn, scribe: Scribe) -> Written:
        """The model's words, and after them what has to be said whatever words it chose."""
        proofread(text, scribe, turn.sheet.hearing.grammar)
        if not self.briefing.in_tongue(REFERENCE.sub(" ", text), turn):
            raise ModelFailed("the language model did not answer in the reader's language")
        return scribe.write("\n".join((text.strip(), *obliged(done, scribe, text))))

    def check(self, turn: Turn, scope: TurnScope) -> Turn:
        """Trace every number of the reply."""
        strange = ungrounded(turn.text, turn.pieces, turn.sheet.text, turn.sheet.hearing.grammar)
        if strange:
            logger.error("a reply held %d figures that nothing returned", len(strange))
        for piece in _chunks(turn.text):
            scope.listen("token", {"text": piece})
        return replace(turn, grounded=not strange)

    def remember(self, turn: Turn) -> Memory:
        """What the conversation knows after this turn."""
        memory, tongue = turn.memory, turn.sheet.tongue
        reads = tuple(
            Planned(d.name, d.arguments)
            for d in turn.done
            if d.status in {"ok", "empty"} and d.name not in OWN
        )
        # After a figure of the whole shop, `that` is no more what was talked of before it.
        goods = next((_goods(c) for c in reversed(reads) if _goods(c)), None)
        places = (c.arguments.get("place") for c in reads)
        written = [entry for d in turn.done for entry in _written(d)]
        entries = (" ".join(written),) if written else ()  # what one yes wrote is undone together
        return memory.but(
            language=tongue.language,
            script=tongue.script,
            chosen=memory.chosen or turn.topic == "language_chosen",
            last=reads or memory.last,
            product=goods if reads else memory.product,
            place=next((p for p in places if p), memory.place),
            pending=turn.pending,
            question=turn.question,
            beta=(*memory.beta, tongue.language) if turn.beta else memory.beta,
            entries=(
                *(memory.entries if turn.topic != "done_undo" else memory.entries[:-1]),
                *entries,
            )[-20:],
        )


def _is_own_matter(turn: Turn) -> bool:
    """What the packs alone plan: her data, what she takes back, and what she tells of buyers and of her group."""
    asked = turn.question is not None and turn.question.call.name in OWN
    return turn.topic in OWN_MATTERS or asked or any(c.name in OWN for c in turn.calls)


def _written(done: Done) -> Iterator[str]:
    """By what the changes of a call can be taken back."""
    told = done.finding.parameters
    if done.status != "ok":
        return
    if told.get("entry"):
        yield str(told["entry"])
    if done.name == "record_entry" and told.get("proposal"):
        yield f"{PROPOSAL}{told['proposal']}"
    if told.get("rule"):
        yield f"{RULE}{told['rule']}"
    if told.get("new_buyer"):
        yield f"{BUYER}{told['new_buyer']}"
    if told.get("told_group"):
        yield f"{GROUP}{told['told_group']}"
    if done.name == "note_outcome" and told.get("enquiry"):
        yield f"{OUTCOME}{told['enquiry']}:{told['before']}"


def _tells_no_language(sheet: Sheet, resolution: Resolution, memory: Memory) -> bool:
    """A short answer, and a plain yes or no of any length in letters she used before."""
    plain = resolution.answer in {"yes", "no"} and sheet.tongue.script == memory.script
    return plain or len(sheet.tokens) <= SHORT_ANSWER


def _told(found: Sequence[Done | Asked]) -> tuple[Mapping[str, Any], ...]:
    """What a person reads of each waiting change: which goods, where, when, how much, for how much."""
    waiting = (d for d in found if isinstance(d, Done) and d.status == "awaiting_confirmation")
    return tuple(
        {n: str(d.finding.parameters[n]) for n in TOLD if n in d.finding.parameters}
        | {f.name: f.value for f in d.finding.figures if f.name in TOLD}
        for d in waiting
    )


def _named(done: Done, turn: Turn, scope: TurnScope) -> Done:
    """With the names that the reader is told, which may hold a figure (`pack of 6`)."""
    facts, products = done.finding.parameters, scope.shop.vocabulary.products
    language, script = turn.sheet.tongue.language, turn.sheet.tongue.script

    def named(said: Mapping[str, Any]) -> Mapping[str, Any]:
        sku = said.get("sku_id") or said.get("product")
        if sku not in products:
            return said
        key = "product_name" if "name" in said else "name"  # a buyer has a name of its own
        return {**said, key: scope.shop.vocabulary.label(str(sku), language, script)}

    rows = tuple(map(named, done.finding.rows))
    return replace(done, finding=replace(done.finding, parameters=named(facts), rows=rows))


def _goods(call: Planned) -> str | None:
    found = call.arguments.get("product") or call.arguments.get("commodity")
    return str(found) if found else None


def _changes(found: Sequence[Done | Asked], asked: Asked) -> tuple[Planned, ...]:
    """The other changes of a message, which wait for the answer to a question about one of them."""
    waiting: list[Planned] = []
    for one in found:
        if isinstance(one, Asked):
            waiting += [one.call] if one is not asked else []
        elif one.status == "awaiting_confirmation":
            waiting.append(Planned(one.name, one.arguments))
    return tuple(waiting)


def _still_asked(turn: Turn) -> Turn:
    """An open question that was not answered, and nothing else said, is asked again, but only once."""
    before = turn.memory.question
    lost = turn.topic in {"cannot", "nothing_pending"} and not turn.calls
    if before is not None and turn.question is None and lost:
        if before.again:
            return replace(turn, topic="cannot")
        return replace(turn, question=replace(before, again=True), topic=None)
    if before is not None and turn.topic == "unknown_thing" and _same(turn.question, before):
        if before.again:
            return replace(turn, question=None, topic="cannot", words={})
        return replace(turn, question=replace(turn.question or before, again=True))
    if lost and turn.pending is not None and len(turn.sheet.tokens) <= SHORT_ANSWER:
        return replace(turn, topic=None)  # `wait`: the change goes on waiting
    return turn


def _same(question: Question | None, before: Question) -> bool:
    """Whether the same is asked once more, and nothing is offered."""
    same = question is not None and (question.call, question.slot) == (before.call, before.slot)
    return same and question is not None and not question.options


def _question(asked: Asked) -> Question:
    missing, arguments = asked.missing, dict(asked.call.arguments)
    own_unit = missing.slot == "quantity" and len(missing.options) == 1
    if own_unit:
        # A bag has no size of its own: the sum she said stands, the amount is asked in the goods' unit.
        price, quantity = arguments.pop("price", None), arguments.pop("quantity", None)
        arguments.pop("price_unit", None)
        if isinstance(price, int | float) and isinstance(quantity, int | float):
            arguments["amount"] = round(price * quantity, 2)
        arguments["unit"] = missing.options[0].value
    own_cost = missing.slot == "unit_cost" and len(missing.options) == 1
    arguments |= {"price_unit": missing.options[0].value} if own_cost else {}
    call = Planned(asked.call.name, arguments)
    options = () if own_unit or own_cost else missing.options  # a number is wanted, not the unit
    return Question(call, missing.kind, missing.slot, options)


def _read_plan(turn: Turn, answer: AIMessage) -> Turn:
    """The model's tool calls as calls, a question or a topic."""
    calls = [c for c in answer.tool_calls if c["name"] not in {ASK, SAY}]
    turn = replace(turn, calls=tuple(Planned(c["name"], c["args"]) for c in calls))
    talk = next((c for c in answer.tool_calls if c["name"] in {ASK, SAY}), None)
    if talk is None:
        return turn
    arguments = talk["args"]
    if talk["name"] == SAY:
        return replace(
            turn, topic=str(arguments.get("topic", "cannot")), words=arguments.get("words") or {}
        )
    options = tuple(
        Option(str(o["label"]), str(o["value"])) for o in arguments.get("options") or ()
    )
    call = Planned(str(arguments.get("tool", "")), arguments.get("arguments") or {})
    kind = "choice" if arguments.get("kind") == "choice" else "slot"
    rest = tuple(Planned(c["tool"], c["arguments"]) for c in arguments.get("rest") or ())
    question = Question(call, kind, str(arguments.get("slot", "product")), options, rest)
    return replace(
        turn, question=question, topic=arguments.get("topic"), words=arguments.get("words") or {}
    )


def _chunks(text: str) -> list[str]:
    """The text in groups of a few words, for a reader who watches it come."""
    words = text.split(" ")
    groups = [" ".join(words[i : i + 4]) for i in range(0, len(words), 4)]
    return [g if i == len(groups) - 1 else f"{g} " for i, g in enumerate(groups)]
