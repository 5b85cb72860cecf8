"""What the slot fillers share: the desk they work at, and the goods, places and days on it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from agent.memory import Memory, Question
from agent.memory import Planned as Call
from agent.sheet import Part, PlaceMention, Shop
from haat.core.message import Option
from haat.language.concepts import SAME, concept_of, members
from haat.language.dates import When
from haat.language.grammar import Grammar
from haat.language.lexicon import NEAR_ENOUGH, WORTH_ASKING, Mention

GENITIVES = frozenset({"ka", "ki", "का", "की"})
MOST_OFFERED = 5


Named = TypeVar("Named", Mention, PlaceMention)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with a message: calls, or a question, or something to say."""

    calls: tuple[Call, ...] = ()
    question: Question | None = None
    topic: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)  # what the topic's text mentions


@dataclass(frozen=True, slots=True)
class Desk:
    """What the slot fillers look at: one request, the shop, and what was talked of before."""

    part: Part
    shop: Shop
    memory: Memory

    @property
    def grammar(self) -> Grammar:
        """The grammar that the message was read with."""
        return self.part.sheet.hearing.grammar

    def label(self, product: str) -> str:
        tongue = self.part.sheet.tongue
        return self.shop.vocabulary.label(product, tongue.language, tongue.script)


def products_of(
    desk: Desk, slot: str, call: Call, *, pointing: bool = True
) -> tuple[tuple[str, ...], Question | None]:
    """The products meant: named, or pointed at (`it`), or asked about where the words fit several."""
    ids: list[str] = []
    kept = _kept(desk.part, desk.part.products)
    for mention in kept:
        if _told_closer(mention, kept):
            continue
        if len(mention.ids) > 1:
            options = tuple(Option(desk.label(i), i) for i in mention.ids)
            return (), Question(call, "choice", slot, options)
        ids.append(mention.ids[0])
    if not ids and pointing and desk.part.has("pronoun") and desk.memory.product:
        ids = [desk.memory.product]
    # Tea and tea leaves are one.
    unlike = [p for i, p in enumerate(ids) if SAME.get(p) not in ids[:i]]
    return tuple(dict.fromkeys(unlike)), None


def _told_closer(mention: Mention, others: tuple[Mention, ...]) -> bool:
    """`dal, the moong one`: a word for many kinds, beside one of them."""
    kinds = (
        {k for i in mention.ids for k in members(i)} if len(mention.ids) == 1 else {*mention.ids}
    )
    closer = (o.ids[0] for o in others if o is not mention and len(o.ids) == 1)
    return len(kinds) > 1 and any(concept_of(c) in kinds and (c,) != mention.ids for c in closer)


def _kept(part: Part, mentions: tuple[Named, ...]) -> tuple[Named, ...]:
    """Without those that are taken back at once: `sugar, no, jaggery` is jaggery."""
    nos = {s.start for s in part.sheet.signals if s.name in {"no", "not", "correction"}}
    last = mentions[-1].start if mentions else 0
    return tuple(m for m in mentions if m.end not in nos or m.start == last)


def places_of(desk: Desk, call: Call) -> tuple[tuple[str, ...], Question | None]:
    """The places meant: named, or pointed at (`there`), or asked about where several bear the name."""
    ids: list[str] = []
    for mention in _kept(desk.part, desk.part.places):
        if len(mention.ids) > 1:
            return (), Question(call, "choice", "place", tuple(Option(i, i) for i in mention.ids))
        ids.append(mention.ids[0])
    if not ids and desk.part.has("there") and desk.memory.place:
        ids = [desk.memory.place]
    return tuple(dict.fromkeys(ids)), None


def the_day(part: Part) -> date | None:
    """The one day said; of two, the one that is not still to come."""
    days = [d.start for d in part.days if d.start == d.end]
    past = [d for d in days if d <= part.sheet.today]
    return next(iter(past or days), None)


def last_day(part: Part) -> date | None:
    """Of a span the last day that was: a price is of one day."""
    ends = [min(d.end, part.sheet.today) for d in part.days if d.start <= part.sheet.today]
    return next((e for e in ends if e < part.sheet.today), None)


def spans(part: Part) -> list[str]:
    """Every period said, by name or as START/END: `yesterday and today` are two."""
    return list(dict.fromkeys(_span_of(d, part.sheet.today) for d in part.days))


def _span_of(when: When, today: date) -> str:
    if when.period:
        return when.period
    start, end = when.start, when.end
    if when.ambiguous and start == end and start > today:
        start = end = today - timedelta(days=1)  # figures are of days that were
    return f"{start.isoformat()}/{end.isoformat()}"


def period(part: Part) -> str | None:
    return next(iter(spans(part)), None)


def category(part: Part) -> dict[str, str]:
    named = sorted(s.partition(":")[2] for s in part.signals if s.startswith("category:"))
    return {"category": named[0]} if named and not part.products else {}


def of_category(desk: Desk, call: Call, slot: str, concepts: Collection[str]) -> Question | None:
    """Where a tool wants goods and a category was named: which of these it is, where there are several.

    The only one of them is not taken for all: `fruits` is not the coconut that the shop keeps.
    """
    named = category(desk.part).get("category")
    found = [c for c in concepts if desk.shop.categories.get(c) == named][:MOST_OFFERED]
    options = tuple(Option(desk.label(c), c) for c in found)
    return Question(call, "choice", slot, options) if len(options) > 1 else None


def nearly_named(desk: Desk) -> tuple[str, ...]:
    """Goods whose name is like the unknown word; in a longer name one like word says little.

    A chaniya choli is no chana.
    """
    least = WORTH_ASKING if len(desk.part.unknown) == 1 else NEAR_ENOUGH
    word = desk.part.sheet.tokens[desk.part.unknown[0]].key
    return desk.shop.vocabulary.near(word, least, desk.part.sheet.hearing.codes)


def unknown_product(desk: Desk, tool: str, arguments: Mapping[str, Any]) -> Plan:
    near = nearly_named(desk)
    call = Call(tool, arguments)
    if not near:
        return Plan(
            question=Question(call, "slot", "product"),
            topic="unknown_thing",
            words={"thing": desk.part.words},
        )
    return Plan(
        question=Question(
            call, "choice", "product", tuple(Option(desk.label(i), i) for i in near[:3])
        )
    )


def about(question: Question, arguments: Mapping[str, Any]) -> Question:
    return Question(
        Call(question.call.name, dict(arguments)), question.kind, question.slot, question.options
    )
