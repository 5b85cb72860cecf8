"""How much likelier the few things that somebody tells make another: of naive Bayes, shrunk."""

import numpy as np

from haat.analytics.recommending.candidates import Pairs
from haat.analytics.recommending.ease import Ease
from haat.analytics.recommending.lines import Codes, Floats
from haat.analytics.recommending.past import Past

MOST_TOLD = 5
PRIOR = 100.0  # users that weigh as much as what is usual
DAMPED = 0.5  # of each word: things that are told together say in part the same


def lift(past: Past, pairs: Pairs) -> Floats:
    """The sum of the log lifts of what a user told; NaN of one who has more than `MOST_TOLD` goods."""
    has = np.diff(past.matrix.indptr)
    found = np.full(len(pairs.items), np.nan, dtype=np.float32)
    where = np.flatnonzero(has[pairs.users] <= MOST_TOLD)
    if not len(where) or not len(past.ease.head):
        return found
    users, items = pairs.users[where], past.ease.place[pairs.items[where]]
    total = np.zeros(len(where), dtype=np.float32)
    for number in range(MOST_TOLD):
        told = _told(past, users, number)
        some = np.flatnonzero((told >= 0) & (items >= 0))
        total[some] += _log_lift(past.ease, told[some], items[some], int(np.count_nonzero(has)))
    found[where] = np.float32(DAMPED) * total
    return found


def _told(past: Past, users: Codes, number: int) -> Codes:
    """The place of each user's n-th good among those that are compared; -1 where there is none."""
    matrix = past.matrix
    at = matrix.indptr[users] + number
    known = at < matrix.indptr[users + 1]
    found = np.full(len(users), -1)
    found[known] = past.ease.place[matrix.indices[at[known]]]
    return found


def _log_lift(known: Ease, told: Codes, items: Codes, users: int) -> Floats:
    """log P(item | told) / P(item), drawn to 0 by `PRIOR` users."""
    bought = known.together.diagonal().astype(np.float32)
    usual = (bought[items] + 0.5) / (users + 1)
    both = known.together[told, items].astype(np.float32)
    found: Floats = np.log((both + PRIOR * usual) / ((bought[told] + PRIOR) * usual))
    return found.astype(np.float32)
