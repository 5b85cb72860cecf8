"""60 messages of 12 people while workers are killed: none is lost, none is answered twice."""

from pathlib import Path

import pytest

from eval.delivery.run import Outcome, Plan, run


def _right(outcome: Outcome) -> None:
    """Each answered once and in its turn, each sale written once, nothing left over, and it was hard."""
    counted = outcome.count
    assert (counted.lost, counted.double) == (0, 0)
    assert (counted.unsent, counted.wrong_ledgers) == (0, 0)
    assert counted.messages == 60
    assert outcome.unheard > 0
    assert outcome.redelivered > 0


async def test_a_worker_is_killed_five_times(tmp_path: Path) -> None:
    _right(await run(Plan(), tmp_path))


@pytest.mark.postgres
async def test_one_of_two_workers_is_killed_five_times(tmp_path: Path, postgres_url: str) -> None:
    _right(await run(Plan(seed=2, workers=2, lease_seconds=3.0), tmp_path, postgres_url))
