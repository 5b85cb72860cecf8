"""What OCR loses and arithmetic gives back: a point in a number, a minus before the rounding, a count.

A value is mended only where the paper's own sums then agree to the paisa, which no slip of the
seller's would make them do.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from haat.documents.paper import Fields, Paper, Value

PAISA = Decimal("0.01")
MOST_COUNT = 100
POINTS = (Decimal(10), Decimal(100))
TAXES = ("cgst", "sgst", "igst")
Gap = Callable[[Fields], Decimal | None]  # how far one sum of a line is from agreeing


def mended(paper: Paper) -> Paper:
    """The paper with points and signs put back; a text layer loses none."""
    if not paper.scanned:
        return paper
    lines = tuple(_line(line) for line in paper.lines)
    return paper.but(lines=lines, fields=_signed(paper.fields))


def _line(line: Fields) -> Fields:
    for gap, names in (
        (_goods_gap, ("quantity", "rate", "taxable")),
        (_total_gap, (*TAXES, "total")),
    ):
        line = _pointed(line, gap, names)
    return _counted(line)


def _counted(line: Fields) -> Fields:
    """The count that was not seen, for it is one digit that stands alone, where the price makes it whole."""
    rate, taxable = _number(line.get("rate")), _number(line.get("taxable"))
    if "quantity" in line or not rate or taxable is None:
        return line
    count = (taxable + (_number(line.get("discount")) or Decimal(0))) / rate
    whole = count == count.to_integral_value() and 0 < count < MOST_COUNT
    return {**line, "quantity": count} if whole else line


def _pointed(line: Fields, gap: Gap, names: tuple[str, ...]) -> Fields:
    """The line with a point in the one number that makes the sum agree; else as it is."""
    wrong = gap(line)
    if wrong is None or abs(wrong) <= PAISA:
        return line
    able = [tried for tried in _tries(line, names) if abs(gap(tried) or Decimal(0)) <= PAISA]
    return able[0] if len(able) == 1 else line


def _tries(line: Fields, names: tuple[str, ...]) -> Iterator[Fields]:
    for name in names:
        value = line.get(name)
        if isinstance(value, Decimal) and value.as_tuple().exponent == 0:
            yield from ({**line, name: value / point} for point in POINTS)


def _goods_gap(line: Fields) -> Decimal | None:
    quantity, rate, taxable = (_number(line.get(n)) for n in ("quantity", "rate", "taxable"))
    if quantity is None or rate is None or taxable is None:
        return None
    return (quantity * rate - (_number(line.get("discount")) or Decimal(0))).quantize(
        PAISA
    ) - taxable


def _total_gap(line: Fields) -> Decimal | None:
    taxable, total = _number(line.get("taxable")), _number(line.get("total"))
    taxes = [t for n in TAXES if (t := _number(line.get(n))) is not None]
    return None if taxable is None or total is None or not taxes else taxable + sum(taxes) - total


def _signed(fields: Fields) -> Fields:
    """`0.24` of rounding where only `-0.24` makes the total."""
    rounding, total, taxable = (_number(fields.get(n)) for n in ("round_off", "total", "taxable"))
    if rounding is None or total is None or taxable is None:
        return fields
    taxes = sum((_number(fields.get(n)) or Decimal(0) for n in (*TAXES, "cess")), taxable)
    if abs(taxes + rounding - total) > PAISA and abs(taxes - rounding - total) <= PAISA:
        return {**fields, "round_off": -rounding}
    return fields


def _number(value: Value | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
