"""What one would reach for otherwise: each peer ranks all buyers for each seller; in an environment of its own."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

KEPT = 60
HALF_LIFE_DAYS = 365.0
NEAR_KM = 50.0


@dataclass(frozen=True, slots=True)
class Told:
    """A set's tables; `deals` are sellers x buyers, those of the sellers asked for first."""

    sellers: pd.DataFrame
    buyers: pd.DataFrame
    history: pd.DataFrame
    deals: Any
    faded: Any


def told(folder: Path) -> Told:
    """The tables of a set."""
    sellers, buyers, history = (
        pd.read_csv(folder / f"{name}.csv") for name in ("sellers", "buyers", "history")
    )
    history = history[history.buyer.isin(buyers.buyer)]
    more = sorted(set(history.seller) - set(sellers.seller))
    row = {name: n for n, name in enumerate([*sellers.seller, *more])}
    column = {name: n for n, name in enumerate(buyers.buyer)}
    at = history.seller.map(row).to_numpy(), history.buyer.map(column).to_numpy()
    day = pd.to_datetime(history.ds)
    span = (day.max() - day.min()).days
    weight = 0.5 ** ((day.max() - day).dt.days / min(HALF_LIFE_DAYS, span / 5)).to_numpy()
    shape = len(row), len(column)
    return Told(
        sellers,
        buyers,
        history,
        sparse.coo_array((np.ones(len(history)), at), shape).tocsr(),
        sparse.coo_array((weight, at), shape).tocsr(),
    )


def popularity(data: Told) -> Any:
    """By all deals."""
    return _to_all(data, data.deals.sum(axis=0))


def recent(data: Told) -> Any:
    """By deals lately."""
    return _to_all(data, data.faded.power(4).sum(axis=0))


def geography(data: Told) -> Any:
    """The nearest first."""
    scale = np.array([111.0, 100.0])
    one = data.sellers[["lat", "lon"]].to_numpy(float) * scale
    other = data.buyers[["lat", "lon"]].to_numpy(float) * scale
    way = np.sqrt(((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2))
    return np.nan_to_num(np.exp(-way / NEAR_KM))


def content(data: Told) -> Any:
    """By the words of past deals (TF-IDF)."""
    texts = data.history.text.fillna("").astype(str)
    of_sellers = texts.groupby(data.history.seller).agg(" ".join)
    of_buyers = texts.groupby(data.history.buyer).agg(" ".join)
    ones = data.sellers.seller.map(of_sellers).fillna("")
    others = data.buyers.buyer.map(of_buyers).fillna("")
    maker = TfidfVectorizer(sublinear_tf=True).fit([*ones, *others])
    return (maker.transform(ones) @ maker.transform(others).T).toarray()


def own(data: Told) -> Any:
    """Whom she dealt with, faded; then by popularity."""
    return data.faded[: len(data.sellers)].toarray() + 1e-6 * _by_best(popularity(data))


def neighbours(data: Told) -> Any:
    """Item-kNN over buyers, cosine."""
    length = np.sqrt(data.deals.power(2).sum(axis=0))
    common = (data.deals.T @ data.deals).toarray() / (np.outer(length, length) + 1e-9)
    np.fill_diagonal(common, 0)
    return data.faded[: len(data.sellers)].toarray() @ common


def factors(data: Told) -> Any:
    """Alternating least squares of `implicit`, 32 factors."""
    from implicit.als import AlternatingLeastSquares  # noqa: PLC0415  # only here

    model = AlternatingLeastSquares(factors=32, random_state=7, num_threads=1)
    model.fit(sparse.csr_matrix(data.faded.astype(np.float32)) * 10, show_progress=False)
    return model.user_factors[: len(data.sellers)] @ model.item_factors.T


def formula(data: Told) -> Any:
    """30 % content, 30 % ALS, 25 % place and activity, 15 % the same organisation."""
    organisation = data.buyers.text.fillna("").astype(str).str.split(r"\s*\|\|\s*").str[0]
    member = pd.get_dummies(organisation).to_numpy(float)
    shared = (data.faded[: len(data.sellers)].toarray() @ member) @ member.T
    place = 0.5 * geography(data) + 0.5 * _by_best(recent(data))
    return (
        0.30 * _by_best(content(data))
        + 0.30 * _by_best(np.maximum(factors(data), 0))
        + 0.25 * place
        + 0.15 * _by_best(shared)
    )


PEERS: dict[str, Callable[[Told], Any]] = {
    "popularity": popularity,
    "recent": recent,
    "geography": geography,
    "content": content,
    "own": own,
    "neighbours": neighbours,
    "als": factors,
    "formula": formula,
}


def _to_all(data: Told, values: Any) -> Any:
    return np.tile(np.asarray(values, dtype=float), (len(data.sellers), 1))


def _by_best(values: Any) -> Any:
    return values / np.maximum(values.max(axis=1, keepdims=True), 1e-9)


def main() -> None:
    """Write one peer's lists of one set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--peer", required=True)
    parser.add_argument("--lists", type=Path, required=True)
    said = parser.parse_args()
    data = told(said.set)
    scores = PEERS[said.peer](data)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :KEPT]
    rows = np.repeat(np.arange(len(best)), best.shape[1])
    pd.DataFrame(
        {
            "seller": data.sellers.seller.to_numpy()[rows],
            "buyer": data.buyers.buyer.to_numpy()[best.ravel()],
            "rank": np.tile(np.arange(1, best.shape[1] + 1), len(best)),
            "score": np.take_along_axis(scores, best, 1).ravel(),
        }
    ).to_csv(said.lists, index=False)


if __name__ == "__main__":
    main()
