"""One peer's lists; runs in the peers' environment.

Writes `all` (what its score puts first, bought before or not) and `new` (only what was never bought) for
the users that are asked for, and what learning and listing cost.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack, identity, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from eval.recommend.methods import LISTED, PEERS

Scores = Callable[[np.ndarray], np.ndarray]  # users to users x items
CHUNK = 200
FACTORS = 64
SEED = 7


class Market:
    """Numbered users and items, and who bought what."""

    def __init__(self, folder: Path) -> None:
        told_all = pd.read_parquet(folder / "history.parquet")
        self.lines = told_all[told_all.quantity > 0]  # what came back was not bought
        told = pd.read_parquet(folder / "items.parquet").drop_duplicates("item")
        self.users = pd.Index(self.lines.user.unique())
        self.items = pd.Index(pd.unique(pd.concat([self.lines.item, told.item])))
        self.names = told.set_index("item").reindex(self.items).name.fillna("").tolist()
        self.user = self.users.get_indexer(self.lines.user)
        self.item = self.items.get_indexer(self.lines.item)
        self.shape = len(self.users), len(self.items)
        self.counts = csr_matrix((np.ones(len(self.user)), (self.user, self.item)), self.shape)
        self.binary = (self.counts > 0).astype(np.float32)


def popularity(market: Market) -> Scores:
    """Orders with the item."""
    return _same_for_all(market.counts.sum(axis=0))


def trending(market: Market) -> Scores:
    """The same in the last 28 days."""
    recent = market.lines.ds > market.lines.ds.max() - pd.Timedelta(days=28)
    return _same_for_all(np.bincount(market.item[recent], minlength=market.shape[1]))


def top_frequency(market: Market) -> Scores:
    """The user's own orders with the item (Li et al., 2023)."""

    def scores(users: np.ndarray) -> np.ndarray:
        return np.asarray(market.counts[users].todense())

    return scores


def tifu_knn(market: Market) -> Scores:
    """Hu et al. (2020) with the values published for TaFeng: 300 neighbours, .9, .7, alpha .7, 7 groups."""
    vectors = normalize(_personal(market, 0.9, 0.7, 7), copy=True)
    raw = _personal(market, 0.9, 0.7, 7)

    def scores(users: np.ndarray) -> np.ndarray:
        alike = (vectors[users] @ vectors.T).toarray()
        alike[np.arange(len(users)), users] = -1
        near = np.argpartition(-alike, min(300, alike.shape[1] - 1), axis=1)[:, :300]
        rows = np.repeat(np.arange(len(users)), near.shape[1])
        mean = csr_matrix(
            (np.full(near.size, 1 / near.shape[1]), (rows, near.ravel())), alike.shape
        )
        return np.asarray((0.7 * raw[users] + 0.3 * (mean @ raw)).todense())

    return scores


def item_knn(market: Market) -> Scores:
    """Cosine of the items' users, the 100 nearest of each."""
    by_item = normalize(market.binary.T.tocsr())
    parts = []
    for start in range(0, by_item.shape[0], CHUNK):
        alike = (by_item[start : start + CHUNK] @ by_item.T).toarray()
        here = np.arange(len(alike))
        alike[here, start + here] = 0
        least = -np.partition(-alike, min(99, alike.shape[1] - 1), axis=1)[
            :, min(99, alike.shape[1] - 1)
        ]
        parts.append(csr_matrix(np.where(alike >= least[:, None], alike, 0)))
    near = vstack(parts).tocsr()
    return lambda users: (market.binary[users] @ near).toarray()


def ease(market: Market) -> Scores:
    """Steck (2019), lambda 300, of the 6,000 items that sell best."""
    sold = np.asarray(market.binary.sum(axis=0)).ravel()
    head = np.sort(np.argsort(-sold)[:6000])
    some = market.binary[:, head]
    gram = (some.T @ some).toarray() + 300 * np.eye(len(head), dtype=np.float32)
    inverse = np.linalg.inv(gram)
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)

    def scores(users: np.ndarray) -> np.ndarray:
        found = np.zeros((len(users), market.shape[1]))
        found[:, head] = some[users] @ weights
        return found

    return scores


def ials(market: Market) -> Scores:
    """Hu, Koren and Volinsky (2008) by `implicit`."""
    from implicit.als import AlternatingLeastSquares  # noqa: PLC0415  # heavy

    model = AlternatingLeastSquares(factors=FACTORS, random_state=SEED, num_threads=1)
    model.fit(market.counts.astype(np.float32).tocsr(), show_progress=False)
    return lambda users: model.user_factors[users] @ model.item_factors.T


def bpr(market: Market) -> Scores:
    """Rendle et al. (2009) by `implicit`."""
    from implicit.bpr import BayesianPersonalizedRanking  # noqa: PLC0415  # heavy

    model = BayesianPersonalizedRanking(factors=FACTORS, random_state=SEED, num_threads=1)
    model.fit(market.binary.tocsr(), show_progress=False)
    return lambda users: model.user_factors[users] @ model.item_factors.T


def lightfm(market: Market) -> Scores:
    """Kula (2015), WARP loss, with the words of the names as features."""
    from lightfm import LightFM  # noqa: PLC0415  # heavy

    words = TfidfVectorizer().fit_transform([name or "none" for name in market.names])
    told = hstack([identity(market.shape[1]), words]).tocsr().astype(np.float32)
    model = LightFM(no_components=FACTORS, loss="warp", random_state=SEED)
    model.fit(market.binary.tocoo(), item_features=told, epochs=20, num_threads=1)
    item_bias, items = model.get_item_representations(told)
    _, users_ = model.get_user_representations()
    return lambda users: users_[users] @ items.T + item_bias


def content(market: Market) -> Scores:
    """How alike the name is to those of what the user bought."""
    names = [name or "none" for name in market.names]
    terms = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(names)
    users_ = normalize(market.counts @ terms)
    return lambda users: (users_[users] @ terms.T).toarray()


def _same_for_all(values: Any) -> Scores:
    row = np.asarray(values, dtype=float).reshape(1, -1)
    return lambda users: np.repeat(row, len(users), axis=0)


def _personal(market: Market, within: float, between: float, groups: int) -> csr_matrix:
    """Each order fades inside its group, each group as a whole (Hu et al., 2020, section 4.2)."""
    order = market.lines.groupby("user").ds.rank("dense").to_numpy().astype(int) - 1
    total = np.zeros(market.shape[0], dtype=int)
    np.maximum.at(total, market.user, order + 1)
    size = np.ceil(total / groups).astype(int)[market.user]
    back = total[market.user] - 1 - order
    group, inside = back // size, back % size
    held = np.minimum(size, total[market.user] - group * size)
    count = np.ceil(total[market.user] / size)
    values = within**inside / held * between**group / count
    return csr_matrix((values, (market.user, market.item)), market.shape)


def main() -> None:
    """Learn, list, and say what it cost."""
    said = _arguments().parse_args()
    market = Market(said.data)
    asked = pd.read_csv(said.data / "truth.csv", dtype=str).user.unique()
    begun = time.process_time()
    scores = globals()[said.method](market)
    learned = time.process_time()
    lists = _lists(market, scores, asked)
    spent = time.process_time() - learned
    for shelf, found in lists.items():
        found.to_csv(said.output / f"{said.method}.{shelf}.csv", index=False)
    cost = {"learn": learned - begun, "users_per_second": 2 * len(asked) / max(spent, 1e-3)}
    (said.output / f"{said.method}.own.json").write_text(json.dumps(cost), "utf-8")


def _lists(market: Market, scores: Scores, names: np.ndarray) -> dict[str, pd.DataFrame]:
    """Of users by name; what is scored of one without history is of no meaning but where all get the same."""
    rows: dict[str, list[pd.DataFrame]] = {"all": [], "new": []}
    for start in range(0, len(names), CHUNK):
        some = names[start : start + CHUNK]
        users = market.users.get_indexer(some)
        told = np.array(scores(users), dtype=float)
        rows["all"].append(_best(market, some, told))
        own, items = market.binary[users].nonzero()
        known = users[own] >= 0
        told[own[known], items[known]] = -np.inf
        rows["new"].append(_best(market, some, told))
    return {shelf: pd.concat(parts) for shelf, parts in rows.items()}


def _best(market: Market, names: np.ndarray, told: np.ndarray) -> pd.DataFrame:
    best = np.argsort(-told, axis=1, kind="stable")[:, :LISTED]
    return pd.DataFrame(
        {
            "user": np.repeat(names, best.shape[1]),
            "item": market.items[best.ravel()],
            "rank": np.tile(np.arange(1, best.shape[1] + 1), len(names)),
        }
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.recommend.peers")
    parser.add_argument("--method", choices=list(PEERS), required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    return parser


if __name__ == "__main__":
    main()
