"""What sells counts as much as it deserves beside what was learned of newcomers."""

import numpy as np

from haat.analytics.recommending.blending import WEIGHTS, Newcomers, newcomers, usual
from haat.analytics.recommending.features import NAMES
from haat.analytics.recommending.lessons import Lessons, joined

USERS, ITEMS = 400, 40


def lessons(*, tells: bool, seed: int = 5) -> Lessons:
    """Popular goods come often; where the item-to-item score tells, it is most of what decides."""
    draw = np.random.default_rng(seed)
    table = np.full((USERS * ITEMS, len(NAMES)), np.nan, dtype=np.float32)
    popular = np.tile(np.exp(draw.normal(3, 1, ITEMS)), USERS)
    score = draw.random(USERS * ITEMS)
    table[:, NAMES.index("popular")] = popular
    table[:, NAMES.index("trending")] = draw.permutation(popular)
    table[:, NAMES.index("ease")] = score
    chance = 0.6 * score**4 if tells else np.minimum(0.9, popular / 150)
    came = draw.random(USERS * ITEMS) < chance
    weights = np.ones(USERS * ITEMS, dtype=np.float32)
    return Lessons(table, came, weights, np.repeat(np.arange(USERS), ITEMS), USERS)


def test_without_lessons_goods_stand_as_they_sell() -> None:
    judged = newcomers(joined([], 0))
    assert judged.ranker is None
    table = lessons(tells=True).features[:ITEMS]
    chances = judged.chances(table, 1000.0)
    assert np.argsort(-chances).tolist() == np.argsort(-usual(table, "popular")).tolist()
    assert ((chances > 0) & (chances < 1)).all()


def test_what_tells_more_counts_more() -> None:
    learned, sold = newcomers(lessons(tells=True)), newcomers(lessons(tells=False))
    assert learned.weight == min(WEIGHTS)
    assert sold.weight > learned.weight
    assert sold.selling == "popular"


def test_the_blend_lies_between_both() -> None:
    found = newcomers(lessons(tells=True))
    table = lessons(tells=True, seed=6).features[:200]
    assert found.ranker is not None
    alone = found.ranker.chances(table)
    sells = Newcomers(None, found.selling).chances(table, 1000.0)
    both = found.chances(table, 1000.0)
    assert (both >= np.minimum(alone, sells) - 1e-4).all()
    assert (both <= np.maximum(alone, sells) + 1e-4).all()
