"""The words of numbers, units, money and days, read from the language packs into one grammar."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from haat.language.joints import Parts, taken_apart
from haat.language.phrases import STAR, PhraseIndex, index, pattern
from haat.language.tokens import Token


class Kind(StrEnum):
    """What a form can be; the value is the form's place in a pack: section.table."""

    CARDINAL = "numbers.cardinals"  # a number that takes no further digit: thirteen, paintalis
    ONE = "numbers.ones"  # one to nine where they follow tens: twenty five
    TEN = "numbers.tens"  # tens that ones may follow; hundreds and thousands that are one word
    SCALE = "numbers.scales"  # hundred, lakh
    FRACTION = "numbers.fractions"  # half, dedh, dhai
    SHIFT = "numbers.shifts"  # sava, paune: moves the number or the scale that follows
    BOUND_SHIFT = "numbers.bound_shifts"  # sadhe: only with a number
    ADDEND = "numbers.addends"  # and a half
    JOINER = "numbers.joiners"  # one hundred and twenty
    POINT = "numbers.point"
    RANGE = "numbers.ranges"  # five to ten
    ORDINAL = "numbers.ordinals"  # what is glued to digits: 1st
    UNIT = "units.names"
    PART = "units.parts"  # a pav is a quarter of a kg
    RUPEE = "amounts.rupee"
    PAISA = "amounts.paisa"
    PERCENT = "amounts.percent"
    PER = "amounts.per"  # between rupees and a unit, or after the unit that a price is for
    OF = "amounts.of"
    ARTICLE = "amounts.articles"
    EACH = "amounts.each"
    TIMES = "amounts.times"  # 2 x 500 g
    PACK = "amounts.pack"  # after a quantity that names a size, not an amount sold
    CONTAINER = "amounts.containers"  # a bottle: a size stands before it, or a count
    PRICE_BEFORE = "amounts.price_before"
    PRICE_AFTER = "amounts.price_after"
    TOTAL_BEFORE = "amounts.total_before"
    TOTAL_AFTER = "amounts.total_after"
    SUM_BEFORE = "amounts.sum_before"  # a total only of rupees, or where a quantity is said too
    SUM_AFTER = "amounts.sum_after"
    LIMIT_BEFORE = "amounts.limit_before"
    LIMIT_AFTER = "amounts.limit_after"
    FLOOR_BEFORE = "amounts.floor_before"
    FLOOR_AFTER = "amounts.floor_after"
    DAY = "dates.days"  # so many days from today
    TURNING_DAY = "dates.turning_days"  # kal: so many days before or after, as the verb says
    NOW = "dates.now"  # today, unless another day is said
    LENGTH = "dates.lengths"  # days in a week
    THIS = "dates.this"
    LAST = "dates.last"
    NEXT = "dates.next"
    WEEKDAY = "dates.weekdays"
    MONTH = "dates.months"
    DATE = "dates.date"  # the word for the day of the month: 12 tarikh
    FROM = "dates.from"
    TO = "dates.to"
    UNTIL = "dates.until"
    AGO = "dates.ago"
    LATER = "dates.later"
    CLOCK = "dates.clock"  # after a number that is an hour
    PAST = "dates.past"
    FUTURE = "dates.future"


_SHIFTS = frozenset({Kind.SHIFT, Kind.BOUND_SHIFT})
_NUMERALS = _SHIFTS | {Kind.CARDINAL, Kind.ONE, Kind.TEN, Kind.SCALE, Kind.FRACTION}
_MEASURES = frozenset({Kind.UNIT, Kind.PART, Kind.RUPEE, Kind.PAISA})
_CASES = frozenset({Kind.OF, Kind.PER})
_ENDINGS = _CASES | {
    Kind.ADDEND,
    Kind.EACH,
    Kind.PRICE_AFTER,
    Kind.TOTAL_AFTER,
    Kind.SUM_AFTER,
    Kind.LIMIT_AFTER,
    Kind.FLOOR_AFTER,
}

# Word lists that change how a form is read, not forms of their own.
_LISTS = (
    "numbers.homographs",
    "numbers.glued_scales",
    "dates.weak_months",
    "dates.past_endings",
    "dates.future_endings",
)
_NOT_AFTER, _NOT_BEFORE = "numbers.not_after", "numbers.not_before"
SECTIONS = frozenset(name.partition(".")[0] for name in Kind)
KEYS = frozenset({*Kind, *_LISTS, _NOT_AFTER, _NOT_BEFORE})


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a pack: `amount` is a number's value or factor, `name` a unit's id."""

    keys: tuple[str, ...]
    kind: Kind
    amount: Decimal = Decimal(0)
    name: str = ""

    @property
    def key(self) -> str:
        """The form as one text."""
        return " ".join(self.keys)


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Forms by their first key, longest first, and the lists that say when one is not meant."""

    forms: PhraseIndex[Form]
    lists: Mapping[str, frozenset[str]]
    not_after: Mapping[str, frozenset[str]]
    not_before: Mapping[str, frozenset[str]]
    parts: Parts
    past_endings: tuple[str, ...] = ()
    future_endings: tuple[str, ...] = ()

    def every_form(self) -> Iterable[Form]:
        """All forms of the grammar."""
        for table in (self.forms.whole, self.forms.stems):
            yield from (form for found in table.values() for _, form in found)


def is_word(key: str, kind: Kind, grammar: Grammar) -> bool:
    """Whether a word alone is a form of that kind: `ka` and `of` are of `Kind.OF`."""
    return any(form.kind is kind for _, form in grammar.forms.at((key,), 0))


def load_grammar(source: Path | Mapping[str, Any]) -> Grammar:
    """The grammar of one pack (its file or its parsed content); a missing or unknown key is a KeyError."""
    pack = tomllib.loads(source.read_text(encoding="utf-8")) if isinstance(source, Path) else source
    tables = {f"{s}.{name}": table for s in SECTIONS for name, table in pack[s].items()}
    wrong = KEYS ^ tables.keys()
    if wrong:
        raise KeyError(f"a pack has exactly the keys of every pack; look at {sorted(wrong)}")
    lists = {name: frozenset(_key(form) for form in tables[name]) for name in _LISTS}
    return _grammar(
        (form for kind in Kind for form in _forms(kind, tables[kind])),
        lists,
        _neighbours(tables[_NOT_AFTER]),
        _neighbours(tables[_NOT_BEFORE]),
    )


def merge(*grammars: Grammar) -> Grammar:
    """One grammar of several languages: a message mixes them."""
    return _grammar(
        (form for g in grammars for form in g.every_form()),
        {name: frozenset[str]().union(*(g.lists[name] for g in grammars)) for name in _LISTS},
        _joined(g.not_after for g in grammars),
        _joined(g.not_before for g in grammars),
    )


def _grammar(
    forms: Iterable[Form],
    lists: Mapping[str, frozenset[str]],
    not_after: Mapping[str, frozenset[str]],
    not_before: Mapping[str, frozenset[str]],
) -> Grammar:
    known: dict[tuple[tuple[str, ...], Kind], Form] = {}
    for form in forms:
        known.setdefault((form.keys, form.kind), form)
    longest_first = sorted(known.values(), key=lambda form: -len(form.keys))
    endings = (tuple(lists["dates.past_endings"]), tuple(lists["dates.future_endings"]))
    found = index((form.keys, form) for form in longest_first)
    return Grammar(
        found,
        lists,
        not_after,
        not_before,
        _parts(longest_first, lists["numbers.homographs"]),
        *endings,
    )


def _parts(forms: Iterable[Form], weak: frozenset[str]) -> Parts:
    """What may be written together with a number."""
    alone: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    first: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for form in forms:
        key = form.keys[0].rstrip(STAR)
        if not key.isascii():
            first[form.kind].add(key)
        if len(form.keys) == 1:
            alone[form.kind].add(key)
    shifts = {key for kind in _SHIFTS for key in alone[kind] if not key.isascii()}
    return Parts(
        numerals=_united(alone, _NUMERALS),
        leading=frozenset(alone[Kind.TEN] | shifts),  # "sadasath" is 67, no 60.5
        scales=frozenset(alone[Kind.SCALE]),
        weak=weak,
        measures=_united(alone, _MEASURES),
        units=frozenset(alone[Kind.UNIT]),
        endings=(_united(first, _ENDINGS) | _united(alone, _ENDINGS)) - alone[Kind.ORDINAL],
        cases=_united(alone, _CASES),
    )


def _united(keys: Mapping[Kind, set[str]], kinds: Iterable[Kind]) -> frozenset[str]:
    return frozenset[str]().union(*(keys[kind] for kind in kinds))


def _forms(kind: Kind, table: Any) -> Iterable[Form]:
    if kind is Kind.PART:
        for row in table:
            for form in row["forms"]:
                yield Form(_keys(form), kind, Decimal(row["factor"]), row["unit"])
    elif isinstance(table, list):
        yield from (Form(_keys(form), kind) for form in table)
    else:
        for value, forms in table.items():
            named = kind is Kind.UNIT
            for form in forms:
                yield Form(
                    _keys(form), kind, Decimal(0 if named else value), value if named else ""
                )


def _keys(form: str) -> tuple[str, ...]:
    return pattern(form) or (form,)  # a lone dash is no token


def _key(form: str) -> str:
    return " ".join(_keys(form))


def _neighbours(table: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {_key(form): frozenset(_key(word) for word in words) for form, words in table.items()}


def _joined(tables: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    joined: dict[str, frozenset[str]] = {}
    for table in tables:
        for form, words in table.items():
            joined[form] = joined.get(form, frozenset()) | words
    return joined


@dataclass(frozen=True, slots=True)
class Reading:
    """A message with the forms that begin at each token; words written as one were taken apart.

    `origin` says of each token which one of the message it comes from.
    """

    tokens: tuple[Token, ...]
    grammar: Grammar
    found: tuple[Mapping[Kind, Form], ...] = field(default=())
    origin: tuple[int, ...] = field(default=())

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The tokens of the message, as it is written, from which these come."""
        return self.origin[start], self.origin[end - 1] + 1

    def noun(self, noun: Callable[[int], bool] | None) -> Callable[[int], bool] | None:
        """The same question about the tokens of the message, asked of these."""
        if noun is None:
            return None
        return lambda position: (
            0 <= position < len(self.origin)
            and self.origin[position] not in self.origin[max(0, position - 1) : position]
            and noun(self.origin[position])
        )

    def at(self, position: int, kind: Kind) -> Form | None:
        """The longest form of that kind that begins here."""
        return self.found[position].get(kind) if 0 <= position < len(self.found) else None

    def first(self, position: int, *kinds: Kind) -> Form | None:
        """The first of these kinds that begins here."""
        found = self.found[position] if 0 <= position < len(self.found) else _NOTHING
        if found:
            for kind in kinds:
                if kind in found:
                    return found[kind]
        return None

    def ending(self, end: int, *kinds: Kind) -> Form | None:
        """The longest form of these kinds that ends just before `end`, no punctuation between."""
        if end <= 0 or self.tokens[end - 1].stop:
            return None
        for start in range(max(0, end - _LONGEST), end):
            for kind in kinds:
                form = self.at(start, kind)
                if form and start + len(form.keys) == end:
                    return form
        return None

    def key(self, position: int) -> str:
        """The key of a token, empty outside the message."""
        return self.tokens[position].key if 0 <= position < len(self.tokens) else ""

    def own_ending(self, end: int) -> Form | None:
        """The ending of case that is written together with the word before `end`."""
        if not 0 < end < len(self.origin) or self.origin[end - 1] != self.origin[end]:
            return None
        return self.first(end, *_CASES)

    def digits(self, position: int) -> bool:
        """True where a number in digits stands."""
        return 0 <= position < len(self.tokens) and self.tokens[position].is_number

    def stop(self, position: int) -> bool:
        """True where punctuation, or the message's end, stands before this token."""
        return position <= 0 or position >= len(self.tokens) or self.tokens[position - 1].stop

    def glued(self, position: int) -> bool:
        """True where no space stands before this token."""
        return position > 0 and self.tokens[position].start == self.tokens[position - 1].end


_LONGEST = 5
_NOTHING: Mapping[Kind, Form] = {}


@lru_cache(maxsize=8)  # amounts and days are looked for in the same message
def read(tokens: tuple[Token, ...], grammar: Grammar) -> Reading:
    """Look every token up once."""
    cut = [_cut(token, grammar) for token in tokens]
    origin = tuple(at for at, pieces in enumerate(cut) for _ in pieces)
    tokens = tuple(piece for pieces in cut for piece in pieces)
    keys = tuple(token.key for token in tokens)
    found = tuple(_starting(tokens, keys, i, grammar) for i in range(len(keys)))
    return Reading(tokens, grammar, found, origin)


def _cut(token: Token, grammar: Grammar) -> tuple[Token, ...]:
    """A token, or what it is made of where it is no form itself."""
    if token.is_number or token.key in grammar.forms.whole:
        return (token,)
    pieces = taken_apart(token.key, grammar.parts)
    if not pieces:
        return (token,)
    glued = (replace(token, key=key, start=token.end, stop=False) for key in pieces[1:-1])
    first = replace(token, key=pieces[0], stop=False)
    return (first, *glued, replace(token, key=pieces[-1], start=token.end))


def _starting(
    tokens: tuple[Token, ...], keys: tuple[str, ...], position: int, grammar: Grammar
) -> Mapping[Kind, Form]:
    found: dict[Kind, Form] = {}
    for _, form in grammar.forms.at(keys, position):
        end = position + len(form.keys)
        if form.kind in found and not _more_exact(form, found[form.kind]):
            continue
        if len(form.keys) == 1 or not any(token.stop for token in tokens[position : end - 1]):
            found[form.kind] = form
    return found or _NOTHING


def _more_exact(form: Form, than: Form) -> bool:
    """Whether a form is longer than one found before, or as long and has fewer open endings."""
    open_ends = sum(k.endswith(STAR) for k in than.keys) - sum(k.endswith(STAR) for k in form.keys)
    return (len(form.keys), open_ends) > (len(than.keys), 0)
