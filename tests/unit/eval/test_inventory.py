"""The shop that orders, against a shop reckoned day by day for one product."""

import numpy as np
import pytest

from eval.inventory.rules import RULES, levels
from eval.inventory.shop import HELD, LOST, run
from eval.inventory.simulated import simulated
from haat.analytics.panel.foretold import Foretold
from haat.analytics.panel.levels import tsb
from haat.analytics.panel.panel import Floats


def slowly(demand: list[float], level: float, lead: int, weeks: int) -> tuple[float, float, float]:
    """Units lost, units held over a night, and cycles without a lost unit."""
    begin = len(demand) - 7 * weeks
    shelf, coming, lost, held, good = level, dict[int, float](), 0.0, 0.0, 0
    for day in range(begin, len(demand)):
        if (day - begin) % 7 == 0:
            coming[day + lead] = max(0.0, level - shelf - sum(coming.values()))
            before = lost
        shelf += coming.pop(day, 0.0)
        served = min(shelf, demand[day])
        lost += demand[day] - served
        shelf -= served
        held += shelf
        good += (day - begin) % 7 == 6 and lost == before
    return lost, held, good


@pytest.mark.parametrize("lead", [0, 2, 7, 10])
@pytest.mark.parametrize("level", [3, 20, 60])
def test_the_shop_sells_loses_and_holds_what_it_should(level: float, lead: int) -> None:
    one = np.random.default_rng(lead).poisson(3.0, (70, 1)).astype(float)
    demand = np.repeat(one, 4, axis=1)

    def rule(past: Floats, days: int) -> Floats:
        assert days == lead
        assert (len(past) - 28) % 7 == 0
        return np.full(4, level)

    found = run(rule, demand, 6, lead)
    lost, held, good = slowly(demand[:, 0].tolist(), level, lead, 6)
    asked = one[28:].sum()
    assert found.fill == pytest.approx(1 - lost / asked)
    assert found.cycle_service == pytest.approx(good / 6)
    assert found.days_of_stock == pytest.approx(held / asked)
    assert found.cost == pytest.approx(1000 * (HELD * held / 7 + LOST * lost) / asked)


@pytest.mark.parametrize("name", list(RULES))
def test_each_rule_tells_a_level_of_each_series(name: str) -> None:
    demand = simulated(5, 1, 200).demand
    found = RULES[name](demand[:150], 2)
    assert found.shape == (5,)
    assert (found >= 0).all()


def test_ours_keeps_its_service_where_the_truth_is_known() -> None:
    """About the plain level, for which no trees are grown."""

    def rule(past: Floats, lead: int) -> Floats:
        means = np.tile(tsb(past), (lead + 7, 1))
        return levels(past, Foretold(means, means[None], ()), lead)

    found = run(rule, simulated(100, 3).demand, 12, 2)
    assert 0.935 <= found.cycle_service <= 0.975


def test_what_is_simulated_comes_again_and_spreads_as_it_was_told() -> None:
    one, again = simulated(200, 5), simulated(200, 5)
    assert (one.demand == again.demand).all()
    spread = ((one.demand - one.means) ** 2).mean(0) / one.means.mean(0)
    assert np.corrcoef(spread, one.bursts)[0, 1] > 0.8
    assert spread.mean() == pytest.approx(one.bursts.mean(), rel=0.05)
