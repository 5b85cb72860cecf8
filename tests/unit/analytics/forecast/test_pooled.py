"""The pooled trees: used where they do better, refused where the ladder does as well, their parts true."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from haat.analytics.forecast import pooled
from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.festive import festive
from haat.analytics.forecast.goods import Plan, panel_of
from haat.analytics.forecast.ladder import Ahead, foretold
from haat.analytics.forecast.outlook import Backtest
from haat.analytics.forecast.shelves import Shelves, totals
from haat.analytics.forecast.stored import DayParts, Stored, as_outlook, outlook_of, stored
from haat.analytics.panel.grown import grow

START = date(2025, 9, 1)
DAYS = 420
FIRST = START + timedelta(days=DAYS)


def history(seed: int, *, month_start: float) -> Demand:
    """Sales that are `month_start` times as high in the first ten days, which the ladder can't know."""
    rng = np.random.default_rng(seed)
    days = [START + timedelta(days=n) for n in range(DAYS)]
    mean = np.array([(month_start if d.day <= 10 else 1.0) * (4 + seed) for d in days])
    units = tuple(float(u) for u in rng.poisson(mean))
    return Demand(START, units, frozenset({5}), frozenset(range(100, 108)))


@pytest.fixture(scope="module")
def found() -> dict[str, Stored]:
    known = {f"sku{n}": history(n, month_start=4.0) for n in range(10)}
    return pooled.fitted(known, Plan({"sku3": {FIRST + timedelta(days=2): None}}), FIRST, 40)


def test_what_only_all_products_together_show_is_learnt(found: dict[str, Stored]) -> None:
    assert len(found) == 10
    told = found["sku3"]
    days = [FIRST + timedelta(days=n) for n in range(40)]
    early = np.mean([m for m, d in zip(told.means, days, strict=True) if d.day <= 10])
    late = np.mean([m for m, d in zip(told.means, days, strict=True) if d.day > 10])
    assert early / late > 2
    assert told.backtest.wape < 0.4


def test_its_parts_make_its_number(found: dict[str, Stored]) -> None:
    for told in found.values():
        for mean, p in zip(told.means, told.parts, strict=True):
            assert told.usual * p.trend * p.weekday * p.promotion * p.festival == pytest.approx(
                mean, rel=1e-4
            )
    assert found["sku3"].parts[2].promotion != 1
    assert found["sku3"].parts[1].promotion == 1


def test_a_part_of_it_is_an_outlook(found: dict[str, Stored]) -> None:
    again = stored(FIRST, found["sku3"].as_json())
    assert again == found["sku3"]
    asked = again.part(FIRST + timedelta(days=1), 7)
    assert asked is not None
    plain = foretold(history(3, month_start=4.0), Ahead(asked.first, 7))
    assert plain is not None
    told = as_outlook(asked, plain)
    assert told.method == "xgboost"
    assert told.means == again.means[1:8]
    product = told.usual * np.prod(list(told.drivers.values()))
    assert product == pytest.approx(sum(told.means) / 7, rel=1e-4)
    assert told.bounded().lower < sum(told.means) < told.bounded().upper
    assert again.part(FIRST - timedelta(days=1), 7) is None
    assert again.part(FIRST, 41) is None


def test_the_ladder_stays_where_it_does_as_well() -> None:
    known = {f"sku{n}": history(n, month_start=1.0) for n in range(10)}
    assert pooled.fitted(known, Plan(), FIRST, 14) == {}


def test_few_products_or_a_short_past_are_not_pooled() -> None:
    few = {f"sku{n}": history(n, month_start=4.0) for n in range(9)}
    assert pooled.fitted(few, Plan(), FIRST, 14) == {}
    young = {f"sku{n}": Demand(START, (1.0,) * 300) for n in range(12)}
    assert pooled.fitted(young, Plan(), FIRST, 14) == {}


def test_a_model_outlives_its_day() -> None:
    known = {f"sku{n}": history(n, month_start=4.0) for n in range(10)}
    learnt = pooled.learn(known)
    assert learnt is not None
    assert pooled.usable(learnt.parameters)
    assert not pooled.usable({"method": "xgboost"})  # of an earlier form
    kept = pooled.model(learnt.body, json.loads(json.dumps(learnt.as_json())))
    assert kept == learnt
    newer = {sku: replace(d, units=(*d.units, *d.units[-7:])) for sku, d in known.items()}
    first = FIRST + timedelta(days=7)
    assert pooled.foretell(kept, newer, Plan(), first, 14) == pooled.foretell(
        learnt, newer, Plan(), first, 14
    )
    assert len(pooled.weeks(kept, newer, 7)) == 1


def test_goods_agree_with_the_totals_of_their_shelves() -> None:
    known = {f"sku{n}": history(n, month_start=4.0) for n in range(10)}
    shelves = Shelves(
        {sku: "oil" if n < 4 else "soap" for n, sku in enumerate(known)},
        {sku: 0.0 if n == 9 else 5.0 + n for n, sku in enumerate(known)},
    )
    plain = pooled.learn(known)
    assert plain is not None
    panel = panel_of({sku: known[sku] for sku in plain.judged})
    found = totals(panel, shelves)
    assert found is not None
    assert found.of.names == ("oil", "soap", "shop")
    upper = grow(festive(found.panel, None, 0), pooled.ENDS, pooled.ROOM).as_bytes()
    alone = pooled.foretell(plain, known, Plan(), FIRST, 14)
    told = pooled.foretell(replace(plain, upper=upper), known, Plan(), FIRST, 14, shelves=shelves)
    assert told["sku9"] == alone["sku9"]  # without a price it is in no total
    assert told["sku0"] != alone["sku0"]
    added = found.added(np.array([told[sku].means for sku in panel.ids]).T)
    assert added[:, 2] == pytest.approx(added[:, 0] + added[:, 1], abs=1e-9)
    for one in told.values():
        for mean, p in zip(one.means, one.parts, strict=True):
            assert one.usual * p.trend * p.weekday * p.promotion * p.festival == pytest.approx(
                mean, rel=1e-9
            )


def test_totals_are_told_with_bounds_of_their_own() -> None:
    known = {f"sku{n}": history(n, month_start=4.0) for n in range(12)}
    shelves = Shelves(
        {sku: "oil" if n < 4 else "soap" for n, sku in enumerate(known)},
        {sku: 5.0 + n for n, sku in enumerate(known)},
    )
    learnt = pooled.learn(known, shelves)
    assert learnt is not None
    assert set(learnt.summed) == {"oil", "soap", "shop"}
    again = pooled.model(learnt.body, json.loads(json.dumps(learnt.as_json())))
    assert again == learnt
    told = pooled.foretell(learnt, known, Plan(), FIRST, 14, shelves=shelves)
    goods = {sku: one for sku, one in told.items() if sku in known}
    assert set(told) - set(goods) == {"total:oil", "total:soap", "total:shop"}
    for name, some in (("oil", 4), ("shop", 12)):
        whole = told[f"total:{name}"]
        parts = [(5.0 + n, goods[f"sku{n}"]) for n in range(some)]
        added = [sum(r * one.means[d] for r, one in parts) for d in range(14)]
        assert whole.means == pytest.approx(added)
        for mean, p in zip(whole.means, whole.parts, strict=True):
            product = p.trend * p.weekday * p.promotion * p.festival
            assert whole.usual * product == pytest.approx(mean, rel=1e-6)
        outlook = outlook_of(whole, 1.0, DAYS).bounded()
        alone = [(r, outlook_of(one, 1.0, DAYS).bounded()) for r, one in parts]
        assert outlook.lower < outlook.mean < outlook.upper
        assert outlook.upper < sum(r * one.upper for r, one in alone)
        assert outlook.lower > sum(r * one.lower for r, one in alone)


def test_a_shop_without_prices_has_no_totals() -> None:
    known = {f"sku{n}": history(n, month_start=4.0) for n in range(3)}
    assert totals(panel_of(known), Shelves({}, {})) is None


def test_a_festival_to_come_is_told_by_what_it_did() -> None:
    """Sales double in the week before Diwali: 20 October 2025, and again 8 November 2026."""
    rng = np.random.default_rng(1)
    start, days = date(2025, 7, 1), 480
    dates = [start + timedelta(days=n) for n in range(days)]
    lift = [2.0 if date(2025, 10, 13) <= d <= date(2025, 10, 20) else 1.0 for d in dates]
    known = {
        f"sku{n}": Demand(start, tuple(map(float, rng.poisson(np.array(lift) * (9 + n)))))
        for n in range(10)
    }
    ahead = festive(panel_of(known), "Bihar", 30)
    told = ahead.planned["festival"].mean(axis=1)
    coming = [start + timedelta(days=days + n) for n in range(30)]
    assert told[[date(2026, 11, 1) <= d <= date(2026, 11, 5) for d in coming]].min() > 1.4
    assert told[[d > date(2026, 11, 18) for d in coming]] == pytest.approx(1.0, abs=0.25)


def test_what_days_of_a_week_have_in_common_widens_the_bounds_of_weeks() -> None:
    parts = (DayParts(1.0, 1.0, 1.0),) * 7
    backtest = Backtest(0.1, 0.0, 0.1, 2, 28)
    alone = Stored(date(2026, 11, 2), (100.0,) * 7, 100.0, parts, 4.0, backtest)
    together = replace(alone, shared=0.01)
    told = [outlook_of(one, 1.0, 400).within() for one in (alone, together)]
    assert told[1].variance == pytest.approx(4.0 * 700 + (0.1 * 700) ** 2)
    assert told[0].variance < told[1].variance
    assert stored(together.first, together.as_json()) == together
