"""Pairs that are worth a closer look, and what is known of each, as a table to learn from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching import formula
from haat.analytics.matching.market import Flags, Floats, Integers, Market, Singles
from haat.analytics.matching.signals import Signals, signals
from haat.analytics.matching.snapshot import Activity, Snapshot
from haat.analytics.matching.tops import top

# How many buyers each signal puts forward, beside those whom the seller has dealt with.
QUOTAS: Mapping[str, int] = {
    "formula": 60,
    "neighbours": 20,
    "walks": 20,
    "factors": 25,
    "words": 20,
    "words_lately": 20,
    "peers": 20,
    "near": 20,
    "organisation_1": 10,
    "busy": 20,
}
RANKED = (*QUOTAS, "faded", "walks_lately", "around_1", "organisation_0")
OF_EACH = tuple(name for name in Activity.__slots__)
CELLS = 400_000  # pairs looked at at once
FAR_KM = 20_000.0  # as far as anything can be: of a place that is not known


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Candidates: `row` counts the sellers asked for, `table` is pairs x `names`."""

    row: Integers
    buyer: Integers
    table: Singles
    names: tuple[str, ...]

    @property
    def formula(self) -> Singles:
        """The score by the standing formula."""
        return self.table[:, self.names.index("formula")]


def pairs(market: Market, known: Snapshot, rows: Integers) -> Pairs:
    """The candidates of these sellers, seller by seller."""
    found = list(_blocks(market, known, rows))
    return Pairs(
        np.concatenate([one.row for one in found]),
        np.concatenate([one.buyer for one in found]),
        np.concatenate([one.table for one in found]),
        found[0].names,
    )


def _blocks(market: Market, known: Snapshot, rows: Integers) -> Iterator[Pairs]:
    size = max(1, CELLS // market.buyers.listed)
    for start in range(0, len(rows), size):
        yield _block(market, known, rows[start : start + size], start)


def _block(market: Market, known: Snapshot, rows: Integers, start: int) -> Pairs:
    found = _all(market, known, rows)
    chosen = _chosen(found)
    row, buyer = np.nonzero(chosen)
    columns: dict[str, Singles | Floats] = {}
    columns |= {name: values[row, buyer] for name, values in found.items()}
    for name in RANKED:
        columns[f"{name}_rank"] = _ranks(found[name], chosen)[row, buyer]
    for name in OF_EACH:
        columns[f"buyer_{name}"] = getattr(known.buyers, name)[buyer]
        columns[f"seller_{name}"] = getattr(known.sellers, name)[rows[row]]
    columns["buyer_rising"] = columns["buyer_lately"] / (columns["buyer_faded"] + 0.5)
    columns["buyer_level"] = known.buyer_levels[buyer]
    table = np.stack(list(columns.values()), axis=1, dtype=np.float32, casting="same_kind")
    return Pairs(row + start, buyer, table, tuple(columns))


def _all(market: Market, known: Snapshot, rows: Integers) -> dict[str, Singles]:
    found = signals(market, known, rows)
    parts = formula.parts(found)
    found |= {f"formula_{name}": part for name, part in parts.items()}
    found["formula"] = np.sum(list(parts.values()), axis=0)
    found["near"] = -np.nan_to_num(found["way"], nan=FAR_KM)
    return found


def _chosen(found: Signals) -> Flags:
    chosen = found["deals"] > 0
    for name, quota in QUOTAS.items():
        np.put_along_axis(chosen, top(found[name], quota), values=True, axis=1)
    return chosen


def _ranks(values: Singles, chosen: Flags) -> Singles:
    """The place of each among the seller's candidates, from 0."""
    order = np.argsort(np.where(chosen, -values, np.inf), axis=1, kind="stable")
    ranks = np.empty(values.shape, dtype=np.float32)
    np.put_along_axis(ranks, order, np.arange(values.shape[1], dtype=np.float32)[None], axis=1)
    return ranks
