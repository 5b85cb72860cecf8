"""Keeps buyers from being sent more than they can take."""

import numpy as np

from haat.analytics.matching.market import Flags, Floats, Integers, Singles


def spread(scores: Singles, buyers: Integers, takes: Floats, needs: Floats, wanted: int) -> Flags:
    """Which of each seller's pairs are kept, so that no buyer's sellers bring more than it takes.

    `scores` and `buyers` are sellers x candidates, best first, -1 where there is none. Pairs are served
    in the order of how close they come to their seller's own best. `takes` is what each buyer takes,
    infinite where it is not told; `needs` what each seller brings, 0 where it is not told. A buyer
    gets at least one seller.
    """
    kept = np.zeros(buyers.shape, dtype=bool)
    bound = np.isfinite(takes)
    free = ~np.append(bound, False)[buyers] & (buyers >= 0)
    room, got = takes.copy(), np.zeros(len(takes), dtype=bool)
    full = np.zeros(len(buyers), dtype=np.int64)
    behind = scores[:, :1] - scores
    rows, places = np.nonzero(buyers >= 0)
    order = np.argsort(behind[rows, places], kind="stable")
    if free.all():
        return kept | (np.arange(buyers.shape[1]) < wanted)
    for row, place in zip(rows[order].tolist(), places[order].tolist(), strict=True):
        buyer = buyers[row, place]
        if full[row] >= wanted:
            continue
        if bound[buyer]:
            if got[buyer] and needs[row] > room[buyer]:
                continue
            room[buyer] -= needs[row]
            got[buyer] = True
        kept[row, place] = True
        full[row] += 1
    return kept
