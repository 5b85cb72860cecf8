"""How a method would have done: from several days in the past, without what came after."""

from collections.abc import Sequence

from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.outlook import Backtest
from haat.analytics.forecast.pattern import Pattern

ORIGINS = 8
APART_DAYS = 7
LEAST_BEFORE = 14  # days of history at the first origin
LONGEST = 28  # days that are judged from one origin


def origins(days: int, horizon: int) -> tuple[int, ...]:
    """Positions of the first days not known, the latest last; a week lies between them."""
    last = days - horizon
    found = [last - n * APART_DAYS for n in range(ORIGINS)]
    return tuple(sorted(o for o in found if o >= LEAST_BEFORE))


def judged(
    known: Demand,
    levels: Sequence[float],
    days: Pattern,
    starts: Sequence[int],
    horizon: int,
) -> Backtest | None:
    """WAPE and bias of level x pattern; a short day is judged only where more was sold than foretold.

    None where nothing was sold on the days to judge. WAPE: Kolassa and Schütz (2007).
    """
    wrong = leaned = total = wrong_in_all = 0.0
    for start in starts:
        missed = 0.0
        for n in range(start, start + horizon):
            factor = days.of(known.weekday(n), promo=n in known.promo)
            error = levels[start] * factor - known.units[n]
            if error > 0 and n in known.short:
                continue
            wrong += abs(error)
            missed += error
            total += known.units[n]
        leaned += missed
        wrong_in_all += abs(missed)
    if total <= 0:
        return None
    return Backtest(wrong / total, leaned / total, wrong_in_all / total, len(starts), horizon)
