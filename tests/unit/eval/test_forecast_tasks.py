"""What is set to the forecasters."""

import pytest

from eval.forecast.methods import NAIVE, PEERS, peers_of
from eval.forecast.tasks import TASKS, tasks


def test_no_task_knows_anything_of_its_horizon_but_the_plan() -> None:
    for task in TASKS:
        assert min(task.panel.origins) >= task.panel.horizon


def test_each_task_is_set_from_three_origins_at_least() -> None:
    assert all(len(task.panel.origins) >= 3 for task in TASKS)


def test_a_quick_run_has_the_latest_origin_and_fewer_series() -> None:
    for whole, quick in zip(tasks(), tasks(quick=True), strict=True):
        assert quick.panel.origins == (min(whole.panel.origins),)
        assert quick.panel.series < whole.panel.series


def test_tasks_are_taken_by_name() -> None:
    assert [t.name for t in tasks("business,daily")] == ["business", "daily"]
    with pytest.raises(ValueError, match="no such task: hourly"):
        tasks("daily,hourly")


def test_prices_are_compared_with_the_naive_forecast() -> None:
    assert NAIVE in peers_of(counts=False)
    assert set(peers_of(counts=True)) == set(PEERS)
