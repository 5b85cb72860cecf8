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


@dataclass(frozen=True, slots=True)
class Size:
    """How large the market is."""

    departments: int = 60
    categories: int = 70
    areas: int = 90
    buyers: int = 3_200
    sellers: int = 16_000
    tenders: int = 26_000


def tenders(seed: int, size: Size = Size()) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Sellers, buyers and every deal between them, in the form of `haat match`."""
    rng = np.random.default_rng(seed)
    words = _words(rng, size)
    area = _areas(rng, size)
    buyers, trade = _buyers(rng, size, area)
    sellers = _sellers(rng, size, area)
    deals = _deals(rng, size, buyers, trade, sellers, words)
    return _named(sellers, "S"), buyers.drop(columns=["department", "rate"]), deals


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


def _deals(
    rng: np.random.Generator,
    size: Size,
    buyers: pd.DataFrame,
    trade: np.ndarray,
    sellers: pd.DataFrame,
    words: np.ndarray,
) -> pd.DataFrame:
    days = np.sort(DAYS * rng.beta(1.5, 1.0, size.tenders)).astype(int)
    where = np.stack([sellers.lat, sellers.lon])
    near = _near(where, np.stack([buyers.lat, buyers.lon]), sellers.reach.to_numpy())
    recent: dict[str, list[tuple[int, int, int]]] = {}
    rows = []
    for day in days:
        buyer = _buyer(rng, buyers, day)
        category = int(rng.choice(size.categories, p=trade[buyers.department[buyer]]))
        level = buyers.level[buyer] + rng.normal(0, 0.9)
        seller = _again(rng, recent, buyers, buyer, category, day, sellers)
        if seller is None:
            seller = _new(rng, sellers, near[buyer], category, level, day)
        for key in _keys(buyers, buyer):
            recent.setdefault(key, []).append((seller, category, day))
        rows.append((f"S{seller}", buyers.buyer[buyer], day, category, level))
    found = pd.DataFrame(rows, columns=["seller", "buyer", "day", "category", "level"])
    found["text"] = [
        _title(rng, words, c, b) for c, b in zip(found.category, found.buyer, strict=True)
    ]
    found["ds"] = (pd.Timestamp("2015-01-01") + pd.to_timedelta(found.day, "D")).dt.strftime(
        "%Y-%m-%d"
    )
    found["value"] = np.exp(found.level).round()
    return found[["seller", "buyer", "ds", "text", "value"]]


def _near(sellers: np.ndarray, buyers: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Buyers x sellers: how likely the way is made, 0 to 1."""
    scale = np.array([111.0, 100.0])[:, None]
    far = np.sqrt((((buyers * scale)[:, :, None] - (sellers * scale)[:, None, :]) ** 2).sum(0))
    return np.exp(-far / reach).astype(np.float32) + 0.002


def _buyer(rng: np.random.Generator, buyers: pd.DataFrame, day: int) -> int:
    starts, lasts, rate = (buyers[c].to_numpy() for c in ("starts", "lasts", "rate"))
    weight = np.where((starts <= day) & (day <= starts + lasts), rate, 0.002)
    return int(rng.choice(len(rate), p=weight / weight.sum()))


def _keys(buyers: pd.DataFrame, buyer: int) -> tuple[str, str, str]:
    department, circle = buyers.department[buyer], buyers.circle[buyer]
    return f"b{buyer}", f"c{department}-{circle}", f"d{department}"


def _again(
    rng: np.random.Generator,
    recent: dict[str, list[tuple[int, int, int]]],
    buyers: pd.DataFrame,
    buyer: int,
    category: int,
    day: int,
    sellers: pd.DataFrame,
) -> int | None:
    """One whom the buyer (or its circle, or department) had before, lately and for such work."""
    draw = rng.random()
    level = 0 if draw < 0.26 else 1 if draw < 0.34 else 2 if draw < 0.38 else None
    if level is None:
        return None
    known = recent.get(_keys(buyers, buyer)[level], [])[-200:]
    if not known:
        return None
    who, what, when = (np.array(column) for column in zip(*known, strict=True))
    weight = 0.5 ** ((day - when) / 300) * np.where(what == category, 1.0, 0.25)
    weight *= (sellers.ends.to_numpy()[who] >= day) + 1e-9
    return int(rng.choice(who, p=weight / weight.sum()))


def _new(
    rng: np.random.Generator,
    sellers: pd.DataFrame,
    near: np.ndarray,
    category: int,
    level: float,
    day: int,
) -> int:
    columns = ("starts", "ends", "rate", "trade", "second", "level")
    starts, ends, rate, first, second, size = (sellers[c].to_numpy() for c in columns)
    weight = np.where((starts <= day) & (day <= ends), rate, 1e-9) * near
    weight *= np.where(first == category, 1.0, np.where(second == category, 0.5, 0.06))
    weight *= np.exp(-0.5 * ((size - level) / 1.2) ** 2) + 0.01
    return int(rng.choice(len(rate), p=weight / weight.sum()))


def _title(rng: np.random.Generator, words: np.ndarray, category: int, buyer: str) -> str:
    own = words[category * PER_CATEGORY : (category + 1) * PER_CATEGORY]
    common = words[-120:]
    said = [*rng.choice(own, PER_TITLE), *rng.choice(common, 3), "at", buyer.rpartition("|")[2]]
    return " ".join(said)


def _named(sellers: pd.DataFrame, letter: str) -> pd.DataFrame:
    found = sellers[["lat", "lon"]].copy()
    found.insert(0, "seller", [f"{letter}{n}" for n in range(len(sellers))])
    return found
