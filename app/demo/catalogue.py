"""Reads what the demo shops sell and the truth behind their sales (catalogue.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

SHOP_LETTERS = {"P": "demo-patna", "N": "demo-nashik", "S": "demo-shg", "C": "demo2-chennai"}
ELSEWHERE = 0.35  # what a group makes sells less in another shop than in its own
WEIGHED = ("kg", "l")


@dataclass(frozen=True, slots=True)
class Shop:
    """A demo shop; `weekday` are its factors from Monday on, with mean 1."""

    id: str
    tenant: str
    name: str
    kind: str
    place: str
    state: str
    size: float
    weekday: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A product with the true parameters of its demand; money in rupees per unit."""

    sku_id: str
    name: str
    category: str
    unit: str
    price: float
    mrp: float | None
    cost: float
    shelf_life_days: int
    min_margin_pct: float
    aliases: tuple[str, ...]
    shops: tuple[str, ...]
    brand: str | None
    pack_size: str | None
    base: float
    elasticity: float
    season_amplitude: float
    season_peak: int  # day of the year
    month_start: float
    festivals: Mapping[str, float]
    cover_days: float
    lead_time_days: int
    price_swing: float
    price_days: tuple[int, int]
    promoted: bool

    @property
    def step(self) -> float:
        """The smallest amount that is sold: half a kilo or litre, else one piece."""
        return 0.5 if self.unit in WEIGHED else 1.0

    @property
    def concept(self) -> str:
        """The lexicon's concept that the SKU id begins with."""
        return self.sku_id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Festival:
    """When a festival lifts demand: `lead` days before it, counted from `shift` days off its date."""

    id: str
    names: tuple[str, ...]
    lead: int
    shift: int
    states: tuple[str, ...]  # empty: everywhere


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All demo shops, products and festivals."""

    shops: Mapping[str, Shop]
    articles: tuple[Article, ...]
    festivals: tuple[Festival, ...]

    def series(self) -> tuple[tuple[Shop, Article], ...]:
        """Each product in each shop that sells it, in a fixed order."""
        return tuple((self.shops[s], a) for a in self.articles for s in a.shops)

    def mean_per_day(self, shop: Shop, article: Article) -> float:
        """Units a day at the reference price on an ordinary day."""
        away = article.category.startswith("shg") and article.shops[0] != shop.id
        return article.base * shop.size * (ELSEWHERE if away else 1.0)


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue that ships."""
    text = (files("app.demo") / "catalogue.toml").read_text(encoding="utf-8")
    book = tomllib.loads(text)
    return Catalogue(
        shops={key: _shop(key, row) for key, row in book["stores"].items()},
        articles=tuple(_article(key, row, book["groups"]) for key, row in book["products"].items()),
        festivals=tuple(_festival(key, row) for key, row in book["festivals"].items()),
    )


def _shop(key: str, row: Mapping[str, Any]) -> Shop:
    mean = sum(row["weekday"]) / 7
    factors = tuple(f / mean for f in row["weekday"])
    return Shop(id=key, **{**row, "weekday": factors})


def _festival(key: str, row: Mapping[str, Any]) -> Festival:
    return Festival(
        key, tuple(row["names"]), row["lead"], row.get("shift", 0), tuple(row.get("states", ()))
    )


def _article(key: str, row: Mapping[str, Any], groups: Mapping[str, Any]) -> Article:
    group = groups[row["group"]]
    said = {**group, **row}
    return Article(
        sku_id=key,
        name=row["name"],
        category=row["category"],
        unit=row["unit"],
        price=float(row["price"]),
        mrp=float(row["mrp"]) if "mrp" in row else None,
        cost=float(row["cost"]),
        shelf_life_days=row["shelf"],
        min_margin_pct=float(row["margin"]),
        aliases=tuple(row["aliases"]),
        shops=tuple(SHOP_LETTERS[letter] for letter in row["shops"]),
        brand=row.get("brand"),
        pack_size=row.get("pack"),
        base=float(row["base"]),
        elasticity=said["elasticity"],
        season_amplitude=said["season"]["amplitude"],
        season_peak=_day_of_year(said["season"]["peak"]),
        month_start=said["month_start"],
        festivals={**group["festivals"], **row.get("festivals", {})},
        cover_days=float(said["cover_days"]),
        lead_time_days=said["lead_time_days"],
        price_swing=said.get("price_swing", 0.06),
        price_days=tuple(said.get("price_days", (35, 80))),
        promoted=said.get("promo", False),
    )


def _day_of_year(month_day: str) -> int:
    return date.fromisoformat(f"2025-{month_day}").timetuple().tm_yday
