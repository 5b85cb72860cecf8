"""Put values in the place of their names: `{{c1.price}}` becomes the figure, in the reader's words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from agent.done import Done
from haat.core.finding import Figure, Row
from haat.language import render
from haat.language.detect import Tongue
from haat.language.lexicon import Vocabulary
from haat.language.pack import Voice
from haat.language.places import Gazetteer
from retrieval.facts import facts_by_id

REFERENCE = re.compile(r"\{\{\s*([a-z0-9_]+(?:\.[@a-zA-Z0-9_]+)+)\s*\}\}")
MONEY_COLUMNS = frozenset(
    {
        "price", "mrp", "revenue", "margin", "amount", "max_price", "competitor_price", "market_price",
        "unit_cost", "usual_cost", "usual_price", "proposed_price",
    }
)  # fmt: skip
COUNT_COLUMNS = frozenset(
    {
        "on_hand", "units", "quantity", "volume", "order_quantity", "in_transit", "reorder_point",
        "safety_stock", "lead_time_demand", "yhat", "yhat_lower", "yhat_upper", "expected",
        "per_day", "per_week", "value", "threshold", "seen",
    }
)  # fmt: skip
COLUMN_UNITS = {
    "distance_km": "km",
    "days_of_cover": "days",
    "stockout_risk": "percent",
    "off": "percent",
    "moved": "percent",
    "chance": "percent",
    "at_stake": "INR",
}
CODES_NAME = ("support", "of", "because")
CHANGES = frozenset(
    {"change", "change_7d", "change_30d", "units_change", "revenue_change", "margin_change"}
)


class UnknownReferenceError(KeyError):
    """A text names a figure that no tool returned."""


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Written:
    """A text with its values in place, and the pieces that were put in."""

    text: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scribe:
    """Renders references for one reader from the calls of one turn."""

    voice: Voice
    tongue: Tongue
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    native_digits: bool
    calls: Mapping[str, Done]

    def write(self, text: str) -> Written:
        """The text with every reference rendered; UnknownReferenceError where one names nothing."""
        pieces: list[str] = []

        def put(match: re.Match[str]) -> str:
            piece = self.value(match[1])
            pieces.append(piece)
            return piece

        written = REFERENCE.sub(put, text)
        if self.native_digits:
            written = render.native_digits(written, self.tongue.script)
        return Written(written, tuple(pieces))

    def knows(self, reference: str) -> bool:
        """Whether the reference names something that was found."""
        try:
            self.value(reference)
        except UnknownReferenceError:
            return False
        return True

    def value(self, reference: str) -> str:
        """The words of one reference: a figure, one of its facts, a row's column, or a fact of the call."""
        call_id, *path = reference.split(".")
        done = self.calls.get(call_id)
        if done is None:
            raise UnknownReferenceError(reference)
        if len(path) == 3:
            return self._row(done.listed(path[0]), path[1], path[2], reference)
        found = self._fact(done, path[0]) if path[0].startswith("@") else self._figure(done, path)
        if found is None:
            raise UnknownReferenceError(reference)
        return found

    def product(self, product_id: str) -> str:
        """The name of goods."""
        return self.vocabulary.label(product_id, self.tongue.language, self.tongue.script)

    def place(self, place_id: str) -> str:
        """The name of a place."""
        return self.gazetteer.label(place_id, self.tongue.script)

    def day(self, value: date) -> str:
        """A date in words."""
        return render.day(value, self.voice)

    def _figure(self, done: Done, path: list[str]) -> str | None:
        """A figure; of goods in several units (kg and packets) one after the other."""
        found = [f for f in done.finding.figures if f.name == path[0] and f.value is not None]
        if not found:
            return None
        if len(path) == 1:
            return self.voice.say["list_join"].join(map(self._value, found))
        bound = {"lower": found[0].lower, "upper": found[0].upper}.get(path[1])
        if bound is not None:
            return render.with_unit(bound, found[0].unit, self.voice)
        if path[1] == "date" and found[0].date:
            return self.day(found[0].date)
        if path[1] == "place" and found[0].place:
            return self.place(found[0].place)
        return self.product(found[0].product) if path[1] == "product" and found[0].product else None

    def _value(self, figure: Figure) -> str:
        value = 0 if figure.value is None else figure.value
        shown = render.change if figure.name in CHANGES else render.with_unit
        return shown(value, figure.unit, self.voice)

    def _row(self, rows: Sequence[Row], index: str, column: str, reference: str) -> str:
        if not index.isdigit() or int(index) >= len(rows):
            raise UnknownReferenceError(reference)
        value = self._own_language(rows[int(index)], column)
        if value is None:
            raise UnknownReferenceError(reference)
        return self._cell(rows[int(index)], column, value)

    def _own_language(self, row: Mapping[str, Any], column: str) -> Any:
        """The column, or what the reader's language has for it: a festival's name, a rule's words.

        `encodes@state` is a member of the column `encodes`.
        """
        named = self.voice.festivals.get(str(row.get("festival", "")))
        if column == "title" and named:
            return named
        fact = facts_by_id().get(str(row.get("fact"))) if column == "text" else None
        if fact is not None:
            return fact.told(self.voice.rules)
        inside, _, rest = column.partition("@")
        if rest:
            return (row.get(inside) or {}).get(rest)
        spoken = f"{column}_{self.tongue.language}"
        written = f"{spoken}_{self.tongue.script.lower()}"
        return next((row[c] for c in (written, spoken) if row.get(c) is not None), row.get(column))

    def _cell(self, row: Mapping[str, Any], column: str, value: Any) -> str:
        """A row's value in words: money, amounts, days and names by column, codes by the pack."""
        column, unit = column.rpartition("@")[2], str(row.get("unit", ""))
        if isinstance(value, date):
            return self.day(value)
        if column in MONEY_COLUMNS:
            whole = column in {"revenue", "amount"} or not unit
            per = unit if unit.startswith("INR") else f"INR/{unit}"
            return render.with_unit(value, "INR" if whole else per, self.voice)
        if isinstance(value, list | tuple):
            return self.voice.say["list_join"].join(self._code(column, str(v), row) for v in value)
        counted = isinstance(value, int | float) and column in COUNT_COLUMNS
        if column in COLUMN_UNITS or counted:
            return render.with_unit(value, COLUMN_UNITS.get(column, unit), self.voice)
        namers: dict[str, Callable[[str], str]] = {
            "product": self.product,
            "place": self.place,
            "state": self.place,
            "market": partial(self._market, row=row),
        }
        text = str(value)
        return namers[column](text) if column in namers else self._code(column, text, row)

    def _code(self, column: str, code: str, row: Mapping[str, Any]) -> str:
        """`why: near` in the reader's words; what is no code is shown as it is."""
        """A code in words, with what the row has for the names in them: how many, because of what."""
        text = self.voice.say.get(f"{column}_{code}", code)
        for name in CODES_NAME:
            told = row.get(name)
            said = self.product(str(told)) if name == "because" and told else str(told)
            text = text.replace("{" + name + "}", said)
        return text

    def _market(self, name: str, row: Mapping[str, Any]) -> str:
        place_id = f"{name}, {str(row.get('district', '')).partition(',')[0]}"
        return self.place(place_id) if self.gazetteer.get(place_id) else name

    def _fact(self, done: Done, name: str) -> str | None:
        facts: Mapping[str, Callable[[Done], str | None]] = {
            "@product": self._goods,
            "@asked": lambda d: self._named(d.finding.parameters.get("place")),
            "@day": lambda d: self._on(d.finding.parameters.get("date")),
            "@thing": self._thing,
            "@period": lambda d: self._period(d.finding.parameters),
            "@source": self._source,
            "@source_date": lambda d: self._on(
                d.finding.sources[0].as_of if d.finding.sources else None
            ),
            "@distance": self._distance,
            "@detail": lambda d: d.problem or None,
            "@start": lambda d: self._on(d.finding.parameters.get("start")),
            "@end": lambda d: self._on(d.finding.parameters.get("end")),
            "@number": lambda d: _text(d.finding.parameters.get("number")),
            "@seller": lambda d: _text(d.finding.parameters.get("seller.name")),
            "@name": lambda d: _text(d.finding.parameters.get("name")),
            "@value": lambda d: _text(
                d.finding.parameters.get("value") or d.arguments.get("value")
            ),
        }
        return facts[name](done) if name in facts else None

    def _goods(self, done: Done) -> str | None:
        facts = {**done.arguments, **done.finding.parameters}
        found = facts.get("sku_id") or facts.get("product") or facts.get("commodity")
        return self.product(str(found)) if found else None

    def _thing(self, done: Done) -> str:
        thing = str(done.arguments.get("query", ""))
        return self.product(thing) if self.vocabulary.knows(thing) else thing

    def _named(self, place_id: object) -> str | None:
        return self.place(str(place_id)) if place_id else None

    def _on(self, value: object) -> str | None:
        return self.day(value) if isinstance(value, date) else None

    def _period(self, facts: Mapping[str, Any]) -> str | None:
        named = self.voice.periods.get(str(facts.get("period")))
        if named:
            digits = "".join(c for c in str(facts["period"]) if c.isdigit())
            return named.format(n=digits)
        start, end = facts.get("start"), facts.get("end")
        if not isinstance(start, date) or not isinstance(end, date):
            return None
        if start == end:
            return self.day(start)
        return self.voice.periods["between"].format(start=self.day(start), end=self.day(end))

    def _source(self, done: Done) -> str | None:
        if not done.finding.sources:
            return None
        source = done.finding.sources[0]
        return self.voice.say.get(f"source_{source.name}") or source.name.partition(",")[0]

    def _distance(self, done: Done) -> str | None:
        price = done.finding.figure("price")
        short = price.place.partition(",")[0] if price and price.place else ""
        near = (r for r in done.finding.rows if str(r.get("market")) == short)
        row = next(near, None)
        return None if row is None else render.with_unit(row["distance_km"], "km", self.voice)
