"""The lifts that the demo was drawn with are found again in what its shops would have sold."""

from datetime import date

import numpy as np
import pytest

from app.demo.catalogue import load_catalogue
from app.demo.generator import simulate
from haat.analytics.festival_lift import festival_lift

STATES = {"BR": "Bihar", "MH": "Maharashtra"}
NAMES = {"eid": "eid_ul_fitr", "ganesh": "ganesh_chaturthi"}


@pytest.mark.parametrize("code", STATES)
def test_the_true_lifts_are_found(code: str) -> None:
    catalogue = load_catalogue()
    ledger = simulate(catalogue, date(2026, 11, 25))
    here = [i for i, (shop, _) in enumerate(ledger.series) if shop.state == code]
    usual = ledger.mean[:, here].mean(axis=0)
    found = festival_lift(ledger.demand[:, here], ledger.days, STATES[code])
    checked = 0
    for festival in catalogue.festivals:
        lift = found.get(NAMES.get(festival.id, festival.id))
        if lift is None or (festival.states and code not in festival.states):
            continue
        true = [ledger.series[i][1].festivals.get(festival.id, 1.0) for i in here]
        assert lift.ratio == pytest.approx(np.average(true, weights=usual), abs=0.1), festival.id
        checked += 1
    assert checked >= 8
