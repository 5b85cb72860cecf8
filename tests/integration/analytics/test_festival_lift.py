"""The festivals' lifts that the demo's sales show, against those they were drawn with."""

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from app.demo.catalogue import load_catalogue
from app.demo.generator import Ledger, simulate
from haat.analytics.festival_lift import FestivalLifts, festival_lift

STATES = {"BR": "Bihar", "MH": "Maharashtra", "TN": "Tamil Nadu"}
OWN_NAMES = {
    "eid_ul_fitr": "eid",
    "makar_sankranti": "sankranti",
    "ganesh_chaturthi": "ganesh",
}
SHOPS = ("demo-patna", "demo-nashik", "demo-shg", "demo2-chennai")


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return simulate(load_catalogue(), date(2026, 11, 25))


def _measured(ledger: Ledger, shop: str) -> tuple[FestivalLifts, NDArray[np.float64]]:
    """What the sales of days with goods on the shelf show, and the truth (festivals x series)."""
    columns = [n for n, (s, _) in enumerate(ledger.series) if s.id == shop]
    sold = np.where(ledger.on_hand > 0, ledger.sales, np.nan)[:, columns]
    articles = [ledger.series[n][1] for n in columns]
    state = STATES[ledger.series[columns[0]][0].state]
    found = festival_lift(sold, ledger.days, state, [a.category for a in articles])
    names = [OWN_NAMES.get(o.id, o.id) for o in found.occasions]
    return found, np.array([[a.festivals.get(name, 1.0) for a in articles] for name in names])


@pytest.mark.parametrize("shop", SHOPS)
def test_lifts_are_nearer_to_the_truth_than_none(ledger: Ledger, shop: str) -> None:
    found, truth = _measured(ledger, shop)
    error = np.sqrt(((found.lifts - truth) ** 2).mean())
    assert error < 0.8 * np.sqrt(((truth - 1) ** 2).mean())


@pytest.mark.parametrize("shop", SHOPS)
def test_two_standard_errors_hold_about_19_of_20_lifts(ledger: Ledger, shop: str) -> None:
    found, truth = _measured(ledger, shop)
    assert (np.abs(found.lifts - truth) < 2 * found.errors).mean() > 0.9


@pytest.mark.parametrize("shop", SHOPS)
def test_lifts_do_not_lean(ledger: Ledger, shop: str) -> None:
    found, truth = _measured(ledger, shop)
    assert abs((found.lifts - truth).mean()) < 0.04


@pytest.mark.parametrize(("shop", "festival"), [("demo-patna", "holi"), ("demo-nashik", "diwali")])
def test_the_lift_of_all_series_is_near_the_truth(ledger: Ledger, shop: str, festival: str) -> None:
    found, truth = _measured(ledger, shop)
    at = [o.id for o in found.occasions].index(festival)
    assert found.pooled[at] == pytest.approx(truth[at].mean(), abs=0.1)
