"""A till receipt from its pages: shop, date, number, goods and what was paid for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import regex

from haat.documents.fields import Finds, Found, header_fields
from haat.documents.page import Line, Page
from haat.documents.paper import FIELDS, Box, Fields, Paper
from haat.documents.shop import shop_named
from haat.documents.tills import money_in, total_of
from haat.documents.written import dates_in, gstins_in

I = regex.IGNORECASE  # noqa: E741
OLDEST_YEAR = 2000
_DATED = regex.compile(r"\bdate\b|\bdt\b|\bdated\b|\btarikh\b|दिनांक|तारीख|तिथि", I)
_NOT_DATED = regex.compile(
    r"valid|expir|\bexp\b|\bdue\b|effective|since|w\.?e\.?f|promo|until|upto|best\s*before|delivery|redeem|member\s*since",
    I,
)
_TIME = regex.compile(r"\d{1,2}\s?[:.]\s?\d{2}(?:\s?[:.]\s?\d{2})?\s*(?:[ap]\.?m)?", I)
_NUMBERED = regex.compile(
    r"\b(?:receipt|rcpt|slip|doc(?:ument)?|trx|trans(?:action)?|txn|check|chk|order|ref(?:erence)?|bill|invoice|inv|memo)\b\.?\s*"
    r"(?:no|num|number|id)?\b\.?\s*[:#.]*\s*(?P<v>(?=[A-Z0-9/-]*\d)[A-Z0-9][A-Z0-9/-]{2,19})(?![\w.,]\d)",
    I,
)
_REGISTERS = regex.compile(
    r"fssai|gst|\breg\b|company|\broc\b|\btel\b|phone|mob|\bcin\b|lic|card|table|batch", I
)
_BARE_NUMBER = regex.compile(
    r"(?:^|\s)(?:no|#)\s*[.:]?\s*(?P<v>(?=[A-Z0-9/-]*\d)[A-Z0-9/-]{4,16})\s*$", I
)
_CURRENCIES = (
    ("MYR", regex.compile(r"\bRM\s?\d|\(RM\)|\bRM\b|\bMYR\b")),
    ("INR", regex.compile(r"₹|\bRs\b\.?|\bINR\b|rupees|रु", I)),
    ("SGD", regex.compile(r"\bS\$|\bSGD\b")),
    ("USD", regex.compile(r"\bUSD\b|US\$")),
)
_ENDS = regex.compile(
    r"sub\s*-?\s*total|\btotal\b|\bttl\b|gross|\bnett?\b|amount\s*due|rounding|\btax(?:es)?\b|\bgst\b|discount|\bdisc\b|कुल|योग|food\s*&\s*bev|no\.?\s*of\s*items|items?\s*\d",
    I,
)
_COUNT = regex.compile(
    r"(?<![\d.])(?P<q>\d{1,4}(?:\.\d{1,3})?)\s*(?:[x×*@]|pcs?\b|nos?\b|unit|kg\b|ea\b)|(?:[x×]|qty\W)\s?(?P<q>\d{1,4})(?![\d.])|^\W*(?P<q>\d{1,3})\s*[x×]?\s+(?=\p{L})",
    I,
)
_NO_GOODS = regex.compile(
    r"^\W*(?:sr?\W?no|sl|item|description|particulars|qty|code|product|price|amount|date|time|tel|phone|gst|cashier|table|bill|receipt|invoice|doc)\b",
    I,
)
_WORDS = regex.compile(r"[\p{L}\p{M}]{2,}")


_EACH = regex.compile(r"[x×@*]\s*(?:RM|Rs\.?|₹)?\s*\d+\.\d{2}\s*$", I)  # a price, not an amount


def receipt_of(pages: Sequence[Page], today: date) -> Paper:
    """What the pages say as a receipt; kind, rules and confidence are added by the caller."""
    page = pages[0]
    lines = [line for p in pages for line in p.lines]
    finds = _fields(page, lines, today)
    ordered = {name: finds[name] for name in FIELDS if name in finds}
    boxes = tuple(_box(name, found) for name, found in ordered.items())
    goods = tuple(_goods(lines, ordered["total"].value if "total" in ordered else None))
    return Paper("unknown", 0.0, {n: f.value for n, f in ordered.items()}, goods, boxes)


def _fields(page: Page, lines: Sequence[Line], today: date) -> Finds:
    found: Finds = {}
    kept = header_fields(page)
    found |= {n: kept[n] for n in ("licence_number", "place_of_supply") if n in kept}
    name, total, day = shop_named(page.lines), total_of(lines), _day(lines, today)
    number = _number(lines)
    gstin = next(((v, line.within(a, b)) for line in lines for v, a, b in
                  gstins_in(line.text, today, scanned=page.scanned)), None)  # fmt: skip
    for field, value in (("seller.name", name), ("total", total), ("date", day), ("number", number),
                         ("seller.gstin", gstin), ("currency", _currency(lines))):  # fmt: skip
        if value is not None:
            found[field] = Found(value[0], value[1], page.number)
    if "currency" not in found and gstin is not None:
        found["currency"] = Found("INR", gstin[1], page.number)
    return found


def _day(lines: Sequence[Line], today: date) -> tuple[date, Line] | None:
    """The day of the sale: called so, or with the time, else the first."""
    able = []
    for place, line in enumerate(lines):
        for day, start, end in dates_in(line.text):
            if not date(OLDEST_YEAR, 1, 1) <= day <= today:
                continue
            before = line.text[:start]
            weight = -0.02 * place
            weight += 2.0 if _DATED.search(before) else 0.0
            weight += 1.0 if _TIME.search(line.text[end:]) else 0.0
            weight += 0.5 if regex.search(r"(?:19|20)\d{2}|\p{L}", line.text[start:end]) else 0.0
            weight -= 4.0 if _NOT_DATED.search(before) else 0.0
            able.append((weight, day, line.within(start, end)))
    if not able:
        return None
    best = max(able, key=lambda a: a[0])
    return best[1], best[2]


def _number(lines: Sequence[Line]) -> tuple[str, Line] | None:
    for form in (_NUMBERED, _BARE_NUMBER):
        for place, line in enumerate(lines):
            for cell in line.cells():
                found = None if _REGISTERS.search(cell.text) else form.search(cell.text)
                if found and not any(True for _ in dates_in(found["v"])):
                    return found["v"], cell.within(*found.span("v"))
            below = _below(lines, place) if form is _NUMBERED else None
            if below:
                return below
    return None


_LABEL_ALONE = regex.compile(
    r"^\W*(?:receipt|slip|bill|invoice|doc(?:ument)?)\s*(?:no|number|#)\W*$", I
)
_VALUE_ALONE = regex.compile(r"^\W*(?P<v>(?=\S*\d)[A-Z0-9][A-Z0-9/-]{2,19})\W*$", I)


def _below(lines: Sequence[Line], place: int) -> tuple[str, Line] | None:
    """A number under its label."""
    if place + 1 >= len(lines) or not _LABEL_ALONE.search(lines[place].text):
        return None
    found = _VALUE_ALONE.search(lines[place + 1].text)
    return (found["v"], lines[place + 1]) if found else None


def _currency(lines: Sequence[Line]) -> tuple[str, Line] | None:
    for code, form in _CURRENCIES:
        line = next((line for line in lines if form.search(line.text)), None)
        if line:
            return code, line
    return None


def _goods(lines: Sequence[Line], total: object) -> list[Fields]:
    """What was bought: names with the amount in their line, or in the next."""
    first = next((i for i, line in enumerate(lines) if _is_heading(line)), None)
    start = first + 1 if first is not None else _after_head(lines)
    goods: list[Fields] = []
    name, count = "", None
    for line in lines[start:]:
        text = line.text
        if _ENDS.search(text):
            break
        money = [m for m in money_in(text) if m.exact]
        said = text[: money[0].start] if money else text
        told = _COUNT.search(text)
        fresh, amount = _named(said), money[-1].value if money else None
        if not fresh and len(money) == 1 and goods and not name and _times(goods[-1], told, amount):
            goods[-1] = {**goods[-1], "quantity": _counted(told) or Decimal(1)}
            continue
        name, count = fresh or name, _counted(told) or count
        waits = told is not None and len(money) == 1 and _EACH.search(text)
        if name and amount is not None and not waits and _may_cost(amount, total):
            goods.append(_line(name, count or _column(said) or Decimal(1), amount))
            name, count = "", None
    return goods


def _may_cost(amount: Decimal, total: object) -> bool:
    return not isinstance(total, Decimal) or amount <= total * 2


def _times(goods: Fields, told: "regex.Match[str] | None", price: Decimal | None) -> bool:
    """Whether a line of count and price, printed under the goods, makes their amount."""
    count = _counted(told)
    return count is not None and price is not None and count * price == goods["total"]


def _line(name: str, count: Decimal, amount: Decimal) -> Fields:
    return {"description": name, "quantity": count, "total": amount}


def _counted(told: "regex.Match[str] | None") -> Decimal | None:
    values = [v for v in told.capturesdict()["q"] if v] if told else []
    return Decimal(values[0]) if values else None


def _column(said: str) -> Decimal | None:
    """A count in a column of its own, behind the name."""
    found = regex.search(r"\p{L}.*\s(\d{1,3})\s*$", said)
    return Decimal(found[1]) if found else None


def _named(said: str) -> str:
    """The goods' name without codes, counts and signs around it."""
    bare = regex.sub(
        r"(?<!\S)\d{6,14}(?!\S)|^\W*\d{1,5}[.)]?\s*[x×]?\s+(?=\p{L})|\s\d{1,4}\s*$|[x×]\s?\d+\s*$",
        " ",
        said,
    )
    bare = regex.sub(r"(?<!\S)(?:RM|Rs\.?|₹|pcs?|unit|x|@)(?!\S)", " ", bare, flags=I)
    bare = regex.sub(r"\s+", " ", bare).strip(" .:*|-–_=~#@()")
    return bare if _WORDS.search(bare) and len(bare) > 2 else ""


def _is_heading(line: Line) -> bool:
    found = regex.findall(
        r"\b(?:item|description|particulars|product|qty|quantity|price|rate|amount|amt|value|mrp)\b",
        line.text,
        flags=I,
    )
    return len(set(map(str.lower, found))) >= 2 and not any(m.exact for m in money_in(line.text))


def _after_head(lines: Sequence[Line]) -> int:
    """Behind the line with the date or the number."""
    marks = [i for i, line in enumerate(lines[:20])
             if any(True for _ in dates_in(line.text)) or _NUMBERED.search(line.text)]  # fmt: skip
    return max(marks) + 1 if marks else min(len(lines), 5)


def _box(name: str, found: Found) -> Box:
    words = found.words
    edges = (words.x0, words.top, words.x1, words.bottom)
    return Box(name, words.text, found.page, edges, words.sure)
