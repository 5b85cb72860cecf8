"""How tills print: layouts that the reader was written with, and others that it was kept away from."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from eval.documents.receipts.roll import Roll
from eval.documents.receipts.slips import Slip
from eval.documents.sheet import Sheet

Draw = Callable[[Slip], Sheet]


def two(value: Decimal) -> str:
    """With two decimals."""
    return f"{value:.2f}"


def grouped(value: Decimal) -> str:
    """With commas."""
    return f"{value:,.2f}"


def _tell(roll: Roll, slip: Slip, *, name: str | None = None, money: bool = True, number: bool = True,
          lines: bool = True) -> Sheet:  # fmt: skip
    """The truth, once all is printed; `name` as this layout prints it."""
    roll.sheet.tell(
        seller__name=name or slip.shop,
        date=slip.at.date(),
        total=slip.total,
        number=slip.number if number else None,
        currency=({"MY": "MYR", "IN": "INR"}[slip.country]) if money else None,
    )
    if lines:
        roll.sheet.lines += [{"description": i.name, "quantity": i.quantity, "total": i.amount}
                             for i in slip.items]  # fmt: skip
    return roll.done()


def _head(roll: Roll, slip: Slip, *, size: float = 11, bold: bool = True) -> None:
    roll.centre(slip.shop, size=size, bold=bold)
    for line in slip.address:
        roll.centre(line)
    roll.centre(f"TEL: {slip.phone}")


def counter(s: Slip) -> Sheet:
    """Two lines an item, rounding, cash and change, a table of taxes below."""
    r = Roll()
    _head(r, s)
    r.centre(f"({s.register})" if s.country == "MY" else s.register)
    r.centre(f"GST ID : {s.gst}")
    r.feed(0.5)
    r.centre("TAX INVOICE", bold=True)
    r.pair(f"INVOICE NO : {s.number}", "")
    r.left(f"DATE : {s.at:%d/%m/%Y %H:%M:%S}")
    r.left(f"CASHIER: {s.person}")
    r.rule()
    r.row(("QTY", 0, "left"), ("PRICE", 0.5, "right"), (f"AMOUNT({s.mark})", 1, "right"))
    r.rule()
    for i in s.items:
        r.left(f"{i.code} {i.name}")
        r.row(
            (f"{i.quantity:g} x", 0.05, "left"),
            (two(i.price), 0.5, "right"),
            (two(i.amount) + " SR", 1, "right"),
        )
    r.rule()
    _adds(r, s, "SUB TOTAL", "DISCOUNT", "SERVICE CHARGE", "GST")
    r.pair(f"TOTAL {s.mark}", two(s.exact))
    r.pair("ROUNDING ADJ", two(s.rounding))
    r.pair(f"ROUNDED TOTAL ({s.mark})", two(s.total), bold=True)
    r.pair("CASH" if not s.card else "VISA", two(s.paid))
    r.pair("CHANGE", two(s.change))
    r.rule()
    _tax_table(r, s)
    r.centre("THANK YOU, PLEASE COME AGAIN")
    r.centre("GOODS SOLD ARE NOT RETURNABLE")
    return _tell(r, s)


def _adds(r: Roll, s: Slip, *labels: str) -> None:
    """Goods, discount, service and tax, each with its label."""
    goods, discount, service, tax = labels
    r.pair(goods, two(s.goods))
    if s.discount:
        r.pair(discount, f"-{two(s.discount)}")
    if s.service:
        r.pair(service, two(s.service))
    if s.tax and not s.tax_inside:
        r.pair(f"{tax} {s.tax_rate}%", two(s.tax))


def _tax_table(r: Roll, s: Slip) -> None:
    r.row(
        ("GST SUMMARY", 0, "left"),
        (f"AMOUNT({s.mark})", 0.68, "right"),
        (f"TAX({s.mark})", 1, "right"),
    )
    r.row((f"SR = {s.tax_rate}%", 0, "left"), (two(s.net), 0.68, "right"), (two(s.tax), 1, "right"))
    r.row(("TOTAL", 0, "left"), (two(s.net), 0.68, "right"), (two(s.tax), 1, "right"))


def plain_counter(s: Slip) -> Sheet:
    """One line an item, only a total, sizes alike."""
    r = Roll(width=210, size=9, face="typed")
    r.left(s.shop)
    for line in s.address:
        r.left(line)
    r.left(f"Ph: {s.phone}")
    r.rule("=")
    r.left(f"Bill No: {s.number}")
    r.left(f"Dt: {s.at:%d-%m-%Y}  Time: {s.at:%I:%M %p}")
    r.rule("=")
    r.row(("Item", 0, "left"), ("Qty", 0.62, "right"), ("Rate", 0.8, "right"), ("Amt", 1, "right"))
    r.rule()
    for i in s.items:
        r.row(
            (i.name[:16], 0, "left"),
            (f"{i.quantity:g}", 0.62, "right"),
            (two(i.price), 0.8, "right"),
            (two(i.amount), 1, "right"),
        )
    r.rule()
    _adds(r, s, "Gross", "Less Disc", "Serv.Chg", "Tax")
    if s.rounding:
        r.pair("Round off", two(s.rounding))
    r.pair("TOTAL", two(s.total))
    r.rule("=")
    r.centre(f"Items: {len(s.items)}  Qty: {s.count}")
    r.centre("Thank you visit again")
    return _tell(r, s, money=False, lines=all(len(i.name) <= 16 for i in s.items))


def scribbled(s: Slip) -> Sheet:
    """A word written above the shop's name, the name over two lines, amounts with the mark."""
    r = Roll(width=250, size=9.5, face="sans")
    r.left(s.person.lower(), size=13)
    first, _, last = s.shop.rpartition(" ")
    r.centre(first, size=12, bold=True)
    r.centre(last, size=12, bold=True)
    r.centre(f"Co. Reg No: {s.register}" if s.country == "MY" else s.register)
    for line in s.address:
        r.centre(line)
    r.feed()
    r.pair(f"Receipt #: {s.number}", f"{s.at:%d %b %Y}")
    r.pair(f"Served by {s.person}", f"{s.at:%H:%M}")
    r.rule("_")
    for i in s.items:
        r.pair(f"{i.quantity:g} {i.name}", f"{s.mark}{two(i.amount)}")
    r.rule("_")
    r.pair("Subtotal", f"{s.mark}{two(s.goods)}")
    if s.discount:
        r.pair("Discount", f"({s.mark}{two(s.discount)})")
    if s.service:
        r.pair("Service Charge", f"{s.mark}{two(s.service)}")
    if s.tax:
        r.pair(f"GST {s.tax_rate}%{' (incl.)' if s.tax_inside else ''}", f"{s.mark}{two(s.tax)}")
    if s.rounding:
        r.pair("Rounding", f"{s.mark}{two(s.rounding)}")
    r.pair("Total", f"{s.mark}{two(s.total)}", size=14, bold=True)
    r.pair("Cash" if not s.card else "Mastercard", f"{s.mark}{two(s.paid)}")
    if not s.card:
        r.pair("Change Due", f"{s.mark}{two(s.change)}")
    return _tell(r, s)


def sales(s: Slip) -> Sheet:
    """Total sales with tax inside and without, then rounding."""
    r = Roll(width=240, size=8.5, face="narrow", leading=1.45)
    r.centre(s.shop, size=10)
    r.centre(f"CO REG NO : {s.register}" if s.country == "MY" else s.register)
    for line in s.address:
        r.centre(line)
    r.centre(f"GST NO : {s.gst}")
    r.centre("SIMPLIFIED TAX INVOICE" if s.country == "MY" else "CASH MEMO")
    r.rule("-")
    r.left(f"Doc No. : {s.number}")
    r.left(f"Date : {s.at:%d-%b-%Y}  {s.at:%H:%M}")
    r.rule("-")
    for i in s.items:
        r.left(i.name)
        r.pair(f"  {i.code}  {i.quantity:g} @ {two(i.price)}", two(i.amount))
    r.rule("-")
    r.pair(f"Total Qty: {s.count}", two(s.goods))
    if s.discount:
        r.pair("Total Discount", two(s.discount))
    if s.service:
        r.pair("Service Charges", two(s.service))
    r.pair(f"TOTAL SALES (EXCLUDING GST) {s.mark}", two(s.net))
    r.pair(f"TOTAL GST {s.mark}", two(s.tax))
    r.pair("ROUNDING", two(s.rounding))
    r.pair(f"TOTAL SALES (INCLUSIVE OF GST) {s.mark}", two(s.total), bold=True)
    r.feed(0.5)
    r.pair("CASH TENDERED" if not s.card else "CREDIT CARD", two(s.paid))
    r.pair("CHANGE", two(s.change))
    r.centre("** Thank You **")
    return _tell(r, s)


def bistro(s: Slip) -> Sheet:
    """A restaurant's check: table, covers, amount due."""
    r = Roll(width=220, size=9, face="serif")
    r.centre("WELCOME TO", size=8)
    _head(r, s, size=13)
    r.feed(0.6)
    r.pair(f"Table: {s.count}", f"Pax: {len(s.items)}")
    r.pair(f"Check No {s.number}", s.person)
    r.left(f"{s.at:%a, %d %B %Y} {s.at:%H:%M}")
    r.rule("-")
    for i in s.items:
        r.row(
            (f"{i.quantity:g}", 0, "left"), (i.name, 0.1, "left"), (grouped(i.amount), 1, "right")
        )
    r.rule("-")
    _adds(r, s, "Food & Beverage", "Promo Disc", "Svc Chg 10%", "GST")
    if s.rounding:
        r.pair("Rounding Adj.", two(s.rounding))
    r.pair(f"AMOUNT DUE {s.mark}", grouped(s.total), size=12, bold=True)
    r.feed()
    r.centre("Please pay at the counter")
    return _tell(r, s)


def memo(s: Slip) -> Sheet:
    """A ruled cash memo, numbers in columns, the total at the foot."""
    r = Roll(width=300, size=10, face="sans", leading=1.6)
    r.centre("CASH MEMO", size=9)
    r.centre(s.shop, size=16, bold=True)
    r.centre(" ".join(s.address))
    r.centre(f"Mob: {s.phone}")
    r.rule("_")
    r.pair(f"No. {s.number}", f"Date: {s.at:%d/%m/%y}")
    r.left("M/s Cash")
    r.rule("_")
    r.row(
        ("Sl", 0, "left"),
        ("Particulars", 0.1, "left"),
        ("Qty", 0.6, "right"),
        ("Rate", 0.78, "right"),
        ("Amount", 1, "right"),
        bold=True,
    )
    r.rule("_")
    for n, i in enumerate(s.items, 1):
        r.row(
            (str(n), 0, "left"),
            (i.name, 0.1, "left"),
            (f"{i.quantity:g}", 0.6, "right"),
            (two(i.price), 0.78, "right"),
            (two(i.amount), 1, "right"),
        )
    r.feed(2)
    r.rule("_")
    if s.discount:
        r.pair("Less: Discount", two(s.discount), indent=120)
    if s.service:
        r.pair("Packing", two(s.service), indent=120)
    if s.tax and not s.tax_inside:
        r.pair(f"Add: Tax @ {s.tax_rate}%", two(s.tax), indent=120)
    r.pair(f"TOTAL {s.mark}", grouped(s.total), bold=True, indent=120)
    r.rule("_")
    r.left("E. & O.E.", size=8)
    r.pair("", f"For {s.shop}")
    return _tell(r, s)


def chain(s: Slip) -> Sheet:
    """A chain: its brand large, the legal name under it; net total, a card's slip below."""
    r = Roll(width=225, size=8.5, face="mono")
    r.centre(s.shop.split(" ")[0], size=20, bold=True)
    r.centre(s.shop)
    r.centre(f"({s.register})" if s.country == "MY" else s.register)
    for line in s.address:
        r.centre(line)
    r.rule("*")
    r.left(f"{s.at:%d.%m.%Y} {s.at:%H:%M}  Till 03  {s.person}")
    r.left(f"Slip No.: {s.number}")
    r.rule("*")
    for i in s.items:
        r.pair(i.name, f"{two(i.amount)} S")
        if i.quantity > 1:
            r.left(f"   {i.quantity:g} x {two(i.price)}")
    if s.discount:
        r.pair("MEMBER SAVINGS", f"{two(s.discount)}-")
    if s.service:
        r.pair("CARRIER BAG", two(s.service))
    if s.tax and not s.tax_inside:
        r.pair(f"SST {s.tax_rate}%", two(s.tax))
    r.rule("-")
    r.pair(f"{s.count} ITEM(S)   SUBTOTAL", two(s.exact))
    r.pair("ROUNDING ADJUSTMENT", two(s.rounding))
    r.pair(f"NET TOTAL {s.mark}", two(s.total), size=11, bold=True)
    if s.card:
        r.pair("DEBIT CARD", two(s.paid))
        r.left("CARD NO XXXX XXXX XXXX 4321")
        r.left("APPR CODE 091283")
    else:
        r.pair("CASH", two(s.paid))
        r.pair("CHANGE", two(s.change))
    if s.discount:
        r.centre(f"TOTAL SAVINGS {two(s.discount)}")
    _tax_table(r, s)
    return _tell(r, s)


def petrol(s: Slip) -> Sheet:
    """Labels over their values, month before day in words, total in a line of its own."""
    r = Roll(width=200, size=9.5, face="mono")
    r.centre("*** COPY ***")
    _head(r, s, size=10, bold=False)
    r.feed(0.5)
    r.left("RECEIPT NO")
    r.left(s.number)
    r.left(f"{s.at:%b %d, %Y} {s.at:%H:%M}".upper())
    r.rule(".")
    for i in s.items:
        r.left(i.name)
        r.left(f"{i.quantity:g} x {s.mark} {two(i.price)}")
        r.pair("", f"{s.mark} {two(i.amount)}")
    r.rule(".")
    if s.discount:
        r.pair("DISC", f"{s.mark} -{two(s.discount)}")
    if s.service:
        r.pair("CHARGES", f"{s.mark} {two(s.service)}")
    if s.tax and not s.tax_inside:
        r.pair("TAX", f"{s.mark} {two(s.tax)}")
    if s.rounding:
        r.pair("RND", f"{s.mark} {two(s.rounding)}")
    r.left("TOTAL", size=13, bold=True)
    r.pair("", f"{s.mark} {two(s.total)}", size=13, bold=True)
    r.left("PAID BY CASH" if not s.card else "PAID BY CARD")
    return _tell(r, s)


def gst_till(s: Slip) -> Sheet:
    """An Indian super market: tax inside, MRP and rate, you saved, UPI."""
    r = Roll(width=235, size=8.5, face="typed")
    r.centre(s.shop, size=12, bold=True)
    for line in s.address:
        r.centre(line)
    r.centre(f"GSTIN: {s.gst}" if s.country == "IN" else f"GST REG: {s.gst}")
    r.centre("Retail Invoice")
    r.pair(f"Bill: {s.number}", f"{s.at:%d-%m-%y} {s.at:%H:%M}")
    r.rule("-")
    r.row(
        ("Item", 0, "left"),
        ("MRP", 0.5, "right"),
        ("Rate", 0.68, "right"),
        ("Qty", 0.8, "right"),
        ("Value", 1, "right"),
    )
    r.rule("-")
    for i in s.items:
        r.left(i.name)
        r.row(
            (i.code[:8], 0, "left"),
            (two(i.price + 2), 0.5, "right"),
            (two(i.price), 0.68, "right"),
            (f"{i.quantity:g}", 0.8, "right"),
            (two(i.amount), 1, "right"),
        )
    r.rule("-")
    r.pair(f"No. of Items: {len(s.items)}", f"Qty: {s.count}")
    if s.discount:
        r.pair("Bill Discount", two(s.discount))
    if s.service:
        r.pair("Delivery", two(s.service))
    if s.tax and not s.tax_inside:
        r.pair("CGST + SGST", two(s.tax))
    if s.rounding:
        r.pair("R.Off", two(s.rounding))
    r.pair("Net Payable :", grouped(s.total), size=12, bold=True)
    r.rule("-")
    r.pair("UPI" if s.card else "Cash Received", two(s.paid))
    if not s.card:
        r.pair("Balance Returned", two(s.change))
    r.centre(f"*** You saved Rs {two(Decimal(2) * s.count)} ***")
    if s.tax:
        half = (s.tax / 2).quantize(Decimal("0.01"))
        r.row(
            ("GST%", 0, "left"),
            ("Taxable", 0.4, "right"),
            ("CGST", 0.7, "right"),
            ("SGST", 1, "right"),
        )
        r.row(
            (f"{s.tax_rate}", 0, "left"),
            (two(s.net), 0.4, "right"),
            (two(half), 0.7, "right"),
            (two(s.tax - half), 1, "right"),
        )
        r.row(
            ("Total", 0, "left"),
            (two(s.net), 0.4, "right"),
            (two(half), 0.7, "right"),
            (two(s.tax - half), 1, "right"),
        )
    return _tell(r, s, money=s.country == "IN" or False)


def ledger(s: Slip) -> Sheet:
    """A printed invoice of a hardware shop, wide, with a buyer."""
    r = Roll(width=380, size=10, face="serif", leading=1.5)
    r.left(s.shop, size=14, bold=True)
    r.left(f"Company No. {s.register}" if s.country == "MY" else s.register)
    r.left(" ".join(s.address))
    r.left(f"Tel {s.phone}")
    r.feed()
    r.centre("CASH BILL", size=12, bold=True)
    r.pair("To: CASH SALES", f"No : {s.number}")
    r.pair("", f"Date : {s.at:%d %b %y}")
    r.rule("_")
    r.row(
        ("No", 0, "left"),
        ("Description", 0.08, "left"),
        ("Qty", 0.6, "right"),
        ("U/Price", 0.8, "right"),
        ("Amount", 1, "right"),
    )
    r.rule("_")
    for n, i in enumerate(s.items, 1):
        r.row(
            (str(n), 0, "left"),
            (i.name, 0.08, "left"),
            (f"{i.quantity:g}", 0.6, "right"),
            (two(i.price), 0.8, "right"),
            (two(i.amount), 1, "right"),
        )
    r.feed(1.5)
    r.rule("_")
    _adds(r, s, "Sub Total", "Discount", "Transport", "Tax")
    if s.rounding:
        r.pair("Rounding", two(s.rounding))
    r.pair(f"GRAND TOTAL ({s.mark})", grouped(s.total), bold=True)
    r.left("Goods sold are not returnable.", size=8)
    return _tell(r, s)


def tiny(s: Slip) -> Sheet:
    """A parking or snack slip: hardly anything but the sum."""
    r = Roll(width=170, size=9, face="typed")
    r.centre(s.shop, bold=True)
    r.centre(s.address[-1])
    r.centre(f"{s.at:%Y-%m-%d %H:%M:%S}")
    r.left(f"TRX NO: {s.number}")
    r.rule("-")
    for i in s.items:
        r.pair(f"{i.name[:14]} x{i.quantity:g}", two(i.amount))
    for label, value in (("Disc", -s.discount), ("Fee", s.service), ("Adj", s.rounding)):
        if value:
            r.pair(label, two(value))
    if s.tax and not s.tax_inside:
        r.pair("GST", two(s.tax))
    r.pair("TOTAL:", f"{s.mark}{two(s.total)}")
    return _tell(r, s, lines=False)


def payments(s: Slip) -> Sheet:
    """Bill total, then what each means of payment gave, with taxes named inside."""
    r = Roll(width=230, size=9, face="sans")
    r.centre(s.shop.upper(), size=11, bold=True)
    for line in s.address:
        r.centre(line.upper())
    r.rule("=")
    r.left(f"ORDER ID : {s.number}")
    r.left(f"{s.at:%d/%b/%Y}, {s.at:%I:%M:%S %p}")
    r.rule("=")
    for i in s.items:
        r.pair(i.name.upper(), two(i.amount))
        r.left(f"{i.quantity:g} PC x {two(i.price)}", size=8)
    r.rule("=")
    r.pair("ITEM TOTAL", two(s.goods))
    if s.discount:
        r.pair("OFFER", f"-{two(s.discount)}")
    if s.service:
        r.pair("PARCEL CHARGE", two(s.service))
    if s.tax:
        r.pair(f"TAXES{' INCLUDED' if s.tax_inside else ''}", two(s.tax))
    if s.rounding:
        r.pair("ROUND OFF", two(s.rounding))
    r.pair(f"BILL TOTAL {s.mark}", two(s.total), bold=True)
    r.left("PAYMENT DETAILS")
    r.pair("CARD" if s.card else "CASH", two(s.paid))
    r.pair("BALANCE", two(s.change))
    return _tell(r, s, name=s.shop.upper())


# --- Below: kept away from the reader's development, looked at only as figures. ---


def kept_depot(s: Slip) -> Sheet:
    """A depot's delivery cash bill: registration behind the name, total payable in a box."""
    r = Roll(width=260, size=9, face="sans", leading=1.4)
    r.centre(f"{s.shop} ({s.register})" if s.country == "MY" else s.shop, bold=True)
    r.centre(", ".join(a.strip(" ,") for a in s.address), size=7.5)
    r.centre(f"H/P: {s.phone}  GST: {s.gst}", size=7.5)
    r.feed(0.5)
    r.pair("CASH SALES", f"Inv. {s.number}")
    r.pair(f"Salesman : {s.person}", f"{s.at:%d/%m/%Y}")
    r.rule("_")
    r.row(
        ("ITEM", 0, "left"),
        ("QTY", 0.55, "right"),
        ("U.PRICE", 0.77, "right"),
        ("TOTAL", 1, "right"),
    )
    for i in s.items:
        r.row(
            (i.name, 0, "left"),
            (f"{i.quantity:g}", 0.55, "right"),
            (two(i.price), 0.77, "right"),
            (two(i.amount), 1, "right"),
        )
    r.rule("_")
    if s.discount:
        r.pair("LESS DISCOUNT", two(s.discount))
    if s.service:
        r.pair("DELIVERY", two(s.service))
    r.pair("Total Excl. GST", two(s.net))
    r.pair("Total GST Amt", two(s.tax))
    r.pair("Total Incl. GST", two(s.exact))
    if s.rounding:
        r.pair("Rounding Amt", two(s.rounding))
    r.pair(f"Total Payable {s.mark}", two(s.total), size=11, bold=True)
    if not s.card:
        r.pair("Paid Amount", two(s.paid))
        r.pair("Change Amount", two(s.change))
    return _tell(r, s)


def kept_kopitiam(s: Slip) -> Sheet:
    """A coffee shop: no rounding named, total before the payment in small print."""
    r = Roll(width=190, size=8.5, face="mono", leading=1.5)
    r.centre("~ Selamat Datang / Welcome ~")
    r.centre(s.shop, size=10)
    for line in s.address:
        r.centre(line)
    r.rule("~")
    r.left(f"Bill#{s.number}   Tbl {s.count}")
    r.left(f"Open {s.at:%d-%m-%Y %H:%M}")
    r.rule("~")
    for i in s.items:
        r.left(f"{i.quantity:g}x {i.name}")
        r.pair("", two(i.amount))
    r.rule("~")
    r.pair(f"Items {s.count}", two(s.goods))
    if s.discount:
        r.pair("Voucher", f"-{two(s.discount)}")
    if s.service:
        r.pair("Svc", two(s.service))
    if s.tax and not s.tax_inside:
        r.pair("Govt Tax", two(s.tax))
    if s.rounding:
        r.pair("Rounding Mechanism", two(s.rounding))
    r.pair(f"Nett {s.mark}", two(s.total), bold=True)
    r.pair("Tendered", two(s.paid))
    r.pair("Chg", two(s.change))
    if s.tax_inside and s.tax:
        r.left(f"Total includes tax {two(s.tax)}")
    return _tell(r, s)


def kept_pharmacy(s: Slip) -> Sheet:
    """A pharmacy: batch and expiry beside each item, dates that are not the bill's."""
    r = Roll(width=330, size=9, face="narrow", leading=1.5)
    r.centre(s.shop, size=15, bold=True)
    r.centre(", ".join(a.strip(" ,") for a in s.address))
    r.pair(f"D.L.No: 20B/{s.count}{len(s.items)}81", "Valid upto 31/12/2029")
    r.pair("Patient: Self", f"Bill No.: {s.number}")
    r.pair("Dr.: -", f"Bill Dt.: {s.at:%d-%b-%Y}")
    r.rule("-")
    r.row(
        ("Product", 0, "left"),
        ("Batch", 0.45, "left"),
        ("Exp", 0.6, "left"),
        ("Qty", 0.75, "right"),
        ("Amt", 1, "right"),
    )
    r.rule("-")
    for n, i in enumerate(s.items):
        r.row(
            (i.name, 0, "left"),
            (f"B{n}{i.code[:3]}", 0.45, "left"),
            (f"0{n % 9 + 1}/27", 0.6, "left"),
            (f"{i.quantity:g}", 0.75, "right"),
            (two(i.amount), 1, "right"),
        )
    r.rule("-")
    _adds(r, s, "Gross Amt", "Disc Amt", "Other Chg", "GST Amt")
    if s.rounding:
        r.pair("Rnd Off", two(s.rounding))
    r.pair(f"Bill Amount {s.mark}", grouped(s.total), size=11, bold=True)
    r.left("Get well soon. Medicines once sold will not be taken back.", size=7.5)
    return _tell(r, s)


def kept_market(s: Slip) -> Sheet:
    """A hypermarket: amounts with a tax letter, total beside the count, several payments."""
    r = Roll(width=215, size=9, face="typed", leading=1.25)
    r.left(s.shop)
    r.left(f"ROC: {s.register}" if s.country == "MY" else s.register)
    for line in s.address:
        r.left(line)
    r.feed(0.4)
    for i in s.items:
        r.row(
            (i.code[:13], 0, "left"),
            (i.name[:12], 0.5, "left"),
        )
        r.row(
            (f"{i.quantity:g} UNIT", 0.1, "left"),
            (f"{two(i.price)}", 0.6, "right"),
            (f"{two(i.amount)}Z", 1, "right"),
        )
    if s.discount:
        r.pair("LESS:", f"{two(s.discount)}-")
    if s.service:
        r.pair("PLASTIC BAG", two(s.service))
    if s.tax and not s.tax_inside:
        r.pair("TAX", two(s.tax))
    if s.rounding:
        r.pair("ADJUSTMENT", two(s.rounding))
    r.pair(f"TTL ({s.count} pcs)", f"{s.mark} {two(s.total)}", bold=True)
    if s.card:
        r.pair("E-WALLET", two(s.paid))
    else:
        r.pair("CASH PAYMENT", two(s.paid))
        r.pair("CHANGE DUE", two(s.change))
    r.left(f"{s.at:%d/%m/%Y} {s.at:%H:%M:%S} #{s.number} {s.person}")
    r.centre("Keep this slip for exchange within 7 days")
    return _tell(r, s, number=False, lines=False)


def kept_hotel(s: Slip) -> Sheet:
    """A hotel's restaurant in India: CGST and SGST added, grand total, date in words."""
    r = Roll(width=230, size=9, face="sans")
    r.centre(s.shop, size=13, bold=True)
    r.centre("(A unit of Blue Hills Hospitality)", size=7.5)
    for line in s.address:
        r.centre(line, size=8)
    r.rule("_")
    r.pair("Name: ____________", "")
    r.pair(f"Date: {s.at:%d %B %Y}", f"Bill No.: {s.number}")
    r.pair(f"{s.at:%H:%M}", "Dine In: 4")
    r.rule("_")
    r.row(
        ("Item", 0, "left"),
        ("Qty.", 0.6, "right"),
        ("Price", 0.78, "right"),
        ("Amount", 1, "right"),
    )
    for i in s.items:
        r.row(
            (i.name, 0, "left"),
            (f"{i.quantity:g}", 0.6, "right"),
            (two(i.price), 0.78, "right"),
            (two(i.amount), 1, "right"),
        )
    r.rule("_")
    r.pair(f"Total Qty: {s.count}   Sub Total", two(s.goods))
    if s.discount:
        r.pair("Special Discount", f"({two(s.discount)})")
    if s.service:
        r.pair("Service Charge (Optional)", two(s.service))
    if s.tax and not s.tax_inside:
        half = (s.tax / 2).quantize(Decimal("0.01"))
        r.pair(f"CGST {Decimal(s.tax_rate) / 2:g}%", two(half))
        r.pair(f"SGST {Decimal(s.tax_rate) / 2:g}%", two(s.tax - half))
    if s.rounding:
        r.pair("Round off", f"{'+' if s.rounding > 0 else ''}{two(s.rounding)}")
    r.pair(
        "Grand Total",
        f"{'₹' if s.country == 'IN' else 'RM '}{grouped(s.total)}",
        size=12,
        bold=True,
    )
    r.centre("FSSAI Lic No. 10019022009876", size=7.5)
    r.centre("Thanks! Visit Again")
    return _tell(r, s)


def kept_minimart(s: Slip) -> Sheet:
    """A small machine: capital letters, glued labels, the day first in the line after the till."""
    r = Roll(width=200, size=9.5, face="mono", leading=1.2)
    r.centre(s.shop.upper(), bold=True)
    r.centre(s.address[0].upper())
    r.centre(s.address[-1].upper())
    r.left(f"TILL:02 OPR:{s.person[:5].upper()}")
    r.left(f"{s.at:%d-%m-%y}{'':2}{s.at:%H:%M}  NO:{s.number}")
    r.rule("=")
    for i in s.items:
        r.pair(f"{i.name[:13].upper()}", two(i.amount))
        if i.quantity > 1:
            r.left(f"  {i.quantity:g}@{two(i.price)}")
    r.rule("=")
    if s.discount:
        r.pair("DISCOUNT", f"-{two(s.discount)}")
    if s.service:
        r.pair("BAG", two(s.service))
    if s.tax and not s.tax_inside:
        r.pair("VAT/GST", two(s.tax))
    r.pair("SUBTOTAL", two(s.exact))
    if s.rounding:
        r.pair("ROUND", two(s.rounding))
    r.pair("TOTAL", two(s.total), size=13, bold=True)
    if not s.card:
        r.pair("CASH", two(s.paid))
        r.pair("CHANGE", two(s.change))
    return _tell(r, s, name=s.shop.upper(), money=False, lines=False)


DEVELOPED: Mapping[str, Draw] = {
    f.__name__: f
    for f in (
        counter,
        plain_counter,
        scribbled,
        sales,
        bistro,
        memo,
        chain,
        petrol,
        gst_till,
        ledger,
        tiny,
        payments,
    )
}
KEPT: Mapping[str, Draw] = {
    f.__name__: f
    for f in (kept_depot, kept_kopitiam, kept_pharmacy, kept_market, kept_hotel, kept_minimart)
}
