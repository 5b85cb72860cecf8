"""How good lists of buyers are, beside what came later."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

BINS = 15
CLASSES = {"1": (1, 1), "2–4": (2, 4), "5+": (5, 10**9)}  # past deals of a seller


def scores(folder: Path, lists: Path) -> dict[str, float]:
    """The measures of a set's lists (seller, buyer, rank, score, confidence?)."""
    later, history = pd.read_csv(folder / "later.csv"), pd.read_csv(folder / "history.csv")
    found = pd.read_csv(lists).sort_values(["seller", "rank"])
    true, known = _pairs(later), _pairs(history)
    pairs = list(zip(found.seller, found.buyer, strict=True))
    found["hit"] = [pair in true for pair in pairs]
    found["new"] = [pair not in known for pair in pairs]
    told = {f"hit{k}": _hits(found, later, k) for k in (1, 5, 10)}
    told["mrr"] = float((1 / found[found.hit].groupby("seller")["rank"].min()).sum()) / (
        later.seller.nunique()
    )
    told |= _new(found, later, known) | _spread(found, later) | _classes(found, later, history)
    return told | _trust(found)


def _pairs(table: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(table.seller, table.buyer, strict=True))


def _hits(found: pd.DataFrame, later: pd.DataFrame, k: int) -> float:
    return found[found.hit & (found["rank"] <= k)].seller.nunique() / max(1, later.seller.nunique())


def _new(found: pd.DataFrame, later: pd.DataFrame, known: set[tuple[str, str]]) -> dict[str, float]:
    """When only buyers are shown whom she never dealt with."""
    fresh = later[[pair not in known for pair in zip(later.seller, later.buyer, strict=True)]]
    shelf = found[found.new].copy()
    shelf["rank"] = shelf.groupby("seller").cumcount() + 1
    return {"new10": _hits(shelf[shelf.seller.isin(fresh.seller)], fresh, 10)}


def _spread(found: pd.DataFrame, later: pd.DataFrame) -> dict[str, float]:
    shown = found[found["rank"] <= 10].groupby("buyer").size().sort_values().to_numpy()
    place = np.arange(1, len(shown) + 1)
    gini = float(((2 * place - len(shown) - 1) * shown).sum() / (len(shown) * shown.sum()))
    most = float(shown.max() / later.seller.nunique())
    return {"shown": float(len(shown)), "most": most, "gini": gini}


def _classes(found: pd.DataFrame, later: pd.DataFrame, history: pd.DataFrame) -> dict[str, float]:
    many = history.groupby("seller").size()
    told = {}
    for name, (least, most) in CLASSES.items():
        those = many[(many >= least) & (many <= most)].index
        told[f"hit10 of {name}"] = _hits(
            found[found.seller.isin(those)], later[later.seller.isin(those)], 10
        )
    return told


def _trust(found: pd.DataFrame) -> dict[str, float]:
    """Of what is told as a confidence (else of the score, if it can be one), over the first ten places."""
    shown = found[found["rank"] <= 10]
    column = "confidence" if "confidence" in found and found.confidence.notna().any() else "score"
    shown = shown[shown[column].notna()]
    told = shown[column].to_numpy(float)
    if not len(told) or told.min() < 0 or told.max() > 1:
        return {}
    return {
        "ece": sum(_gaps(told, shown.hit.to_numpy())),
        "brier": float(((told - shown.hit) ** 2).mean()),
    }


def _gaps(told: np.ndarray, hit: np.ndarray) -> Iterator[float]:
    bins = np.minimum((told * BINS).astype(int), BINS - 1)
    for one in np.unique(bins):
        here = bins == one
        yield float(abs(told[here].mean() - hit[here].mean()) * here.mean())
