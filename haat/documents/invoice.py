"""A bill from its pages: fields, lines and boxes together, whatever its kind."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from haat.documents.fields import Finds, Found, bare_date, header_fields, sums
from haat.documents.page import Line, Page
from haat.documents.paper import FIELDS, Box, Fields, Paper
from haat.documents.parties import Party, parties
from haat.documents.table import Row, Table, goods_of, table_of
from haat.documents.written import amount_of, amounts_in

_SUMMED = ("taxable", "cgst", "sgst", "igst", "total")


def bill_of(pages: Sequence[Page], today: date) -> Paper:
    """What the pages say as a bill; kind, rules and confidence are added by the caller."""
    finds: Finds = {}
    lines: list[Fields] = []
    for page in pages:
        table = table_of(page)
        lines += goods_of(table) if table else []
        # What is said on the first page stands, but the sums are told at the end.
        new = _of_page(page, table, today)
        finds = {**new, **finds, **{n: f for n, f in new.items() if n in {*_SUMMED, "round_off"}}}
    if "taxable" not in finds and (added := _added(lines)) is not None:
        finds |= _printed("taxable", added, pages)
    ordered = {name: finds[name] for name in FIELDS if name in finds}
    boxes = tuple(_box(name, found) for name, found in ordered.items())
    return Paper("unknown", 0.0, {n: f.value for n, f in ordered.items()}, tuple(lines), boxes)


def _of_page(page: Page, table: Table | None, today: date) -> Finds:
    above = table.first if table else len(page.lines)
    found = header_fields(page)
    supply = found.get("place_of_supply")
    seller, buyer = parties(page, above, today, but=supply.words if supply else None)
    found |= _of_party("seller", seller, page) | _of_party("buyer", buyer, page)
    if "date" not in found and (day := bare_date(page)) is not None:
        found["date"] = day
    totals = _totals(table.totals, page) if table and table.totals else {}
    if page.scanned and {"seller.gstin", "buyer.gstin"} & found.keys():
        # OCR knows no rupee sign; a paper with a GSTIN is in rupees.
        told = found.get("seller.gstin") or found["buyer.gstin"]
        found.setdefault("currency", Found("INR", told.words, page.number))
    return found | totals | sums(page, table.last + 1 if table else 0)


def _added(lines: Sequence[Fields]) -> Decimal | None:
    """The taxable values added up, where every line tells one."""
    values = [line.get("taxable") for line in lines]
    known = [v for v in values if isinstance(v, Decimal)]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _printed(name: str, value: Decimal, pages: Sequence[Page]) -> Finds:
    """The value where it is printed without a label."""
    for page in pages:
        for line in page.lines:
            spot = next((a for a in amounts_in(line.text) if a.value == value), None)
            if spot and len(amounts_in(line.text)) <= 2:
                return {name: Found(value, line.within(spot.start, spot.end), page.number)}
    return {}


def _of_party(role: str, party: Party, page: Page) -> Finds:
    said = {"name": party.name, "gstin": party.gstin, "state": party.state}
    return {f"{role}.{n}": Found(v[0], v[1], page.number) for n, v in said.items() if v}


def _totals(row: Row, page: Page) -> Finds:
    """The sums that stand under the columns."""
    found: Finds = {}
    for name in _SUMMED:
        words = row.cells.get(name)
        value = amount_of(Line(tuple(words), 1.0).text) if words else None
        if words and value is not None:
            found[name] = Found(Decimal(value), Line(tuple(words), 1.0), page.number)
    return found


def _box(name: str, found: Found) -> Box:
    words = found.words
    edges = (words.x0, words.top, words.x1, words.bottom)
    return Box(name, words.text, found.page, edges, words.sure)
