"""A made-up wholesaler of gifts: themes and kinds, tastes, habits, seasons, goods that come and go."""

import numpy as np
import pandas as pd

USERS, ITEMS, FACTORS = 4_300, 3_700, 24
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
HABIT = 0.8  # of a habit is left after each order


class Catalogue:
    """Goods with their place among tastes, how much they are liked, and when they are sold."""

    def __init__(self, draw: np.random.Generator) -> None:
        theme, colour = (draw.integers(len(words), size=ITEMS) for words in (THEMES, COLOURS))
        kind = draw.choice(len(KINDS), p=draw.dirichlet(np.full(len(KINDS), 2.0)), size=ITEMS)
        places = (
            draw.normal(size=(len(THEMES), FACTORS))[theme]
            + draw.normal(size=(len(KINDS), FACTORS))[kind]
            + 0.4 * draw.normal(size=(len(COLOURS), FACTORS))[colour]
            + 0.5 * draw.normal(size=(ITEMS, FACTORS))
        )
        self.places = places / np.linalg.norm(places, axis=1, keepdims=True)
        self.liked = 1.1 * draw.normal(size=ITEMS)
        self.begins = np.where(draw.random(ITEMS) < 0.25, draw.integers(0, YEAR, ITEMS), -1000)
        self.ends = np.where(draw.random(ITEMS) < 0.15, draw.integers(60, YEAR, ITEMS), 10**6)
        self.season = np.where(draw.random(ITEMS) < 0.12, draw.uniform(240, 360, ITEMS), np.nan)
        self.again = 1 / (1 + np.exp(0.3 - draw.normal(size=ITEMS)))
        price = np.exp(draw.normal(0.7, 0.8, len(KINDS))[kind] + draw.normal(0, 0.2, ITEMS))
        self.told = pd.DataFrame(
            {
                "item": [f"I{n}" for n in range(ITEMS)],
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


def simulated(draw: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines (`user, item, ds, quantity`) of a year, and what is told of the items."""
    goods, rows = Catalogue(draw), []
    kinds = 1.2 * draw.normal(size=(30, FACTORS))
    for user in range(USERS):
        taste = 0.9 * draw.normal(size=FACTORS) + kinds[draw.integers(len(kinds))]
        rows += [(f"S{user}", *row) for row in _orders(goods, taste, draw)]
    lines = pd.DataFrame(rows, columns=["user", "place", "day", "quantity"])
    lines["item"] = goods.told.item.to_numpy()[lines.place]
    lines["ds"] = BEGIN + pd.to_timedelta(lines.day, unit="D")
    return lines[["user", "item", "ds", "quantity"]], goods.told


def _orders(
    goods: Catalogue, taste: np.ndarray, draw: np.random.Generator
) -> list[tuple[int, int, int]]:
    """One user's lines (item, day, quantity): some of what she had, the rest new to her."""
    apart = YEAR / np.clip(draw.lognormal(np.log(2.6), 0.9), 0.7, 60)
    size = np.clip(draw.lognormal(np.log(15), 0.8), 2, 150)
    explores = np.clip(draw.beta(4, 4), 0.1, 0.95)
    begins = draw.integers(-300, 330) if draw.random() < 0.5 else -300
    day, habits, rows = max(begins, -150) + draw.exponential(apart), dict[int, float](), []
    while day < YEAR:
        count = max(1, int(draw.poisson(size)))
        again = _again(goods, habits, day, int(draw.binomial(count, 1 - explores)), draw)
        liked = goods.worth(taste, day) + 1.3 * draw.gumbel(size=ITEMS)
        order = np.argsort(-liked)[: count + len(habits)]
        new = [int(item) for item in order if int(item) not in habits][: count - len(again)]
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
