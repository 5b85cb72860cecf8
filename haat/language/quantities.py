"""Find the quantities, prices and sums of a message."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from haat.language.dates import spans_in
from haat.language.grammar import Form, Grammar, Kind, Reading, read
from haat.language.numbers import IsNoun, Number, numbers_in, short
from haat.language.tokens import Token
from haat.language.units import PACKAGES, base_unit, conversion

AmountKind = Literal["quantity", "money", "number"]
Role = Literal["price", "total", "limit", "floor"]
_SOME_DAY = date(2000, 6, 15)  # which day it is does not matter to where dates stand
_PAISA = Decimal("0.01")
_SIZED = frozenset({"kg", "l", "metre"})  # bases of the units that say how large a pack is


@dataclass(frozen=True, slots=True)
class Amount:
    """A counted thing, at tokens `start` to `end` (exclusive).

    kind    quantity: `value` of `unit`; money: `value` rupees; number: neither was said
            (its unit may be `percent`)
    per     the unit of a price ("14 rupees a kilo"); None where none was said
    role    price (of one), total (of all), limit (at most), floor (at least), None where unmarked
    pack    it names a size or a kind ("5 kilo wala atta"), not what was sold
    upper   the far end of a range; `ambiguous` says that the value has to be asked for
    """

    kind: AmountKind
    value: Decimal
    unit: str | None
    per: str | None
    role: Role | None
    start: int
    end: int
    pack: bool = False
    upper: Decimal | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Scan:
    """A message with its numbers by where they begin and end."""

    reading: Reading
    beginning: dict[int, Number]
    ending: dict[int, Number]
    noun: IsNoun | None


def find_amounts(
    tokens: tuple[Token, ...], grammar: Grammar, noun: IsNoun | None = None
) -> tuple[Amount, ...]:
    """The amounts of a message from left to right; numbers of dates and lengths of time are none.

    `noun` says whether a token begins the name of a thing, as in `find_numbers`.
    """
    reading = read(tokens, grammar)
    found = amounts_in(reading, reading.noun(noun))
    places = (reading.written(a.start, a.end) for a in found)
    return tuple(replace(a, start=s, end=e) for a, (s, e) in zip(found, places, strict=True))


def amounts_in(reading: Reading, noun: IsNoun | None = None) -> tuple[Amount, ...]:
    """The same, of a message whose forms were looked up, at their tokens."""
    numbers = numbers_in(reading, noun)
    dated = {
        position
        for span in spans_in(reading, numbers, _SOME_DAY, None)
        for position in range(span.start_token, span.end_token)
    }
    counting = [n for n in numbers if n.start not in dated and not _is_hour(reading, n)]
    scan = _Scan(reading, {n.start: n for n in counting}, {n.end: n for n in counting}, noun)
    amounts = [
        *(_amount(scan, number) for number in counting),
        *_articles(scan),
        *_bare_parts(scan),
    ]
    return _marked(scan, _joined(scan, _as_prices(scan, sorted(amounts, key=lambda a: a.start))))


def _is_hour(reading: Reading, number: Number) -> bool:
    return bool(reading.at(number.end, Kind.CLOCK)) and not reading.stop(number.end)


# First what a number and the word beside it are


def _amount(scan: _Scan, number: Number) -> Amount:
    reading = scan.reading
    bare = Amount(
        "number", number.value, None, None, None, number.start, number.end, upper=number.upper,
        ambiguous=number.ambiguous,
    )  # fmt: skip
    before = _rupee_before(scan, number)
    if before is not None:
        return _in_rupees(scan, replace(bare, kind="money", start=number.start - len(before.keys)))
    end = number.end
    if reading.stop(end):
        return bare
    unit = reading.at(end, Kind.UNIT)
    part = reading.at(end, Kind.PART)
    if part is not None and (unit is None or len(part.keys) >= len(unit.keys)):
        return _scaled(
            replace(bare, kind="quantity", unit=part.name, end=end + len(part.keys)), part.amount
        )
    if unit is not None:
        return _addend(
            scan, replace(bare, kind="quantity", unit=unit.name, end=end + len(unit.keys))
        )
    return _money_or_share(scan, bare)


def _money_or_share(scan: _Scan, bare: Amount) -> Amount:
    reading = scan.reading
    rupee = reading.at(bare.end, Kind.RUPEE)
    if rupee is not None and not _belongs_to_next(scan, bare.end, rupee):
        return _in_rupees(scan, replace(bare, kind="money"))
    paisa = reading.at(bare.end, Kind.PAISA)
    if paisa is not None:
        return _scaled(replace(bare, kind="money", end=bare.end + len(paisa.keys)), _PAISA)
    percent = reading.at(bare.end, Kind.PERCENT)
    if percent is not None:
        return replace(bare, unit="percent", end=bare.end + len(percent.keys))
    return bare


def _scaled(amount: Amount, factor: Decimal) -> Amount:
    upper = None if amount.upper is None else short(amount.upper * factor)
    return replace(amount, value=short(amount.value * factor), upper=upper)


def _addend(scan: _Scan, amount: Amount) -> Amount:
    """Two kilos and a half."""
    more = None if scan.reading.stop(amount.end) else scan.reading.at(amount.end, Kind.ADDEND)
    if more is None or scan.reading.at(amount.end + len(more.keys), Kind.UNIT):
        return amount
    return replace(amount, value=amount.value + more.amount, end=amount.end + len(more.keys))


def _rupee_before(scan: _Scan, number: Number) -> Form | None:
    """Rs 500, ₹500; the word belongs to a number before it, unless it is glued to this one."""
    form = scan.reading.ending(number.start, Kind.RUPEE)
    if form is None:
        return None
    begin = number.start - len(form.keys)
    if begin in scan.ending and not _belongs_to_next(scan, begin, form):
        return None
    return form


def _belongs_to_next(scan: _Scan, position: int, rupee: Form) -> bool:
    """10 ₹20: glued to what follows and not to what stands before."""
    following = position + len(rupee.keys)
    return (
        following in scan.beginning
        and scan.reading.glued(following)
        and not scan.reading.glued(position)
    )


def _in_rupees(scan: _Scan, money: Amount) -> Amount:
    """With the rupee words that follow: 250 rs /-."""
    end = money.end
    while (form := scan.reading.at(end, Kind.RUPEE)) and not _belongs_to_next(scan, end, form):
        end += len(form.keys)
        if scan.reading.stop(end):
            break
    return replace(money, end=end)


def _articles(scan: _Scan) -> list[Amount]:
    """A dozen, a kilo."""
    reading, found = scan.reading, []
    for position in range(len(reading.tokens)):
        article = reading.at(position, Kind.ARTICLE)
        unit = reading.at(position + len(article.keys), Kind.UNIT) if article else None
        if article and unit and position not in scan.ending:
            end = position + len(article.keys) + len(unit.keys)
            found.append(Amount("quantity", Decimal(1), unit.name, None, None, position, end))
    return found


def _bare_parts(scan: _Scan) -> list[Amount]:
    """Pav kilo, kilonnara: a share said with its unit needs no number, nor does more than one."""
    found = []
    for position in range(len(scan.reading.tokens)):
        part = scan.reading.at(position, Kind.PART)
        if part and (len(part.keys) > 1 or part.amount > 1) and position not in scan.ending:
            end = position + len(part.keys)
            found.append(Amount("quantity", part.amount, part.name, None, None, position, end))
    return found


# Then which unit a price is for


def _as_prices(scan: _Scan, amounts: list[Amount]) -> list[Amount]:
    priced: list[Amount] = []
    position = 0
    while position < len(amounts):
        amount, following = amounts[position], amounts[position + 1 :]
        found, used = _unit_after(scan, amount, following[0] if following else None)
        position += 1 + used
        if found.per is None:
            found, taken = _unit_before(scan, found, priced[-1] if priced else None)
            if taken:
                priced.pop()
        priced.append(found)
    return priced


def _unit_after(scan: _Scan, amount: Amount, following: Amount | None) -> tuple[Amount, int]:
    """90 rupees kilo, ₹14/kg, 14 rupees a kilo, 90 ka kilo; with how many `following` are in it."""
    reading, end = scan.reading, amount.end
    if amount.kind == "quantity" or amount.unit is not None or reading.stop(end):
        return amount, 0
    link = reading.at(end, Kind.PER) or reading.at(end, Kind.OF)
    if link is None and amount.kind != "money":
        return amount, 0
    begin = end + (len(link.keys) if link else 0)
    if following is not None and following.start == begin:
        return _for_quantity(amount, following, linked=link is not None)
    unit = reading.at(begin, Kind.UNIT)
    if unit is None or (reading.stop(begin) and begin > end):
        return amount, 0
    if len(unit.key) == 1 and reading.key(begin - 1) != "/":
        return amount, 0
    return replace(amount, kind="money", per=unit.name, role="price", end=begin + len(unit.keys)), 0


def _for_quantity(amount: Amount, following: Amount, *, linked: bool) -> tuple[Amount, int]:
    """90 rupees ka ek kilo is a price, 200 rupees ka 5 kilo a total."""
    if _is_one(following):
        return replace(amount, kind="money", per=following.unit, role="price", end=following.end), 1
    if linked and _is_sized(following):
        return replace(amount, kind="money", role="total"), 0
    return amount, 0


def _is_sized(amount: Amount) -> bool:
    """True for a weight, a volume or a length."""
    return (
        amount.kind == "quantity" and amount.unit is not None and base_unit(amount.unit) in _SIZED
    )


def _is_one(amount: Amount) -> bool:
    return amount.kind == "quantity" and amount.value == 1 and not amount.ambiguous


def _unit_before(scan: _Scan, amount: Amount, previous: Amount | None) -> tuple[Amount, bool]:
    """Kilo 90 rupees, per kilo 90, kilo ka bhav 90, ek kilo ka 90; True where `previous` is in it."""
    reading = scan.reading
    if amount.kind == "quantity" or amount.unit is not None:
        return amount, False
    end, marked = amount.start, False
    price = reading.ending(end, Kind.PRICE_BEFORE, Kind.PRICE_AFTER)
    if price is not None:
        end, marked = end - len(price.keys), True
    of = reading.ending(end, Kind.PER, Kind.OF)
    if of is not None:
        end -= len(of.keys)
        marked = marked or of.kind is Kind.PER
    genitive = of is not None or (price is not None and reading.at(end, Kind.OF) is not None)
    if previous is not None and previous.end == end and genitive and not reading.stop(end):
        return _of_quantity(amount, previous, marked=marked)
    return _of_unit(scan, amount, end, marked=marked), False


def _of_quantity(amount: Amount, previous: Amount, *, marked: bool) -> tuple[Amount, bool]:
    """Ek kilo ka 90 is a price, paanch kilo ka 450 a total, 500 g ka price 180 that of a pack."""
    if previous.kind != "quantity" or previous.pack or previous.role:
        return amount, False
    if _is_one(previous):
        return replace(
            amount, kind="money", per=previous.unit, role="price", start=previous.start
        ), True
    return replace(amount, kind="money", role="price" if marked else "total"), False


def _of_unit(scan: _Scan, amount: Amount, end: int, *, marked: bool) -> Amount:
    reading = scan.reading
    unit = reading.ending(end, Kind.UNIT)
    if unit is None or len(unit.key) == 1:
        return amount
    begin = end - len(unit.keys)
    per = reading.ending(begin, Kind.PER)
    counted = begin in scan.ending
    # `5 kilo becha kilo 45`; of a packet one may also say how many: `biscuit packet 20`
    counts = reading.first(amount.end, Kind.UNIT) or (scan.noun and scan.noun(amount.end))
    bare = base_unit(unit.name) in _SIZED and not counts
    if counted or not (amount.kind == "money" or marked or per or bare):
        return amount
    if per is not None and begin - len(per.keys) not in scan.ending:
        begin -= len(per.keys)
    return replace(amount, kind="money", per=unit.name, role="price", start=begin)


# Then what belongs together: 2 kilo 500 gram, 5 kilo se 10 kilo, 500 gram ke 3 packet


def _joined(scan: _Scan, amounts: list[Amount]) -> list[Amount]:
    joined: list[Amount] = []
    for amount in amounts:
        if joined and joined[-1].end > amount.start:
            continue  # an article inside a price: 14 rupees a kilo
        together = _together(scan, joined[-1], amount) if joined else None
        if together is None:
            joined.append(amount)
        else:
            joined[-1] = together
    return [_as_pack(scan, joined, index) for index in range(len(joined))]


def _together(scan: _Scan, first: Amount, second: Amount) -> Amount | None:
    if (
        scan.reading.stop(first.end)
        or first.kind != second.kind
        or first.ambiguous
        or second.ambiguous
    ):
        return None
    if first.per is None and first.end == second.start:
        return _smaller_added(scan, first, second)
    link = scan.reading.at(first.end, Kind.RANGE)
    same = first.kind != "number" and first.unit == second.unit and first.role is None
    if link and same and first.end + len(link.keys) == second.start and first.value < second.value:
        return replace(
            second, value=first.value, upper=second.value, start=first.start, ambiguous=True
        )
    return None


def _smaller_added(scan: _Scan, first: Amount, second: Amount) -> Amount | None:
    if first.kind == "money":
        paise = scan.reading.ending(second.end, Kind.PAISA) is not None
        return (
            replace(first, value=short(first.value + second.value), end=second.end)
            if paise
            else None
        )
    if first.unit is None or second.unit is None or first.unit == second.unit:
        return None
    factor = conversion(second.unit, first.unit)
    if factor is None or base_unit(first.unit) not in _SIZED or second.value * factor >= 1:
        return None
    return replace(first, value=short(first.value + second.value * factor), end=second.end)


def _as_pack(scan: _Scan, amounts: list[Amount], index: int) -> Amount:
    """A size that tells which product: 5 kilo wala, 500 g pack, 3 packets of 500 g."""
    amount = amounts[index]
    if amount.per is not None or amount.unit == "percent":
        return amount
    end = _pack_end(scan, amount, amounts[index + 1] if index + 1 < len(amounts) else None)
    if end is None and index > 0 and _is_content(scan, amounts[index - 1], amount):
        end = amount.end
    return amount if end is None else replace(amount, pack=True, end=end)


def _pack_end(scan: _Scan, amount: Amount, following: Amount | None) -> int | None:
    """Where the words end that make a size of it."""
    reading, end = scan.reading, amount.end
    if reading.stop(end):
        return None
    sized = _is_sized(amount)
    word = reading.at(end, Kind.PACK) or (reading.at(end, Kind.CONTAINER) if sized else None)
    if word is not None:
        return end + len(word.keys)
    return _package_end(scan, amount, following) if sized else None


def _package_end(scan: _Scan, amount: Amount, following: Amount | None) -> int | None:
    """500 g packet, 500 g ke 3 packet, 500 g ka price 180."""
    of = scan.reading.at(amount.end, Kind.OF)
    begin = amount.end + (len(of.keys) if of else 0)
    if following is not None and following.role == "price" and following.per is None:
        return amount.end
    if following is not None and following.start == begin:
        return amount.end if following.unit in PACKAGES else None
    unit = scan.reading.at(begin, Kind.UNIT)
    return begin + len(unit.keys) if unit and unit.name in PACKAGES else None


def _is_content(scan: _Scan, previous: Amount, amount: Amount) -> bool:
    """The size after a count of packs: 3 packets of 500 g, 2 x 500 g."""
    if not _is_sized(amount):
        return False
    of = scan.reading.at(previous.end, Kind.OF)
    if of and previous.end + len(of.keys) == amount.start:
        return previous.unit in PACKAGES or previous.unit == "piece"
    times = scan.reading.at(previous.end, Kind.TIMES)
    return times is not None and previous.end + len(times.keys) == amount.start


# At last what the words around say of it


def _marked(scan: _Scan, amounts: list[Amount]) -> tuple[Amount, ...]:
    """Each with its role; a mark between two amounts belongs to one of them only."""
    counts = [a for a in amounts if a.kind != "money" and not a.pack and a.unit != "percent"]
    sold = any(a.kind == "quantity" for a in counts)
    marked: list[Amount] = []
    for amount in amounts:
        end = marked[-1].end if marked else 0
        if amount.end > end:  # else it is the one of "90 ka ek"
            found = _role_or_behind(scan, amount, sold=sold, counted=len(counts) > 1)
            marked.append(replace(found, start=max(found.start, end)))
    return tuple(marked)


def _role_or_behind(scan: _Scan, amount: Amount, *, sold: bool, counted: bool) -> Amount:
    """With its role; what gives it one may stand behind its own ending: nooril thazhe."""
    found = _role(scan, amount, sold=sold, counted=counted)
    own = scan.reading.own_ending(amount.end) if found.role is None else None
    if own is None:
        return found
    longer = replace(amount, end=amount.end + len(own.keys))
    return _role(scan, longer, sold=sold, counted=counted)


def _role(scan: _Scan, amount: Amount, *, sold: bool, counted: bool) -> Amount:
    bounded = _bound(scan, amount)
    if bounded is not None:
        return bounded
    if amount.kind == "quantity" or amount.pack or amount.unit == "percent":
        return amount
    return _total(scan, amount, sold=sold, counted=counted) or _price(scan, amount) or amount


def _bound(scan: _Scan, amount: Amount) -> Amount | None:
    """Under 50, 50 tak, kam se kam 50."""
    before = scan.reading.ending(amount.start, Kind.FLOOR_BEFORE, Kind.LIMIT_BEFORE)
    after = _after(scan, amount, Kind.FLOOR_AFTER, Kind.LIMIT_AFTER)
    found = before or after
    if found is None:
        return None
    role: Role = "floor" if found.kind in {Kind.FLOOR_BEFORE, Kind.FLOOR_AFTER} else "limit"
    end = amount.end + len(after.keys) if after and not before else amount.end
    start = amount.start - len(before.keys) if before else amount.start
    return replace(amount, role=role, start=start, end=end)


def _total(scan: _Scan, amount: Amount, *, sold: bool, counted: bool) -> Amount | None:
    """250 mein becha, total 250, for 250; a bare number is money where a count is said too."""
    if amount.role == "total":
        return amount
    money = amount.kind == "money" or counted
    before, after = _total_marks(scan, amount, sold=sold, money=money)
    if before is None and after is None:
        return None
    if amount.per is not None:
        if not _joins_directly(scan, amount):
            return None
        amount = replace(amount, per=None)
    start = amount.start - (len(before.keys) if before else 0)
    return replace(amount, kind="money" if money else "number", role="total", start=start)


def _total_marks(
    scan: _Scan, amount: Amount, *, sold: bool, money: bool
) -> tuple[Form | None, Form | None]:
    before = scan.reading.ending(amount.start, Kind.TOTAL_BEFORE)
    after = _after(scan, amount, Kind.TOTAL_AFTER)
    if amount.per is not None or not money:
        return before, after
    if _closes(scan, amount):
        before = before or scan.reading.ending(amount.start, Kind.SUM_BEFORE)
    if amount.kind == "money" or sold:
        after = after or _after(scan, amount, Kind.SUM_AFTER)
    price = _after(scan, amount, Kind.PRICE_AFTER)
    if after and price and len(price.keys) > len(after.keys):  # "50 la ek", not "50 la"
        after = None
    return before, after


def _joins_directly(scan: _Scan, amount: Amount) -> bool:
    """True where the unit stands before the money: "packet 20 rupaye mein becha" is no price."""
    begin = amount.start
    return scan.reading.at(begin, Kind.UNIT) is not None


def _closes(scan: _Scan, amount: Amount) -> bool:
    """True where nothing to count follows a bare number."""
    if amount.kind == "money" or scan.reading.stop(amount.end):
        return True
    return bool(scan.reading.found[amount.end]) and not (scan.noun and scan.noun(amount.end))


def _price(scan: _Scan, amount: Amount) -> Amount | None:
    """@40, bhav 40, 40 each, 40 ke bhav se."""
    if amount.per is not None:
        return replace(amount, role="price", end=_past_price_words(scan, amount))
    before = scan.reading.ending(amount.start, Kind.PRICE_BEFORE)
    after = _after(scan, amount, Kind.EACH, Kind.PRICE_AFTER)
    counted = scan.noun is not None and amount.kind == "number" and scan.noun(amount.end)
    if (before is None and after is None) or (after is None and counted):
        return None
    start = amount.start - (len(before.keys) if before else 0)
    end = amount.end + (len(after.keys) if after else 0)
    return replace(amount, kind="money", role="price", start=start, end=end)


def _past_price_words(scan: _Scan, amount: Amount) -> int:
    after = _after(scan, amount, Kind.EACH, Kind.PRICE_AFTER)
    return amount.end + (len(after.keys) if after else 0)


def _after(scan: _Scan, amount: Amount, *kinds: Kind) -> Form | None:
    """What follows, unless it says something of the number behind it: 5 rate 40."""
    if scan.reading.stop(amount.end):
        return None
    form = scan.reading.first(amount.end, *kinds)
    if form is None:
        return None
    behind = amount.end + len(form.keys)
    if behind in scan.beginning and scan.reading.first(
        amount.end, Kind.PRICE_BEFORE, Kind.TOTAL_BEFORE
    ):
        return None
    return form
