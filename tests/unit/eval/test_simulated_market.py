"""Made-up markets differ by what they say they differ in."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from eval.recommend.simulated import Market, simulated

SMALL = Market(users=60, items=400)


def made(market: Market) -> tuple[pd.DataFrame, pd.DataFrame]:
    return simulated(np.random.default_rng(5), market)


def within_sets(market: Market) -> float:
    """Of the pairs of goods in one order, the share of one theme and kind."""
    lines, items = made(market)
    told = dict(zip(items.item, items.name.str.split(n=1).str[1], strict=True))
    pairs = Counter(
        told[one] == told[other]
        for _, order in lines[lines.quantity > 0].groupby(["user", "ds"])
        for one, other in combinations(order.item, 2)
    )
    return pairs[True] / pairs.total()


def test_goods_of_one_set_go_together() -> None:
    assert within_sets(replace(SMALL, sets=4.0)) > 2 * within_sets(SMALL)


def test_what_comes_back_was_sold_before() -> None:
    lines, _ = made(replace(SMALL, returned=0.05))
    back = lines[lines.quantity < 0].assign(ds=lambda one: one.ds - pd.Timedelta(days=5))
    assert len(back) > 0.03 * len(lines)
    sold = set(zip(lines.user, lines.item, lines.ds, -lines.quantity, strict=True))
    assert set(zip(back.user, back.item, back.ds, back.quantity, strict=True)) <= sold
    assert (made(SMALL)[0].quantity > 0).all()
