"""The label of packed goods: what a retail pack declares, and the FSSAI number of food."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

import regex

from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, money, words
from haat.documents.page import Page
from haat.documents.paper import Checked, Paper, Status
from haat.documents.rules import all_in_force, declared, in_force, not_over
from haat.documents.rules import formed as number_formed

BEGAN, UNIT_PRICE, FOOD = date(2011, 4, 1), date(2023, 1, 1), date(2022, 7, 1)
I = regex.IGNORECASE  # noqa: E741
_RULES_2011 = "Legal Metrology (Packaged Commodities) Rules 2011, rule"
_QUANTITY = r"\d+(?:\.\d+)?\s*(?:x\s*\d+(?:\.\d+)?\s*)?(?:kg|g|gm|gms|grams?|mg|ml|l|ltr|litres?|m|cm|nos?|n|u|pcs|pieces?|units?|tablets?)\b\.?"


def _unit_price(text: str) -> Decimal | None:
    """The price of one unit: `Rs 0.45 per g`, `₹450/kg`; also with four decimals."""
    found = regex.search(r"^\W*(?:₹|rs\.?|inr)?\s*(?P<v>\d+(?:\.\d{1,4})?)", text, I)
    return Decimal(found["v"]) if found and Decimal(found["v"]) else None


_WANTED = (
    Wanted("mrp", label(r"(?:\bm\.?\s*r\.?\s*p\b\.?|maximum\s*retail\s*price)(?:\s*\(?\s*incl[^)\d₹]*\)?)?(?:\s*(?:₹|rs\.?|inr))?"), money),
    Wanted("net_quantity", label(r"\bnet\s*(?:quantity|qty|weight|wt|content[s]?|vol(?:ume)?)\b\.?"), formed(rf"^\W*(?P<v>{_QUANTITY})")),
    Wanted("unit_sale_price", label(r"unit\s*sale\s*price|\bu\.?\s*s\.?\s*p\b\.?"), _unit_price),
    Wanted("date", label(r"(?:date|month(?:\s*(?:&|and)\s*year)?)\s*of\s*(?:mfg|manufacture|packing|packaging|import)\.?|\b(?:mfg|mfd|pkd|packed|manufactured)\b\.?\s*(?:date|on|dt)?\b\.?(?!\s*by)"), day),
    Wanted("best_before", label(r"\b(?:best\s*before|use\s*by|expiry|exp)\b\.?\s*(?:date)?\b(?!\s*\d+\s*(?:month|day))"), day),
    Wanted("manufacturer", label(r"(?:manufactured|mfd|mfg|packed|pkd|marketed|mktd|imported)\.?\s*(?:&|and|/)?\s*(?:packed|marketed|mktd)?\.?\s*by\b"), words),
    Wanted("customer_care", label(r"(?:customer|consumer)\s*(?:care|complaints?|helpline|cell|service)[^:\d]{0,30}"), formed(r"^\W*(?P<v>(?=.*(?:\d{6}|@)).{6,100})$")),
    Wanted("licence_number", label(r"(?:fssai|lic)\W{0,4}(?:lic(?:en[cs]e)?)?\.?\s*(?:no)?\b\.?"), formed(r"^\W*(?P<v>\d{10,18})(?!\d)")),
    Wanted("number", label(r"\b(?:batch|lot)\b\.?\s*(?:no|number|#)?\b\.?"), formed(r"^\W*(?P<v>(?=\S*\d)[A-Z0-9/-]{2,16})(?!\S)")),
)  # fmt: skip
_AFTER = regex.compile(r"best\s*before\s*(?P<n>\d{1,3})\s*(?P<u>month|day)", I)
_FOOD = regex.compile(r"\bfssai\b|ingredients?|nutrition|\bveg(?:etarian)?\b", I)
_MEASURE = regex.compile(
    r"(?P<n>\d+(?:\.\d+)?)\s*(?:x\s*(?P<each>\d+(?:\.\d+)?)\s*)?(?P<u>kg|gms?|g|grams?|ml|ltr|l|litres?|nos?|n|u|pcs|pieces?|units?)\b",
    I,
)
_BASE = {"kg": ("g", 1000), "g": ("g", 1), "l": ("ml", 1000), "ml": ("ml", 1), "n": ("n", 1)}


def read(pages: Sequence[Page], _today: date) -> Paper:
    """The declarations; `best before 6 months` is counted from the day of packing."""
    paper = labelled(pages, _WANTED)
    text = "\n".join(line.text for page in pages for line in page.lines)
    after = _AFTER.search(text)
    packed = paper.fields.get("date")
    if after and isinstance(packed, date) and "best_before" not in paper.fields:
        until = _later(packed, int(after["n"]), months=after["u"].lower() == "month")
        paper = paper.but(fields={**paper.fields, "best_before": until})
    if _FOOD.search(text):
        paper = paper.but(fields={**paper.fields, "category": "food"})
    return paper


def _later(day_packed: date, count: int, *, months: bool) -> date:
    if not months:
        return day_packed + timedelta(days=count)
    whole = day_packed.year * 12 + day_packed.month - 1 + count
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day_packed.day, monthrange(year, month)[1]))


def unit_price_agrees(paper: Paper, _today: date) -> Iterator[Checked]:
    """MRP over quantity is the unit sale price; it is left out where it would be the MRP."""
    reference = f"{_RULES_2011} 6(11)"
    mrp, told = paper.fields.get("mrp"), paper.fields.get("unit_sale_price")
    due = _due(paper)
    if not isinstance(mrp, Decimal) or due is None:
        return
    if not isinstance(told, Decimal):
        if mrp not in due:
            yield from declared("unit_sale_price", reference)(paper, _today)
        return
    near = min(due, key=lambda price: abs(price - told))
    right = abs(near - told) <= max(Decimal("0.01"), near / 100)
    todo = None if right else "complete_paper"
    status: Status = "pass" if right else "fail"
    yield Checked("unit_price", reference, status, told, due[0], todo, unit="INR")


def _due(paper: Paper) -> tuple[Decimal, ...] | None:
    """The price of a gram, kilogram, millilitre, litre or piece, as the label may tell it; two decimals."""
    mrp, quantity = paper.fields.get("mrp"), paper.fields.get("net_quantity")
    found = _MEASURE.search(quantity) if isinstance(quantity, str) else None
    if not isinstance(mrp, Decimal) or found is None:
        return None
    base, many = _BASE[_unit(found["u"])]
    count = Decimal(found["n"]) * (Decimal(found["each"]) if found["each"] else 1) * many
    if not count:
        return None
    one = (mrp / count).quantize(Decimal("0.01"))
    if base == "n":
        return (one,)
    large = (mrp / count * 1000).quantize(Decimal("0.01"))
    return (large, one) if count >= 1000 else (one, large)


def _unit(written: str) -> str:
    low = written.lower()
    if low.startswith(("kg", "ml")):
        return low[:2]
    if low.startswith("g"):
        return "g"
    return "l" if low.startswith("l") else "n"


def _food(paper: Paper, today: date) -> Iterator[Checked]:
    """Food bears the number of its FSSAI licence."""
    if paper.fields.get("category") == "food":
        reference = "FSS (Labelling and Display) Regulations 2020, reg. 5"
        yield from declared("licence_number", reference)(paper, today)
        yield from number_formed("fssai", "licence_number", reference)(paper, today)


_SIGNS = tuple(
    regex.compile(form, I)
    for form in (
        r"\bm\.?r\.?p\b|maximum\s*retail\s*price",
        r"net\s*(?:qty|quantity|w(?:eigh)?t|content|vol)",
        r"(?:mfd|mfg|manufactured|packed|pkd|marketed)\.?\s*by",
        r"batch|lot\s*no",
        r"best\s*before|use\s*by|expiry",
        r"(?:customer|consumer)\s*(?:care|complaint)",
        r"unit\s*sale\s*price|\busp\b",
        r"ingredients|nutrition",
    )
)
_SALE = regex.compile(r"\btotal\b|cashier|\binvoice\b|\bbill\s*no", I)


def likeness(text: str, _paper: Paper) -> float:
    """Three declarations of a pack at least, and nothing of a sale."""
    signs = sum(form.search(text) is not None for form in _SIGNS)
    sale = 0.4 if _SALE.search(text) else 0.0
    return max(min(0.2 * signs, 1.0) - sale, 0.0) if signs >= 3 else 0.0


PRODUCT_LABEL = Kind(
    "product_label",
    likeness,
    (
        *all_in_force(
            BEGAN,
            declared("mrp", f"{_RULES_2011} 6(1)(e)"),
            declared("net_quantity", f"{_RULES_2011} 6(1)(c)"),
            declared("manufacturer", f"{_RULES_2011} 6(1)(a)"),
            declared("date", f"{_RULES_2011} 6(1)(d)"),
            declared("customer_care", f"{_RULES_2011} 6(2)"),
            not_over("best_before", "FSS Act 2006 s.3(1)(zz) and s.26", "do_not_sell"),
        ),
        in_force(unit_price_agrees, UNIT_PRICE),
        in_force(_food, FOOD),
    ),
    ("mrp", "net_quantity", "manufacturer", "date"),
    read,
)
