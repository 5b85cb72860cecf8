"""A third hand, to check what was mended after the second: other names, dates, and shapes of sums."""

from datetime import date
from decimal import Decimal
from random import Random

from eval.documents.strangers import wording
from eval.documents.strangers.printing import CENT, Piece, Slip

OWNERS = (
    "Tan Chay Hong",
    "Ng Bee Hoon",
    "Abdul Karim",
    "Muthu Pillai",
    "Lim Kok Wah",
    "Meenakshi",
    "Al-Barakah",
    "Wah Fatt",
)
SHOPS = ("Kedai Runcit", "Gift Corner", "Ayam Penyet", "Tyre & Battery", "Kopitiam", "Vegetarian", "Home Deco", "Phone World",
         "Sundry", "Laundry", "Florist", "Optical", "Claypot House", "Fresh Mart", "Saloon", "Ubat & Runcit")  # fmt: skip
ENDS = ("", "", " S/B", " SDN BHD", " Sdn. Bhd.", " PLT", " Pte. Ltd.", " (KL) SDN BHD", " & Sons")
WHEN = (
    "%a, %d %b %Y",
    "%d/%m/%Y (%a)",
    "%Y/%m/%d",
    "%d %b'%y",
    "%b %d, %Y",
    "%d.%m.%y",
    "%d/%m/%y %a",
    "%d-%b-%Y",
    "%d / %m / %Y",
)
LABELS = ("Total Inclusive GST", "TOTAL(RM)", "Total Payable (RM):", "TTL", "Amount Payable", "Total Bill", "NETT", "TOTAL AMT",
          "Balance Due", "Total Amt Incl. GST", "TOTAL TO PAY", "Invoice Total", "TOTAL SALE", "Total Nett")  # fmt: skip


def composed(chance: Random) -> Slip:
    """One receipt with its truth."""
    slip = Slip(wide=chance.random() < 0.3)
    name = f"{chance.choice(OWNERS)} {chance.choice(SHOPS)}{chance.choice(ENDS)}"
    name = name.upper() if chance.random() < 0.6 else name
    when = wording.day(chance)
    slip.truth |= {"seller.name": name, "date": when}
    slip.scrawl = wording.one_of(
        chance, ("Ah Keong 12/5", "OFFICE", "tol & petrol", "K. Lee"), 0.25
    )
    _head(slip, chance, name)
    _table(slip, chance, when)
    _foot(slip, chance)
    return slip


def _head(slip: Slip, chance: Random, name: str) -> None:
    if chance.random() < 0.25:
        slip.say(
            chance.choice(
                (
                    "TAX INVOICE",
                    "Cash Sales",
                    "ORDER CHIT",
                    "Guest Check",
                    "INVOIS CUKAI",
                    "Bil Tunai",
                )
            ),
            bold=True,
        )
    words = name.split()
    cut = chance.choice((0, 0, 2, len(words) - 1)) if len(words) > 3 else 0
    for part in filter(None, (" ".join(words[:cut]), " ".join(words[cut:]))):
        slip.say(
            part,
            size=chance.choice((1.0, 1.4)) if not cut else 1.2,
            bold=chance.random() < 0.4,
            logo=chance.random() < 0.15,
        )
    slip.say(wording.registration(chance) if chance.random() < 0.6 else "")
    slip.say(
        f"{chance.choice(('Unit', 'Ground Floor,', 'Kiosk', 'Stall'))} {chance.randrange(2, 90)}, {chance.choice(wording.PLACES).title()}"
    )
    slip.say(chance.choice(wording.TOWNS).title())
    slip.say(
        f"T: +60 {chance.randrange(10, 20)} {chance.randrange(1000000, 9999999)}"
        if chance.random() < 0.5
        else ""
    )
    slip.say(wording.tax_number(chance) if chance.random() < 0.5 else "")


def _table(slip: Slip, chance: Random, when: date) -> None:
    told = when.strftime(chance.choice(WHEN))
    if chance.random() < 0.4:
        slip.row(Piece(f"Rcpt {chance.randrange(100, 99999)}"), Piece(told, 1.0, "right"))
    else:
        slip.say(
            chance.choice(
                (
                    f"Date {told}",
                    f"Transaction date: {told}",
                    f"{told} {wording.clock(chance)}",
                    f"Tarikh: {told}",
                )
            ),
            "left",
        )
    slip.say("." * 36)
    spent = Decimal(0)
    for _ in range(chance.randrange(1, 7)):
        price = Decimal(chance.randrange(50, 9000)) * CENT
        spent += price
        slip.pair(chance.choice(wording.GOODS).title(), f"{price:,.2f}")
    _sums(slip, chance, spent)


def _sums(slip: Slip, chance: Random, spent: Decimal) -> None:
    slip.say("." * 36)
    service = (spent / 10).quantize(CENT) if chance.random() < 0.3 else Decimal(0)
    if service:
        slip.pair("Subtotal", f"{spent:,.2f}")
        slip.pair(chance.choice(("Service Charge 10%", "Svc Chg (10%)")), f"{service:,.2f}")
    due = spent + service
    slip.truth["total"] = due
    if chance.random() < 0.3:
        slip.pair(
            chance.choice(("Taxable Amt", "Total Excl. GST 6%")),
            f"{(due / Decimal('1.06')).quantize(CENT):,.2f}",
        )
        slip.pair(
            chance.choice(("Total GST @6%", "GST 6%")),
            f"{due - (due / Decimal('1.06')).quantize(CENT):,.2f}",
        )
    label, amount = chance.choice(LABELS), f"{chance.choice(('', 'RM', 'RM ', '$'))}{due:,.2f}"
    if chance.random() < 0.15:
        slip.say(label)
        slip.say(amount, size=1.4)
    else:
        slip.pair(label, amount, size=chance.choice((1.0, 1.3)), bold=chance.random() < 0.5)
    given = due + Decimal(chance.choice(("0", "0.5", "7.35", "20")))
    if chance.random() < 0.5:
        slip.pair(
            chance.choice(("Cash Tendered", "Paid (Cash)", "Tunai", "CASH RM")), f"{given:,.2f}"
        )
        slip.pair(chance.choice(("Change", "Baki", "CHANGE RM")), f"{given - due:,.2f}")


def _foot(slip: Slip, chance: Random) -> None:
    for text in chance.sample(
        (
            "Sila datang lagi",
            "You were served by May",
            "Wifi password 88776655",
            "Points earned: 12",
            "Cust. copy",
        ),
        2,
    ):
        slip.say(text)
