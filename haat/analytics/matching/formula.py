"""The standing formula: four parts of a pair with fixed weights, which add up to the score."""

import numpy as np

from haat.analytics.matching.fit import HALF_KM, NO_DEAL, WEIGHTS
from haat.analytics.matching.market import Singles
from haat.analytics.matching.signals import Signals

TRUSTED = 0.15  # words as alike as this count as they are; fainter likenesses count no more


def parts(found: Signals) -> dict[str, Singles]:
    """Each part with its weight, of the same shape as the signals: sellers x buyers."""
    values = {
        "content": _by_best(0.5 * (found["words"] + found["words_lately"]), TRUSTED),
        "collaborative": _collaborative(found),
        "context": _context(found),
        "graph": _graph(found),
    }
    return {name: (WEIGHTS[name] * value).astype(np.float32) for name, value in values.items()}


def _collaborative(found: Signals) -> Singles:
    """Own deals, and those of others who deal with the same buyers."""
    own = 1 - np.exp(-2 * found["faded"])
    others = _by_best(found["walks"]) + _by_best(np.maximum(found["factors"], 0))
    return np.asarray(0.4 * own + 0.3 * others, dtype=np.float32)


def _context(found: Signals) -> Singles:
    """The mean of what can be judged: way, size of a deal, price, amount, and how active a buyer is."""
    judged = (
        (4.0, 0.5 ** (found["way"] / HALF_KM)),
        (2.0, np.exp(-np.abs(found["level"]))),
        (3.0, np.clip((found["pays"] - NO_DEAL) / (1 - NO_DEAL), 0, 1)),
        (2.0, np.sqrt(np.minimum(found["takes"], 1 / found["takes"]))),
        (4.0, found["busy"]),
    )
    known_weight = sum(weight * np.isfinite(value) for weight, value in judged)
    total = sum(weight * np.nan_to_num(value) for weight, value in judged)
    return np.asarray(
        np.divide(total, known_weight, out=np.zeros_like(total), where=known_weight > 0)
    )


def _graph(found: Signals) -> Singles:
    """What is shared: the organisation at each of its levels, and the surroundings of own deals."""
    levels = [found[name] for name in found if name.startswith(("organisation_", "around_"))]
    return np.asarray(sum(_by_best(level) for level in levels) / max(1, len(levels)))


def _by_best(values: Singles, least: float = 1e-9) -> Singles:
    """Values as shares of the seller's best one, which counts as `least` at least."""
    return np.asarray(values / np.maximum(values.max(axis=1, keepdims=True), least))
