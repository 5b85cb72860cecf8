"""Trees that are kept: the same after a round through bytes, and what moves them makes their number."""

from dataclasses import replace

import numpy as np
import pytest

from haat.analytics.panel import trees
from haat.analytics.panel.grown import Grown, Walked, grow, grown, walked
from haat.analytics.panel.panel import Floats, Panel

DAYS, WIDTH, HORIZON = 200, 8, 10


def shop(seed: int = 1) -> Panel:
    """Weekends sell twice as much, offers half as much again; one shelf was empty for a week."""
    rng = np.random.default_rng(seed)
    days = np.datetime64("2026-01-05") + np.arange(DAYS + HORIZON)
    weekend = np.where((np.arange(DAYS + HORIZON) % 7 > 4), 2.0, 1.0)[:, None]
    offers = (rng.random((DAYS + HORIZON, WIDTH)) < 0.1).astype(float)
    units = rng.poisson(weekend * (1 + 0.5 * offers) * np.arange(2, WIDTH + 2)).astype(float)
    units[100:107, 3] = np.nan
    ids = tuple(f"sku{n}" for n in range(WIDTH))
    known = Panel(ids, days[:DAYS], "D", units[:DAYS], {"offer": offers[:DAYS]})
    return replace(known, planned={"offer": offers[DAYS:]})


@pytest.fixture(scope="module")
def boosters() -> Grown:
    return grow(shop(), (7, HORIZON), HORIZON)


@pytest.fixture(scope="module")
def told(boosters: Grown) -> Walked:
    return walked(boosters, shop(), HORIZON)


def test_the_fed_way_is_the_recursive_one(told: Walked) -> None:
    assert np.array_equal(told.fed, trees.recursive(shop(), HORIZON))


def test_kept_trees_foretell_the_same(boosters: Grown, told: Walked) -> None:
    body = boosters.as_bytes()
    again = grown(body)
    assert again.as_bytes() == body
    assert (again.ends, again.covariates, again.room) == ((7, HORIZON), ("offer",), HORIZON)
    anew = walked(again, shop(), HORIZON)
    assert np.array_equal(anew.fed, told.fed)
    assert np.array_equal(anew.direct, told.direct)


def test_what_moves_a_mean_makes_it(told: Walked) -> None:
    both: tuple[tuple[tuple[dict[str, Floats], Floats], Floats], ...] = (
        (told.fed_parts(), told.fed),
        (told.direct_parts(), told.direct),
    )
    for (parts, levels), means in both:
        assert {"trend", "weekday", "month", "year", "offer", trees.ALWAYS} == set(parts)
        assert levels * np.exp(sum(parts.values())) == pytest.approx(means, rel=1e-4)


def test_an_offer_moves_what_it_is_planned_for(told: Walked) -> None:
    parts, _ = told.fed_parts()
    planned = shop().planned["offer"] > 0
    assert parts["offer"][planned].min() > 0.15
    assert np.abs(parts["offer"][~planned]).max() < 0.1


def test_it_can_be_walked_from_newer_days_and_beyond_its_last_block(boosters: Grown) -> None:
    newer = shop(seed=2)
    plan = np.zeros((3 * HORIZON, WIDTH))
    far = walked(boosters, replace(newer, planned={"offer": plan}), 3 * HORIZON)
    assert far.fed.shape == far.direct.shape == (3 * HORIZON, WIDTH)
    assert np.isfinite(far.direct).all()
    near = walked(boosters, replace(newer, planned={"offer": plan[:7]}), 7)
    assert np.array_equal(near.direct, far.direct[:7])
