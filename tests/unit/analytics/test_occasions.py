"""Tests of which festivals move demand in which State, and when."""

from datetime import date, timedelta
from itertools import pairwise

from haat.analytics.occasions import AKSHAYA_TRITIYAS, OCCASIONS, buying_days, kept
from haat.language.festivals import CODES
from tests.unit.analytics.sky import at, lunar_day, new_moons, sign

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)


def test_akshaya_tritiya_is_the_third_lunar_day_of_vaishakha() -> None:
    moons = new_moons(date(2001, 1, 1), date(2035, 12, 31))
    found = [_third(a.date()) for a, b in pairwise(moons) if (sign(a), sign(b)) == (0, 1)]
    assert tuple(found) == AKSHAYA_TRITIYAS


def _third(new_moon: date) -> date:
    """The last day on which it lasts 2.4 hours after sunrise, else the one that has it at noon."""
    days = [new_moon + timedelta(days=n) for n in range(1, 6)]
    long = [day for day in days if lunar_day(at(day, 8.4)) == 3]
    return long[-1] if long else next(day for day in days if lunar_day(at(day, 12)) == 3)


def test_every_occasion_is_held_somewhere_every_year() -> None:
    for occasion in OCCASIONS:
        told = [kept(s, FIRST, LAST).get(occasion, ()) for s in CODES]
        assert {starts.year for spans in told for starts, _ in spans} == {2024, 2025, 2026, 2027}


def test_only_states_of_the_calendar_are_named() -> None:
    named = {state for o in OCCASIONS for state in o.states or ()}
    assert named <= set(CODES)


def test_goods_for_chhath_are_bought_from_before_its_first_day_to_the_last_but_one() -> None:
    [chhath] = [o for o in OCCASIONS if o.id == "chhath"]
    spans = kept("Bihar", date(2026, 11, 1), date(2026, 11, 30))[chhath]
    assert buying_days(chhath, spans) == ((date(2026, 11, 11), date(2026, 11, 15)),)
