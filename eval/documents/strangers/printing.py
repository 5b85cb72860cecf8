"""A strange till's print: rows made by chance, each a few texts with their places on the strip."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal

from eval.documents.strangers import wording

Where = Literal["left", "centre", "right"]
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text; `at` is the share of the strip's width where its left edge, middle or right edge is."""

    text: str
    at: float = 0.0
    align: Where = "left"
    size: float = 1.0
    bold: bool = False
    logo: bool = False


@dataclass(slots=True)
class Slip:
    """Rows of pieces from the top, and the truth."""

    wide: bool
    rows: list[list[Piece]] = field(default_factory=list)
    scrawl: str = ""
    truth: dict[str, str | date | Decimal] = field(default_factory=dict)

    def row(self, *pieces: Piece) -> None:
        """One line of print."""
        self.rows.append([p for p in pieces if p.text])

    def say(self, text: str, align: Where = "centre", **style: float | bool) -> None:
        """One text alone on its line."""
        at = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        if text:
            self.row(Piece(text, at, align, float(style.get("size", 1.0)), bool(style.get("bold")), bool(style.get("logo"))))  # fmt: skip

    def pair(
        self, left: str, right: str, *, at: float = 0.0, size: float = 1.0, bold: bool = False
    ) -> None:
        """A label and its amount."""
        self.row(Piece(left, at, "left", size, bold), Piece(right, 1.0, "right", size, bold))

    def dashes(self, chance: Random) -> None:
        """A line across, or none."""
        self.say(chance.choice(("-" * 34, "=" * 34, "", "_" * 30, "- " * 17)))


def composed(chance: Random) -> Slip:
    """One receipt with its truth."""
    slip = Slip(wide=chance.random() < 0.25)
    when = wording.day(chance)
    slip.truth["date"] = when
    slip.scrawl = wording.one_of(chance, wording.SCRAWLS, 0.3)
    _head(slip, chance)
    early = chance.random() < 0.75
    _particulars(slip, chance, wording.moment(when, chance) if early else "")
    spent = _goods(slip, chance)
    _sums(slip, chance, spent)
    if not early:
        slip.say(wording.moment(when, chance), chance.choice(("left", "centre")))
    _foot(slip, chance)
    return slip


def _head(slip: Slip, chance: Random) -> None:
    name = wording.name(chance)
    slip.truth["seller.name"] = name
    align: Where = "centre" if chance.random() < 0.8 else "left"
    if chance.random() < 0.25:
        slip.say(chance.choice(wording.HEADINGS))
    if chance.random() < 0.12:
        slip.say(chance.choice(("WELCOME", "SELAMAT DATANG", "CUSTOMER COPY", "#02", "REPRINT")))
    number = wording.registration(chance) if chance.random() < 0.7 else ""
    style = {
        "size": chance.choice((1.0, 1.15, 1.5, 1.9)),
        "bold": chance.random() < 0.5,
        "logo": chance.random() < 0.25,
    }
    for line in _broken(name, chance):
        slip.say(line, align, **style)
    if number and chance.random() < 0.25 and len(name) < 22:
        slip.rows[-1] = [
            Piece(f"{name} {number}", slip.rows[-1][0].at, align, 1.0, slip.rows[-1][0].bold)
        ]
    else:
        slip.say(number, align)
    for line in _address(chance):
        slip.say(line, align)
    slip.say(wording.tax_number(chance) if chance.random() < 0.7 else "", align)


def _broken(name: str, chance: Random) -> list[str]:
    words = name.split()
    if len(name) < 22 or len(words) < 4 or chance.random() < 0.4:
        return [name]
    at = max(2, len(words) // 2)
    return [" ".join(words[:at]), " ".join(words[at:])]


def _address(chance: Random) -> list[str]:
    street = f"{chance.choice(('NO.', 'LOT', 'No', 'G-'))} {chance.randrange(1, 200)}, {chance.choice(wording.PLACES)}"
    lines = [street + chance.choice(("", " 2/1", ",")), chance.choice(wording.TOWNS)]
    phone = f"{chance.choice(('TEL', 'Tel :', 'Phone', 'TEL/FAX :'))} 0{chance.randrange(3, 9)}-{chance.randrange(2000000, 99999999)}"
    return [*lines, phone] if chance.random() < 0.75 else lines


def _particulars(slip: Slip, chance: Random, moment: str) -> None:
    slip.dashes(chance)
    if chance.random() < 0.3:
        slip.say(chance.choice(wording.HEADINGS), bold=True)
    bill = f"{chance.choice(('Bill No:', 'INV NO :', 'Receipt #', 'Doc No.', 'SLIP NO'))} {chance.choice(('CS', 'A', 'OR-', ''))}{chance.randrange(1000, 999999)}"
    cashier = f"{chance.choice(('Cashier:', 'SERVED BY', 'Counter', 'TABLE'))} {chance.choice(('AMY', '03', 'ADMIN', 'T12', 'NURUL'))}"
    if moment and chance.random() < 0.3:
        slip.row(Piece(moment), Piece(bill, 1.0, "right", 0.9)) if slip.wide else slip.pair(
            moment, bill.rsplit(maxsplit=1)[-1]
        )
    else:
        lines = [x for x in (bill, moment, cashier) if x]
        chance.shuffle(lines)
        for line in lines:
            slip.say(line, "left")
    if slip.wide and chance.random() < 0.6:
        slip.say(f"Bill To : {wording.name(chance)}", "left")
    slip.dashes(chance)


def _goods(slip: Slip, chance: Random) -> Decimal:
    style = chance.randrange(4)
    heads = (
        ("Item", "Qty", "Price", "Amt"),
        ("DESCRIPTION", "QTY", "U.P", "TOTAL"),
        ("Item", "", "", "RM"),
        ("", "", "", ""),
    )[style]
    slip.row(
        *(
            Piece(h, at, "left" if at < 0.1 else "right")
            for h, at in zip(heads, (0, 0.6, 0.8, 1.0), strict=True)
        )
    )
    spent = Decimal(0)
    for _ in range(chance.randrange(1, 9)):
        price, count = Decimal(chance.randrange(30, 6000)) * CENT, chance.choice((1, 1, 1, 2, 3, 5))
        spent += price * count
        _good(slip, chance, style, (chance.choice(wording.GOODS), price, count))
    return spent


def _good(slip: Slip, chance: Random, style: int, sold: tuple[str, Decimal, int]) -> None:
    what, price, count = sold
    amount = f"{price * count:,.2f}" + chance.choice(("", "", "", " SR", " S"))
    if style == 0:
        slip.row(
            Piece(what[:14]),
            Piece(str(count), 0.6, "right"),
            Piece(f"{price:.2f}", 0.8, "right"),
            Piece(amount, 1.0, "right"),
        )
    elif style == 1:
        slip.say(f"{chance.randrange(10**11, 10**12)}  {what[:10]}", "left")
        slip.row(Piece(f"{count} x {price:.2f}", 0.15), Piece(amount, 1.0, "right"))
    elif style == 2:
        slip.pair(f"{count} {what}", amount)
    else:
        slip.say(what, "left")
        slip.row(Piece(f"{count} PCS @ {price:.2f}", 0.05), Piece(amount, 1.0, "right"))


def _sums(slip: Slip, chance: Random, spent: Decimal) -> None:
    sign = chance.choice(("", "", "", "RM", "RM ", "$", "Rs ", "S$"))
    slip.dashes(chance)
    if chance.random() < 0.3:
        slip.say(
            f"{chance.choice(('Item Count', 'TOTAL QTY', 'Total Items', 'No. of Items :'))} {chance.randrange(1, 9)}",
            "left",
        )
    off = (spent * Decimal("0.1")).quantize(CENT) if chance.random() < 0.2 else Decimal(0)
    taxed = chance.random() < 0.55
    rate = chance.choice((6, 6, 7, 5))
    extra, due = chance.random() < 0.5, spent - off
    tax = (due * rate / 100).quantize(CENT) if extra else (due * rate / (100 + rate)).quantize(CENT)
    _before(slip, chance, sign, (spent, off))
    if taxed and extra:
        slip.pair(
            f"{chance.choice(('GST', 'Add GST', 'TAX', 'SVC TAX'))} {rate}%",
            wording.money(tax, chance, sign),
        )
        due += tax
    due = _told(slip, chance, sign, due)
    slip.truth["total"] = due
    _paid(slip, chance, sign, due)
    if taxed:
        _summary(slip, chance, (due, tax, rate))


def _before(slip: Slip, chance: Random, sign: str, sums: tuple[Decimal, Decimal]) -> None:
    spent, off = sums
    if off or chance.random() < 0.5:
        slip.pair(
            chance.choice(
                (
                    "SUBTOTAL",
                    "Sub Total",
                    "SUB-TOTAL :",
                    "Sub Total (RM)",
                    "TOTAL EXCL GST",
                    "GROSS AMOUNT",
                    "Total Before Disc",
                )
            ),
            wording.money(spent, chance, sign),
        )
    if off:
        slip.pair(chance.choice(("DISCOUNT 10%", "Less: Discount", "MEMBER DISC")), f"-{off:.2f}")


def _told(slip: Slip, chance: Random, sign: str, due: Decimal) -> Decimal:
    """The total as it is printed, with what it was rounded by; the amount to be paid."""
    large = chance.choice((1.0, 1.0, 1.3, 1.7))
    bold = chance.random() < 0.4
    nearest = (due * 20).to_integral_value() / 20
    if chance.random() < 0.4:
        if chance.random() < 0.6:
            slip.pair(
                chance.choice(("TOTAL", "Total Sales", "TOTAL (INCL GST)", "Total Incl. GST :")),
                wording.money(due, chance, sign),
            )
        slip.pair(
            chance.choice(
                ("ROUNDING", "Rounding Adj", "RND ADJ :", "Round Amt", "ROUNDING ADJUSTMENT")
            ),
            f"{nearest - due:.2f}",
        )
        slip.pair(
            chance.choice(wording.ROUNDED),
            wording.money(nearest.quantize(CENT), chance, sign),
            size=large,
            bold=bold,
        )
        return nearest.quantize(CENT)
    label = chance.choice(wording.TOTALS)
    if chance.random() < 0.15:
        slip.say(f"{label} {sign}{due:,.2f}", "right", size=large, bold=bold)
    else:
        slip.pair(
            label,
            wording.money(due, chance, sign),
            at=chance.choice((0, 0, 0.3)),
            size=large,
            bold=bold,
        )
    return due


def _paid(slip: Slip, chance: Random, sign: str, due: Decimal) -> None:
    given = (due / 10).to_integral_value(rounding="ROUND_CEILING") * 10
    if chance.random() < 0.65:
        slip.pair(
            chance.choice(("CASH", "Cash", "TENDERED", "CASH RECEIVED", "Paid Amount", "PAYMENT")),
            wording.money(Decimal(given), chance, sign),
        )
        slip.pair(
            chance.choice(("CHANGE", "Change", "Change Due", "BALANCE", "CHANGE DUE :")),
            wording.money(given - due, chance, sign),
        )
    elif chance.random() < 0.6:
        slip.pair(
            chance.choice(("VISA CARD", "MASTER", "Credit Card", "NETS", "UPI")),
            wording.money(due, chance, sign),
        )


def _summary(slip: Slip, chance: Random, sums: tuple[Decimal, Decimal, int]) -> None:
    due, tax, rate = sums
    slip.say(
        chance.choice(("", "GST SUMMARY", "GST Analysis", "Tax Summary")),
        chance.choice(("left", "centre")),
    )
    heads = chance.choice(
        (
            ("Code", "Amount(RM)", "Tax(RM)"),
            ("Tax", "Goods", "GST"),
            ("GST %", "Net Amt", "GST Amt"),
        )
    )
    for cells in (
        heads,
        (
            chance.choice((f"SR {rate}%", f"S={rate}%", "SR", "T1")),
            f"{due - tax:,.2f}",
            f"{tax:.2f}",
        ),
    ):
        slip.row(Piece(cells[0]), Piece(cells[1], 0.65, "right"), Piece(cells[2], 1.0, "right"))
    if chance.random() < 0.4:
        slip.row(
            Piece("Total"),
            Piece(f"{due - tax:,.2f}", 0.65, "right"),
            Piece(f"{tax:.2f}", 1.0, "right"),
        )


def _foot(slip: Slip, chance: Random) -> None:
    slip.dashes(chance)
    for line in chance.sample(wording.THANKS, chance.randrange(0, 4)):
        slip.say(line)
