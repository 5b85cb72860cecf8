"""What was understood of one message before anything is planned."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date

from agent.buyers import NOBODY, BuyerMention, BuyerNames
from haat.language.concepts import concept_of
from haat.language.dates import When
from haat.language.detect import Tongue
from haat.language.hearing import Hearing, Signal
from haat.language.lexicon import Mention, Vocabulary
from haat.language.quantities import Amount
from haat.language.tokens import Token


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Places that tokens `start` to `end` (exclusive) may mean."""

    ids: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShopStore:
    """A store of the tenant, as far as a message may mean it."""

    id: str
    name: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Shop:
    """What the planner may know of the shop: its names for goods, their prices, its stores."""

    vocabulary: Vocabulary
    stores: tuple[ShopStore, ...]
    prices: Mapping[str, tuple[float, str]]  # SKU id -> (rupees, unit)
    categories: Mapping[str, str]  # product or concept id -> category
    buyers: BuyerNames = NOBODY

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts of its goods, each once."""
        return tuple(dict.fromkeys(map(concept_of, self.prices)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The message, and everything recognised in it by token position."""

    text: str
    tokens: tuple[Token, ...]
    tongue: Tongue
    hearing: Hearing  # the words it was read with
    decided: bool  # the message itself told the language
    readable: bool  # a script that some pack reads
    native_digits: bool
    questions: frozenset[int]  # positions of words that a question mark follows
    odd_day: bool  # a date was written that is none
    today: date
    tense: str | None
    signals: tuple[Signal, ...]
    products: tuple[Mention, ...]
    places: tuple[PlaceMention, ...]
    amounts: tuple[Amount, ...]
    days: tuple[When, ...]
    unknown: tuple[int, ...]  # positions of words that nothing recognised
    strange_places: tuple[
        PlaceMention, ...
    ]  # words marked as a place that is none; `ids` are like it
    document_ids: tuple[str, ...] = ()  # uploads that came with the message
    buyers: tuple[BuyerMention, ...] = ()
    sense: "Sense | None" = None  # what was learned of how people put what they want
    wishes: dict[Hashable, Mapping[str, float]] = field(
        default_factory=dict, compare=False
    )  # a memo

    def part(self, start: int, end: int) -> "Part":
        """The tokens `start` to `end` with what was recognised inside them."""
        return Part(
            sheet=self,
            start=start,
            end=end,
            signals=frozenset(s.name for s in self.signals if start <= s.start and s.end <= end),
            products=tuple(m for m in self.products if start <= m.start and m.end <= end),
            places=tuple(m for m in self.places if start <= m.start and m.end <= end),
            amounts=tuple(a for a in self.amounts if start <= a.start and a.end <= end),
            days=tuple(d for d in self.days if start <= d.start_token and d.end_token <= end),
            unknown=tuple(i for i in self.unknown if start <= i < end),
            asks=any(start <= i < end for i in self.questions),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One request inside a message."""

    sheet: Sheet
    start: int
    end: int
    signals: frozenset[str]
    products: tuple[Mention, ...]
    places: tuple[PlaceMention, ...]
    amounts: tuple[Amount, ...]
    days: tuple[When, ...]
    unknown: tuple[int, ...]
    asks: bool  # there is a question mark in it

    @property
    def words(self) -> str:
        """The unknown words as she wrote them."""
        return " ".join(self.sheet.tokens[i].text for i in self.unknown)

    @property
    def buyers(self) -> tuple[BuyerMention, ...]:
        """The buyers named in it."""
        return tuple(b for b in self.sheet.buyers if self.start <= b.start and b.end <= self.end)

    def wants(self) -> Mapping[str, float]:
        """How likely each class of wishes is, by what was learned; empty where nothing was."""
        if self.sheet.sense is None:
            return {}
        asked = (self.start, self.end, self.signals, self.products, self.places, self.amounts)
        known = self.sheet.wishes.get(asked)
        if known is None:
            known = self.sheet.wishes[asked] = self.sheet.sense(self)
        return known

    def has(self, *names: str) -> bool:
        """Whether any of these signals is there."""
        return not self.signals.isdisjoint(names)


Sense = Callable[[Part], Mapping[str, float]]
