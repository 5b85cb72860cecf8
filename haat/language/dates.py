"""Find the days and periods that a message speaks of."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from haat.language.grammar import Form, Grammar, Kind, Reading, read
from haat.language.numbers import Number, numbers_in
from haat.language.tokens import Token

Tense = Literal["past", "future"]
_DAY, _WEEK, _MONTH, _YEAR = 1, 7, 30, 365
_NAMED_LENGTHS = (7, 30, 90)  # the periods `last_N_days` of the contract
_MEASURES = (Kind.UNIT, Kind.PART, Kind.RUPEE, Kind.PAISA, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class When:
    """A day or a period, both ends inclusive, said at tokens `start_token` to `end_token` (exclusive).

    `period` is the contract's name where there is one. `length` is how many days were said (a week
    is 7, a month 30) or lie between today and a day that comes or may come. `ambiguous`: the other
    direction in time is possible too. `counted`: so many days, and only a verb tells which way.
    """

    start: date
    end: date
    period: str | None
    start_token: int
    end_token: int
    ambiguous: bool = False
    length: int | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What the parts of the search share."""

    reading: Reading
    numbers: dict[int, Number]
    ends: frozenset[int]
    today: date
    tense: Tense | None


def find_spans(
    tokens: tuple[Token, ...], grammar: Grammar, today: date, tense: Tense | None
) -> tuple[When, ...]:
    """The days and periods of a message; `tense` decides what "kal" and "monday" mean."""
    reading = read(tokens, grammar)
    found = spans_in(reading, numbers_in(reading), today, tense)
    places = (reading.written(w.start_token, w.end_token) for w in found)
    return tuple(
        replace(w, start_token=s, end_token=e) for w, (s, e) in zip(found, places, strict=True)
    )


def spans_in(
    reading: Reading, numbers: Iterable[Number], today: date, tense: Tense | None
) -> tuple[When, ...]:
    """The same, of a message whose forms and numbers were looked up, at their tokens."""
    starting = {number.start: number for number in numbers}
    ends = frozenset(number.end for number in starting.values())
    around = _Calendar(reading, starting, ends, today, tense)
    found: list[When] = []
    position = 0
    while position < len(reading.tokens):
        span = _span(around, position)
        if span is None:
            position += 1
        else:
            found.append(span)
            position = span.end_token
    return _without_now(reading, tuple(found))


def tense(tokens: tuple[Token, ...], grammar: Grammar) -> Tense | None:
    """Whether the verbs speak of what was or of what will be; None where neither or both."""
    reading = read(tokens, grammar)
    said: set[Tense] = set()
    for position in range(len(reading.tokens)):
        said.update(_tense_at(reading, position))
    return said.pop() if len(said) == 1 else None


def horizon_days(spans: Iterable[When], today: date) -> int | None:
    """How many days ahead the message asks about: the length it says, or up to the day it names.

    A length or a day that was taken for one gone by is one to come, where that is possible.
    """
    for span in spans:
        may_come = span.length is not None and (span.counted or span.ambiguous)
        if span.end >= today or may_come:
            return span.length or max(1, (span.end - today).days)
    return None


def _tense_at(reading: Reading, position: int) -> Iterable[Tense]:
    grammar, key = reading.grammar, reading.key(position)
    if reading.at(position, Kind.PAST) or key.endswith(grammar.past_endings):
        yield "past"
    if reading.at(position, Kind.FUTURE) or key.endswith(grammar.future_endings):
        yield "future"


def _without_now(reading: Reading, found: tuple[When, ...]) -> tuple[When, ...]:
    """ "Now" is today only where no other day is said."""
    if len(found) < 2:
        return found
    said = tuple(span for span in found if not reading.at(span.start_token, Kind.NOW))
    return said or found[:1]


def _single(around: _Calendar, position: int) -> When | None:
    reading = around.reading
    if not (reading.found[position] or reading.digits(position) or position in around.numbers):
        return None
    return (
        _date(around, position)
        or _named_day(around, position)
        or _relative(around, position)
        or _counted(around, position)
        or _weekday(around, position)
        or _month(around, position)
    )


# A range: from one day to another


def _span(around: _Calendar, position: int) -> When | None:
    """A range that begins here, or else a single day or period."""
    opening = around.reading.at(position, Kind.FROM)
    begin = position + (len(opening.keys) if opening else 0)
    if begin >= len(around.reading.tokens):
        return None
    shared = _days_of_one_month(around, begin)
    if shared is not None:
        return replace(shared, start_token=position)
    first = _single(around, begin)
    if first is None:
        return None
    span = _to_second(around, first, joined=opening is not None) or _since(around, first, opening)
    return replace(span, start_token=position) if span else first


def _to_second(around: _Calendar, first: When, *, joined: bool) -> When | None:
    reading = around.reading
    link = reading.at(first.end_token, Kind.TO)
    if link is None and joined:
        link = reading.at(first.end_token, Kind.JOINER)
    if link is None or first.end_token + len(link.keys) >= len(reading.tokens):
        return None
    second = _single(around, first.end_token + len(link.keys))
    if second is None:
        return None
    start, end = _ordered(around, first, second)
    if start > end:
        return None
    end_token = _past_until(reading, second.end_token)
    return When(start, end, None, first.start_token, end_token, length=(end - start).days + 1)


def _ordered(around: _Calendar, first: When, second: When) -> tuple[date, date]:
    """The ends of a range; each was understood by itself, so one may lie a week or a year off."""
    start, end = first.start, second.end
    if start <= end:
        return start, end
    if around.reading.at(first.start_token, Kind.WEEKDAY):
        week = timedelta(weeks=1)
        return (start, end + week) if around.tense == "future" else (start - week, end)
    year = end.year if (start.month, start.day) <= (end.month, end.day) else end.year - 1
    return _valid(year, start.month, start.day) or start, end


def _since(around: _Calendar, first: When, opening: Form | None) -> When | None:
    """From a day that was until today; not the "se" of a comparison."""
    reading = around.reading
    link = None if opening else reading.at(first.end_token, Kind.TO)
    compared = reading.first(first.end_token, Kind.LIMIT_AFTER, Kind.FLOOR_AFTER)
    if (link is None and opening is None) or compared or around.tense == "future":
        return None
    if first.end >= around.today or (first.ambiguous and around.tense is None and opening is None):
        return None
    end_token = first.end_token + (len(link.keys) if link else 0)
    return When(first.start, around.today, None, first.start_token, end_token)


def _days_of_one_month(around: _Calendar, position: int) -> When | None:
    """1 to 10 november, november 1-10, 1 se 10 tarikh."""
    reading = around.reading
    number = around.numbers.get(position)
    if number is not None and number.upper is not None:
        month = reading.at(number.end, Kind.MONTH)
        word = month or reading.at(number.end, Kind.DATE)
        if word is None:
            return None
        return _month_days(around, number, month, position, number.end + len(word.keys))
    month = reading.at(position, Kind.MONTH)
    number = around.numbers.get(position + len(month.keys)) if month else None
    if (
        month is None
        or number is None
        or number.upper is None
        or reading.first(number.end, *_MEASURES)
    ):
        return None
    return _month_days(around, number, month, position, number.end)


def _month_days(
    around: _Calendar, number: Number, month: Form | None, start_token: int, end_token: int
) -> When | None:
    year, end_token = _year(around.reading, end_token) if month else (None, end_token)
    if number.upper is None:
        return None
    end = _resolve(around, int(number.upper), int(month.amount) if month else None, year)
    if end is None or not 1 <= number.value < number.upper:
        return None
    start = end.replace(day=int(number.value))
    end_token = _past_until(around.reading, end_token)
    return When(start, end, None, start_token, end_token, length=(end - start).days + 1)


def _past_until(reading: Reading, position: int) -> int:
    until = reading.at(position, Kind.UNTIL)
    return position + len(until.keys) if until else position


# One day by its date


def _date(around: _Calendar, position: int) -> When | None:
    found = (
        _numeric_date(around, position)
        or _day_then_month(around, position)
        or _month_then_day(around, position)
        or _day_of_month(around, position)
    )
    if found is None:
        return None
    day, end_token, ambiguous = found
    return When(
        day,
        day,
        _near(day, around.today),
        position,
        end_token,
        ambiguous,
        _ahead(day, around.today),
    )


_Found = tuple[date, int, bool]


def _numeric_date(around: _Calendar, position: int) -> _Found | None:
    """12/11, 12-11-2026, 12.11.26 in Indian order, 2026-11-12."""
    reading = around.reading
    mark = reading.key(position + 1)
    if mark not in {"/", "-", "."} or not (
        reading.digits(position) and reading.digits(position + 2)
    ):
        return None
    parts = [reading.key(position), reading.key(position + 2)]
    if reading.key(position + 3) == mark and reading.digits(position + 4):
        parts.append(reading.key(position + 4))
    elif mark != "/" or reading.first(position + 3, *_MEASURES):
        return None
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    end_token = position + 2 * len(parts) - 1
    if len(parts[0]) == 4:
        parts.reverse()
    return _of_parts(around, parts, end_token)


def _of_parts(around: _Calendar, parts: list[str], end_token: int) -> _Found | None:
    day, month = int(parts[0]), int(parts[1])
    year = _full_year(parts[2]) if len(parts) == 3 else None
    found = _resolve(around, day, month, year)
    if found is not None:
        return found, end_token, False
    found = _resolve(around, month, day, year)  # month first, as in America
    return None if found is None else (found, end_token, True)


def _day_then_month(around: _Calendar, position: int) -> _Found | None:
    reading = around.reading
    day, end = _day_number(around, position)
    if day is None:
        return None
    of = reading.at(end, Kind.OF)
    month = reading.at(end, Kind.MONTH) or (reading.at(end + 1, Kind.MONTH) if of else None)
    if month is None:
        return None
    end += len(month.keys) + (1 if reading.at(end, Kind.MONTH) is None else 0)
    year, end = _year(reading, end)
    found = _resolve(around, day, int(month.amount), year)
    return None if found is None else (found, end, False)


def _month_then_day(around: _Calendar, position: int) -> _Found | None:
    reading = around.reading
    month = reading.at(position, Kind.MONTH)
    if month is None:
        return None
    begin = position + len(month.keys)
    of = reading.at(begin, Kind.OF)
    day, end = _day_number(around, begin + (1 if of else 0))
    word = reading.at(end, Kind.DATE)
    if day is None or (of and word is None) or reading.first(end, *_MEASURES):
        return None
    year, end = _year(reading, end + (len(word.keys) if word else 0))
    found = _resolve(around, day, int(month.amount), year)
    return None if found is None else (found, end, False)


def _day_of_month(around: _Calendar, position: int) -> _Found | None:
    """12 tarikh, tarikh 12, 12th."""
    reading = around.reading
    word = reading.at(position, Kind.DATE)
    day, end = _day_number(around, position + (len(word.keys) if word else 0))
    after = reading.at(end, Kind.DATE)
    ordinal = end - position == 2 and reading.at(position + 1, Kind.ORDINAL) is not None
    if day is None or (word is None and after is None and not ordinal):
        return None
    found = _resolve(around, day, None, None)
    return None if found is None else (found, end + (len(after.keys) if after else 0), False)


def _day_number(around: _Calendar, position: int) -> tuple[int | None, int]:
    """The number of a day in a month, and where it ends."""
    reading = around.reading
    ordinal = reading.at(position + 1, Kind.ORDINAL)
    if ordinal and reading.glued(position + 1) and reading.key(position).isdecimal():
        return int(reading.key(position)), position + 2
    number = around.numbers.get(position)
    if number is None or number.ambiguous or not 1 <= number.value <= 31 or number.value % 1:
        return None, position
    return int(number.value), number.end


def _year(reading: Reading, position: int) -> tuple[int | None, int]:
    begin = position + 1 if reading.key(position) == "-" else position
    key = reading.key(begin)
    if len(key) == 4 and key.isdecimal() and key.startswith(("19", "20")):
        counted = reading.first(begin + 1, *_MEASURES)
        return (None, position) if counted else (int(key), begin + 1)
    return None, position


def _full_year(written: str) -> int:
    return int(written) + (2000 if len(written) <= 2 else 0)


def _resolve(around: _Calendar, day: int, month: int | None, year: int | None) -> date | None:
    """The date meant: the nearest one, or the nearest in the direction of the verb."""
    today = around.today
    if year is not None and month is not None:
        return _valid(year, month, day)
    if month is not None:
        years = range(today.year - 1, today.year + 2)
        possible = [_valid(each, month, day) for each in years]
    else:
        months = [_month_start(today, shift) for shift in (-2, -1, 0, 1, 2)]
        possible = [_valid(each.year, each.month, day) for each in months]
    return _nearest(
        [each for each in possible if each is not None], today, around.tense, recent=month is None
    )


def _nearest(
    possible: list[date], today: date, tense: Tense | None, *, recent: bool
) -> date | None:
    past = [day for day in possible if day <= today]
    if tense == "past" or (tense is None and recent):
        return max(past, default=None)
    if tense == "future":
        return min((day for day in possible if day >= today), default=None)
    return min(possible, key=lambda day: _distance(day, today), default=None)


def _distance(day: date, today: date) -> int:
    """Days between; without a verb a day that was is meant more often than one to come."""
    days = (day - today).days
    return 3 * days if days > 0 else -days


def _valid(year: int, month: int, day: int) -> date | None:
    if not (
        1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    ):
        return None
    return date(year, month, day)


# Days and periods counted from today


def _named_day(around: _Calendar, position: int) -> When | None:
    reading = around.reading
    form = reading.first(position, Kind.DAY, Kind.NOW)
    if form is not None:
        day = around.today + timedelta(days=int(form.amount))
        return _one_day(around, day, position, len(form.keys))
    form = reading.at(position, Kind.TURNING_DAY)
    if form is None:
        return None
    return _either_way(around, form, position, int(form.amount), int(form.amount))


def _either_way(around: _Calendar, form: Form, position: int, gone: int, to_come: int) -> When:
    """`kal`, `monday`: the verb tells whether it is the day gone by or the day to come."""
    ahead = around.tense == "future"
    day = around.today + timedelta(days=to_come if ahead else -gone)
    named = _one_day(around, day, position, len(form.keys))
    return replace(named, ambiguous=around.tense is None, length=to_come)


def _one_day(around: _Calendar, day: date, position: int, width: int) -> When:
    near = _near(day, around.today)
    return When(day, day, near, position, position + width, length=_ahead(day, around.today))


def _near(day: date, today: date) -> str | None:
    return {0: "today", -1: "yesterday"}.get((day - today).days)


def _ahead(day: date, today: date) -> int | None:
    return max(1, (day - today).days) if day >= today else None


def _relative(around: _Calendar, position: int) -> When | None:
    """This, last or next week, month, monday, november or so many days."""
    reading = around.reading
    form = reading.first(position, Kind.LAST, Kind.NEXT, Kind.THIS)
    if form is None:
        return None
    begin = position + len(form.keys)
    number = around.numbers.get(begin)
    if number is not None and form.kind is not Kind.THIS and not number.ambiguous:
        length = reading.at(number.end, Kind.LENGTH)
        if length is None:
            return None
        days = int(number.value * length.amount)
        return _days(around, days, form.kind, position, number.end + len(length.keys))
    return _relative_name(around, form.kind, position, begin)


def _relative_name(around: _Calendar, which: Kind, position: int, begin: int) -> When | None:
    reading = around.reading
    directed = replace(around, tense=_direction(which, around.tense))
    length = reading.at(begin, Kind.LENGTH)
    if length is not None:
        return _length(directed, which, int(length.amount), position, begin + len(length.keys))
    if begin >= len(reading.tokens):
        return None
    named = _weekday(directed, begin) or _month(directed, begin)
    return None if named is None else replace(named, start_token=position, ambiguous=False)


def _direction(which: Kind, tense: Tense | None) -> Tense | None:
    if which is Kind.THIS:
        return tense
    return "past" if which is Kind.LAST else "future"


def _length(
    around: _Calendar, which: Kind, days: int, start_token: int, end_token: int
) -> When | None:
    shift = {Kind.LAST: -1, Kind.THIS: 0, Kind.NEXT: 1}[which]
    today = around.today
    if days == _DAY:
        return None if shift == 0 else _days(around, 1, which, start_token, end_token)
    if days == _WEEK:
        start = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        end, name = start + timedelta(days=6), "week"
    elif days == _MONTH:
        start = _month_start(today, shift)
        end, name = _month_end(start), "month"
    elif days == _YEAR:
        start, end, name = date(today.year + shift, 1, 1), date(today.year + shift, 12, 31), ""
    else:
        return _days(around, days, which, start_token, end_token)
    if shift == 0 and around.tense != "future":
        end = today
    period = f"{'last' if shift < 0 else 'this'}_{name}" if name and shift <= 0 else None
    return When(start, end, period, start_token, end_token, length=days)


def _days(
    around: _Calendar, days: int, which: Kind, start_token: int, end_token: int
) -> When | None:
    """So many whole days before today, or after it."""
    today = around.today
    if not 1 <= days <= 3660:
        return None
    if which is Kind.NEXT:
        start, end = today + timedelta(days=1), today + timedelta(days=days)
        return When(start, end, None, start_token, end_token, length=days)
    start, end = today - timedelta(days=days), today - timedelta(days=1)
    period = f"last_{days}_days" if days in _NAMED_LENGTHS else "yesterday" if days == 1 else None
    return When(start, end, period, start_token, end_token, length=days)


def _counted(around: _Calendar, position: int) -> When | None:
    """7 days, 2 weeks ago, 3 din baad."""
    reading = around.reading
    number = around.numbers.get(position)
    length = reading.at(number.end, Kind.LENGTH) if number else None
    if number is None or length is None or number.ambiguous:
        return None
    days, end = int(number.value * length.amount), number.end + len(length.keys)
    turn = None if reading.stop(end) else reading.first(end, Kind.AGO, Kind.LATER)
    if turn is not None and 1 <= days <= 3660:
        day = around.today + timedelta(days=-days if turn.kind is Kind.AGO else days)
        return _one_day(around, day, position, end + len(turn.keys) - position)
    which = Kind.NEXT if around.tense == "future" else Kind.LAST
    span = _days(around, days, which, position, end)
    return None if span is None else replace(span, ambiguous=around.tense is None, counted=True)


def _weekday(around: _Calendar, position: int) -> When | None:
    form = around.reading.at(position, Kind.WEEKDAY)
    if form is None:
        return None
    weekday, now = int(form.amount), around.today.weekday()
    return _either_way(
        around, form, position, (now - weekday - 1) % 7 + 1, (weekday - now - 1) % 7 + 1
    )


def _month(around: _Calendar, position: int) -> When | None:
    reading = around.reading
    form = reading.at(position, Kind.MONTH)
    if form is None or (not reading.stop(position) and position in around.ends):
        return None  # 31 february is no february
    year, end_token = _year(reading, position + len(form.keys))
    if year is None and form.key in reading.grammar.lists["dates.weak_months"]:
        return None
    today = around.today
    start = (
        date(year, int(form.amount), 1)
        if year
        else _nearest_month(int(form.amount), today, around.tense)
    )
    end = _month_end(start)
    if around.tense != "future" and start <= today < end:
        return When(start, today, "this_month", position, end_token, length=_MONTH)
    return When(start, end, None, position, end_token, length=_MONTH)


def _nearest_month(month: int, today: date, tense: Tense | None) -> date:
    start = date(today.year, month, 1)
    if tense == "future":
        return start if month >= today.month else date(today.year + 1, month, 1)
    return start if start <= today else date(today.year - 1, month, 1)


def _month_start(today: date, shift: int) -> date:
    months = today.year * 12 + today.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)


def _month_end(start: date) -> date:
    return start.replace(day=calendar.monthrange(start.year, start.month)[1])
