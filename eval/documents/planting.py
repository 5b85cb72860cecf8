"""Errors planted into right bills: each breaks one rule, some of them others as well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from eval.documents.bills import ALPHABET, CHANGED, STATES, Bill, Goods, summed, with_tax
from eval.documents.layouts import Layout
from haat.language.identifiers import check

Change = Callable[[Bill, Random], Bill]
NOTHING = Decimal(0)
TAXES = ("cgst", "sgst", "igst")


@dataclass(frozen=True, slots=True)
class Plant:
    """One way to break a rule; `also` are rules that must fall with it.

    `fields` and `columns` are what a right paper prints where the error can be seen; `able` says whether
    a bill can have it.
    """

    rule: str
    change: Change
    also: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()  # columns in which it would be another error
    able: Callable[[Bill], bool] = lambda _made: True


def plant(made: Bill, name: str, chance: Random) -> Bill:
    """The bill with that error."""
    return replace(PLANTS[name].change(made, chance), planted=name)


def fits(made: Bill, name: str, layout: Layout) -> bool:
    """Whether the bill can have the error, and the layout prints what would show it."""
    one, sheet = PLANTS[name], layout.draw(made)
    if one.rule == "sum_taxable" and not layout.sums:
        return False
    columns = set(sheet.lines[0]) if sheet.lines else set()
    printed = one.fields <= sheet.fields.keys() and one.columns <= columns
    return printed and not one.without & columns and one.able(made)


def _numbered(form: str) -> Change:
    def change(made: Bill, chance: Random) -> Bill:
        count = chance.randrange(10**9, 10**10)
        return replace(made, number=form.format(year=made.date.year, count=count, few=count % 1000))

    return change


def _dated(days: int) -> Change:
    """A day that is still to come, counted from the end of the made bills' days."""
    return lambda made, _chance: replace(made, date=date(2026, 12, 1) + timedelta(days=days))


def _registered(role: str, spoil: Callable[[str], str]) -> Change:
    def change(made: Bill, _chance: Random) -> Bill:
        party = getattr(made, role)
        wrong = replace(party, gstin=spoil(party.gstin or ""))
        return replace(made, seller=wrong) if role == "seller" else replace(made, buyer=wrong)

    return change


def _check_digit(number: str) -> str:
    return number[:-1] + ALPHABET[(ALPHABET.index(number[-1]) + 7) % 36]


def _serial(number: str) -> str:
    return number[:8] + str((int(number[8]) + 3) % 10) + number[9:]


def _swapped(number: str) -> str:
    """Two neighbours changed places, the check digit stayed."""
    at = next(i for i in range(2, 6) if number[i] != number[i + 1])
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _no_state(number: str) -> str:
    """Right but for a State that there is not."""
    body = "45" + number[2:-1]
    return body + next(c for c in ALPHABET if not check("gstin", body + c, CHANGED).valid)


def _short(number: str) -> str:
    return number[:-2] + number[-1]


def _elsewhere(role: str) -> Change:
    """Another State is named than the GSTIN is of; the tax still follows the GSTIN."""

    def change(made: Bill, _chance: Random) -> Bill:
        party = getattr(made, role)
        wrong = replace(
            party, state=next(s for s in STATES if s not in {made.seller.state, made.buyer.state})
        )
        return replace(made, seller=wrong) if role == "seller" else replace(made, buyer=wrong)

    return change


def _first(**values: Any) -> Change:
    return lambda made, _chance: replace(
        made, lines=(replace(made.lines[0], **values), *made.lines[1:])
    )


def _last(**values: Any) -> Change:
    return lambda made, _chance: replace(
        made, lines=(*made.lines[:-1], replace(made.lines[-1], **values))
    )


def _line(
    change: Callable[[Goods, Decimal], Goods], low: int, high: int, *, last: bool = False
) -> Change:
    """A line that is wrong in itself; the totals follow it."""

    def wrong(made: Bill, chance: Random) -> Bill:
        by, at = Decimal(chance.randrange(low, high)), len(made.lines) - 1 if last else 0
        lines = [change(g, by) if i == at else g for i, g in enumerate(made.lines)]
        return summed(replace(made, lines=tuple(lines)))

    return wrong


def _taxable(sign: int, *, last: bool = False) -> Change:
    def change(made: Bill, chance: Random) -> Bill:
        return _line(
            lambda g, by: with_tax(replace(g, taxable=max(g.taxable + sign * by, Decimal(1))), within=made.within),
            20, 90, last=last,
        )(made, chance)  # fmt: skip

    return change


def _both_halves(goods: Goods, by: Decimal) -> Goods:
    return replace(goods, cgst=goods.cgst + by, sgst=goods.sgst + by)


def _split(made: Bill, _chance: Random) -> Bill:
    """IGST within the State, or CGST and SGST between two."""
    return summed(
        replace(made, lines=tuple(with_tax(g, within=not made.within) for g in made.lines))
    )


def _half(made: Bill, _chance: Random) -> Bill:
    """CGST alone."""
    return summed(replace(made, lines=tuple(replace(g, sgst=NOTHING) for g in made.lines)))


def _sum(name: str, low: int, high: int, sign: int = 1) -> Change:
    """A total that is not the sum of its column; the grand total follows it."""

    def change(made: Bill, chance: Random) -> Bill:
        by = sign * Decimal(chance.randrange(low, high))
        changed: dict[str, Any] = {name: getattr(made, name) + by}
        return replace(made, **changed, total=made.total + by)

    return change


def _halves_alike(made: Bill, chance: Random) -> Bill:
    """Both halves of the bill's tax are wrong alike."""
    by = Decimal(chance.randrange(5, 60))
    return replace(made, cgst=made.cgst + by, sgst=made.sgst + by, total=made.total + 2 * by)


def _total(change: Callable[[Decimal, Random], Decimal]) -> Change:
    return lambda made, chance: replace(made, total=change(made.total, chance))


def _transposed(total: Decimal, _chance: Random) -> Decimal:
    """Two neighbouring digits changed places."""
    digits = str(int(total))
    at = next((i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]), None)
    if at is None:
        return total + 90
    return Decimal(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]).quantize(
        Decimal("0.01")
    )


def _rated(rate: str, day: date) -> Change:
    """A rate that there is not on that day."""

    def change(made: Bill, _chance: Random) -> Bill:
        first = with_tax(replace(made.lines[0], tax_rate=Decimal(rate)), within=made.within)
        return summed(replace(made, date=day, lines=(first, *made.lines[1:])))

    return change


def _taxed(made: Bill, _chance: Random) -> Bill:
    """Tax on a paper that may have none."""
    return summed(replace(made, lines=tuple(
        with_tax(replace(g, tax_rate=Decimal(5)), within=True) for g in made.lines)))  # fmt: skip


def _has_tax(made: Bill) -> bool:
    return all(g.cgst or g.igst for g in made.lines)


def _is_within(made: Bill) -> bool:
    return made.within and _has_tax(made)


def _is_away(made: Bill) -> bool:
    return not made.within and _has_tax(made)


def _buyer_registered(made: Bill) -> bool:
    return made.buyer.gstin is not None


_LINES = frozenset({"quantity", "rate", "taxable"})
_OF_LINES = frozenset({"line_tax", "line_total", "tax_of_rates", "sum_sgst", "cgst_is_sgst"})
_SELLER, _BUYER = frozenset({"seller.gstin"}), frozenset({"buyer.gstin"})
AFTER, BEFORE = date(2026, 2, 3), date(2025, 6, 3)


def _of(*names: str) -> frozenset[str]:
    return frozenset(names)


PLANTS: Mapping[str, Plant] = {
    "number too long": Plant("number_form", _numbered("INV/{year}/{count}"), fields=_of("number")),
    "number with a sign": Plant("number_form", _numbered("INV_{few}&A"), fields=_of("number")),
    "number with points": Plant("number_form", _numbered("B.{few}.1A"), fields=_of("number")),
    "date of next month": Plant("date_present", _dated(5), fields=_of("date"), also=_of("tax_rate")),
    "date of next year": Plant("date_present", _dated(190), fields=_of("date"), also=_of("tax_rate")),
    "seller check digit": Plant("seller_gstin", _registered("seller", _check_digit), fields=_SELLER),
    "seller serial": Plant("seller_gstin", _registered("seller", _serial), fields=_SELLER),
    "seller letters swapped": Plant("seller_gstin", _registered("seller", _swapped), fields=_SELLER),
    "seller of no State": Plant("seller_gstin", _registered("seller", _no_state), fields=_SELLER,
                                also=_of("tax_split", "seller_state")),
    "seller too short": Plant("seller_gstin", _registered("seller", _short), fields=_SELLER),
    "buyer check digit": Plant("buyer_gstin", _registered("buyer", _check_digit), fields=_BUYER, able=_buyer_registered),
    "buyer serial": Plant("buyer_gstin", _registered("buyer", _serial), fields=_BUYER, able=_buyer_registered),
    "buyer letters swapped": Plant("buyer_gstin", _registered("buyer", _swapped), fields=_BUYER, able=_buyer_registered),
    "buyer too short": Plant("buyer_gstin", _registered("buyer", _short), fields=_BUYER, able=_buyer_registered),
    "seller of another State": Plant("seller_state", _elsewhere("seller"), fields=_of("seller.state", "seller.gstin")),
    "buyer of another State": Plant("buyer_state", _elsewhere("buyer"), fields=_of("buyer.state", "buyer.gstin", "place_of_supply"), able=_buyer_registered),
    "hsn not listed": Plant("hsn", _first(hsn="9876"), columns=_of("hsn")),
    "hsn not listed in the last line": Plant("hsn", _last(hsn="0077"), columns=_of("hsn")),
    "hsn of eight digits not listed": Plant("hsn", _first(hsn="98765432"), columns=_of("hsn")),
    "hsn of two digits": Plant("hsn", _first(hsn="20"), columns=_of("hsn"), fields=_BUYER, able=_buyer_registered),
    "hsn missing": Plant("hsn", _last(hsn=""), columns=_of("hsn"), able=lambda made: len(made.lines) > 1),
    "taxable too high": Plant("line_taxable", _taxable(1), columns=_LINES),
    "taxable too low": Plant("line_taxable", _taxable(-1), columns=_LINES),
    "last taxable too high": Plant("line_taxable", _taxable(1, last=True), columns=_LINES),
    "other quantity": Plant("line_taxable", _line(lambda g, by: replace(g, quantity=g.quantity + by), 2, 9), columns=_LINES),
    "other rate": Plant("line_taxable", _line(lambda g, by: replace(g, rate=g.rate + by), 5, 40), columns=_LINES),
    "line tax too high": Plant("line_tax", _line(_both_halves, 3, 9), columns=_of("tax_rate", "cgst", "taxable"), also=_OF_LINES, able=_is_within),
    "line tax too low": Plant("line_tax", _line(lambda g, by: replace(g, igst=g.igst - by / 4), 3, 9), columns=_of("tax_rate", "igst", "taxable"), also=_OF_LINES, able=_is_away),
    "tax of the other kind": Plant("tax_split", _split, fields=_of("total"), able=_has_tax),
    "half of the tax": Plant("tax_split", _half, also=_OF_LINES, able=_is_within),
    "halves differ": Plant("cgst_is_sgst", _sum("sgst", 3, 30), fields=_of("cgst", "sgst"), also=_of("sum_sgst", "tax_of_rates"), able=_is_within),
    "sum of taxable too high": Plant("sum_taxable", _sum("taxable", 20, 90), columns=_of("taxable"), fields=_of("taxable")),
    "sum of taxable too low": Plant("sum_taxable", _sum("taxable", 3, 20, -1), columns=_of("taxable"), fields=_of("taxable"), able=lambda made: made.taxable > 100),
    "sum of halves": Plant("sum_cgst", _halves_alike, columns=_of("cgst"), fields=_of("cgst"), also=_of("sum_sgst"), able=_is_within),
    "sum of igst": Plant("sum_igst", _sum("igst", 5, 60), columns=_of("igst"), fields=_of("igst"), able=_is_away),
    "tax is not of the rates": Plant("tax_of_rates", _halves_alike, columns=_of("tax_rate", "taxable"), without=frozenset(TAXES), fields=_of("cgst"), able=_is_within),
    "igst is not of the rates": Plant("tax_of_rates", _sum("igst", 5, 60), columns=_of("tax_rate", "taxable"), without=frozenset(TAXES), fields=_of("igst"), able=_is_away),
    "total too high": Plant("total", _total(lambda t, c: t + c.randrange(10, 90)), fields=_of("total")),
    "total too low": Plant("total", _total(lambda t, c: t - c.randrange(3, 9)), fields=_of("total"), able=lambda made: made.total > 20),
    "total with digits swapped": Plant("total", _total(_transposed), fields=_of("total")),
    "total without tax": Plant("total", lambda made, _chance: replace(made, total=made.taxable), fields=_of("total", "taxable"), able=lambda made: made.total - made.taxable > 5),
    "rate withdrawn": Plant("tax_rate", _rated("12", AFTER), columns=_of("tax_rate")),
    "rate that never was": Plant("tax_rate", _rated("15", AFTER), columns=_of("tax_rate")),
    "rate before its day": Plant("tax_rate", _rated("40", BEFORE), columns=_of("tax_rate")),
    "tax on a bill of supply": Plant("no_tax", _taxed, able=lambda made: made.kind == "bill_of_supply"),
}  # fmt: skip
