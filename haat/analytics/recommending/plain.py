"""Scores that need no learning of weights: for small markets, and for users of whom little is known."""

import numpy as np

from haat.analytics.recommending.candidates import Pairs
from haat.analytics.recommending.features import Part
from haat.analytics.recommending.lines import Floats
from haat.analytics.recommending.past import Past

DESCRIBED = 0.01  # what a description weighs beside 1 for the items' buyers


def scores(known: Past, told: Pairs) -> Floats:
    """The repeat score of what she bought; of what is new its parts, as often as goods repeat."""
    usual = float(known.again.mean())
    new = usual * sum(parts(told).values(), np.zeros(len(told.items), dtype=np.float32))
    found: Floats = np.where(told.owned, known.repeat[told.place], new).astype(np.float32)
    return found


def parts(told: Pairs) -> dict[Part, Floats]:
    """What carries the score of what is new."""
    return {
        "goods": np.clip(told.scores["ease"], 0, 1),
        "content": np.float32(DESCRIBED) * told.scores["content"],
    }
