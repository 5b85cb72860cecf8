"""Layouts that the reader of bills was kept away from: looked at only as figures."""

from collections.abc import Mapping

from eval.documents.bills import STATES, Bill
from eval.documents.layouts import (
    LEFT,
    RIGHT,
    Column,
    Layout,
    bare,
    figure,
    printed_sums,
    printed_table,
    share,
    shown,
    taxes,
    tell_party,
)
from eval.documents.sheet import Sheet


def _both(made: Bill, s: Sheet) -> None:
    tell_party(s, "seller", made.seller)
    tell_party(s, "buyer", made.buyer)
    s.tell(number=made.number, date=made.date, place_of_supply=made.place_of_supply, currency="INR")


def export(made: Bill) -> Sheet:
    """Serif, the buyer left and the seller right, assessable value, tax in one column."""
    s = Sheet()
    s.put("GST TAX INVOICE", RIGHT, 44, 13, bold=True, align="right", face="serif")
    s.put("Supplier:", 320, 72, 8, face="serif")
    for at, text in ((86, made.seller.name), (99, f"{made.seller.street}, {made.seller.town}"),
                    (112, f"GSTIN {made.seller.gstin}"), (125, f"State: {made.seller.state} ({made.seller.code})")):  # fmt: skip
        s.put(text, 320, at, 10 if at == 86 else 9, bold=at == 86, face="serif")
    s.put("Buyer:", LEFT, 72, 8, face="serif")
    for at, text in ((86, made.buyer.name), (99, f"{made.buyer.street}, {made.buyer.town}"),
                    (112, f"GSTIN {made.buyer.gstin}" if made.buyer.gstin else ""), (125, f"State: {made.buyer.state} ({made.buyer.code})")):  # fmt: skip
        s.put(text, LEFT, at, 10 if at == 86 else 9, face="serif")
    s.put(f"Inv. No. : {made.number}", LEFT, 152, face="serif")
    s.put(f"Inv. Date : {made.date:%d/%m/%Y}", 230, 152, face="serif")
    s.put(f"Place of Supply : {made.place_of_supply}", 390, 152, face="serif")
    s.put("Whether tax is payable on reverse charge: No", LEFT, 166, 8, face="serif")
    _both(made, s)
    s.tell(reverse_charge=False)
    y = printed_table(s, made, (
        Column("Sr. No", LEFT + 2, "left", lambda i, _g: str(i)),
        Column("Product / Service", 76, "left", shown("description"), "description"),
        Column("HSN/SAC", 222, "left", shown("hsn"), "hsn"),
        Column("Quantity", 312, "right", shown("quantity"), "quantity"),
        Column("UOM", 322, "left", shown("unit"), "unit"),
        Column("Price", 400, "right", shown("rate"), "rate"),
        Column("Assessable|Value", 462, "right", shown("taxable"), "taxable"),
        Column("GST|%", 496, "right", share(1), "tax_rate"),
        Column("Amount", RIGHT - 2, "right", shown("total"), "total"),
    ), 194)  # fmt: skip
    printed_sums(s, [("Total Before Tax", made.taxable, "taxable"), *taxes(made),
                     ("Invoice Value", made.total, "total")], 330, y + 4)  # fmt: skip
    return s


def boxes(made: Bill) -> Sheet:
    """Typed, labels over values in a grid, CGST and SGST beside one another."""
    s = Sheet()
    s.put(made.seller.name.upper(), LEFT, 54, 14, bold=True, face="typed")
    s.put(
        f"{made.seller.street}, {made.seller.town}, {made.seller.state}", LEFT, 68, 8, face="typed"
    )
    s.put(f"GSTIN : {made.seller.gstin}", LEFT, 80, 8, face="typed")
    s.put("TAX INVOICE", RIGHT, 54, 12, bold=True, align="right", face="typed")
    for x, name, value in ((LEFT, "INVOICE NO.", made.number), (190, "DATED", f"{made.date:%d-%b-%Y}"),
                           (310, "DUE DATE", f"{made.due_date:%d-%b-%Y}"),
                           (430, "PLACE OF SUPPLY", made.place_of_supply)):  # fmt: skip
        s.put(name, x, 106, 7, face="typed")
        s.put(value, x, 118, 9, bold=True, face="typed")
    s.put("BILLED TO", LEFT, 142, 7, face="typed")
    s.put(made.buyer.name, LEFT, 155, 10, bold=True, face="typed")
    s.put(f"{made.buyer.town}, {made.buyer.state}", LEFT, 167, 8, face="typed")
    s.put(f"GSTIN : {made.buyer.gstin}" if made.buyer.gstin else "", LEFT, 179, 8, face="typed")
    _both(made, s)
    s.tell(seller__name=made.seller.name.upper(), due_date=made.due_date)
    split = bool(made.cgst)
    own = (Column("CGST", 425, "right", shown("cgst"), "cgst"), Column("SGST", 485, "right", shown("sgst"), "sgst")
           ) if split else (Column("IGST", 465, "right", shown("igst"), "igst"),)  # fmt: skip
    y = printed_table(s, made, (
        Column("ITEM", LEFT + 2, "left", shown("description"), "description"),
        Column("HSN", 178, "left", shown("hsn"), "hsn"),
        Column("QTY", 240, "right", lambda _i, g: bare(g.quantity), "quantity"),
        Column("RATE", 300, "right", shown("rate"), "rate"),
        Column("TAXABLE", 365, "right", shown("taxable"), "taxable"),
        *own,
        Column("TOTAL", RIGHT - 2, "right", shown("total"), "total"),
    ), 208)  # fmt: skip
    printed_sums(s, [("TAXABLE AMOUNT", made.taxable, "taxable"), *taxes(made),
                     ("TOTAL AMOUNT PAYABLE", made.total, "total")], 340, y + 4)  # fmt: skip
    return s


def handbill(made: Bill) -> Sheet:
    """A printed book's leaf: narrow print, numbers in running text, `Value` last, the State in brackets."""
    s = Sheet()
    s.put(f"GSTIN : {made.seller.gstin}", LEFT, 40, 9, face="narrow")
    s.put("TAX INVOICE", 297, 40, 11, bold=True, align="centre", face="narrow")
    s.put("Original Copy", RIGHT, 40, 8, align="right", face="narrow")
    s.put(made.seller.name, 297, 62, 20, bold=True, align="centre", face="narrow")
    s.put(
        f"{made.seller.street}, {made.seller.town} ({made.seller.state})",
        297,
        76,
        9,
        align="centre",
        face="narrow",
    )
    s.put(f"Invoice No. {made.number}", LEFT, 104, 10, face="narrow")
    s.put(f"Date of Invoice {made.date:%d-%m-%Y}", 250, 104, 10, face="narrow")
    s.put(
        f"Place of Supply {made.place_of_supply} ({STATES[made.place_of_supply][0]})",
        RIGHT,
        104,
        10,
        align="right",
        face="narrow",
    )
    s.put("Reverse Charge : N", RIGHT, 118, 10, align="right", face="narrow")
    s.put(f"Party Name : {made.buyer.name}", LEFT, 134, 10, face="narrow")
    s.put(
        f"Address : {made.buyer.street}, {made.buyer.town}, {made.buyer.state}",
        LEFT,
        148,
        10,
        face="narrow",
    )
    s.put(
        f"GSTIN / UIN : {made.buyer.gstin}" if made.buyer.gstin else "",
        LEFT,
        162,
        10,
        face="narrow",
    )
    _both(made, s)
    s.tell(reverse_charge=False)
    y = printed_table(s, made, (
        Column("S.N.", LEFT + 2, "left", lambda i, _g: f"{i}."),
        Column("Description of Goods", 70, "left", shown("description"), "description"),
        Column("HSN/SAC|Code", 222, "left", shown("hsn"), "hsn"),
        Column("Qty.", 305, "right", shown("quantity"), "quantity"),
        Column("Unit", 315, "left", shown("unit"), "unit"),
        Column("Price|(Rs.)", 390, "right", shown("rate"), "rate"),
        Column("Discount|(Rs.)", 445, "right", shown("discount"), "discount"),
        Column("GST|Rate", 485, "right", share(1), "tax_rate"),
        Column("Amount|(Rs.)", RIGHT - 2, "right", shown("taxable"), "taxable"),
    ), 190)  # fmt: skip
    y = printed_sums(s, taxes(made), 400, y + 4)
    y = printed_sums(s, [("Grand Total", made.total, "total")], 400, y + 2)
    s.put("Tax Rate", LEFT, y + 26, 8, face="narrow")
    s.put("Taxable Amt.", 180, y + 26, 8, align="right", face="narrow")
    s.put("Total Tax", 300, y + 26, 8, align="right", face="narrow")
    s.put("GST", LEFT, y + 38, 8, face="narrow")
    s.put(figure(made.taxable), 180, y + 38, 8, align="right", face="narrow")
    s.put(figure(made.cgst + made.sgst + made.igst), 300, y + 38, 8, align="right", face="narrow")
    s.tell(taxable=made.taxable)
    return s


KEPT: Mapping[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("export", export, discounts=False),
        Layout("boxes", boxes, discounts=False),
        Layout("handbill", handbill, sums=False),
    )
}
