"""Errors planted into right bills: each breaks one rule."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from eval.documents.bills import ALPHABET, Bill, summed, with_tax

Plant = Callable[[Bill, Random], Bill]


def plant(made: Bill, rule: str, chance: Random) -> Bill:
    """The bill with the error that breaks this rule."""
    return replace(PLANTS[rule](made, chance), planted=rule)


def fits(made: Bill, rule: str, layout: frozenset[str]) -> bool:
    """Whether a layout that prints these things can show the error."""
    if rule == "buyer_gstin":
        return made.buyer.gstin is not None and rule in layout
    if rule == "line_tax":
        return made.within and "line_tax" in layout and made.lines[0].cgst > 0
    if rule == "tax_split":
        return made.lines[0].tax_rate > 0
    if rule == "tax_rate":
        return "tax_rate" in layout
    return rule not in {"line_taxable", "sum_taxable"} or rule in layout


def _long_number(made: Bill, chance: Random) -> Bill:
    return replace(made, number=f"INV/{made.date.year}/{chance.randrange(10**9, 10**10)}")


def _wrong_digit(number: str) -> str:
    return number[:-1] + ALPHABET[(ALPHABET.index(number[-1]) + 7) % 36]


def _seller(made: Bill, _chance: Random) -> Bill:
    return replace(made, seller=replace(made.seller, gstin=_wrong_digit(made.seller.gstin or "")))


def _buyer(made: Bill, _chance: Random) -> Bill:
    return replace(made, buyer=replace(made.buyer, gstin=_wrong_digit(made.buyer.gstin or "")))


def _hsn(made: Bill, _chance: Random) -> Bill:
    first = replace(made.lines[0], hsn="9876")
    return replace(made, lines=(first, *made.lines[1:]))


def _line_taxable(made: Bill, chance: Random) -> Bill:
    """A taxable value that is not quantity times rate; tax and totals follow it."""
    more = Decimal(chance.randrange(20, 90))
    first = with_tax(
        replace(made.lines[0], taxable=made.lines[0].taxable + more), within=made.within
    )
    return summed(replace(made, lines=(first, *made.lines[1:])))


def _line_tax(made: Bill, chance: Random) -> Bill:
    """Both halves of a line's tax are wrong alike, so that only the line's rule can tell."""
    more = Decimal(chance.randrange(3, 9))
    first = replace(made.lines[0], cgst=made.lines[0].cgst + more, sgst=made.lines[0].sgst + more)
    return summed(replace(made, lines=(first, *made.lines[1:])))


def _split(made: Bill, _chance: Random) -> Bill:
    """IGST within the State, or CGST and SGST between two."""
    lines = tuple(with_tax(g, within=not made.within) for g in made.lines)
    return summed(replace(made, lines=lines))


def _sum(made: Bill, chance: Random) -> Bill:
    """A taxable total that is not the sum of the lines; the grand total follows it."""
    more = Decimal(chance.randrange(20, 90))
    return replace(made, taxable=made.taxable + more, total=made.total + more)


def _total(made: Bill, chance: Random) -> Bill:
    return replace(made, total=made.total + Decimal(chance.randrange(10, 90)))


def _rate(made: Bill, _chance: Random) -> Bill:
    """Twelve per cent after the day on which that rate was withdrawn."""
    first = with_tax(replace(made.lines[0], tax_rate=Decimal(12)), within=made.within)
    return summed(replace(made, date=date(2026, 2, 3), lines=(first, *made.lines[1:])))


PLANTS: Mapping[str, Plant] = {
    "number_form": _long_number,
    "seller_gstin": _seller,
    "buyer_gstin": _buyer,
    "hsn": _hsn,
    "line_taxable": _line_taxable,
    "line_tax": _line_tax,
    "tax_split": _split,
    "sum_taxable": _sum,
    "total": _total,
    "tax_rate": _rate,
}
