"""A made-up wholesaler of gifts: themes and kinds, tastes, habits, seasons, goods that come and go."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

FACTORS = 24
BEGIN = pd.Timestamp("2024-12-01")
YEAR = 365
THEMES = [
    "RETRO",
    "PAISLEY",
    "HEART",
    "SPACE",
    "DOLL",
    "VINTAGE",
    "ROSE",
    "STRAWBERRY",
    "LACE",
    "SKULL",
    "WOODLAND",
    "POLKADOT",
    "BUTTERFLY",
    "SWEDISH",
    "REGENCY",
    "CIRCUS",
    "APPLE",
    "OWL",
]
KINDS = [
    "LUNCH BAG",
    "CAKE STAND",
    "CANDLE HOLDER",
    "TIN SET",
    "MUG",
    "NAPKINS",
    "WRAP",
    "DOORMAT",
    "CLOCK",
    "CUSHION COVER",
    "PENCIL CASE",
    "JUMBO BAG",
    "BUNTING",
    "CHARM",
    "LANTERN",
    "SIGN",
    "FRAME",
    "CANDLE",
    "RIBBON",
    "PLASTERS",
    "NOTEBOOK",
    "UMBRELLA",
    "APRON",
    "TEA TOWEL",
    "JAR",
    "HOOK",
    "DRAWER KNOB",
    "GIFT TAPE",
    "MIRROR",
    "BOTTLE",
]
COLOURS = ["RED", "BLUE", "PINK", "GREEN", "IVORY", "BLACK", "WHITE", "SILVER"]
OUT = -50.0  # the worth of what is not on sale
BACK = 5  # days after which something comes back
HABIT = 0.8  # of a habit is left after each order


@dataclass(frozen=True, slots=True)
class Market:
    """How many shops and goods there are, and how unlike one another."""

    users: int = 4_300
    items: int = 3_700
    liked: float = 1.1  # how unequally goods sell
    sizes: float = 0.8  # how unequal the shops' orders are
    seasonal: float = 0.12  # share of the goods
    sets: float = (
        0.0  # what another of the same theme and kind is worth more, once one is in the order
    )
    returned: float = 0.0  # share of the lines, which come back with a quantity below 0


USUAL = Market()
IN_SETS = Market(1_800, 3_200, liked=1.4, sizes=1.1, seasonal=0.3, sets=2.5, returned=0.03)


class Catalogue:
    """Goods with their place among tastes, how much they are liked, and when they are sold."""

    def __init__(self, market: Market, draw: np.random.Generator) -> None:
        self.market, items = market, market.items
        theme, colour = (draw.integers(len(words), size=items) for words in (THEMES, COLOURS))
        kind = draw.choice(len(KINDS), p=draw.dirichlet(np.full(len(KINDS), 2.0)), size=items)
        self.set_of = theme * len(KINDS) + kind
        places = (
            draw.normal(size=(len(THEMES), FACTORS))[theme]
            + draw.normal(size=(len(KINDS), FACTORS))[kind]
            + 0.4 * draw.normal(size=(len(COLOURS), FACTORS))[colour]
            + 0.5 * draw.normal(size=(items, FACTORS))
        )
        self.places = places / np.linalg.norm(places, axis=1, keepdims=True)
        self.liked = market.liked * draw.normal(size=items)
        self.begins = np.where(draw.random(items) < 0.25, draw.integers(0, YEAR, items), -1000)
        self.ends = np.where(draw.random(items) < 0.15, draw.integers(60, YEAR, items), 10**6)
        self.season = np.where(
            draw.random(items) < market.seasonal, draw.uniform(240, 360, items), np.nan
        )
        self.again = 1 / (1 + np.exp(0.3 - draw.normal(size=items)))
        price = np.exp(draw.normal(0.7, 0.8, len(KINDS))[kind] + draw.normal(0, 0.2, items))
        self.told = pd.DataFrame(
            {
                "item": [f"I{n}" for n in range(items)],
                "name": [
                    f"{COLOURS[c]} {THEMES[t]} {KINDS[k]}"
                    for c, t, k in zip(colour, theme, kind, strict=True)
                ],
                "category": "",
                "price": price.round(2),
            }
        )

    def worth(self, taste: np.ndarray, day: float) -> np.ndarray:
        """Of each item on a day, to one taste."""
        on_sale = (self.begins <= day) & (self.ends > day)
        season = np.clip(3 - np.abs(self.season - day) / 12, -6, 2.5)
        worth = self.places @ taste * 1.6 + self.liked + np.nan_to_num(season)
        return np.where(on_sale, worth, OUT)

    def chosen(self, liked: np.ndarray, had: set[int], count: int) -> list[int]:
        """The most liked that are new; half of them by themselves, the rest drawn after by their sets."""
        alone = count if not self.market.sets else (count + 1) // 2
        first = _best(liked, had, alone)
        drawn = liked + self.market.sets * np.isin(self.set_of, self.set_of[first])
        return first + _best(drawn, had | set(first), count - alone)


def _best(liked: np.ndarray, had: set[int], count: int) -> list[int]:
    order = np.argsort(-liked)[: count + len(had)]
    return [int(item) for item in order if int(item) not in had][:count]


def simulated(
    draw: np.random.Generator, market: Market = USUAL
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines (`user, item, ds, quantity`) of a year, and what is told of the items."""
    goods, rows = Catalogue(market, draw), []
    kinds = 1.2 * draw.normal(size=(30, FACTORS))
    for user in range(market.users):
        taste = 0.9 * draw.normal(size=FACTORS) + kinds[draw.integers(len(kinds))]
        rows += [(f"S{user}", *row) for row in _orders(goods, taste, draw)]
    lines = pd.DataFrame(rows, columns=["user", "place", "day", "quantity"])
    lines["item"] = goods.told.item.to_numpy()[lines.place]
    lines["ds"] = BEGIN + pd.to_timedelta(lines.day, unit="D")
    lines = lines[["user", "item", "ds", "quantity"]]
    back = lines.sample(frac=market.returned, random_state=draw) if market.returned else lines[:0]
    back = back.assign(ds=back.ds + pd.Timedelta(days=BACK), quantity=-back.quantity)
    return pd.concat([lines, back], ignore_index=True), goods.told


def _orders(
    goods: Catalogue, taste: np.ndarray, draw: np.random.Generator
) -> list[tuple[int, int, int]]:
    """One user's lines (item, day, quantity): some of what she had, the rest new to her."""
    apart = YEAR / np.clip(draw.lognormal(np.log(2.6), 0.9), 0.7, 60)
    size = np.clip(draw.lognormal(np.log(15), goods.market.sizes), 2, 150)
    explores = np.clip(draw.beta(4, 4), 0.1, 0.95)
    begins = draw.integers(-300, 330) if draw.random() < 0.5 else -300
    day, habits, rows = max(begins, -150) + draw.exponential(apart), dict[int, float](), []
    while day < YEAR:
        count = max(1, int(draw.poisson(size)))
        again = _again(goods, habits, day, int(draw.binomial(count, 1 - explores)), draw)
        liked = goods.worth(taste, day) + 1.3 * draw.gumbel(size=goods.market.items)
        new = goods.chosen(liked, set(habits), count - len(again))
        habits = {item: HABIT * weight for item, weight in habits.items()}
        for item in (*again, *new):
            habits[item] = habits.get(item, 0.0) + 1
            if day >= 0:
                rows.append((item, int(day), int(draw.integers(1, 13))))
        day += draw.exponential(apart)
    return rows


def _again(
    goods: Catalogue, habits: dict[int, float], day: float, count: int, draw: np.random.Generator
) -> list[int]:
    held = np.array(list(habits), dtype=int)
    weights = np.array(list(habits.values())) * goods.again[held] * (goods.ends[held] > day)
    drawn = np.log(np.maximum(weights, 1e-9)) + draw.gumbel(size=len(held))
    return [int(item) for item in held[np.argsort(-drawn)[:count]]]
