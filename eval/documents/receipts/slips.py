"""What tills print, by chance: shops, goods, sums and payment. All are invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Literal

from eval.documents.bills import gstin

Country = Literal["MY", "IN"]
CENT, FIVE_SEN, RUPEE = Decimal("0.01"), Decimal("0.05"), Decimal(1)
FIRST = {
    "MY": ("SINAR HARAPAN", "KEDAI RUNCIT BERKAT", "WONG & TEO", "PASARAYA MURNI", "GOLDEN LEAF",
           "RESTORAN SELERA UTAMA", "EVERBRIGHT", "TONG SENG", "LIM BROTHERS", "STAR ALLIANCE",
           "BINTANG MAS", "PUSTAKA ILMU", "D'FRESH", "OLD TOWN KITCHEN", "MEGA DIY", "KIM HUAT"),
    "IN": ("Annapurna", "Shree Balaji", "More Fresh", "Gupta", "New Laxmi", "Sai Krupa", "Big Basket Lane",
           "Hotel Saravana", "Apna Mart", "Jain", "Sree Murugan", "Royal", "Ghar Sansar", "City"),
}  # fmt: skip
LAST = {
    "MY": ("SDN BHD", "SDN. BHD.", "(M) SDN BHD", "ENTERPRISE", "TRADING SDN BHD", "HARDWARE SDN BHD",
           "TRADING", "STATIONERY (JB) SDN BHD", "BAKERY", "F&B SDN BHD", "MARKETING (S) SDN BHD"),
    "IN": ("Provision Stores", "Retail Pvt Ltd", "Super Market", "General Stores", "Kirana Bhandar",
           "Restaurant", "Medicals", "Textiles", "Foods Private Limited", "Bakery & Sweets", "Traders"),
}  # fmt: skip
STREETS = {
    "MY": ("NO. {n}, JALAN MERANTI {m}/{k},", "LOT {n}-{m}, GROUND FLOOR, JALAN BUKIT {k},",
           "{n}, LORONG INDAH {m},", "NO {n} & {m}, JLN PERDANA {k}/2,"),
    "IN": ("{n}, Station Road,", "Shop No. {n}, Gandhi Chowk,", "{n}/{m}, 4th Cross, Main Bazaar,",
           "Plot {n}, Near Bus Stand,"),
}  # fmt: skip
TOWNS = {
    "MY": ("81100 JOHOR BAHRU, JOHOR.", "43200 CHERAS, SELANGOR", "55100 KUALA LUMPUR",
           "14000 BUKIT MERTAJAM, PENANG", "75450 MELAKA"),
    "IN": ("Patna - 800001, Bihar", "Nashik 422001", "Madurai - 625 001, Tamil Nadu",
           "Bengaluru 560034", "Varanasi (U.P.) 221001"),
}  # fmt: skip
GOODS = {
    "MY": ("ROTI CANAI", "TEH TARIK", "A4 PAPER 70GSM", "MILO 1KG", "EGG GRADE A 10S", "NASI LEMAK AYAM",
           "PVC TAPE BLACK", "DIGI RELOAD 10", "CHICKEN CHOP", "MINERAL WATER 1.5L", "LED BULB 9W", "BAMEE SOUP",
           "KICAP MANIS 650ML", "HAND TOWEL", "USB CABLE TYPE C", "SARDIN 425G", "TOTE BAG", "SCREW 1 INCH PKT"),
    "IN": ("Toor Dal 1kg", "Parle G 80g", "Amul Butter 100g", "Masala Dosa", "Filter Coffee", "Atta 5 kg",
           "Surf Excel 500g", "Paneer Tikka", "Cotton Towel", "Paracetamol 650", "Sugar Loose", "Bru 50g",
           "Mango Pickle 300g", "Rice Sona 5kg", "Total Care Paste", "Ghee 500 ml", "Notebook 200pg"),
}  # fmt: skip
PEOPLE = ("SITI", "Ramesh", "ADMIN", "Kumar", "CASHIER 2", "Priya", "AHMAD", "MEI LING", "Suresh")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of goods, tax included."""

    name: str
    code: str
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity times price."""
        return (self.quantity * self.price).quantize(CENT)


@dataclass(frozen=True, slots=True)
class Slip:
    """One receipt; sums agree to the smallest coin."""

    country: Country
    shop: str
    register: str
    gst: str
    address: tuple[str, ...]
    phone: str
    number: str
    at: datetime
    person: str
    items: tuple[Item, ...]
    discount: Decimal
    service: Decimal
    tax: Decimal
    tax_rate: int
    tax_inside: bool
    rounding: Decimal
    total: Decimal
    paid: Decimal
    card: bool

    @property
    def goods(self) -> Decimal:
        """All items."""
        return sum((i.amount for i in self.items), Decimal(0))

    @property
    def count(self) -> int:
        """How many pieces."""
        return int(sum(i.quantity for i in self.items))

    @property
    def exact(self) -> Decimal:
        """The total before it is rounded."""
        return self.total - self.rounding

    @property
    def net(self) -> Decimal:
        """Without tax."""
        return self.exact - self.tax

    @property
    def change(self) -> Decimal:
        """What goes back."""
        return self.paid - self.total

    @property
    def mark(self) -> str:
        """The currency as tills print it."""
        return "RM" if self.country == "MY" else "Rs."


def slip(chance: Random, country: Country) -> Slip:
    """A right receipt."""
    items = tuple(_item(chance, n, country) for n in _names(chance, country))
    goods = sum((i.amount for i in items), Decimal(0))
    discount = _share(goods, chance.choice([0, 0, 0, 5, 10]))
    service = _share(goods - discount, chance.choice([0, 0, 0, 10]))
    rate = chance.choice([0, 6, 6, 10] if country == "MY" else [0, 5, 18, 5])
    inside = chance.random() < 0.6
    before = goods - discount + service
    tax = (before * rate / (100 + rate if inside else 100)).quantize(CENT, ROUND_HALF_UP)
    exact = before if inside else before + tax
    coin = FIVE_SEN if country == "MY" else RUPEE
    total = (exact / coin).quantize(Decimal(1), ROUND_HALF_UP) * coin
    if chance.random() < 0.35:
        total = exact
    card = chance.random() < 0.25
    first = datetime(2015, 1, 3, 8, 0)  # noqa: DTZ001  as the till's clock shows it
    return Slip(
        country, _shop(chance, country), _register(chance, country),
        f"{chance.randrange(10**11, 10**12):012}" if country == "MY" else gstin(chance, "Bihar"),
        _address(chance, country), _phone(chance, country), _number(chance),
        first + timedelta(minutes=chance.randrange(10 * 365 * 1440)), chance.choice(PEOPLE), items,
        discount, service, tax, rate, inside, total - exact, total.quantize(CENT),
        total if card else _paid(chance, total), card,
    )  # fmt: skip


def _share(amount: Decimal, percent: int) -> Decimal:
    return (amount * percent / 100).quantize(CENT, ROUND_HALF_UP)


def _names(chance: Random, country: Country) -> Sequence[str]:
    return chance.sample(GOODS[country], chance.choice([1, 1, 2, 2, 3, 4, 5, 7, 10]))


def _item(chance: Random, name: str, country: Country) -> Item:
    quantity = Decimal(chance.choice([1, 1, 1, 2, 3, 5, 12]))
    low, high = (60, 4_000) if country == "MY" else (1_000, 40_000)
    price = Decimal(chance.randrange(low, high)) / 100
    price = (price / FIVE_SEN).quantize(Decimal(1)) * FIVE_SEN
    code = (
        str(chance.randrange(10**12, 10**13))
        if chance.random() < 0.5
        else f"{chance.randrange(100, 99999)}"
    )
    return Item(name, code, quantity, price.quantize(CENT))


def _shop(chance: Random, country: Country) -> str:
    return f"{chance.choice(FIRST[country])} {chance.choice(LAST[country])}"


def _register(chance: Random, country: Country) -> str:
    if country == "IN":
        return f"FSSAI No: 1{chance.randrange(10, 36)}{chance.randrange(15, 25)}{chance.randrange(10**8, 10**9)}"
    return f"{chance.randrange(10**5, 10**6)}-{chance.choice('ADHKMTVWX')}"


def _address(chance: Random, country: Country) -> tuple[str, ...]:
    street = chance.choice(STREETS[country]).format(
        n=chance.randrange(1, 99), m=chance.randrange(1, 30), k=chance.randrange(1, 9)
    )
    area = (
        ("TAMAN SRI MUDA,", "PUSAT PERNIAGAAN JAYA,")
        if country == "MY"
        else ("Old Market,", "Ward No. 4,")
    )
    middle = (chance.choice(area),) if chance.random() < 0.6 else ()
    return (street, *middle, chance.choice(TOWNS[country]))


def _phone(chance: Random, country: Country) -> str:
    if country == "IN":
        return f"{chance.randrange(70, 99)}{chance.randrange(10**7, 10**8)}"
    return f"0{chance.randrange(3, 9)}-{chance.randrange(10**6, 10**7)}"


def _number(chance: Random) -> str:
    count = chance.randrange(1, 10**6)
    return chance.choice((f"{count:06}", f"CS{count:08}", f"INV-{count}", f"A{chance.randrange(1, 9)}/{count:05}",
                          f"R{count:07}", f"18{count:06}", f"TD0{count:07}"))  # fmt: skip


def _paid(chance: Random, total: Decimal) -> Decimal:
    notes = [Decimal(n) for n in (1, 5, 10, 50, 100, 500)]
    note = chance.choice([n for n in notes if n <= max(total, Decimal(1)) * 2])
    paid = (total / note).to_integral_value(rounding="ROUND_CEILING") * note
    return (paid if paid >= total else total).quantize(CENT)
