"""When a model has to be made anew."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.drift import Drift
from haat.analytics.forecast.demand import Demand
from haat.analytics.retrain import OLD_DAYS, WORSE, Reason, Report, digest, retrain

PROMISED = Report(0.5, -0.1, 28, 2)
CALM, MOVED = Drift(0.05, 0.1, 400), Drift(0.2, 0.1, 400)
GOOD, BAD = Report(0.55, 0.05, 7), Report(0.6, -0.2, 7)


@pytest.mark.parametrize(
    ("report", "recent", "drift", "age_days", "reason"),
    [
        (None, [], None, 0, "first"),
        (None, [BAD, BAD], MOVED, 500, "first"),
        (PROMISED, [], None, 0, None),
        (PROMISED, [GOOD, GOOD], CALM, 30, None),
        (PROMISED, [GOOD, GOOD], MOVED, 30, "drift"),
        (PROMISED, [BAD, BAD], CALM, 30, "worse"),
        (PROMISED, [BAD, GOOD, BAD], CALM, 30, None),
        (PROMISED, [BAD, BAD, GOOD], CALM, 30, None),
        (PROMISED, [BAD], CALM, 30, None),
        (PROMISED, [GOOD, GOOD], CALM, OLD_DAYS, "old"),
    ],
)
def test_why_a_model_is_made_anew(
    report: Report | None,
    recent: list[Report],
    drift: Drift | None,
    age_days: int,
    reason: Reason | None,
) -> None:
    assert retrain(report, recent, drift, age_days) == reason


@given(st.floats(0, 2), st.floats(-2, 2), st.floats(0, 2), st.floats(-2, 2))
def test_two_worse_weeks_are_exactly_what_it_takes(
    wape: float, bias: float, other: float, lean: float
) -> None:
    report, week = Report(wape, bias, 28), Report(other, lean, 7)
    worse = other + abs(lean) > WORSE * (wape + abs(bias))
    assert (retrain(report, [week, week], None) == "worse") == worse
    assert retrain(report, [week], None) is None


def test_the_digest_changes_with_whatever_the_model_is_shown() -> None:
    plain = Demand(date(2026, 1, 1), (1.0, 2.0))
    others: tuple[dict[str, Demand], ...] = (
        {"a": Demand(date(2026, 1, 2), (1.0, 2.0))},
        {"a": Demand(date(2026, 1, 1), (1.0, 3.0))},
        {"a": Demand(date(2026, 1, 1), (1.0, 2.0), short=frozenset({1}))},
        {"a": Demand(date(2026, 1, 1), (1.0, 2.0), promo=frozenset({1}))},
        {"b": plain},
        {"a": plain, "b": plain},
        {},
    )
    digests = [digest({"a": plain}), *map(digest, others)]
    assert len(set(digests)) == len(digests)
    assert digest({"a": plain, "b": others[0]["a"]}) == digest({"b": others[0]["a"], "a": plain})
