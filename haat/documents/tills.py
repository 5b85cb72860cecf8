"""The sums of a till receipt: which of its amounts is what the customer paid for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import regex

from haat.documents.page import Line

I = regex.IGNORECASE  # noqa: E741
_MONEY = regex.compile(
    r"(?<![\d.,/:#*-])(?P<open>[(\-–]?)\s?(?:(?<!\p{L})(?:RM|MYR|Rs\.?|INR|USD|SGD|S?\$|₹|रु\.?)\s?[:.]?\s?)?(?P<minus>-?)"
    r"(?P<whole>\d{1,3}(?:,\d{2,3})+|\d+)(?:\s?(?P<point>[.,])\s?(?P<part>\d{2}))?(?P<after>[\-)]?)(?![\d%/:]|[.,]\d|\s?%)",
    I,
)
_LETTERS = regex.compile(r"\p{L}{2,}")
_MARKS = regex.compile(
    r"\b(?:RM|MYR|Rs|INR|USD|SGD|SR|ZR|ZRL|OS|TX|S|Z)(?![\p{L}\p{M}])\.?|₹|\$", I
)
_ZERO = regex.compile(r"(?<=\p{L})0|0(?=\p{L}{2})")  # `T0TAL`
_ANY_TOTAL = r"t[o0]ta[l1i]|\bttl\b|jumlah|कुल|योग"
# What a line with an amount tells; the first that fits, so the more exact stand first.
_LABELS: tuple[tuple[str, regex.Pattern[str]], ...] = tuple(
    (name, regex.compile(form, I))
    for name, form in (
        ("skip", r"sav(?:ed|ings?)\b|points?\b|total\s*(?:disc|less)|total\s*includ|member|mrp\b|card\s*no|a/c\s*no|balance\s*b/?f"),
        ("rounded", rf"(?:{_ANY_TOTAL}|amount|nett?).*\bround|\bround(?:ed|ing)?\s*(?:up\s*|down\s*)?(?:{_ANY_TOTAL}|amount\s*payable)"),
        ("rounding", r"round|\brnd\b|\br\.?\s?/?off\b|पूर्णांक"),
        ("change", r"\bchange\b|\bchg\b|\bbaki\b|balance\s*(?:return|refund|to\s*return)|^\W*balance\b(?!\s*(?:due|pay))|refund\b"),
        ("payable", r"grand\s*total|(?:amount|amt|total|bill|sum)\s*(?:payable|due)|balance\s*(?:due|payable)|nett?\s*(?:payable|total|amount|amt|due|bill|pay)"
                    r"|^\W*nett?\b|\bto\s*pay\b|bill\s*(?:total|amount|amt|value)|payable|final\s*(?:total|amount)|महायोग|देय"),
        ("tender", r"\bcash\b(?!\s*(?:sale|bill|memo))|tender|\bpaid\b|\bvisa\b|master\s*card|\bcard\b|debit|credit|wallet|\bupi\b|paytm|received|\bamex\b|payment|\bpay\b|नकद"),
        ("subtotal", r"sub\s*-?\s*t[o0]ta|subttl|s/?total\b|item\s*total|gross|उप\s*-?\s*योग|total\s*before|total\s*(?:sales?\s*)?\(?\s*(?:exc|w/?o|without|net\s*of)|"
                     r"exc(?:l|luding|lusive)?\.?\s*(?:of\s*)?(?:gst|sst|tax|vat)|before\s*(?:gst|tax)|taxable"),
        ("with_tax", rf"(?:{_ANY_TOTAL}|amount|amt|sales).*inc|inc(?:l|lusive|luding)?\.?\s*(?:of\s*)?(?:gst|sst|tax).*(?:{_ANY_TOTAL})"),
        ("skip", r"total\s*(?:gst|sst|tax|vat|cgst|sgst)|(?:gst|sst|tax|vat)\s*(?:@?\s*\d+\s*%\s*)?(?:total|amount|amt)|^\W*(?:[cs]?gst|sst|tax|vat)\b|service|svc|discount|\bdisc\b"),
        ("total", rf"{_ANY_TOTAL}|invoice\s*(?:amount|value)|\bbill\s*rs"),
        ("amount", r"\bamount\b|\bamt\b|राशि|रकम"),
    )
)  # fmt: skip
_COUNTED = regex.compile(
    rf"(?:{_ANY_TOTAL})\W*(?:no\.?\s*of\s*)?(?:qty|quantity|items?|pcs|pieces|units?)|(?:qty|items?|quantity)\W*(?:{_ANY_TOTAL})",
    I,
)
_TAXES = regex.compile(
    r"(?:gst|sst|tax|vat)\s*(?:summary|analysis|details?|code|type|info)|summary|(?:gst|tax)\s*%?.*(?:taxable|amount|amt).*(?:tax|gst)",
    I,
)
_WEIGHT = {"rounded": 6.0, "payable": 5.0, "with_tax": 4.0, "total": 3.6, "subtotal": 1.5, "amount": 1.0}  # fmt: skip
NEAR = Decimal("0.02")
LARGEST = Decimal(10) ** 8


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, whether its smallest coins are written, and where it stands in its line."""

    value: Decimal
    exact: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled amount: what the label says, and whether it stands among the taxes."""

    label: str
    value: Decimal
    words: Line
    taxes: bool
    crowded: bool


def money_in(text: str) -> tuple[Money, ...]:
    """Every amount; a minus before or behind and brackets make it negative."""
    found = []
    for match in _MONEY.finditer(text):
        digits = match["whole"].replace(",", "") + (f".{match['part']}" if match["part"] else "")
        value = Decimal(digits)
        minus = match["open"] or match["minus"] or match["after"] == "-"
        if value < LARGEST:
            money = Money(-value if minus else value, match["part"] is not None,
                          match.start("whole"), match.end())  # fmt: skip
            found.append(money)
    return tuple(found)


def total_of(lines: Sequence[Line]) -> tuple[Decimal, Line] | None:
    """The amount that was to be paid, rounded as it was, and where it stands.

    The label counts most; that cash less change, or what the card gave, is the same amount counts too.
    """
    told = list(_told(lines))
    able = [t for t in told if t.label in _WEIGHT and t.value > 0]
    if able:
        best = max(enumerate(able), key=lambda e: (_weight(e[1], told), e[0]))[1]
        if _weight(best, told) > _WEIGHT["subtotal"]:
            return best.value, best.words
    return _handed_over(told) or (_largest(lines, told) if not able else (best.value, best.words))


def _weight(one: Told, told: Sequence[Told]) -> float:
    """How much speaks for this amount."""
    weight = _WEIGHT[one.label]
    weight -= 4.0 if one.taxes else 0.0
    weight -= 1.2 if one.crowded else 0.0
    weight += 4.0 if _difference(one.value, told) else 0.0
    weight += 1.5 if any(t.label == "tender" and t.value == one.value for t in told) else 0.0
    roundings = {t.value for t in told if t.label == "rounding" and t.value}
    bases = {t.value for t in told if t.label in _WEIGHT}
    # From one of two totals the other follows by the rounding: that one is meant.
    weight += 1.5 if any(one.value - sign * r in bases for r in roundings for sign in (1, -1)
                         if _rounder(one.value, one.value - sign * r)) else 0.0  # fmt: skip
    same = sum(t is not one and t.value == one.value and t.label in _WEIGHT for t in told)
    return weight + 0.4 * min(same, 3)


def _rounder(value: Decimal, other: Decimal) -> bool:
    """Whether the first is the one of rounder coins."""
    return any(value % coin == 0 != other % coin for coin in map(Decimal, ("1", "0.1", "0.05")))


def _difference(value: Decimal, told: Sequence[Told]) -> bool:
    """Whether what was given less what came back is this amount."""
    given = [t.value for t in told if t.label == "tender"]
    back = [t.value for t in told if t.label == "change"]
    return any(abs(g - abs(b) - value) <= NEAR for g, b in product(given, back))


def _handed_over(told: Sequence[Told]) -> tuple[Decimal, Line] | None:
    """Cash less change, where no total can be read."""
    given = next((t for t in told if t.label == "tender" and t.value > 0), None)
    back = next((t for t in told if t.label == "change"), None)
    if given is None:
        return None
    paid = given.value - (abs(back.value) if back else 0)
    return (paid, given.words) if paid > 0 else None


def _largest(lines: Sequence[Line], told: Sequence[Told]) -> tuple[Decimal, Line] | None:
    """The largest amount of all, where nothing is labelled."""
    spent = {t.value for t in told if t.label in {"tender", "change"}}
    every = [(m.value, line.within(m.start, m.end)) for line in lines for m in money_in(line.text)
             if m.exact and m.value not in spent]  # fmt: skip
    return max(every, key=lambda e: e[0]) if every else None


def _told(lines: Sequence[Line]) -> Iterator[Told]:
    taxes = False
    for at, line in enumerate(lines):
        text = _ZERO.sub("o", line.text)
        own = money_in(line.text)
        if _TAXES.search(text) and sum(m.exact for m in own) < 2:
            taxes = bool(own) is False or taxes
        label = _label(text)
        if label is None:
            continue
        found = _amount(line, own, label) or _beside(lines, at, label)
        if found:
            crowded = sum(m.exact for m in own) > 1
            yield Told(label, found[0], found[1], taxes, crowded)


def _label(text: str) -> str | None:
    found = next((name for name, form in _LABELS if form.search(text)), None)
    if found in {"total", "payable"} and _COUNTED.search(text):
        # `TOTAL QTY 3   12.40`: a sum only where one with coins follows the count
        return "total" if sum(m.exact for m in money_in(text)) else "skip"
    return found


def _amount(line: Line, own: Sequence[Money], label: str) -> tuple[Decimal, Line] | None:
    exact = [m for m in own if m.exact]
    whole = (
        []
        if label in {"change", "rounding"}
        else [m for m in own if m.end >= len(line.text.rstrip()) - 4]
    )
    found = exact[-1:] or whole[-1:]
    if not found:
        return None
    return found[0].value, line.within(found[0].start, found[0].end)


def _beside(lines: Sequence[Line], at: int, label: str) -> tuple[Decimal, Line] | None:
    """The amount that stands alone in the next line, or in the one before, a little higher."""
    for other in (at + 1, at - 1):
        if (
            0 <= other < len(lines)
            and abs(lines[other].words[0].middle - lines[at].words[0].middle) < 3 * lines[at].em
        ):
            text = lines[other].text
            if not _LETTERS.search(_MARKS.sub(" ", text)):
                found = _amount(lines[other], money_in(text), label)
                if found:
                    return found
    return None
