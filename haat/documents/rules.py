"""Whether a bill keeps the rules: rule 46 of the CGST Rules, the split of tax, and the arithmetic."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import regex

from haat.documents.paper import Checked, Fields, Paper, Status
from haat.documents.states import state_of_code
from haat.language.identifiers import IdentifierKind, check

GSTIN_LENGTH = 15
GST_BEGAN = date(2017, 7, 1)
NOTES_LONGER = date(2022, 10, 1)  # Finance Act 2022, s.103
CONSUMERS = date(2020, 7, 20)
PAISA, RUPEE = Decimal("0.01"), Decimal(1)
CHANGED = date(2025, 9, 22)  # the day of the new rates
EARLIER_RATES = frozenset(map(Decimal, ("0", "0.25", "1.5", "3", "5", "12", "18", "28")))
RATES = frozenset(map(Decimal, ("0", "0.25", "1.5", "3", "5", "18", "28", "40")))
SPECIAL = frozenset(map(Decimal, ("0.1", "1", "6", "7.5", "14")))  # of a few goods and services
WITHDRAWN = frozenset({Decimal(12)})
UNREGISTERED_LIMIT = Decimal(50_000)
TAXES = ("cgst", "sgst", "igst")
_NUMBER_FORM = regex.compile(r"[A-Za-z0-9/-]{1,16}")
SURE = 0.85  # below it, a photo is to blame as well as the paper
_FAIL: Status = "fail"
Rule = Callable[[Paper, date], Iterable[Checked]]


def judged(paper: Paper, rules: tuple[Rule, ...], today: date) -> tuple[Checked, ...]:
    """What every rule says of the paper; what fails first, what could not be seen next."""
    order = {"fail": 0, "unknown": 1, "pass": 2}
    found = [c for rule in rules for c in rule(paper, today)]
    return tuple(sorted(found, key=lambda c: order[c.status]))


def in_force(rule: Rule, since: date, until: date | None = None) -> Rule:
    """The rule for papers of the days on which it is in force; a paper without a date is of today."""

    def dated(paper: Paper, today: date) -> Iterator[Checked]:
        told = paper.fields.get("date")
        day = told if isinstance(told, date) else today
        if since <= day and (until is None or day <= until):
            yield from (replace(c, valid_from=since, valid_to=until) for c in rule(paper, today))

    return dated


def all_in_force(since: date, *rules: Rule) -> tuple[Rule, ...]:
    """Rules that came into force on the same day and still are."""
    return tuple(in_force(rule, since) for rule in rules)


def cited(rule: Rule, reference: str) -> Rule:
    """The same rule for a paper of which another text asks it."""

    def told(paper: Paper, today: date) -> Iterator[Checked]:
        yield from (replace(c, reference=reference) for c in rule(paper, today))

    return told


def declared(field: str, reference: str, todo: str = "complete_paper") -> Rule:
    """A field that such a paper must say."""

    def rule(paper: Paper, _today: date) -> Iterator[Checked]:
        if field in paper.fields:
            yield Checked(f"declared.{field}", reference, "pass")
        else:
            name = field.replace(".", "_")
            yield Checked(f"declared.{field}", reference, _missing(paper), None, name, todo)

    return rule


def formed(kind: IdentifierKind, field: str, reference: str) -> Rule:
    """A number of a register has its form and, where there is one, its check digit."""

    def rule(paper: Paper, today: date) -> Iterator[Checked]:
        number = _text(paper.fields, field)
        if number is None:
            return
        right = check(kind, number, today).valid
        if not right and _blurred(paper, field):
            yield Checked(f"form.{kind}", reference, "unknown", number, None, "check_number")
            return
        todo = None if right else "check_number"
        yield Checked(f"form.{kind}", reference, _verdict(right), number, None, todo)

    return rule


def not_over(field: str, reference: str, todo: str = "renew_paper") -> Rule:
    """A day until which the paper or the goods are good has not passed."""

    def rule(paper: Paper, today: date) -> Iterator[Checked]:
        day = paper.fields.get(field)
        if isinstance(day, date):
            right = day >= today
            yield Checked(f"expired.{field}", reference, _verdict(right), day.isoformat(), None,
                          None if right else todo)  # fmt: skip

    return rule


def with_repeats(paper: Paper, given_before: date | None) -> Paper:
    """The bill with the rule that no bill comes twice; `given_before` is when it came first, if ever."""
    if not paper.rules or not {"seller.gstin", "number"} <= paper.fields.keys():
        return paper
    name, reference = "duplicate", "CGST Rules, rule 46(b)"
    if given_before is None:
        return paper.but(rules=(*paper.rules, Checked(name, reference, "pass")))
    again = Checked(name, reference, _FAIL, given_before.isoformat(), None, "pay_once")
    return paper.but(rules=(again, *paper.rules))


def _amount(fields: Fields, name: str) -> Decimal | None:
    value = fields.get(name)
    return value if isinstance(value, Decimal) else None


def _text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None


def _verdict(right: bool) -> Status:  # noqa: FBT001  the answer to a question
    return "pass" if right else "fail"


def _missing(paper: Paper) -> Status:
    """What a text layer lacks is not on the paper; a photo may only have hidden it."""
    return "unknown" if paper.scanned else "fail"


def _blurred(paper: Paper, field: str) -> bool:
    """Whether OCR itself was not sure of a field."""
    return any(box.field == field and box.sure < SURE for box in paper.boxes)


def _torn(paper: Paper, gstin: str) -> bool:
    """Whether a photo hid a piece of it: a slip of the pen leaves out or adds one sign, not more."""
    return paper.scanned and abs(len(gstin) - GSTIN_LENGTH) > 1


def number_form(paper: Paper, _today: date) -> Iterator[Checked]:
    """A serial number of at most 16 letters, digits, hyphens and slashes."""
    name, reference = "number_form", "CGST Rules, rule 46(b)"
    number = _text(paper.fields, "number")
    if number is None:
        yield Checked(name, reference, _missing(paper), what_to_do="write_number")
        return
    right = _NUMBER_FORM.fullmatch(number) is not None
    todo = None if right else "ask_new_number"
    yield Checked(name, reference, _verdict(right), number, None, todo)


def date_present(paper: Paper, today: date) -> Iterator[Checked]:
    """A date of issue, and none that is still to come."""
    name, reference = "date_present", "CGST Rules, rule 46(c)"
    day = paper.fields.get("date")
    if not isinstance(day, date):
        yield Checked(name, reference, _missing(paper), what_to_do="write_date")
        return
    right = day <= today
    todo = None if right else "ask_new_date"
    yield Checked(name, reference, _verdict(right), day.isoformat(), None, todo)


def gstin_of(role: str, reference: str) -> Rule:
    """The GSTIN of a seller or buyer has its form and check digit."""

    def rule(paper: Paper, today: date) -> Iterator[Checked]:
        number = _text(paper.fields, f"{role}.gstin")
        if number is None:
            if role == "seller":
                yield Checked(
                    "seller_gstin", reference, _missing(paper), what_to_do="write_seller_gstin"
                )
            return
        name = f"{role}_gstin"
        right = check("gstin", number, today).valid
        if not right and (_blurred(paper, f"{role}.gstin") or _torn(paper, number)):
            yield Checked(name, reference, "unknown", number, None, "check_reading")
            return
        todo = None if right else f"ask_{role}_gstin"
        yield Checked(name, reference, _verdict(right), number, None, todo)

    return rule


def state_agrees(role: str) -> Rule:
    """The State that is named is the one of the first two digits of the GSTIN."""

    def rule(paper: Paper, _today: date) -> Iterator[Checked]:
        gstin, state = _text(paper.fields, f"{role}.gstin"), _text(paper.fields, f"{role}.state")
        expected = state_of_code(gstin[:2]) if gstin else None
        if state is None or expected is None:
            return
        right = state == expected
        todo = None if right else f"ask_{role}_gstin"
        reference = "CGST Act s.25; GST State codes"
        yield Checked(f"{role}_state", reference, _verdict(right), state, expected, todo)

    return rule


def hsn_listed(paper: Paper, today: date) -> Iterator[Checked]:
    """Each line has an HSN of the list; four digits at least where the buyer is registered."""
    name, reference = "hsn", "CGST Rules, rule 46(g); Notification 78/2020-Central Tax"
    if not paper.lines:
        return
    least = 4 if "buyer.gstin" in paper.fields else 2
    codes = [_text(line, "hsn") for line in paper.lines]
    if not any(codes):
        yield Checked(name, reference, _FAIL if least == 4 else "unknown", what_to_do="ask_hsn")
        return
    for place, code in enumerate(codes, 1):
        if code is None:
            yield Checked(name, reference, _FAIL, what_to_do="ask_hsn", line=place)
            return
        verdict = check("hsn", code, today)
        if not verdict.valid or len(verdict.number) < least:
            yield Checked(name, reference, _FAIL, code, None, "ask_hsn", place)
            return
    yield Checked(name, reference, "pass")


def line_taxable(paper: Paper, _today: date) -> Iterator[Checked]:
    """Quantity times rate, less the discount, is the taxable value."""
    name, reference = "line_taxable", "CGST Act s.15; CGST Rules, rule 46(j)"
    yield from _each(paper, name, reference, column="taxable", due=_worked_out, tolerance=PAISA)


def line_tax(paper: Paper, _today: date) -> Iterator[Checked]:
    """The tax of each line is its taxable value at its rate; CGST and SGST are half of it each."""
    reference = "CGST Act s.9; IGST Act s.5; CGST Rules, rule 46(m)"
    found = [
        verdict
        for tax in TAXES
        if any(_amount(line, tax) for line in paper.lines)
        for verdict in _each(
            paper, "line_tax", reference, column=tax, due=_tax_due(tax), tolerance=PAISA
        )
    ]
    yield from (sorted(found, key=lambda verdict: verdict.status != _FAIL))[:1]


def _tax_due(tax: str) -> Callable[[Fields], Decimal | None]:
    parts = 1 if tax == "igst" else 2

    def due(line: Fields) -> Decimal | None:
        taxable, rate = _amount(line, "taxable"), _amount(line, "tax_rate")
        if taxable is None or rate is None:
            return None
        return (taxable * rate / (100 * parts)).quantize(PAISA)

    return due


def line_total(paper: Paper, _today: date) -> Iterator[Checked]:
    """A line's total is its taxable value with its taxes."""

    def due(line: Fields) -> Decimal | None:
        taxable, rate = _amount(line, "taxable"), _amount(line, "tax_rate")
        taxes = [t for tax in TAXES if (t := _amount(line, tax)) is not None]
        if taxable is None or (rate is None and not taxes):
            return None
        own = sum(taxes, Decimal(0)) if taxes else taxable * (rate or Decimal(0)) / Decimal(100)
        return (taxable + own).quantize(PAISA)

    reference = "CGST Rules, rule 46(k)"
    yield from _each(paper, "line_total", reference, column="total", due=due, tolerance=2 * PAISA)


def _worked_out(line: Fields) -> Decimal | None:
    quantity, rate = _amount(line, "quantity"), _amount(line, "rate")
    if quantity is None or rate is None:
        return None
    return (quantity * rate - (_amount(line, "discount") or Decimal(0))).quantize(PAISA)


def _each(
    paper: Paper,
    name: str,
    reference: str,
    *,
    column: str,
    due: Callable[[Fields], Decimal | None],
    tolerance: Decimal,
) -> Iterator[Checked]:
    """The first line whose amount is not the one that is due; nothing where no line tells both."""
    compared = False
    for place, line in enumerate(paper.lines, 1):
        seen, expected = _amount(line, column), due(line)
        if seen is None or expected is None:
            continue
        compared = True
        if abs(seen - expected) > tolerance:
            yield Checked(name, reference, _FAIL, seen, expected, "ask_new_bill", place, "INR")
            return
    if compared:
        yield Checked(name, reference, "pass")


def tax_split(paper: Paper, _today: date) -> Iterator[Checked]:
    """Within a State CGST and SGST, between States IGST, and never both."""
    name, reference = "tax_split", "IGST Act s.7 and s.8"
    charged = {tax for tax in TAXES if _charged(paper, tax)}
    if not charged:
        return
    within = within_state(paper)
    half, whole = bool(charged & {"cgst", "sgst"}), "igst" in charged
    seen = "_".join(tax for tax in TAXES if tax in charged)
    if half and whole:
        yield Checked(name, reference, _FAIL, seen, None, "ask_new_bill")
    elif within is None:
        yield Checked(name, reference, "unknown", seen, None, "write_place_of_supply")
    else:
        expected = "cgst_sgst" if within else "igst"
        right = seen == expected
        todo = None if right else "ask_new_bill"
        yield Checked(name, reference, _verdict(right), seen, expected, todo)


def halves(paper: Paper, _today: date) -> Iterator[Checked]:
    """CGST and SGST of the whole bill are the same."""
    cgst, sgst = _amount(paper.fields, "cgst"), _amount(paper.fields, "sgst")
    if cgst is None or sgst is None:
        return
    right = abs(cgst - sgst) <= PAISA
    todo = None if right else "ask_new_bill"
    reference = "CGST Act s.9; notified rates are half of the whole each"
    yield Checked("cgst_is_sgst", reference, _verdict(right), sgst, cgst, todo, unit="INR")


def _charged(paper: Paper, tax: str) -> bool:
    return bool(_amount(paper.fields, tax)) or any(_amount(line, tax) for line in paper.lines)


def within_state(paper: Paper) -> bool | None:
    """Whether the place of supply is in the seller's State; None where one of the two is not known."""
    seller = _state(paper, "seller")
    place = _text(paper.fields, "place_of_supply") or _state(paper, "buyer")
    return None if seller is None or place is None else seller == place


def _state(paper: Paper, role: str) -> str | None:
    """By the GSTIN, which the tax follows, else as it is named."""
    gstin = _text(paper.fields, f"{role}.gstin")
    coded = state_of_code(gstin[:2]) if gstin else None
    return coded or _text(paper.fields, f"{role}.state")


def sums_agree(paper: Paper, _today: date) -> Iterator[Checked]:
    """The lines added up are the totals."""
    reference = "CGST Rules, rule 46(k), (l), (m)"
    for name in ("taxable", *TAXES):
        told = _amount(paper.fields, name)
        values = [_amount(line, name) for line in paper.lines]
        known = [v for v in values if v is not None]
        if told is None or not known or len(known) < len(values):
            continue
        added = sum(known, Decimal(0))
        right = abs(told - added) <= PAISA * len(known)
        todo = None if right else "ask_new_bill"
        yield Checked(f"sum_{name}", reference, _verdict(right), told, added, todo, unit="INR")


def tax_of_rates(paper: Paper, _today: date) -> Iterator[Checked]:
    """Where lines tell rates but no amounts of tax: the bill's tax is what the rates make."""
    rates = [(_amount(line, "taxable"), _amount(line, "tax_rate")) for line in paper.lines]
    told = [_amount(paper.fields, tax) for tax in TAXES]
    per_line = any(_amount(line, tax) is not None for line in paper.lines for tax in TAXES)
    if per_line or not rates or not any(told):
        return
    if any(taxable is None or rate is None for taxable, rate in rates):
        return
    nothing = Decimal(0)
    due = sum(((t or nothing) * (r or nothing) / 100 for t, r in rates), nothing).quantize(PAISA)
    seen = sum((t for t in told if t is not None), Decimal(0))
    right = abs(due - seen) <= PAISA * (len(rates) + 1)
    todo = None if right else "ask_new_bill"
    reference = "CGST Act s.9; IGST Act s.5"
    yield Checked("tax_of_rates", reference, _verdict(right), seen, due, todo, unit="INR")


def total_agrees(paper: Paper, _today: date) -> Iterator[Checked]:
    """Taxable value, taxes and rounding make the total; not rounded by name, a rupee may differ."""
    name, reference = "total", "CGST Rules, rule 46(k); CGST Act s.170"
    fields = paper.fields
    total, taxable = _amount(fields, "total"), _amount(fields, "taxable")
    if total is None or taxable is None:
        yield Checked(name, reference, "unknown", total, None, "write_total", unit="INR")
        return
    added = sum((_amount(fields, n) or Decimal(0) for n in (*TAXES, "cess", "round_off")), taxable)
    tolerance = 5 * PAISA if "round_off" in fields else RUPEE
    right = abs(total - added) <= tolerance
    todo = None if right else "ask_new_bill"
    yield Checked(name, reference, _verdict(right), total, added, todo, unit="INR")


def rate_allowed(paper: Paper, _today: date) -> Iterator[Checked]:
    """Each rate of tax is one of the day of the bill; a special one is left to a person."""
    name, reference = "tax_rate", "Notification 9/2025-Central Tax (Rate)"
    day = paper.fields.get("date")
    told = [(place, r) for place, line in enumerate(paper.lines, 1)
            if (r := _amount(line, "tax_rate")) is not None]  # fmt: skip
    if not told:
        return
    if not isinstance(day, date):
        yield Checked(name, reference, "unknown", what_to_do="write_date")
        return
    allowed = RATES if day >= CHANGED else EARLIER_RATES
    for place, rate in told:
        if rate in allowed:
            continue
        status: Status = "unknown" if rate in SPECIAL else "fail"
        yield Checked(name, reference, status, rate, None, "ask_rate", place, "percent")
        return
    yield Checked(name, reference, "pass")


def place_named(paper: Paper, _today: date) -> Iterator[Checked]:
    """A bill to another State names the place of supply."""
    name, reference = "place_of_supply", "CGST Rules, rule 46(n)"
    if "place_of_supply" in paper.fields:
        yield Checked(name, reference, "pass", _text(paper.fields, "place_of_supply"))
    elif _charged(paper, "igst"):
        yield Checked(name, reference, _missing(paper), what_to_do="write_place_of_supply")


def reverse_charge_said(paper: Paper, _today: date) -> Iterator[Checked]:
    """Whether tax is payable on reverse charge is said."""
    said = "reverse_charge" in paper.fields
    status: Status = "pass" if said else "unknown"
    todo = None if said else "write_reverse_charge"
    yield Checked("reverse_charge", "CGST Rules, rule 46(p)", status, what_to_do=todo)


def buyer_named(paper: Paper, _today: date) -> Iterator[Checked]:
    """An unregistered buyer of Rs 50,000 and more is named, with her State."""
    taxable = _amount(paper.fields, "taxable")
    if "buyer.gstin" in paper.fields or taxable is None or taxable < UNREGISTERED_LIMIT:
        return
    place = {"buyer.state", "place_of_supply"} & paper.fields.keys()
    right = "buyer.name" in paper.fields and bool(place)
    todo = None if right else "write_buyer"
    reference = "CGST Rules, rule 46(e)"
    yield Checked("buyer_named", reference, "pass" if right else "unknown", what_to_do=todo)


def no_tax(paper: Paper, _today: date) -> Iterator[Checked]:
    """A bill of supply shows no tax."""
    name, reference = "no_tax", "CGST Act s.31(3)(c) and s.10(4); CGST Rules, rule 49"
    told = sum((_amount(paper.fields, tax) or Decimal(0) for tax in TAXES), Decimal(0))
    told = told or sum(
        (_amount(line, t) or Decimal(0) for line in paper.lines for t in TAXES), Decimal(0)
    )
    if told:
        yield Checked(name, reference, _FAIL, told, Decimal(0), "ask_new_bill", unit="INR")
    else:
        yield Checked(name, reference, "pass")


def note_by(month: int, last: int) -> Rule:
    """A credit note comes by a day after the year of the supply (CGST Act s.34(2))."""

    def rule(paper: Paper, _today: date) -> Iterator[Checked]:
        day, supplied = paper.fields.get("date"), paper.fields.get("original_date")
        if not isinstance(day, date) or not isinstance(supplied, date):
            return
        limit = date(supplied.year + (supplied.month > 3), month, last)
        right = supplied <= day <= limit
        todo = None if right else "ask_new_bill"
        yield Checked("note_in_time", "CGST Act s.34(2)", _verdict(right), day.isoformat(),
                      limit.isoformat(), todo)  # fmt: skip

    return rule


def number_present(paper: Paper, _today: date) -> Iterator[Checked]:
    """An order has a number by which it can be named."""
    number = _text(paper.fields, "number")
    status: Status = "pass" if number else _missing(paper)
    reference = "Indian Contract Act 1872 s.29: terms must be certain"
    todo = None if number else "write_number"
    yield Checked("number_form", reference, status, number, None, todo)


def total_of_order(paper: Paper, _today: date) -> Iterator[Checked]:
    """The lines of an order, with tax where it is told, add up to its total."""
    total = _amount(paper.fields, "total")
    values = [_amount(line, "total") or _amount(line, "taxable") for line in paper.lines]
    known = [v for v in values if v is not None]
    if total is None or not known or len(known) < len(values):
        return
    taxes = sum(
        (_amount(paper.fields, n) or Decimal(0) for n in (*TAXES, "cess", "round_off")), Decimal(0)
    )
    added = sum(known, Decimal(0))
    right = any(abs(total - s) <= RUPEE for s in (added, added + taxes))
    todo = None if right else "ask_new_bill"
    reference = "Indian Contract Act 1872 s.29: terms must be certain"
    yield Checked("total", reference, _verdict(right), total, added, todo, unit="INR")


_OF_EVERY_BILL: tuple[Rule, ...] = (
    number_form,
    date_present,
    gstin_of("seller", "CGST Rules, rule 46(a)"),
    gstin_of("buyer", "CGST Rules, rule 46(d)"),
    state_agrees("seller"),
    state_agrees("buyer"),
    hsn_listed,
    line_taxable,
    sums_agree,
    total_agrees,
)
INVOICE_RULES: tuple[Rule, ...] = all_in_force(
    GST_BEGAN,
    *_OF_EVERY_BILL,
    line_tax,
    line_total,
    tax_split,
    halves,
    tax_of_rates,
    rate_allowed,
    place_named,
    reverse_charge_said,
    buyer_named,
)
BILL_OF_SUPPLY_RULES: tuple[Rule, ...] = all_in_force(GST_BEGAN, *_OF_EVERY_BILL, no_tax)
_NOTE = "CGST Rules, rule 53(1A)"
CREDIT_NOTE_RULES: tuple[Rule, ...] = (
    *all_in_force(
        GST_BEGAN,
        cited(number_form, f"{_NOTE}(c)"),
        cited(date_present, f"{_NOTE}(d)"),
        gstin_of("seller", f"{_NOTE}(a)"),
        gstin_of("buyer", f"{_NOTE}(e)"),
        state_agrees("seller"),
        state_agrees("buyer"),
        declared("original_number", f"{_NOTE}(g)"),
        line_taxable,
        line_tax,
        line_total,
        sums_agree,
        tax_split,
        halves,
        tax_of_rates,
        rate_allowed,
        total_agrees,
    ),
    in_force(note_by(9, 30), GST_BEGAN, NOTES_LONGER - timedelta(days=1)),
    in_force(note_by(11, 30), NOTES_LONGER),
)
RECEIPT_RULES: tuple[Rule, ...] = all_in_force(
    CONSUMERS,
    cited(date_present, "Consumer Protection Act 2019 s.2(47)(vii)"),
    formed("gstin", "seller.gstin", "CGST Act s.25"),
)
ORDER_RULES: tuple[Rule, ...] = (number_present, date_present, line_taxable, total_of_order)
