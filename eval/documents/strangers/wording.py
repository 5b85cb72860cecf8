"""What strange tills print: names, addresses, dates, and the words around their totals."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

FIRST = (
    "KEDAI", "RESTORAN", "PASARAYA", "NEW", "GOLDEN", "SRI", "LUCKY", "ORIENTAL", "THE", "HUP",
    "GREEN", "ROYAL", "JAYA", "BINTANG", "MEGA", "POPULAR", "CITY", "SOON", "AH SENG", "MADRAS",
)  # fmt: skip
SECOND = (
    "LOTUS", "HARVEST", "ANGGERIK", "MURNI", "WOK", "KOPI", "STATIONERY", "HARDWARE", "BAKERY",
    "SUPPLIES", "TRADING", "FURNISHING", "BISTRO", "CAFE", "MINI MARKET", "BOOKS & GIFTS", "FOOD COURT",
    "ELECTRICAL", "PHARMACY", "PETROLEUM", "SEAFOOD", "CURRY HOUSE", "NOODLES", "AUTO PARTS",
)  # fmt: skip
LEGAL = (
    " SDN BHD",
    " SDN. BHD.",
    " SDN BHD",
    " ENTERPRISE",
    " PTE LTD",
    " PVT LTD",
    "",
    "",
    " (M) SDN BHD",
    " & CO",
)
PLACES = (
    "TAMAN MELATI", "JALAN BESAR", "BANDAR BARU", "SEKSYEN 17", "SETIA ALAM", "PUSAT BANDAR",
    "LITTLE INDIA", "T NAGAR", "M.G. ROAD", "CHOW KIT", "PEKAN LAMA",
)  # fmt: skip
TOWNS = ("43000 KAJANG, SELANGOR", "81100 JOHOR BAHRU", "50450 KUALA LUMPUR", "SINGAPORE 238801",
         "600017 CHENNAI", "11900 PENANG", "68100 BATU CAVES", "41200 KLANG")  # fmt: skip
GOODS = (
    "NASI LEMAK", "TEH O AIS", "MILO PANAS", "A4 PAPER 80GSM", "BALL PEN BLUE", "PVC PIPE 1/2\"",
    "CABLE TIE 8IN", "CHICKEN RICE", "ROTI CANAI", "KEROPOK 100G", "DISH WASH 900ML", "HAND TOWEL",
    "EGG TRAY 30S", "WHITE COFFEE", "FISHBALL NOODLE", "LED BULB 9W", "SUGAR 1KG", "CURRY PUFF",
    "AIR MINERAL", "FILE L-SHAPE", "GLUE STICK", "BATTERY AA 4S", "SAMBAL SQUID", "PLASTIC BAG",
)  # fmt: skip
HEADINGS = ("TAX INVOICE", "*** TAX INVOICE ***", "INVOICE", "RECEIPT", "CASH BILL", "SIMPLIFIED TAX INVOICE",
            "CASH RECEIPT", "Tax Invoice", "OFFICIAL RECEIPT", "-- ORIGINAL --")  # fmt: skip
SCRAWLS = (
    "tan ah kow",
    "lim s.h.",
    "petrol",
    "kl trip",
    "paid",
    "ref 118",
    "Mei Ling",
    "claim",
    "chq 2207",
)
THANKS = (
    "THANK YOU, PLEASE COME AGAIN", "GOODS SOLD ARE NOT RETURNABLE", "Terima Kasih", "Thank you!",
    "PLEASE KEEP THIS RECEIPT FOR YOUR REFERENCE", "Exchange within 7 days with receipt",
    "WE ACCEPT ALL MAJOR CARDS", "FOLLOW US @ OURSHOP", "Hotline: 1-800-88-2345", "POWERED BY POSSOFT 3.1",
)  # fmt: skip
TOTALS = (
    "TOTAL", "Total", "TOTAL :", "GRAND TOTAL", "Grand Total:", "NET TOTAL", "Nett Total", "AMOUNT DUE",
    "TOTAL AMOUNT", "Total Amount :", "TOTAL (INCL. GST)", "TOTAL INCL GST", "TOTAL SALES", "TOTAL DUE",
    "Total Sales (Inclusive of GST)", "TOTAL (RM)", "TOTAL RM", "BILL TOTAL", "TOTAL PAYABLE", "Total Amount Due",
    "NET AMOUNT", "TOTAL INC. TAX",
)  # fmt: skip
ROUNDED = ("ROUNDED TOTAL", "TOTAL AFTER ROUNDING", "Total Rounded", "NET TOTAL", "GRAND TOTAL", "AMOUNT PAYABLE",
           "Rounded Total (RM)", "TOTAL AMOUNT DUE")  # fmt: skip


def name(chance: Random) -> str:
    """A shop that does not exist."""
    core = f"{chance.choice(FIRST)} {chance.choice(SECOND)}"
    if chance.random() < 0.25:
        core += f" {chance.choice(SECOND)}"
    if chance.random() < 0.2:
        core += f" ({chance.choice(PLACES)})"
    return core + chance.choice(LEGAL)


def registration(chance: Random) -> str:
    """The company's number as it stands beside or below its name."""
    digits = chance.randrange(100000, 1300000)
    return chance.choice((
        f"({digits}-{chance.choice('AKVXTP')})", f"(CO. REG. NO: {digits}-{chance.choice('DHW')})",
        f"CO NO : {digits}-{chance.choice('MU')}", f"({digits})", f"ROC NO. {digits}-X", f"Reg No 2015{digits:08d}",
    ))  # fmt: skip


def tax_number(chance: Random) -> str:
    """The seller's tax number."""
    number = f"{chance.randrange(10**11, 10**12):012d}"
    return chance.choice(
        (
            f"GST ID : {number}",
            f"GST NO: {number}",
            f"GST Reg No. {number}",
            f"(GST ID NO : {number})",
        )
    )


def day(chance: Random) -> date:
    """Some day of the last twelve years."""
    return date(2014, 1, 1) + timedelta(days=chance.randrange(4380))


def clock(chance: Random) -> str:
    """A time as tills print it."""
    hour, minute, second = chance.randrange(8, 22), chance.randrange(60), chance.randrange(60)
    return chance.choice((
        f"{hour:02d}:{minute:02d}:{second:02d}", f"{hour:02d}:{minute:02d}", f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}",
        f"{(hour - 1) % 12 + 1:02d}:{minute:02d}:{second:02d}{'AM' if hour < 12 else 'PM'}",
    ))  # fmt: skip


def dated(when: date, chance: Random) -> str:
    """The day in one of the ways tills print it, always day before month."""
    style = chance.choice(("%d/%m/%Y", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d-%m-%y", "%d %b %Y", "%d-%b-%y",
                           "%Y-%m-%d", "%d.%m.%Y", "%d/%b/%Y", "%d %B %Y", "%d-%b-%Y"))  # fmt: skip
    text = when.strftime(style)
    if style.startswith("%d/%m") and chance.random() < 0.15:
        text = f"{when.day}/{when.month}/{when.year}"
    return text.upper() if chance.random() < 0.5 else text


def moment(when: date, chance: Random) -> str:
    """The day with its label, its time or neither."""
    text = dated(when, chance)
    return chance.choice((
        f"Date: {text}", f"DATE : {text}", f"{text} {clock(chance)}", f"{text}  {clock(chance)}", text,
        f"Date/Time: {text} {clock(chance)}", f"Invoice Date : {text}", f"DATE:{text}{clock(chance)}",
        f"Dt {text}   Tm {clock(chance)}", f"{clock(chance)}   {text}", f"Printed on {text} {clock(chance)}",
    ))  # fmt: skip


def money(amount: Decimal, chance: Random, sign: str = "") -> str:
    """An amount as this till prints it."""
    return f"{sign}{amount:,.2f}" if chance.random() < 0.8 else f"{sign} {amount:,.2f}".strip()


def one_of(chance: Random, words: Sequence[str], likely: float = 1.0) -> str:
    """One of the words, or nothing."""
    return chance.choice(words) if chance.random() < likely else ""
