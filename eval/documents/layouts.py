"""How bills look: each layout prints a bill on a sheet and notes what can be read on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eval.documents.bills import STATES, Bill, Goods, Party
from eval.documents.sheet import Align, Sheet

LEFT, RIGHT = 40.0, 555.0


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to print bills of one kind in one language."""

    name: str
    draw: Callable[[Bill], Sheet]
    discounts: bool = True  # whether it has a column for them
    sums: bool = True  # whether it names the sum of the taxable values
    kind: str = "gst_invoice"
    hindi: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (a second line after |), where it stands, and what it shows."""

    title: str
    x: float
    align: Align
    show: Callable[[int, Goods], str]
    field: str | None = None


def figure(value: Decimal) -> str:
    """With Indian grouping and two decimals."""
    sign = "-" if value < 0 else ""
    whole, _, part = f"{abs(value):.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    while head:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    return f"{sign}{tail}.{part}"


def bare(value: Decimal) -> str:
    """Without idle zeros."""
    return f"{value.normalize():f}"


def _no(i: int, _g: Goods) -> str:
    return str(i)


def shown(name: str) -> Callable[[int, Goods], str]:
    def show(_i: int, goods: Goods) -> str:
        value = getattr(goods, name)
        return (
            value
            if isinstance(value, str)
            else bare(value)
            if name == "quantity"
            else figure(value)
        )

    return show


def share(parts: int) -> Callable[[int, Goods], str]:
    return lambda _i, g: f"{bare(g.tax_rate / parts)}%"


def printed_table(sheet: Sheet, made: Bill, columns: tuple[Column, ...], y: float) -> float:
    """Headings and rows; the truth of each line has what its columns show."""
    sheet.line(LEFT, y - 12, RIGHT, y - 12)
    depth = max(c.title.count("|") for c in columns)
    for column in columns:
        for row, part in enumerate(column.title.split("|")):
            sheet.put(part, column.x, y + 11 * row, 8, bold=True, align=column.align)
    y += 11 * depth
    sheet.line(LEFT, y + 4, RIGHT, y + 4)
    for i, goods in enumerate(made.lines, 1):
        y += 18
        for column in columns:
            sheet.put(column.show(i, goods), column.x, y, 8.5, align=column.align)
        told = {
            c.field: value for c in columns if c.field and (value := getattr(goods, c.field)) != ""
        }
        sheet.lines.append(told)
    sheet.line(LEFT, y + 8, RIGHT, y + 8)
    return y + 8


def printed_sums(
    sheet: Sheet,
    rows: list[tuple[str, Decimal | None, str | None]],
    x: float,
    y: float,
    *,
    size: float = 9,
) -> float:
    """Labels with their sums; a sum without a field is only printed."""
    for label, value, field in rows:
        if value is None:
            continue
        y += size + 6
        strong = field == "total"
        sheet.put(label, x, y, size, bold=strong)
        sheet.put(
            ("₹ " if strong else "") + figure(value), RIGHT - 4, y, size, bold=strong, align="right"
        )
        if field:
            sheet.tell(**{field: value})
    return y


def taxes(made: Bill) -> list[tuple[str, Decimal | None, str | None]]:
    split = made.cgst or made.sgst
    return [
        ("CGST", made.cgst if split else None, "cgst"),
        ("SGST", made.sgst if split else None, "sgst"),
        ("IGST", made.igst if made.igst else None, "igst"),
        ("Round Off", made.round_off if made.round_off else None, "round_off"),
    ]


def tell_party(sheet: Sheet, role: str, party: Party, *, state: bool = True) -> None:
    told: dict[str, Any] = {f"{role}__name": party.name, f"{role}__gstin": party.gstin}
    sheet.tell(**told, **({f"{role}__state": party.state} if state else {}))


def boxed(made: Bill) -> Sheet:
    """Seller at the top, buyer and numbers side by side, every tax in a column of its own."""
    s = Sheet()
    s.put("TAX INVOICE", 297, 50, 14, bold=True, align="centre")
    s.put("(Original for Recipient)", RIGHT, 50, 7, align="right")
    s.put(made.seller.name, LEFT, 78, 15, bold=True)
    s.put(f"{made.seller.street}, {made.seller.town}", LEFT, 93)
    s.put(f"State: {made.seller.state}, Code: {made.seller.code}", LEFT, 106)
    s.put(f"GSTIN: {made.seller.gstin}", LEFT, 119, bold=True)
    s.line(LEFT, 130, RIGHT, 130)
    s.put("Bill To:", LEFT, 146, bold=True)
    s.put(made.buyer.name, LEFT, 160, 10)
    s.put(f"{made.buyer.street}, {made.buyer.town}", LEFT, 173)
    s.put(f"State: {made.buyer.state}, Code: {made.buyer.code}", LEFT, 186)
    s.put(f"GSTIN: {made.buyer.gstin}" if made.buyer.gstin else "", LEFT, 199)
    s.put(f"Invoice No: {made.number}", 340, 146)
    s.put(f"Invoice Date: {made.date:%d-%m-%Y}", 340, 160)
    s.put(f"Due Date: {made.due_date:%d-%m-%Y}", 340, 173)
    s.put(f"Place of Supply: {made.place_of_supply}", 340, 186)
    s.put("Reverse Charge: No", 340, 199)
    tell_party(s, "seller", made.seller)
    tell_party(s, "buyer", made.buyer)
    s.tell(number=made.number, date=made.date, due_date=made.due_date, reverse_charge=False,
           place_of_supply=made.place_of_supply, currency="INR")  # fmt: skip
    split = bool(made.cgst)
    own = (
        Column("CGST|Amt", 430, "right", shown("cgst"), "cgst"),
        Column("SGST|Amt", 485, "right", shown("sgst"), "sgst"),
    ) if split else (Column("IGST|Amt", 470, "right", shown("igst"), "igst"),)  # fmt: skip
    y = printed_table(s, made, (
        Column("Sr", LEFT + 2, "left", _no),
        Column("Description", 60, "left", shown("description"), "description"),
        Column("HSN", 180, "left", shown("hsn"), "hsn"),
        Column("Qty", 248, "right", shown("quantity"), "quantity"),
        Column("Unit", 258, "left", shown("unit"), "unit"),
        Column("Rate", 325, "right", shown("rate"), "rate"),
        Column("Taxable|Value", 385, "right", shown("taxable"), "taxable"),
        *own,
        Column("Total", RIGHT - 2, "right", shown("total"), "total"),
    ), 230)  # fmt: skip
    y = printed_sums(
        s,
        [
            ("Taxable Value", made.taxable, "taxable"),
            *taxes(made),
            ("Grand Total", made.total, "total"),
        ],
        360,
        y + 4,
    )
    s.put(f"For {made.seller.name}", RIGHT, y + 40, align="right")
    s.put("Authorised Signatory", RIGHT, y + 70, 8, align="right")
    return s


def ledger(made: Bill) -> Sheet:
    """As accounting programs print: amounts of goods, taxes below them, a summary by HSN."""
    s = Sheet()
    s.put("Tax Invoice", 297, 45, 12, bold=True, align="centre")
    s.put(made.seller.name, LEFT, 70, 11, bold=True)
    s.put(made.seller.street, LEFT, 83)
    s.put(f"GSTIN/UIN: {made.seller.gstin}", LEFT, 96)
    s.put(f"State Name : {made.seller.state}, Code : {made.seller.code}", LEFT, 109)
    s.put("Invoice No.", 310, 70, 8)
    s.put("Dated", 440, 70, 8)
    s.put(made.number, 310, 82, bold=True)
    s.put(f"{made.date:%d-%b-%y}", 440, 82, bold=True)
    s.put("Delivery Note", 310, 96, 8)
    s.put("Mode/Terms of Payment", 440, 96, 8)
    s.put("Buyer (Bill to)", LEFT, 135, 8)
    s.put(made.buyer.name, LEFT, 148, 10, bold=True)
    s.put(f"{made.buyer.street}, {made.buyer.town}", LEFT, 161)
    s.put(f"GSTIN/UIN : {made.buyer.gstin}" if made.buyer.gstin else "", LEFT, 174)
    s.put(f"State Name : {made.buyer.state}, Code : {made.buyer.code}", LEFT, 187)
    s.put(f"Place of Supply : {made.place_of_supply}", LEFT, 200)
    tell_party(s, "seller", made.seller)
    tell_party(s, "buyer", made.buyer)
    s.tell(number=made.number, date=made.date, place_of_supply=made.place_of_supply, currency="INR")
    y = printed_table(s, made, (
        Column("Sl|No.", LEFT + 2, "left", _no),
        Column("Description of Goods", 66, "left", shown("description"), "description"),
        Column("HSN/SAC", 210, "left", shown("hsn"), "hsn"),
        Column("GST|Rate", 290, "right", share(1), "tax_rate"),
        Column("Quantity", 345, "right", shown("quantity"), "quantity"),
        Column("Rate", 405, "right", shown("rate"), "rate"),
        Column("per", 415, "left", shown("unit"), "unit"),
        Column("Disc.", 480, "right", shown("discount"), "discount"),
        Column("Amount", RIGHT - 2, "right", shown("taxable"), "taxable"),
    ), 226)  # fmt: skip
    s.put(figure(made.taxable), RIGHT - 2, y + 14, align="right")
    y = printed_sums(s, taxes(made), 200, y + 14, size=8.5)
    y = printed_sums(s, [("Total", made.total, "total")], 200, y + 6)
    y += 18
    s.put("Amount Chargeable (in words): INR as above Only", LEFT, y, 8)
    y += 20
    s.put("HSN/SAC", LEFT, y, 8)
    s.put("Taxable Value", 300, y, 8, align="right")
    s.put("Total Tax Amount", RIGHT, y, 8, align="right")
    for goods in made.lines:
        y += 13
        s.put(goods.hsn, LEFT, y, 8)
        s.put(figure(goods.taxable), 300, y, 8, align="right")
        s.put(figure(goods.cgst + goods.sgst + goods.igst), RIGHT, y, 8, align="right")
    s.put("Total", LEFT, y + 13, 8, bold=True)
    s.put(figure(made.taxable), 300, y + 13, 8, bold=True, align="right")
    s.put(figure(made.cgst + made.sgst + made.igst), RIGHT, y + 13, 8, bold=True, align="right")
    s.tell(taxable=made.taxable)
    return s


def memo(made: Bill) -> Sheet:
    """A small shop's bill: labels in the running text, the rate of tax in a column."""
    s = Sheet()
    s.put(made.seller.name.upper(), 297, 55, 17, bold=True, align="centre")
    s.put(f"{made.seller.street}, {made.seller.town}, {made.seller.state}", 297, 70, align="centre")
    s.put(f"GST No. {made.seller.gstin}", 297, 84, align="centre")
    s.put("GST INVOICE", 297, 104, 11, bold=True, align="centre")
    s.put(f"Bill No. {made.number}", LEFT, 126)
    s.put(f"Date {made.date.day} {made.date:%b %Y}", RIGHT, 126, align="right")
    s.put(f"Customer Name: {made.buyer.name}", LEFT, 142)
    s.put(f"Customer GSTIN: {made.buyer.gstin}" if made.buyer.gstin else "", LEFT, 156)
    s.put(f"Place of supply: {made.place_of_supply} ({STATES[made.place_of_supply][0]})", LEFT, 170)
    s.put("Tax payable on reverse charge: No", RIGHT, 170, align="right")
    s.tell(seller__name=made.seller.name.upper(), seller__gstin=made.seller.gstin, seller__state=made.seller.state,
           buyer__name=made.buyer.name, buyer__gstin=made.buyer.gstin, number=made.number, date=made.date,
           place_of_supply=made.place_of_supply, reverse_charge=False, currency="INR")  # fmt: skip
    y = printed_table(s, made, (
        Column("#", LEFT + 2, "left", _no),
        Column("Item", 60, "left", shown("description"), "description"),
        Column("HSN Code", 215, "left", shown("hsn"), "hsn"),
        Column("Qty", 310, "right", lambda _i, g: f"{bare(g.quantity)} {g.unit}", "quantity"),
        Column("Price", 370, "right", shown("rate"), "rate"),
        Column("Discount", 425, "right", shown("discount"), "discount"),
        Column("GST %", 465, "right", share(1), "tax_rate"),
        Column("Taxable Amt", RIGHT - 2, "right", shown("taxable"), "taxable"),
    ), 200)  # fmt: skip
    for line, goods in zip(s.lines, made.lines, strict=True):
        line["unit"] = goods.unit
    rows = [
        ("Sub Total", made.taxable, "taxable"),
        *taxes(made),
        ("Net Amount Payable Rs.", made.total, "total"),
    ]
    printed_sums(s, rows, 330, y + 4)
    return s


def modern(made: Bill) -> Sheet:
    """Numbers above, `Billed To` beside `Shipped To`, rate and amount of each tax under one heading."""
    s = Sheet()
    s.put(made.seller.name, LEFT, 62, 20, bold=True)
    s.put("Tax Invoice", RIGHT, 62, 14, align="right")
    s.put(f"{made.seller.street}, {made.seller.town} | GSTIN {made.seller.gstin}", LEFT, 80, 8.5)
    for x, label, value in (
        (LEFT, "Invoice Number", made.number), (170, "Invoice Date", f"{made.date:%d/%m/%Y}"),
        (300, "Place of Supply", f"{STATES[made.place_of_supply][0]}-{made.place_of_supply}"), (440, "Reverse Charge", "No"),
    ):  # fmt: skip
        s.put(label, x, 104, 7.5)
        s.put(value, x, 117, 9.5, bold=True)
    for x, label in ((LEFT, "Billed To"), (300, "Shipped To")):
        s.put(label, x, 145, 8, bold=True)
        s.put(made.buyer.name, x, 158, 10)
        s.put(f"{made.buyer.street}, {made.buyer.town}", x, 171)
        s.put(made.buyer.state, x, 184)
    s.put(f"GSTIN {made.buyer.gstin}" if made.buyer.gstin else "", LEFT, 197)
    tell_party(s, "seller", made.seller, state=False)
    tell_party(s, "buyer", made.buyer)
    s.tell(
        number=made.number,
        date=made.date,
        place_of_supply=made.place_of_supply,
        reverse_charge=False,
        currency="INR",
    )
    heads = (("CGST", 350, 1), ("SGST", 430, 1)) if made.cgst else (("IGST", 390, 2),)
    y = 236.0
    parts = 2 if made.cgst else 1
    own: list[Column] = []
    for name, x, _ in heads:
        s.put(name, x + 12, y - 14, 8, bold=True)
        own.append(Column("Rate", x + 14, "right", share(parts)))
        own.append(Column("Amt", x + 62, "right", shown(name.lower()), name.lower()))
    y = printed_table(s, made, (
        Column("Particulars", LEFT + 2, "left", shown("description"), "description"),
        Column("HSN", 150, "left", shown("hsn"), "hsn"),
        Column("Qty", 220, "right", shown("quantity"), "quantity"),
        Column("Rate", 272, "right", shown("rate"), "rate"),
        Column("Taxable", 334, "right", shown("taxable"), "taxable"),
        *own,
        Column("Total", RIGHT - 2, "right", shown("total"), "total"),
    ), y)  # fmt: skip
    for line, goods in zip(s.lines, made.lines, strict=True):
        line["tax_rate"] = goods.tax_rate
    rows = [
        ("Total Before Tax", made.taxable, "taxable"),
        *taxes(made),
        ("Total Amount", made.total, "total"),
    ]
    printed_sums(s, rows, 360, y + 4)
    return s


def hindi(made: Bill) -> Sheet:
    """Labels in Hindi, numbers of registers as they are."""
    s = Sheet()
    home, away = STATES[made.seller.state][1], STATES[made.place_of_supply][1]
    s.put("कर बीजक", 297, 48, 14, bold=True, align="centre")
    s.put(made.seller.name, LEFT, 76, 15, bold=True)
    s.put(f"राज्य: {home}", LEFT, 94)
    s.put(f"GSTIN: {made.seller.gstin}", LEFT, 108)
    s.put(f"बिल नं: {made.number}", 380, 94)
    s.put(f"दिनांक: {made.date:%d-%m-%Y}", 380, 108)
    s.put(f"क्रेता: {made.buyer.name}", LEFT, 136)
    s.put(f"राज्य: {STATES[made.buyer.state][1]}", LEFT, 150)
    s.put(f"GSTIN: {made.buyer.gstin}" if made.buyer.gstin else "", LEFT, 164)
    s.put(f"आपूर्ति का स्थान: {away}", 380, 136)
    s.put("रिवर्स चार्ज: नहीं", 380, 150)
    tell_party(s, "seller", made.seller)
    tell_party(s, "buyer", made.buyer)
    s.tell(
        number=made.number,
        date=made.date,
        place_of_supply=made.place_of_supply,
        reverse_charge=False,
        currency="INR",
    )
    y = printed_table(s, made, (
        Column("क्र.", LEFT + 2, "left", _no),
        Column("विवरण", 70, "left", shown("description"), "description"),
        Column("HSN", 205, "left", shown("hsn"), "hsn"),
        Column("मात्रा", 300, "right", shown("quantity"), "quantity"),
        Column("दर", 365, "right", shown("rate"), "rate"),
        Column("छूट", 420, "right", shown("discount"), "discount"),
        Column("GST %", 468, "right", share(1), "tax_rate"),
        Column("करयोग्य मूल्य", RIGHT - 2, "right", shown("taxable"), "taxable"),
    ), 200)  # fmt: skip
    rows = [
        ("करयोग्य मूल्य", made.taxable, "taxable"),
        *taxes(made),
        ("कुल राशि", made.total, "total"),
    ]
    printed_sums(s, rows, 340, y + 4)
    return s


def supply(made: Bill) -> Sheet:
    """A bill of supply of a composition dealer."""
    s = Sheet()
    s.put(
        "composition taxable person, not eligible to collect tax on supplies",
        297,
        36,
        8,
        align="centre",
    )
    s.put("BILL OF SUPPLY", 297, 56, 14, bold=True, align="centre")
    s.put(made.seller.name, LEFT, 84, 14, bold=True)
    s.put(f"{made.seller.street}, {made.seller.town}", LEFT, 98)
    s.put(f"State: {made.seller.state}", LEFT, 111)
    s.put(f"GSTIN: {made.seller.gstin}", LEFT, 124)
    s.put(f"Bill No: {made.number}", 380, 98)
    s.put(f"Date: {made.date:%d.%m.%Y}", 380, 111)
    s.put(f"Buyer: {made.buyer.name}", LEFT, 150)
    s.tell(seller__name=made.seller.name, seller__gstin=made.seller.gstin, seller__state=made.seller.state,
           number=made.number, date=made.date, buyer__name=made.buyer.name, currency="INR")  # fmt: skip
    y = printed_table(s, made, (
        Column("S.No.", LEFT + 2, "left", _no),
        Column("Description of Goods", 76, "left", shown("description"), "description"),
        Column("HSN", 230, "left", shown("hsn"), "hsn"),
        Column("Qty", 330, "right", shown("quantity"), "quantity"),
        Column("Rate", 400, "right", shown("rate"), "rate"),
        Column("Discount", 465, "right", shown("discount"), "discount"),
        Column("Amount (Rs)", RIGHT - 2, "right", shown("taxable"), "taxable"),
    ), 180)  # fmt: skip
    rows: list[tuple[str, Decimal | None, str | None]] = [("Sub Total", made.taxable, "taxable")]
    printed_sums(s, [*rows, *taxes(made), ("Grand Total", made.total, "total")], 340, y + 4)
    return s


LAYOUTS: Mapping[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("boxed", boxed, discounts=False),
        Layout("ledger", ledger, sums=False),
        Layout("memo", memo),
        Layout("modern", modern, discounts=False),
        Layout("hindi", hindi, hindi=True),
        Layout("supply", supply, kind="bill_of_supply"),
    )
}
