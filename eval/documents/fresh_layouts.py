"""Layouts of another hand, drawn before the reader was tried on them: two in English, two in Hindi."""

from collections.abc import Mapping
from decimal import Decimal

from eval.documents.bills import STATES, Bill, Goods, Party
from eval.documents.layouts import LEFT, RIGHT, Layout, bare, figure, tell_party
from eval.documents.sheet import Align, Sheet

Cell = tuple[str, float, Align]


def _row(s: Sheet, y: float, *cells: Cell, size: float = 8, bold: bool = False) -> None:
    for text, x, align in cells:
        s.put(text, x, y, size, bold=bold, align=align)


def _told(made: Bill, goods: Goods, *names: str) -> dict[str, object]:
    """The truth of a line, with the taxes that this bill has."""
    taxes = () if "tax" not in names else ("cgst", "sgst") if made.within else ("igst",)
    kept = (*(n for n in names if n != "tax"), *taxes)
    return {n: getattr(goods, n) for n in kept}


def _both(s: Sheet, made: Bill) -> None:
    tell_party(s, "seller", made.seller)
    tell_party(s, "buyer", made.buyer)
    s.tell(
        number=made.number, date=made.date, currency="INR", taxable=made.taxable, total=made.total
    )
    if made.within:
        s.tell(cgst=made.cgst, sgst=made.sgst)
    else:
        s.tell(igst=made.igst)
    if made.round_off:
        s.tell(round_off=made.round_off)


def _sums(s: Sheet, rows: list[tuple[str, Decimal | None]], x: float, y: float) -> float:
    for name, value in rows:
        if value is not None:
            y += 15
            s.put(name, x, y, 8.5)
            s.put(figure(value), RIGHT - 6, y, 8.5, align="right")
    return y


def cards(made: Bill) -> Sheet:
    """As web programs print: From and To beside one another, the code under the name, tax with its rate."""
    s = Sheet()
    s.put(made.seller.name, LEFT, 56, 16, bold=True)
    s.put("TAX INVOICE", RIGHT, 48, 10, bold=True, align="right")
    s.put(f"# {made.number}", RIGHT, 62, 9, align="right")
    for x, label, value in ((LEFT, "Invoice #:", made.number), (230, "Invoice Date:", f"{made.date:%d %b %Y}"),
                            (400, "Due Date:", f"{made.due_date:%d %b %Y}")):  # fmt: skip
        s.put(label, x, 96, 8)
        s.put(value, x + 62, 96, 8, bold=True)
    for x, label, party in ((LEFT, "From", made.seller), (310, "Bill To", made.buyer)):
        s.put(label, x, 122, 8)
        s.put(party.name, x, 136, 9, bold=True)
        s.put(f"{party.street}, {party.town}", x, 149, 8)
        s.put(f"{party.state} ({party.code})", x, 161, 8)
        s.put(f"GSTIN {party.gstin}" if party.gstin else "", x, 173, 8)
    s.put("Place of Supply:", LEFT, 196, 8)
    s.put(
        f"{STATES[made.place_of_supply][0]}-{made.place_of_supply.upper()}", 112, 196, 8, bold=True
    )
    _both(s, made)
    s.tell(due_date=made.due_date, place_of_supply=made.place_of_supply)
    s.line(LEFT, 208, RIGHT, 208)
    _row(s, 220, ("#", LEFT, "left"), ("Item", 62, "left"), ("Rate / Item", 270, "right"), ("Qty", 330, "right"),
         ("Taxable Value", 405, "right"), ("Tax Amount", 480, "right"), ("Amount", RIGHT - 6, "right"), bold=True)  # fmt: skip
    s.line(LEFT, 226, RIGHT, 226)
    y = 226.0
    for i, g in enumerate(made.lines, 1):
        y += 16
        tax = g.cgst + g.sgst + g.igst
        _row(s, y, (str(i), LEFT, "left"), (g.description, 62, "left"), (figure(g.rate), 270, "right"),
             (f"{bare(g.quantity)} {g.unit}", 330, "right"), (figure(g.taxable), 405, "right"),
             (f"{figure(tax)} ({bare(g.tax_rate)}%)", 480, "right"), (figure(g.taxable + tax), RIGHT - 6, "right"))  # fmt: skip
        y += 11
        s.put(f"HSN: {g.hsn}", 62, y, 7)
        s.lines.append(
            _told(made, g, "description", "hsn", "rate", "quantity", "unit", "taxable", "tax_rate")
            | {"total": g.taxable + tax}
        )
    s.line(LEFT, y + 8, RIGHT, y + 8)
    y = _sums(s, [("Taxable Amount", made.taxable), ("CGST", made.cgst if made.within else None),
                  ("SGST", made.sgst if made.within else None), ("IGST", None if made.within else made.igst),
                  ("Round Off", made.round_off or None)], 380, y + 6)  # fmt: skip
    s.put("Total", 380, y + 20, 12, bold=True)
    s.put(f"₹{figure(made.total)}", RIGHT - 6, y + 20, 12, bold=True, align="right")
    s.put(f"Total Items / Qty : {len(made.lines)} / {bare(sum((g.quantity for g in made.lines), Decimal(0)))}",
          LEFT, y + 20, 8)  # fmt: skip
    return s


def market(made: Bill) -> Sheet:
    """As a marketplace prints: addresses right and left, each tax on a line of its own within the row."""
    s = Sheet()
    s.put("Tax Invoice/Bill of Supply/Cash Memo", RIGHT, 40, 10, bold=True, align="right")
    s.put("(Original for Recipient)", RIGHT, 52, 8, align="right")
    s.put("Sold By :", LEFT, 80, 9, bold=True)
    for at, text in enumerate((made.seller.name, made.seller.street, f"{made.seller.town}, {made.seller.state.upper()}", "IN")):  # fmt: skip
        s.put(text, LEFT, 93 + 12 * at, 8.5)
    s.put("Billing Address :", RIGHT, 80, 9, bold=True, align="right")
    for at, text in enumerate((made.buyer.name, made.buyer.street, f"{made.buyer.town}, {made.buyer.state.upper()}", "IN")):  # fmt: skip
        s.put(text, RIGHT, 93 + 12 * at, 8.5, align="right")
    s.put(f"GST Registration No: {made.seller.gstin}", LEFT, 152, 8.5)
    s.put(f"GST Registration No: {made.buyer.gstin}" if made.buyer.gstin else "", RIGHT, 152, 8.5, align="right")  # fmt: skip
    s.put(f"Order Number: 405-{made.date:%d%m%y}7-11", LEFT, 176, 8.5)
    s.put(f"Order Date: {made.date:%d.%m.%Y}", LEFT, 188, 8.5)
    s.put(f"Invoice Number : {made.number}", RIGHT, 176, 8.5, align="right")
    s.put(f"Invoice Date : {made.date:%d.%m.%Y}", RIGHT, 188, 8.5, align="right")
    s.put(f"Place of supply: {made.place_of_supply.upper()}", RIGHT, 164, 8.5, align="right")
    _both(s, made)
    s.fields.pop("taxable")
    s.fields.pop("round_off", None)
    for name in ("cgst", "sgst", "igst"):
        s.fields.pop(name, None)
    s.tell(place_of_supply=made.place_of_supply, total=made.total - made.round_off)
    s.line(LEFT, 204, RIGHT, 204)
    heads: tuple[Cell, ...] = (
        ("Sl.|No", LEFT + 2, "left"), ("Description", 66, "left"), ("Unit|Price", 265, "right"), ("Qty", 300, "right"),
        ("Net|Amount", 355, "right"), ("Tax|Rate", 395, "right"), ("Tax|Type", 405, "left"), ("Tax|Amount", 480, "right"),
        ("Total|Amount", RIGHT - 4, "right"))  # fmt: skip
    for text, x, align in heads:
        for at, part in enumerate(text.split("|")):
            s.put(part, x, 216 + 10 * at, 8, bold=True, align=align)
    s.line(LEFT, 232, RIGHT, 232)
    y = 232.0
    for i, g in enumerate(made.lines, 1):
        y += 16
        tax = g.cgst + g.sgst + g.igst
        _row(s, y, (str(i), LEFT + 2, "left"), (g.description, 66, "left"), (f"₹{figure(g.rate)}", 265, "right"),
             (bare(g.quantity), 300, "right"), (f"₹{figure(g.taxable)}", 355, "right"),
             (f"₹{figure(g.taxable + tax)}", RIGHT - 4, "right"))  # fmt: skip
        parts = ([(g.tax_rate / 2, "CGST", g.cgst), (g.tax_rate / 2, "SGST", g.sgst)] if made.within
                 else [(g.tax_rate, "IGST", g.igst)])  # fmt: skip
        for at, (rate, name, value) in enumerate(parts):
            _row(s, y + 11 * at, (f"{bare(rate)}%", 395, "right"), (name, 405, "left"), (f"₹{figure(value)}", 480, "right"))  # fmt: skip
        y += 11
        s.put(f"HSN:{g.hsn}", 66, y, 8)
        s.lines.append(
            _told(made, g, "description", "hsn", "rate", "quantity", "taxable", "tax_rate", "tax")
            | {"total": g.taxable + tax}
        )
    s.line(LEFT, y + 8, RIGHT, y + 8)
    tax = made.cgst + made.sgst + made.igst
    _row(s, y + 22, ("TOTAL:", LEFT + 2, "left"), (f"₹{figure(tax)}", 480, "right"),
         (f"₹{figure(made.taxable + tax)}", RIGHT - 4, "right"), bold=True)  # fmt: skip
    s.put("Whether tax is payable under reverse charge - No", LEFT, y + 46, 8.5)
    s.tell(reverse_charge=False)
    return s


def _hindi_party(s: Sheet, x: float, y: float, party: Party, labels: tuple[str, str]) -> None:
    number, state = labels
    s.put(f"{state} {STATES[party.state][1]}", x, y, 9)
    s.put(f"{number} {party.gstin}" if party.gstin else "", x, y + 14, 9)


def grocer(made: Bill) -> Sheet:
    """A Hindi bill book: dotted abbreviations, sums in the trade's own words."""
    s = Sheet()
    s.put("जी.एस.टी. बिल", 297, 44, 13, bold=True, align="centre")
    s.put(made.seller.name, 297, 70, 18, bold=True, align="centre")
    s.put(f"जीएसटी नंबर: {made.seller.gstin}", 297, 86, 9, align="centre")
    s.put(f"राज्य: {STATES[made.seller.state][1]}", 297, 100, 9, align="centre")
    s.line(LEFT, 108, RIGHT, 108)
    s.put(f"बिल संख्या: {made.number}", LEFT, 124, 9.5)
    s.put(f"तारीख: {made.date:%d/%m/%Y}", RIGHT, 124, 9.5, align="right")
    s.put(f"ग्राहक का नाम: {made.buyer.name}", LEFT, 142, 9.5)
    _hindi_party(s, LEFT, 157, made.buyer, ("जीएसटी नंबर:", "राज्य:"))
    _both(s, made)
    s.line(LEFT, 184, RIGHT, 184)
    _row(s, 198, ("क्रमांक", LEFT, "left"), ("वस्तु का नाम", 92, "left"), ("एच.एस.एन.", 222, "left"), ("मात्रा", 320, "right"),
         ("भाव", 390, "right"), ("छूट", 440, "right"), ("कर %", 482, "right"), ("रकम", RIGHT - 4, "right"), size=9, bold=True)  # fmt: skip
    s.line(LEFT, 204, RIGHT, 204)
    y = 204.0
    for i, g in enumerate(made.lines, 1):
        y += 18
        _row(s, y, (str(i), LEFT, "left"), (g.description, 92, "left"), (g.hsn, 222, "left"), (bare(g.quantity), 320, "right"),
             (figure(g.rate), 390, "right"), (figure(g.discount), 440, "right"), (f"{bare(g.tax_rate)}%", 482, "right"),
             (figure(g.taxable), RIGHT - 4, "right"), size=9)  # fmt: skip
        s.lines.append(
            _told(
                made, g, "description", "hsn", "quantity", "rate", "discount", "tax_rate", "taxable"
            )
        )
    s.line(LEFT, y + 8, RIGHT, y + 8)
    y = _sums(s, [("जोड़", made.taxable), ("सी.जी.एस.टी.", made.cgst if made.within else None),
                  ("एस.जी.एस.टी.", made.sgst if made.within else None), ("आई.जी.एस.टी.", None if made.within else made.igst),
                  ("पूर्णांकन", made.round_off or None)], 350, y + 6)  # fmt: skip
    s.put("कुल देय रकम", 350, y + 18, 11, bold=True)
    s.put(f"₹ {figure(made.total)}", RIGHT - 6, y + 18, 11, bold=True, align="right")
    return s


def twofold(made: Bill) -> Sheet:
    """Every label in Hindi and English."""
    s = Sheet()
    s.put("कर चालान / TAX INVOICE", 297, 42, 12, bold=True, align="centre")
    s.put(made.seller.name, LEFT, 68, 15, bold=True)
    _hindi_party(s, LEFT, 84, made.seller, ("जीएसटीआईएन / GSTIN:", "राज्य / State:"))
    s.put(f"चालान क्रमांक / Invoice No: {made.number}", 330, 68, 9)
    s.put(f"दिनांक / Date: {made.date:%d-%m-%Y}", 330, 84, 9)
    s.put(f"आपूर्ति का स्थान / Place of Supply: {STATES[made.place_of_supply][1]}", 330, 98, 9)
    s.put("प्राप्तकर्ता / Bill To", LEFT, 130, 8)
    s.put(made.buyer.name, LEFT, 145, 11, bold=True)
    _hindi_party(s, LEFT, 160, made.buyer, ("जीएसटीआईएन / GSTIN:", "राज्य / State:"))
    _both(s, made)
    s.tell(place_of_supply=made.place_of_supply)
    s.line(LEFT, 190, RIGHT, 190)
    heads: tuple[Cell, ...] = (
        ("क्र.|No.", LEFT + 2, "left"), ("विवरण|Description", 72, "left"), ("एचएसएन|HSN", 210, "left"),
        ("मात्रा|Qty", 285, "right"), ("इकाई|Unit", 295, "left"), ("दर|Rate", 370, "right"), ("छूट|Disc.", 425, "right"),
        ("कर दर|GST %", 470, "right"), ("करयोग्य मूल्य|Taxable Value", RIGHT - 4, "right"))  # fmt: skip
    for text, x, align in heads:
        for at, part in enumerate(text.split("|")):
            s.put(part, x, 203 + 12 * at, 8.5, bold=True, align=align)
    s.line(LEFT, 221, RIGHT, 221)
    y = 221.0
    for i, g in enumerate(made.lines, 1):
        y += 17
        _row(s, y, (str(i), LEFT + 2, "left"), (g.description, 72, "left"), (g.hsn, 210, "left"), (bare(g.quantity), 285, "right"),
             (g.unit, 295, "left"), (figure(g.rate), 370, "right"), (figure(g.discount), 425, "right"),
             (f"{bare(g.tax_rate)}%", 470, "right"), (figure(g.taxable), RIGHT - 4, "right"), size=8.5)  # fmt: skip
        s.lines.append(
            _told(
                made,
                g,
                "description",
                "hsn",
                "quantity",
                "unit",
                "rate",
                "discount",
                "tax_rate",
                "taxable",
            )
        )
    s.line(LEFT, y + 8, RIGHT, y + 8)
    y = _sums(s, [("कर योग्य राशि / Taxable Amount", made.taxable), ("केंद्रीय कर / CGST", made.cgst if made.within else None),
                  ("राज्य कर / SGST", made.sgst if made.within else None), ("एकीकृत कर / IGST", None if made.within else made.igst),
                  ("पूर्णांक / Round Off", made.round_off or None)], 300, y + 6)  # fmt: skip
    s.put("कुल योग / Grand Total", 300, y + 18, 11, bold=True)
    s.put(f"₹ {figure(made.total)}", RIGHT - 6, y + 18, 11, bold=True, align="right")
    return s


FRESH: Mapping[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("cards", cards, discounts=False),
        Layout("market", market, discounts=False, sums=False),
        Layout("grocer", grocer, hindi=True),
        Layout("twofold", twofold, hindi=True),
    )
}
