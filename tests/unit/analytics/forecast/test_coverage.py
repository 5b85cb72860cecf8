"""The ladder on invented shops whose true demand is known: bounds, orders and error hold what they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pytest

from app.demo.catalogue import load_catalogue
from app.demo.generator import Floats, Ledger, simulate
from haat.analytics.forecast.demand import Demand, step_of
from haat.analytics.forecast.ladder import LOOKBACK_DAYS, Ahead, foretold
from haat.analytics.forecast.outlook import Outlook

DAYS = 14
COVER_DAYS = 9  # lead time and review
# Between the festivals, whose lift the ladder doesn't know.
ORIGINS = (date(2016, 5, 2), date(2016, 6, 21), date(2016, 7, 12))


@dataclass(frozen=True, slots=True)
class Case:
    """What was foretold of one series, what was then wanted, and its true mean."""

    outlook: Outlook
    wanted: Floats
    mean: Floats


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    ledger = simulate(load_catalogue(), date(2016, 8, 1))
    return tuple(_cases(ledger))


def _cases(ledger: Ledger) -> Iterator[Case]:
    for origin in ORIGINS:
        at = ledger.days.index(origin)
        for column in range(len(ledger.series)):
            known = _known(ledger, column, max(0, at - LOOKBACK_DAYS), at)
            offers = {
                origin + timedelta(days=int(n))
                for n in np.flatnonzero(ledger.promo[at : at + DAYS, column])
            }
            outlook = foretold(known, Ahead(origin, DAYS, offers))
            assert outlook is not None
            part = slice(at, at + DAYS)
            yield Case(outlook, ledger.demand[part, column], ledger.mean[part, column])


def _known(ledger: Ledger, column: int, start: int, end: int) -> Demand:
    units = tuple(float(u) for u in ledger.sales[start:end, column])
    return Demand(
        ledger.days[start],
        units,
        frozenset(np.flatnonzero(ledger.on_hand[start:end, column] <= 0).tolist()),
        frozenset(np.flatnonzero(ledger.promo[start:end, column]).tolist()),
        step_of(units),
    )


def test_95_of_100_totals_lie_within_their_bounds(cases: tuple[Case, ...]) -> None:
    bounds = [(c.outlook.bounded(), float(c.wanted.sum())) for c in cases]
    covered = np.mean([b.lower <= wanted <= b.upper for b, wanted in bounds])
    assert 0.92 <= covered <= 0.985


def test_95_of_100_days_lie_within_their_bounds(cases: tuple[Case, ...]) -> None:
    covered = [
        (b := c.outlook.bounded(n, 1)).lower <= c.wanted[n] <= b.upper
        for c in cases
        for n in range(DAYS)
    ]
    assert 0.93 <= np.mean(covered) <= 0.985


def test_an_order_for_95_percent_service_gives_about_that(cases: tuple[Case, ...]) -> None:
    served = [
        c.wanted[:COVER_DAYS].sum() <= c.outlook.within(0, COVER_DAYS).quantile(0.95) for c in cases
    ]
    assert 0.915 <= np.mean(served) <= 0.985


def test_the_error_is_near_the_least_that_is_possible(cases: tuple[Case, ...]) -> None:
    """Even who knows the true mean errs by `best`: demand is drawn by chance."""
    wanted = sum(float(c.wanted.sum()) for c in cases)
    ours = sum(float(np.abs(np.array(c.outlook.means) - c.wanted).sum()) for c in cases)
    best = sum(float(np.abs(c.mean - c.wanted).sum()) for c in cases)
    bias = sum(sum(c.outlook.means) - float(c.wanted.sum()) for c in cases) / wanted
    assert ours / best < 1.1
    assert abs(bias) < 0.05


def test_the_backtest_is_about_right(cases: tuple[Case, ...]) -> None:
    """What the past promised is what then came, over all products."""
    wanted = sum(float(c.wanted.sum()) for c in cases)
    came = sum(float(np.abs(np.array(c.outlook.means) - c.wanted).sum()) for c in cases) / wanted
    weights = [sum(c.outlook.means) for c in cases if c.outlook.backtest]
    promised = np.average(
        [c.outlook.backtest.wape for c in cases if c.outlook.backtest], weights=weights
    )
    assert promised == pytest.approx(came, rel=0.15)
