"""Indian GST bills by chance: who sells what to whom, right to the paisa. All are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from haat.language.identifiers import check

PAISA = Decimal("0.01")
Day = date  # a bill has a field called `date`
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHANGED = date(2025, 9, 22)
STATES: Mapping[str, tuple[str, str, str]] = {
    "Bihar": ("10", "बिहार", "Patna"),
    "Maharashtra": ("27", "महाराष्ट्र", "Nashik"),
    "Uttar Pradesh": ("09", "उत्तर प्रदेश", "Varanasi"),
    "Tamil Nadu": ("33", "तमिलनाडु", "Madurai"),
    "Gujarat": ("24", "गुजरात", "Rajkot"),
    "West Bengal": ("19", "पश्चिम बंगाल", "Howrah"),
}
FIRST = (
    "Lakshmi",
    "Annapurna",
    "Shree Ganesh",
    "Maa Durga",
    "Sita",
    "Jeevika",
    "New Bharat",
    "Kaveri",
)
TRADES = (
    "Traders",
    "Foods",
    "Kirana Store",
    "Mahila Udyog",
    "Enterprises",
    "Masala Works",
    "Handicrafts",
)
HINDI_FIRST = ("लक्ष्मी", "अन्नपूर्णा", "श्री गणेश", "माँ दुर्गा", "सीता", "नया भारत")
HINDI_TRADES = ("ट्रेडर्स", "किराना स्टोर", "महिला उद्योग", "मसाला भंडार")
STREETS = ("Station Road", "Gandhi Chowk", "Main Bazaar", "Old Mandi", "Temple Street")
# Name, Hindi name, HSN, unit, rate of tax until and from 22 September 2025, lowest and highest price.
GOODS = (
    ("Mango pickle 500 g", "आम का अचार", "2001", "PCS", "12", "5", 80, 160),
    ("Red chilli powder", "लाल मिर्च पाउडर", "0904", "KG", "5", "5", 180, 320),
    ("Turmeric powder", "हल्दी पाउडर", "091030", "KG", "5", "5", 120, 260),
    ("Bath soap 100 g", "नहाने का साबुन", "3401", "PCS", "18", "5", 25, 60),
    ("Steel tiffin box", "स्टील टिफिन", "7323", "PCS", "12", "5", 150, 480),
    ("Cotton bed sheet", "सूती चादर", "6302", "PCS", "5", "5", 300, 900),
    ("LED bulb 9 W", "एलईडी बल्ब", "8539", "PCS", "18", "18", 60, 140),
    ("Ceiling fan", "छत का पंखा", "8414", "NOS", "18", "18", 1200, 2400),
    ("Plastic bucket 20 L", "प्लास्टिक बाल्टी", "3924", "PCS", "18", "18", 90, 260),
    ("Mustard oil 1 L", "सरसों का तेल", "1514", "LTR", "5", "5", 130, 190),
    ("Agarbatti box", "अगरबत्ती", "3307", "BOX", "5", "5", 40, 220),
    ("Honey 250 g", "शहद", "0409", "BTL", "5", "5", 110, 240),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """A seller or buyer."""

    name: str
    street: str
    town: str
    state: str
    gstin: str | None

    @property
    def code(self) -> str:
        """The State's code in a GSTIN."""
        return STATES[self.state][0]


@dataclass(frozen=True, slots=True)
class Goods:
    """One line, its sums in rupees."""

    description: str
    hsn: str
    quantity: Decimal
    unit: str
    rate: Decimal
    discount: Decimal
    taxable: Decimal
    tax_rate: Decimal
    cgst: Decimal
    sgst: Decimal
    igst: Decimal

    @property
    def total(self) -> Decimal:
        """With tax."""
        return self.taxable + self.cgst + self.sgst + self.igst


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill and all that may be printed of it."""

    kind: str
    number: str
    date: Day
    due_date: Day
    seller: Party
    buyer: Party
    place_of_supply: str
    lines: tuple[Goods, ...]
    taxable: Decimal
    cgst: Decimal
    sgst: Decimal
    igst: Decimal
    round_off: Decimal
    total: Decimal
    hindi: bool
    planted: str | None = None  # the rule that is broken on purpose

    @property
    def within(self) -> bool:
        """Whether seller and place of supply are in one State."""
        return self.place_of_supply == self.seller.state


def money(value: Decimal) -> Decimal:
    """To whole paise."""
    return value.quantize(PAISA, rounding=ROUND_HALF_UP)


def gstin(chance: Random, state: str) -> str:
    """A GSTIN of no real person, with a right check digit."""
    letters = "".join(chance.choice(ALPHABET[10:]) for _ in range(3))
    pan = f"{letters}{chance.choice('PFC')}{chance.choice(ALPHABET[10:])}{chance.randrange(1, 10000):04}{chance.choice(ALPHABET[10:])}"
    body = f"{STATES[state][0]}{pan}1Z"
    return body + next(c for c in ALPHABET if check("gstin", body + c, CHANGED).valid)


def bill(chance: Random, *, kind: str = "gst_invoice", hindi: bool = False) -> Bill:
    """A right bill."""
    home = chance.choice(list(STATES))
    within = kind == "bill_of_supply" or chance.random() < 0.6
    away = home if within else chance.choice([s for s in STATES if s != home])
    seller = _party(chance, home, registered=True, hindi=hindi)
    buyer = _party(chance, away, registered=chance.random() < 0.8, hindi=hindi)
    day = date(2025, 4, 1) + timedelta(days=chance.randrange(580))
    lines = tuple(
        _goods(chance, row, day, within=within, taxed=kind == "gst_invoice", hindi=hindi)
        for row in chance.sample(GOODS, chance.randrange(1, 6))
    )
    made = Bill(
        kind, _number(chance, day), day, day + timedelta(days=15), seller, buyer, away, lines,
        *(Decimal(0),) * 6, hindi=hindi,
    )  # fmt: skip
    return summed(made)


def summed(made: Bill) -> Bill:
    """The bill with the totals that its lines make, rounded to the rupee."""
    nothing = Decimal(0)
    taxable = sum((g.taxable for g in made.lines), nothing)
    cgst = sum((g.cgst for g in made.lines), nothing)
    sgst = sum((g.sgst for g in made.lines), nothing)
    igst = sum((g.igst for g in made.lines), nothing)
    exact = taxable + cgst + sgst + igst
    total = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    taxes = replace(made, taxable=taxable, cgst=cgst, sgst=sgst, igst=igst)
    return replace(taxes, round_off=total - exact, total=total)


def undiscounted(made: Bill) -> Bill:
    """For layouts that have no column for discounts."""
    nothing = Decimal(0)
    full = (replace(g, taxable=g.taxable + g.discount, discount=nothing) for g in made.lines)
    return summed(replace(made, lines=tuple(with_tax(g, within=made.within) for g in full)))


def with_tax(line: Goods, *, within: bool) -> Goods:
    """The line with the tax that its taxable value and rate make."""
    half, whole = (
        money(line.taxable * line.tax_rate / 200),
        money(line.taxable * line.tax_rate / 100),
    )
    nothing = Decimal(0)
    return replace(line, cgst=half if within else nothing, sgst=half if within else nothing,
                   igst=nothing if within else whole)  # fmt: skip


def _party(chance: Random, state: str, *, registered: bool, hindi: bool) -> Party:
    name = f"{chance.choice(FIRST)} {chance.choice(TRADES)}"
    if hindi:
        name = f"{chance.choice(HINDI_FIRST)} {chance.choice(HINDI_TRADES)}"
    street = f"{chance.randrange(1, 200)}, {chance.choice(STREETS)}"
    return Party(
        name, street, STATES[state][2], state, gstin(chance, state) if registered else None
    )


def _number(chance: Random, day: date) -> str:
    count = chance.randrange(1, 999)
    year = day.year if day.month > 3 else day.year - 1
    forms = (
        f"INV-{count:04}",
        f"{year % 100}-{(year + 1) % 100}/{count}",
        f"GST/{count:03}",
        f"A{count}",
        f"LT/{year}/{count:03}",
    )
    return chance.choice(forms)


def _goods(
    chance: Random, row: tuple[str, str, str, str, str, str, int, int], day: date, *,
    within: bool, taxed: bool, hindi: bool,
) -> Goods:  # fmt: skip
    name, native, hsn, unit, before, since, low, high = row
    quantity = Decimal(chance.randrange(1, 40))
    if unit in {"KG", "LTR"} and chance.random() < 0.3:
        quantity += Decimal("0.5")
    rate = Decimal(chance.randrange(low, high)) + chance.choice([Decimal(0), Decimal("0.50")])
    whole = money(quantity * rate)
    discount = money(whole * chance.choice([0, 0, 0, 5, 10]) / 100)
    share = Decimal(since if day >= CHANGED else before) if taxed else Decimal(0)
    nothing = Decimal(0)
    line = Goods(native if hindi else name, hsn, quantity, unit, rate, discount, whole - discount, share,
                 nothing, nothing, nothing)  # fmt: skip
    return with_tax(line, within=within)
