"""When goods that come back are too many, and when a claim is one too often."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from haat.analytics import returns
from haat.analytics.returns import (
    Again,
    Back,
    Claim,
    TooMany,
    again,
    too_many,
    too_many_severity,
)

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
NOTHING = Back(0, 0)
CATEGORY = Back(2000, 10)  # half a percent comes back


def claim(days_ago: int, cause: str = "damaged", sale: str = "", sku: str = "soap") -> Claim:
    return Claim(sku, TODAY - days_ago * DAY, 1.0, cause, sale)


def test_many_returns_are_found_and_told_with_what_was_expected() -> None:
    found = too_many(Back(100, 8, 5), Back(600, 3), CATEGORY)
    assert found is not None
    assert (found.returned, found.sold) == (8, 100)
    assert 0.4 < found.expected < 0.6
    assert found.chance < returns.RETURN_CHANCE
    assert too_many_severity(found) == "medium"
    assert too_many_severity(TooMany(12, 100, 0.5, 0.0)) == "high"


@pytest.mark.parametrize(
    ("recent", "past", "category"),
    [
        (Back(100, 1, 1), NOTHING, CATEGORY),
        (Back(100, 40, 2), NOTHING, CATEGORY),
        (Back(100, 8, 5), Back(600, 50), CATEGORY),
        (Back(100, 8, 5), NOTHING, Back(1000, 60)),
        (Back(0, 0), NOTHING, NOTHING),
    ],
    ids=["one", "one customer's heap", "as its own past", "as its category", "nothing"],
)
def test_what_is_not_too_many(recent: Back, past: Back, category: Back) -> None:
    assert too_many(recent, past, category) is None


@given(st.integers(3, 30), st.integers(30, 300), st.integers(0, 900))
def test_the_chance_is_the_beta_binomial_tail(back: int, sold: int, past: int) -> None:
    found = too_many(Back(sold, back, 3), Back(past, 0), CATEGORY)
    kept = 0.995 * returns.CATEGORY_TRUST + min(past, returns.OWN_TRUST)
    law = stats.betabinom(max(sold, back), 0.005 * returns.CATEGORY_TRUST, kept)
    if found is not None:
        # Added up, since SciPy's own tail is 1 less the rest and loses the last digits of what is rare.
        tail = sum(float(law.pmf(n)) for n in range(back, max(sold, back) + 1))
        assert found.chance == pytest.approx(tail, rel=1e-6)
        assert found.expected == pytest.approx(float(law.mean()))


@given(st.integers(0, 40), st.integers(1, 200))
def test_more_returns_are_never_a_weaker_alarm(back: int, sold: int) -> None:
    some = too_many(Back(sold, back, 3), NOTHING, CATEGORY)
    more = too_many(Back(sold, back + 1, 3), NOTHING, CATEGORY)
    assert some is None or (more is not None and more.chance <= some.chance)


def test_more_may_come_back_than_was_sold_lately() -> None:
    found = too_many(Back(2, 9, 4), NOTHING, CATEGORY)
    assert found is not None
    assert found.sold == 9


def test_a_sale_that_is_claimed_twice_is_told_once() -> None:
    twice = [claim(20, sale="bill-7"), claim(4, "wrong", "bill-7"), claim(2, "old", "bill-8")]
    assert again(twice, TODAY) == (Again("soap", "sale", 2, 2.0, TODAY - 4 * DAY),)
    one_day = [claim(4, sale="bill-7"), claim(4, sale="bill-7", cause="wrong")]
    assert again(one_day, TODAY) == ()
    long_ago = [claim(90, sale="bill-7"), claim(60, sale="bill-7")]
    assert again(long_ago, TODAY) == ()


def test_an_id_that_many_goods_share_is_no_sale() -> None:
    batch = [claim(n, cause="", sale="import-1", sku=f"sku{k}") for n in (3, 9) for k in range(6)]
    assert again(batch, TODAY) == ()


def test_a_reason_that_returns_more_than_it_used_to() -> None:
    new = [claim(n, " Damaged") for n in (2, 9, 15, 20)]
    assert again(new, TODAY) == (Again("soap", "cause", 4, 4.0, TODAY - 20 * DAY),)
    always = [claim(n) for n in (2, 9, 15, 20, *range(30, 200, 7))]
    assert again(always, TODAY) == ()
    assert again(new[:2], TODAY) == ()
    unsaid = [claim(n, "  ") for n in (2, 9, 15, 20)]
    assert again(unsaid, TODAY) == ()


@given(st.integers(1, 12), st.floats(0.05, 30), st.floats(0.0, 7))
def test_the_chance_of_claims_is_a_negative_binomial_tail(
    count: int, events: float, spells: float
) -> None:
    trusted = spells + returns.CLAIM_TRUST
    law = stats.nbinom(events, trusted / (trusted + 1))
    found = returns._chance(count, events, spells)
    assert found == pytest.approx(float(law.sf(count - 1)), rel=1e-6, abs=1e-9)


def test_ordinary_returns_are_quiet() -> None:
    """Goods of which half a percent comes back, each with one of three reasons: few alarms."""
    chance = random.Random(5)  # noqa: S311 - a ledger, not a secret
    rates = claims = 0
    for _ in range(400):
        told = [
            claim(n, chance.choice(("damaged", "expired", "wrong")))
            for n in range(1, 209)
            for _ in range(6)
            if chance.random() < 0.005
        ]
        recent = [c for c in told if c.date >= TODAY - 28 * DAY]
        past = len(told) - len(recent)
        back = Back(168, len(recent), len(recent))
        rates += too_many(back, Back(1080, past), Back(9000, 45)) is not None
        claims += bool(again(told, TODAY))
    assert rates <= 2
    assert claims <= 4
