"""A simulated market that looks like public tenders: known truth, and no real firm in it.

Departments buy through circles and divisions (a buyer is a division in an area); firms live in a
place, work in a few trades and sizes, come and go. Who gets a tender depends on trade, way, size,
and most of all on whom the buyer, or its department, had before; that fades.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

SYLLABLES = ("ba", "dur", "gha", "jor", "kam", "lak", "mor", "nal", "pur", "rang", "sil", "tez")
DAYS = 3_900
PER_CATEGORY, PER_TITLE = 14, 5
# Whom the buyer had before, its circle, its department: the shares of tenders, one upon the other.
AGAIN = (0.26, 0.34, 0.38)
Recent = dict[str, list[tuple[int, int, int]]]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the market is."""

    departments: int = 60
    categories: int = 70
    areas: int = 90
    buyers: int = 3_200
    sellers: int = 16_000
    tenders: int = 26_000


BIG = Size()


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """All who are there; `trade` is departments x categories, `near` buyers x sellers."""

    size: Size
    buyers: pd.DataFrame
    sellers: pd.DataFrame
    trade: np.ndarray
    near: np.ndarray


@dataclass(frozen=True, slots=True)
class Asked:
    """One tender; `level` is its size in log rupees."""

    buyer: int
    category: int
    level: float
    day: int


def tenders(seed: int, size: Size = BIG) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Buyers, and every deal of sellers with them, in the form of `haat match`."""
    rng = np.random.default_rng(seed)
    words = _words(rng, size)
    area = _areas(rng, size)
    buyers, trade = _buyers(rng, size, area)
    sellers = _sellers(rng, size, area)
    deals = _deals(rng, World(size, buyers, sellers, trade, _near(sellers, buyers)), words)
    return buyers[["buyer", "text", "lat", "lon"]], deals


def _words(rng: np.random.Generator, size: Size) -> np.ndarray:
    made = {"".join(rng.choice(SYLLABLES, 3)) for _ in range(size.categories * PER_CATEGORY * 4)}
    return rng.permutation(sorted(made))


def _areas(rng: np.random.Generator, size: Size) -> np.ndarray:
    """Latitude and longitude of areas, which stand in districts."""
    districts = rng.uniform((24.2, 89.8), (27.8, 95.9), size=(size.areas // 3, 2))
    of = rng.integers(0, len(districts), size.areas)
    return districts[of] + rng.normal(0, 0.18, size=(size.areas, 2))


def _buyers(
    rng: np.random.Generator, size: Size, area: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray]:
    department = np.minimum(rng.zipf(1.25, size.buyers) - 1, size.departments - 1)
    circle = rng.integers(0, 6, size.buyers)
    division = rng.integers(0, 9, size.buyers)
    home = rng.integers(0, size.areas, (size.departments, 6))
    where = np.where(
        rng.random(size.buyers) < 0.5,
        home[department, circle],
        rng.integers(0, size.areas, size.buyers),
    )
    text = [
        f"Department {d}||Circle {d}-{c}||Division {d}-{c}-{v}"
        for d, c, v in zip(department, circle, division, strict=True)
    ]
    trade = rng.dirichlet(np.full(size.categories, 0.05), size.departments)
    found = pd.DataFrame(
        {
            "buyer": [f"{t}|{a}" for t, a in zip(text, where, strict=True)],
            "text": text,
            "lat": area[where, 0],
            "lon": area[where, 1],
            "volume": np.nan,
            "max_price": np.nan,
            "department": department,
            "circle": circle,
            "rate": rng.pareto(1.6, size.buyers) + 0.15,
            "level": rng.normal(13, 1.1, size.buyers),
            "starts": rng.uniform(-2_500, DAYS * 0.95, size.buyers),
            "lasts": rng.exponential(2_500, size.buyers) + 200,
        }
    ).drop_duplicates("buyer", ignore_index=True)
    return found, trade


def _sellers(rng: np.random.Generator, size: Size, area: np.ndarray) -> pd.DataFrame:
    home = rng.integers(0, size.areas, size.sellers)
    starts = rng.uniform(-1_500, DAYS * 0.98, size.sellers)
    return pd.DataFrame(
        {
            "lat": area[home, 0],
            "lon": area[home, 1],
            "trade": rng.integers(0, size.categories, size.sellers),
            "second": rng.integers(0, size.categories, size.sellers),
            "level": rng.normal(13, 1.3, size.sellers),
            "rate": rng.gamma(2.0, 0.5, size.sellers),
            "reach": rng.choice((15.0, 40.0, 150.0), size.sellers, p=(0.55, 0.3, 0.15)),
            "starts": starts,
            "ends": starts + rng.exponential(900, size.sellers) + 30,
        }
    )


def _deals(rng: np.random.Generator, world: World, words: np.ndarray) -> pd.DataFrame:
    days = np.sort(DAYS * rng.beta(1.5, 1.0, world.size.tenders)).astype(int)
    recent: Recent = {}
    rows = []
    for day in days:
        asked = _asked(rng, world, day)
        seller = _again(rng, recent, world, asked)
        if seller is None:
            seller = _new(rng, world, asked)
        for key in _keys(world.buyers, asked.buyer):
            recent.setdefault(key, []).append((seller, asked.category, day))
        rows.append((seller, asked.buyer, day, asked.category, asked.level))
    found = pd.DataFrame(rows, columns=["seller", "buyer", "day", "category", "level"])
    found["seller"] = "S" + found.seller.astype(str)
    found["buyer"] = world.buyers.buyer.to_numpy()[found.buyer]
    found["text"] = [
        _title(rng, words, c, b) for c, b in zip(found.category, found.buyer, strict=True)
    ]
    day = pd.Timestamp("2015-01-01") + pd.to_timedelta(found.day, "D")
    found["ds"] = day.dt.strftime("%Y-%m-%d")
    found["value"] = np.exp(found.level).round()
    return found[["seller", "buyer", "ds", "text", "value"]]


def _asked(rng: np.random.Generator, world: World, day: int) -> Asked:
    """Who asks for what on a day."""
    buyer = _buyer(rng, world.buyers, day)
    trade = world.trade[world.buyers.department[buyer]]
    category = int(rng.choice(world.size.categories, p=trade))
    return Asked(buyer, category, world.buyers.level[buyer] + rng.normal(0, 0.9), day)


def _near(sellers: pd.DataFrame, buyers: pd.DataFrame) -> np.ndarray:
    """Buyers x sellers: how likely the way is made, 0 to 1."""
    scale = np.array([111.0, 100.0])
    ones = sellers[["lat", "lon"]].to_numpy() * scale
    others = buyers[["lat", "lon"]].to_numpy() * scale
    far = np.sqrt(((others[:, None, :] - ones[None, :, :]) ** 2).sum(axis=2))
    near: np.ndarray = np.exp(-far / sellers.reach.to_numpy()).astype(np.float32) + 0.002
    return near


def _buyer(rng: np.random.Generator, buyers: pd.DataFrame, day: int) -> int:
    starts, lasts, rate = (buyers[c].to_numpy() for c in ("starts", "lasts", "rate"))
    weight = np.where((starts <= day) & (day <= starts + lasts), rate, 0.002)
    return int(rng.choice(len(rate), p=weight / weight.sum()))


def _keys(buyers: pd.DataFrame, buyer: int) -> tuple[str, str, str]:
    department, circle = buyers.department[buyer], buyers.circle[buyer]
    return f"b{buyer}", f"c{department}-{circle}", f"d{department}"


def _again(rng: np.random.Generator, recent: Recent, world: World, asked: Asked) -> int | None:
    """One whom the buyer (or its circle, or department) had before, lately and for such work."""
    draw = rng.random()
    level = next((n for n, share in enumerate(AGAIN) if draw < share), None)
    if level is None:
        return None
    known = recent.get(_keys(world.buyers, asked.buyer)[level], [])[-200:]
    if not known:
        return None
    who, what, when = (np.array(column) for column in zip(*known, strict=True))
    weight = 0.5 ** ((asked.day - when) / 300) * np.where(what == asked.category, 1.0, 0.25)
    weight *= (world.sellers.ends.to_numpy()[who] >= asked.day) + 1e-9
    return int(rng.choice(who, p=weight / weight.sum()))


def _new(rng: np.random.Generator, world: World, asked: Asked) -> int:
    columns = ("starts", "ends", "rate", "trade", "second", "level")
    starts, ends, rate, first, second, size = (world.sellers[c].to_numpy() for c in columns)
    there = (starts <= asked.day) & (asked.day <= ends)
    weight = np.where(there, rate, 1e-9) * world.near[asked.buyer]
    second_best = np.where(second == asked.category, 0.5, 0.06)
    weight *= np.where(first == asked.category, 1.0, second_best)
    weight *= np.exp(-0.5 * ((size - asked.level) / 1.2) ** 2) + 0.01
    return int(rng.choice(len(rate), p=weight / weight.sum()))


def _title(rng: np.random.Generator, words: np.ndarray, category: int, buyer: str) -> str:
    own = words[category * PER_CATEGORY : (category + 1) * PER_CATEGORY]
    common = words[-120:]
    said = [*rng.choice(own, PER_TITLE), *rng.choice(common, 3), "at", buyer.rpartition("|")[2]]
    return " ".join(said)
