"""Invented buyers for the demo tenant: who might take what the shops and the groups make."""

from dataclasses import dataclass

import numpy as np

from app.demo.catalogue import Article, Catalogue
from app.demo.generator import SEED

COUNT = 200
PLACES = (
    "Patna, Bihar", "Muzaffarpur, Bihar", "Darbhanga, Bihar", "Gaya, Bihar", "Bhagalpur, Bihar",
    "Samastipur, Bihar", "Vaishali, Bihar", "Madhubani, Bihar", "Purnia, Bihar", "Begusarai, Bihar",
    "Nalanda, Bihar", "Saran, Bihar", "Sitamarhi, Bihar", "East Champaran, Bihar", "Ranchi, Jharkhand",
    "Dhanbad, Jharkhand", "Deoghar, Jharkhand", "Varanasi, Uttar Pradesh", "Lucknow, Uttar Pradesh",
    "Gorakhpur, Uttar Pradesh", "Prayagraj, Uttar Pradesh", "Kolkata, West Bengal",
    "Darjeeling, West Bengal", "New Delhi, Delhi", "Gurugram, Haryana", "Jaipur, Rajasthan",
    "Nashik, Maharashtra", "Pune, Maharashtra", "Mumbai, Maharashtra", "Thane, Maharashtra",
    "Ahilyanagar, Maharashtra", "Jalgaon, Maharashtra", "Nagpur, Maharashtra", "Surat, Gujarat",
    "Ahmedabad, Gujarat", "Indore, Madhya Pradesh", "Bhopal, Madhya Pradesh",
    "Bengaluru Urban, Karnataka", "Hyderabad, Telangana", "Chennai, Tamil Nadu",
)  # fmt: skip
FIRST = (
    "Anand", "Ashirwad", "Bharti", "Deepak", "Durga", "Ganga", "Himalaya View", "Janaki", "Kamal", "Kaveri",
    "Kosi", "Lakshya", "Mahila Shakti", "Mithila", "Narmada", "New Age", "Pragati", "Sahyog", "Samriddhi",
    "Sarvodaya", "Shanti", "Swadeshi", "Udaan", "Vikas", "Vishwas",
)  # fmt: skip
SECOND = (
    "Traders",
    "Stores",
    "Wholesale",
    "Exports",
    "Crafts",
    "Foods",
    "Super Bazar",
    "Hostel Mess",
)
FARTHEST_SHARE = (
    0.35  # of buyers that come from anywhere, the rest from the first places of the list
)


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer who never was; `max_price` in rupees per `unit`."""

    id: str
    name: str
    place: str
    wants: tuple[str, ...]
    volume: float
    unit: str
    max_price: float
    contact: str
    agreed_to_contact: bool


def make_buyers(catalogue: Catalogue) -> tuple[Buyer, ...]:
    """The same 200 buyers each time."""
    rng = np.random.default_rng([SEED, COUNT])
    articles = [a for a in catalogue.articles if "demo2-chennai" not in a.shops[:1]]
    return tuple(_buyer(number, articles, rng) for number in range(1, COUNT + 1))


def _buyer(number: int, articles: list[Article], rng: np.random.Generator) -> Buyer:
    made = [a for a in articles if a.shops[0] == "demo-shg"]
    pool = made if rng.random() < 0.7 else articles
    picked = [pool[i] for i in rng.choice(len(pool), size=int(rng.integers(1, 4)), replace=False)]
    main = picked[0]
    near = PLACES[: len(PLACES) // 2]
    place = str(rng.choice(PLACES if rng.random() < FARTHEST_SHARE else near))
    name = (
        f"{rng.choice(FIRST)} {rng.choice(SECOND)}, {place.partition(',')[0]} (demo {number:03d})"
    )
    return Buyer(
        id=f"B{number:03d}",
        name=name,
        place=place,
        wants=tuple(a.sku_id if rng.random() < 0.5 else a.concept for a in picked),
        volume=float(np.round(main.base * rng.uniform(5, 60)) + 1),
        unit=main.unit,
        max_price=float(np.round(main.price * rng.uniform(0.78, 1.12))),
        contact=f"buyer{number:03d}@demo.invalid",
        agreed_to_contact=bool(rng.random() < 0.75),
    )
