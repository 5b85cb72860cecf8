"""Keeps buyers from being sent more than they can take."""

from collections.abc import Iterator

import numpy as np

from haat.analytics.matching.market import Flags, Floats, Integers, Singles


def spread(
    scores: Singles,
    buyers: Integers,
    takes: Floats,
    needs: Floats,
    wanted: int,
    *,
    most: int | None = None,
) -> Flags:
    """Which of each seller's pairs are kept, so that no buyer's sellers bring more than it takes.

    `scores` and `buyers` are sellers x candidates, best first, -1 where there is none. Pairs are served
    in the order of how close they come to their seller's own best. `takes` is what each buyer takes,
    infinite where it is not told; `needs` what each seller brings, 0 where it is not told; `most` how
    many sellers one buyer is sent. A buyer that takes anything gets at least one seller.
    """
    kept = np.zeros(buyers.shape, dtype=bool)
    room, places = takes.copy(), np.full(len(takes), np.inf if most is None else most)
    if most is None and np.isinf(takes).all():
        return (buyers >= 0) & (np.arange(buyers.shape[1]) < wanted)
    untouched = takes > 0
    full = np.zeros(len(buyers), dtype=np.int64)
    for row, place in _served(scores, buyers):
        buyer = buyers[row, place]
        fits = places[buyer] > 0 and (needs[row] < room[buyer] or untouched[buyer])
        if full[row] < wanted and fits:
            room[buyer] -= needs[row]
            places[buyer] -= 1
            untouched[buyer] = False
            kept[row, place] = True
            full[row] += 1
    return kept


def _served(scores: Singles, buyers: Integers) -> Iterator[tuple[int, int]]:
    """Pairs in the order of how far they are behind their seller's best."""
    rows, places = np.nonzero(buyers >= 0)
    behind = scores[rows, 0] - scores[rows, places]
    for one in np.argsort(behind, kind="stable").tolist():
        yield int(rows[one]), int(places[one])
