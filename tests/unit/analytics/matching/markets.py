"""Small markets to match."""

from collections.abc import Sequence

import numpy as np

from haat.analytics.matching.market import Deals, Market, Side


def side(count: int, letter: str, seed: int, words: Sequence[str] = ()) -> Side:
    rng = np.random.default_rng(seed)
    return Side(
        ids=tuple(f"{letter}{n}" for n in range(count)),
        texts=tuple(words[n % len(words)] if words else "" for n in range(count)),
        latitude=rng.uniform(20, 28, count),
        longitude=rng.uniform(75, 85, count),
        amount=np.full(count, np.nan),
        price=np.full(count, np.nan),
        listed=count,
    )


def market(sellers: int = 12, buyers: int = 9, deals: int = 60, seed: int = 1) -> Market:
    rng = np.random.default_rng(seed)
    words = ("mango pickle", "cotton cloth", "bamboo basket")
    titles = ("pickle jars", "cloth by the metre", "baskets")
    seller = rng.integers(0, sellers, deals)
    told = Deals(
        seller=seller,
        buyer=(seller + rng.integers(0, 3, deals)) % buyers,
        day=np.sort(rng.integers(0, 1_000, deals)),
        title=seller % 3,
        value=rng.lognormal(8, 1, deals),
    )
    return Market(side(sellers, "S", 2, words), side(buyers, "B", 3, words), told, titles)
