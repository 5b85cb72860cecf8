"""Find the numbers of a message, in digits and in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from haat.language.grammar import Form, Grammar, Kind, Reading, read
from haat.language.tokens import Token

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_SCALES = (Decimal(10_000_000), Decimal(100_000), Decimal(1000), _HUNDRED)
_COMMON_FRACTIONS = {
    ("1", "2"): Decimal("0.5"),
    ("1", "4"): Decimal("0.25"),
    ("3", "4"): Decimal("0.75"),
}
_LONGEST_DIGITS = 9  # longer ones are telephone numbers and barcodes
_LONGEST_ROW = 12  # more number words side by side than anybody means
_MEASURES = (
    Kind.UNIT,
    Kind.PART,
    Kind.RUPEE,
    Kind.PAISA,
    Kind.PERCENT,
    Kind.LENGTH,
    Kind.MONTH,
    Kind.DATE,
    Kind.CLOCK,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the message, at tokens `start` to `end` (exclusive).

    `upper` is the far end of a range ("do teen", "10-15"). `ambiguous`: more than one value is
    meant or can be read; whoever needs one has to ask.
    """

    value: Decimal
    start: int
    end: int
    upper: Decimal | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    """A number under way; `head` is what stood before its last scale, None for a bare scale."""

    value: Decimal
    end: int
    head: Decimal | None
    scale: Decimal = _ONE
    last: Form | None = None  # the last word, where it is a word


IsNoun = Callable[[int], bool]


def find_numbers(
    tokens: tuple[Token, ...], grammar: Grammar, noun: IsNoun | None = None
) -> tuple[Number, ...]:
    """The numbers of a message from left to right; none is a part of a longer one.

    A word that also means something else ("do", "ek", "one") counts only before a unit, money,
    a length of time or a scale, or where `noun` says that the next token names a thing.
    """
    reading = read(tokens, grammar)
    found = numbers_in(reading, reading.noun(noun))
    places = (reading.written(n.start, n.end) for n in found)
    return tuple(replace(n, start=s, end=e) for n, (s, e) in zip(found, places, strict=True))


def numbers_in(reading: Reading, noun: IsNoun | None = None) -> tuple[Number, ...]:
    """The same, of a message whose forms were looked up, at their tokens."""
    found: list[Number] = []
    position = 0
    while position < len(reading.tokens):
        number = _number(reading, position, noun)
        if number is None:
            position += 1
        else:
            found.append(_plain(number))
            position = number.end
    return tuple(found)


def _plain(number: Number) -> Number:
    upper = None if number.upper is None else short(number.upper)
    return replace(number, value=short(number.value), upper=upper)


def short(value: Decimal) -> Decimal:
    """The same value without the zeros that multiplying leaves behind the point."""
    return value.quantize(_ONE) if value == value.to_integral_value() else value.normalize()


def _number(reading: Reading, start: int, noun: IsNoun | None) -> Number | None:
    first = _sum(reading, start)
    if first is None:
        return _misplaced(reading, start, noun)
    whole = _range(reading, start, first, noun) or _repeated(reading, start, first, noun)
    if whole is not None:
        return whole
    return _alone(reading, start, first, noun)


def _misplaced(reading: Reading, start: int, noun: IsNoun | None) -> Number | None:
    """Sadhe with what it cannot go with ("sadhe sau"): never read as if it were not there."""
    form = reading.first(start, Kind.SHIFT, Kind.BOUND_SHIFT)
    begin = start + len(form.keys) if form else start
    if form is None or reading.stop(begin) or reading.first(begin, Kind.SHIFT, Kind.BOUND_SHIFT):
        return None
    rest = _number(reading, begin, noun)
    return None if rest is None else replace(rest, start=start, ambiguous=True)


def _alone(reading: Reading, start: int, term: _Term, noun: IsNoun | None) -> Number | None:
    """A single number, unless its words mean something else here."""
    supported = _supported(reading, term.end, noun)
    number = Number(term.value, start, term.end)
    if term.last is None or supported or not _homograph(reading, term.last):
        return None if _is_other(reading, start, term) else number
    if term.end - start > len(term.last.keys):  # "sau do": 102, or "give a hundred"
        return replace(number, ambiguous=term.last.kind is not Kind.ONE)
    return number if len(reading.tokens) == term.end - start else None


def _is_other(reading: Reading, start: int, term: _Term) -> bool:
    """True where the neighbours of a homograph say that it is no number."""
    last = term.last
    if last is None or term.end - start > len(last.keys):
        return False
    grammar = reading.grammar
    before = "" if reading.stop(start) else reading.key(start - 1)
    after = "" if reading.stop(term.end) else reading.key(term.end)
    return before in grammar.not_after.get(last.key, ()) or after in grammar.not_before.get(
        last.key, ()
    )


def _homograph(reading: Reading, form: Form) -> bool:
    return form.key in reading.grammar.lists["numbers.homographs"] or form.kind is Kind.SHIFT


def _supported(reading: Reading, end: int, noun: IsNoun | None) -> bool:
    """True where what follows can be counted."""
    if reading.stop(end):
        return False
    return reading.first(end, *_MEASURES) is not None or (noun is not None and noun(end))


def _sum(reading: Reading, start: int) -> _Term | None:
    """Terms of falling scale: two lakh | five thousand | three hundred | forty five."""
    total = _term(reading, start, alone=True)
    if total is None:
        return None
    while total.scale > 1:
        following = _next_term(reading, total)
        if following is None or following.value >= total.scale:
            break
        total = replace(following, value=total.value + following.value, head=total.head)
    return total


def _next_term(reading: Reading, total: _Term) -> _Term | None:
    if reading.stop(total.end):
        return None
    joiner = reading.at(total.end, Kind.JOINER)
    if joiner is None or reading.digits(total.end + len(joiner.keys)):
        return _term(reading, total.end, alone=False)
    return _term(reading, total.end + len(joiner.keys), alone=False)


def _term(reading: Reading, start: int, *, alone: bool) -> _Term | None:
    """A number below its scale, and the scale; a scale `alone` stands for one of it."""
    head = _shifted(reading, start) or _joined(reading, start) or _head(reading, start)
    if head is None:
        scale = reading.at(start, Kind.SCALE)
        if scale is None or not alone or _weak_scale(reading, scale):
            return None
        head = _Term(_ONE, start, None)
    return _scaled(reading, head)


def _scaled(reading: Reading, term: _Term) -> _Term:
    """Multiply by the scales that follow, each larger than the one before: hundred, lakh crore."""
    while (form := reading.at(term.end, Kind.SCALE)) is not None:
        behind = term.end > 0 and reading.tokens[term.end - 1].stop
        if form.amount <= term.scale or (behind and term.head is not None):
            break
        if not _scale_fits(reading, term, form):
            break
        scale = term.scale * form.amount
        term = _Term(term.value * form.amount, term.end + len(form.keys), term.head, scale, form)
    return term


def _scale_fits(reading: Reading, term: _Term, form: Form) -> bool:
    if form.key in reading.grammar.lists["numbers.glued_scales"]:
        return reading.digits(term.end - 1) and reading.glued(term.end)
    if form.key in reading.grammar.lists["numbers.homographs"]:
        end = term.end + len(form.keys)
        if term.last is None or term.last.kind is Kind.ONE:
            return _supported(reading, end, None)
        return (
            reading.stop(end) or _supported(reading, end, None) or _head(reading, end) is not None
        )
    return True


def _weak_scale(reading: Reading, form: Form) -> bool:
    lists = reading.grammar.lists
    return form.key in lists["numbers.homographs"] or form.key in lists["numbers.glued_scales"]


def _shifted(reading: Reading, start: int) -> _Term | None:
    """Sava, paune, sadhe: with the number behind them, else (not sadhe) with one."""
    form = reading.first(start, Kind.SHIFT, Kind.BOUND_SHIFT)
    if form is None:
        return None
    end = start + len(form.keys)
    number = None if reading.stop(end) else _joined(reading, end) or _head(reading, end)
    if number is not None:
        head = number.value / number.scale
        if head != head.to_integral_value():
            return None
        head += form.amount
        return replace(number, value=head * number.scale, head=head, last=None)
    if form.kind is Kind.BOUND_SHIFT:
        return None
    return _Term(_ONE + form.amount, end, _ONE + form.amount, last=form)


def _joined(reading: Reading, start: int) -> _Term | None:
    """A scale with its number in one word: Marathi donshe, Malayalam irupathi ayyayiram."""
    ten = _ten(reading, start)
    begin = start + len(ten.keys) if ten else start
    form = reading.at(begin, Kind.TEN)
    if form is None or form.amount < _HUNDRED or (ten and reading.stop(begin)):
        return None
    scale = next(scale for scale in _SCALES if form.amount % scale == 0)
    head = form.amount / scale
    if ten is not None:
        if scale == _HUNDRED or head >= 10:
            return None
        head += ten.amount
    return _Term(head * scale, begin + len(form.keys), head, scale, form)


def _ten(reading: Reading, position: int) -> Form | None:
    form = reading.at(position, Kind.TEN)
    return form if form and form.amount < _HUNDRED else None


def _head(reading: Reading, start: int) -> _Term | None:
    """A number without scales: digits, or the words up to ninety-nine."""
    head = _digits(reading, start) if reading.digits(start) else _words(reading, start)
    if head is None or reading.stop(head.end):
        return head
    more = reading.at(head.end, Kind.ADDEND)
    if more is not None:
        value = head.value + more.amount
        return _Term(value, head.end + len(more.keys), value)
    return _decimals(reading, head) or head


def _digits(reading: Reading, start: int) -> _Term | None:
    key = reading.key(start)
    if len(key.partition(".")[0]) > _LONGEST_DIGITS or _ordinal(reading, start):
        return None
    fraction = _slashed(reading, start)
    if fraction is not None:
        return _Term(fraction, start + 3, fraction)
    mixed = _slashed(reading, start + 1)  # 1 1/2 kg
    if mixed is not None and "." not in key:
        return _Term(Decimal(key) + mixed, start + 4, Decimal(key) + mixed)
    return _Term(Decimal(key), start + 1, Decimal(key))


def _ordinal(reading: Reading, start: int) -> bool:
    return reading.at(start + 1, Kind.ORDINAL) is not None and reading.glued(start + 1)


def _slashed(reading: Reading, start: int) -> Decimal | None:
    """1/2, 1/4, 3/4 before a unit; before anything else it may be a date."""
    if reading.key(start + 1) != "/" or reading.first(start + 3, Kind.UNIT, Kind.PART) is None:
        return None
    return _COMMON_FRACTIONS.get((reading.key(start), reading.key(start + 2)))


def _words(reading: Reading, start: int) -> _Term | None:
    ten = _ten(reading, start)
    if ten is not None:
        return _tens(reading, start, ten)
    form = reading.first(start, Kind.FRACTION, Kind.CARDINAL, Kind.ONE)
    if form is None:
        return None
    end = start + len(form.keys)
    one = reading.at(start, Kind.ONE)
    ten = _ten(reading, end) if one and not reading.stop(end) else None
    if ten is not None and one is not None:  # "two fifty" is said for 250
        below = _tens(reading, end, ten)
        value = one.amount * 100 + below.value
        return replace(below, value=value, head=value)
    return _Term(form.amount, end, form.amount, last=form)


def _tens(reading: Reading, start: int, ten: Form) -> _Term:
    end = start + len(ten.keys)
    one = None if reading.stop(end) else reading.at(end, Kind.ONE)
    if one is None:
        return _Term(ten.amount, end, ten.amount, last=ten)
    value = ten.amount + one.amount
    return _Term(value, end + len(one.keys), value)


def _decimals(reading: Reading, head: _Term) -> _Term | None:
    """Two point five."""
    point = reading.at(head.end, Kind.POINT)
    if point is None or head.value % 1:
        return None
    end, places = head.end + len(point.keys), ""
    while len(places) < _LONGEST_DIGITS and (digit := _digit(reading, end)) is not None:
        places += digit[0]
        end += digit[1]
    if not places:
        return None
    value = Decimal(f"{int(head.value)}.{places}")
    return _Term(value, end, value)


def _digit(reading: Reading, position: int) -> tuple[str, int] | None:
    if reading.digits(position):
        return reading.key(position).replace(".", "")[:_LONGEST_DIGITS], 1
    form = reading.first(position, Kind.CARDINAL, Kind.ONE)
    return (str(form.amount), len(form.keys)) if form and form.amount < 10 else None


def _range(reading: Reading, start: int, first: _Term, noun: IsNoun | None) -> Number | None:
    """From one number to another: 10-15, five to ten, das se barah."""
    if reading.stop(first.end):
        return None
    link = reading.at(first.end, Kind.RANGE)
    if link is None:
        return None
    begin = first.end + len(link.keys)
    second = _sum(reading, begin)
    if second is None or _alone(reading, begin, second, noun) is None:
        return None
    if reading.at(begin, Kind.RANGE) or second.value <= first.value:
        return None
    return _spanning(start, first, second)


def _repeated(reading: Reading, start: int, first: _Term, noun: IsNoun | None) -> Number | None:
    """Number words side by side that make no sum: "do teen" is a range, "ek ek" is one each."""
    if reading.digits(start):
        return None
    terms, begin = [first], start
    while (
        len(terms) < _LONGEST_ROW
        and not reading.stop(terms[-1].end)
        and not reading.digits(terms[-1].end)
    ):
        begin = terms[-1].end
        following = _sum(reading, begin)
        if following is None:
            break
        terms.append(following)
    while len(terms) > 1 and _alone(reading, terms[-2].end, terms[-1], noun) is None:
        terms.pop()  # "paanch do": give five
    if len(terms) == 1:
        return None
    if {term.value for term in terms} == {first.value}:
        return Number(first.value, start, terms[-1].end)
    return _spanning(start, first, terms[-1])


def _spanning(start: int, first: _Term, second: _Term) -> Number:
    """A range; the scale of its end is meant for its beginning too: "do teen sau"."""
    low = first.value
    if first.scale == 1 and second.scale > 1 and second.head is not None and low < second.head:
        low *= second.scale
    upper = second.value if second.value > low else None
    return Number(low, start, second.end, upper, ambiguous=True)
