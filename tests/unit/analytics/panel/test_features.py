"""What a model sees: nothing of what is to come, and the same of a spice as of a sack of rice."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.panel.features import SMALLEST, Seen, Table, table
from haat.analytics.panel.panel import Floats, Frequency, Panel
from tests.unit.analytics.panel.making import FREQUENCIES, NOTHING, demand, gaps, panel, series

LOG_LEVEL = {"D": 9, "W": 9, "MS": 8, "none": 9}  # after windows, share and latest


def of(
    told: Panel,
    targets: list[int],
    lag: int,
    covariates: Mapping[str, Floats] = NOTHING,
    room: int = 0,
) -> Table:
    """The features of some periods."""
    return table(Seen(told, room), told, np.array(targets), lag, covariates)


@settings(max_examples=40)
@given(
    values=series(least=10),
    frequency=st.sampled_from(FREQUENCIES),
    lag=st.integers(1, 9),
    data=st.data(),
)
def test_nothing_after_what_is_known_has_a_say(
    values: Floats, frequency: Frequency, lag: int, data: st.DataObject
) -> None:
    target = data.draw(st.integers(lag, len(values) - 1))
    period = data.draw(st.integers(target - lag + 1, len(values) - 1))
    other = values.copy()
    other[period] = data.draw(st.sampled_from([np.nan, 0.0, 3.0, 1e6]))
    before = of(panel(values, frequency), [target], lag)
    after = of(panel(other, frequency), [target], lag)
    assert before.rows.tobytes() == after.rows.tobytes()
    assert before.levels.tobytes() == after.levels.tobytes()


@pytest.mark.parametrize("frequency", FREQUENCIES)
@pytest.mark.parametrize("lag", [1, 6, 28])
def test_in_a_long_past_too(frequency: Frequency, lag: int) -> None:
    values, target = demand(0, 900, 3), 700
    other = values.copy()
    other[target - lag + 1 :] = 1e5
    told = [of(panel(v, frequency), [target], lag).rows for v in (values, other)]
    assert told[0].tobytes() == told[1].tobytes()
    last = values.copy()
    last[target - lag] += 5
    assert of(panel(last, frequency), [target], lag).rows.tobytes() != told[0].tobytes()


@settings(max_examples=40)
@given(values=series(least=10), frequency=st.sampled_from(FREQUENCIES), lag=st.integers(1, 9))
def test_ten_times_the_sales_look_the_same(values: Floats, frequency: Frequency, lag: int) -> None:
    values = values + 1  # a level below the smallest one is none
    targets = list(range(lag, len(values)))
    told, more = (of(panel(v, frequency), targets, lag) for v in (values, values * 10))
    np.testing.assert_allclose(more.levels, told.levels * 10)
    column = LOG_LEVEL[frequency]
    np.testing.assert_allclose(
        more.rows[..., column], told.rows[..., column] + np.log(10), rtol=1e-5, atol=1e-5
    )
    rest = [n for n in range(told.rows.shape[-1]) if n != column]
    np.testing.assert_allclose(more.rows[..., rest], told.rows[..., rest], rtol=1e-5)


@settings(max_examples=40)
@given(values=series(least=4, most=40), frequency=st.sampled_from(FREQUENCIES), data=st.data())
def test_what_is_put_in_is_as_if_it_had_been_there(
    values: Floats, frequency: Frequency, data: st.DataObject
) -> None:
    room = data.draw(st.integers(1, 3))
    put = np.array(
        [
            data.draw(
                st.lists(st.integers(0, 9), min_size=values.shape[1], max_size=values.shape[1])
            )
            for _ in range(room)
        ]
    )
    fed = Seen(panel(values, frequency), room)
    for n, row in enumerate(put):
        fed.put(len(values) + n, row.astype(np.float64))
    whole = Seen(panel(np.vstack([values, put]), frequency), 0)
    ends = np.arange(len(fed.values) + 1)
    np.testing.assert_array_equal(fed.values, whole.values)
    np.testing.assert_array_equal(fed.level(ends), whole.level(ends))
    for window in (1, 3, 50):
        np.testing.assert_array_equal(fed.mean(ends, window), whole.mean(ends, window))
        np.testing.assert_array_equal(fed.share_sold(ends, window), whole.share_sold(ends, window))


def test_a_forecast_of_next_to_nothing_is_no_sale() -> None:
    fed = Seen(panel(np.ones((4, 1))), 2)
    fed.put(4, np.array([SMALLEST / 2]))
    assert fed.share_sold(np.array([5]), 5).item() == pytest.approx(0.8)


@settings(max_examples=40)
@given(values=series(), window=st.integers(1, 80))
def test_running_sums_are_means_of_windows(values: Floats, window: int) -> None:
    seen = Seen(panel(values), 0)
    for end in range(1, len(values) + 1):
        means, shares = (
            seen.mean(np.array([end]), window)[0],
            seen.share_sold(np.array([end]), window)[0],
        )
        for column in range(values.shape[1]):
            known = [v for v in values[max(end - window, 0) : end, column] if v == v]
            if known:
                assert means[column] == pytest.approx(sum(known) / len(known))
                assert shares[column] == pytest.approx(sum(v > 0 for v in known) / len(known))
            else:
                assert np.isnan(means[column])
                assert shares[column] == 0


def test_the_level_is_of_all_that_is_known_where_lately_nothing_was() -> None:
    told = np.full((100, 3), np.nan)
    told[:20, 0], told[:, 1] = 5.0, 0.0
    assert Seen(panel(told), 0).level(np.array([100])).tolist() == [[5.0, SMALLEST, SMALLEST]]


def test_before_the_first_period_nothing_is_known() -> None:
    seen = Seen(panel([[3.0], [4.0]]), 0)
    np.testing.assert_array_equal(seen.at(np.array([-1, 0, 1])), [[np.nan], [3.0], [4.0]])


def by_hand(values: Floats, target: int, lag: int) -> list[float]:
    """The trend and the weekdays of one daily series, added up one by one."""
    known = list(values[: target - lag + 1])

    def mean(some: list[float]) -> float:
        some = [v for v in some if v == v]
        return sum(some) / len(some) if some else float("nan")

    level = mean(known[-56:])
    weeks = -(-lag // 7)
    same = [values[target - 7 * (weeks + n)] for n in range(8)]
    recent = [v for v in known[-56:] if v == v]
    return [
        *(mean(known[-w:]) / level for w in (3, 7, 14, 28, 112)),
        sum(v > 0 for v in recent) / len(recent),
        *(known[-n] / level for n in (1, 2, 3)),
        float(np.log(level)),
        float(np.log1p(len(known))),
        same[0] / level,
        mean(same[:4]) / level,
        mean(same) / level,
    ]


@pytest.mark.parametrize("lag", [1, 7, 8, 20])
def test_days_are_told_as_by_hand(lag: int) -> None:
    values = gaps(demand(3, 200, 2), 3)
    told = of(panel(values), [150], lag).rows[0]
    for column in range(2):
        np.testing.assert_allclose(
            told[column][:14], by_hand(values[:, column], 150, lag), rtol=1e-5
        )


def test_last_years_course_is_told_where_a_year_is_known() -> None:
    season = np.tile(np.r_[np.full(26, 2.0), np.full(26, 6.0)], 4)[:, None]
    told = of(panel(season, "W"), [104, 130], 1)
    went = told.rows[..., told.parts.index("season")].ravel()
    assert went == pytest.approx([(6 + 2 + 2) / 3 / 6, (2 + 6 + 6) / 3 / 2])  # over 13 weeks before
    short = of(panel(season[:60], "W"), [59], 1)
    assert len(short.parts) == len(told.parts) - 1


def test_dates_go_on_beyond_what_is_known() -> None:
    for frequency in FREQUENCIES:
        known, longer = panel(np.ones((40, 1)), frequency), panel(np.ones((45, 1)), frequency)
        ahead = of(known, [42, 44], 5, room=5)
        then = of(longer, [42, 44], 5)
        np.testing.assert_array_equal(ahead.rows, then.rows)


def test_weekday_and_day_of_month() -> None:
    told = of(panel(np.ones((60, 1))), [31, 58], 1)  # from Monday, 1 January 2018
    assert told.rows[:, 0, -2:].tolist() == [[3.0, 1.0], [2.0, 28.0]]


def test_a_plan_is_told_as_it_is_and_a_price_against_its_usual_one() -> None:
    flag, price = np.zeros((30, 1)), np.full((30, 1), 20.0)
    flag[20], price[20] = 1.0, 15.0
    told = of(panel(np.ones((30, 1))), [20, 21], 1, {"offer": flag, "price": price})
    assert [p for p in told.parts if p == "plan"] == ["plan"] * 6
    offer, cost = told.rows[:, 0, -6:-3], told.rows[:, 0, -3:]
    usual = (20 * 20 + 15) / 21
    assert offer.ravel() == pytest.approx([1, 0, 0, 0, 1, 1 / 21])
    assert cost.ravel() == pytest.approx([15, 0.75, 1, 20, 20 / usual, 15 / usual])


def test_a_covariate_that_was_always_nought_has_no_usual_value() -> None:
    depth = np.zeros((30, 1))
    depth[25] = 0.3
    told = of(panel(np.ones((30, 1))), [25], 1, {"depth": depth})
    assert told.rows[0, 0, -3:] == pytest.approx([0.3, np.nan, np.nan], nan_ok=True)


@settings(max_examples=40)
@given(unplanned=st.floats(0, 1e6), period=st.integers(0, 9))
def test_of_a_planned_covariate_only_the_period_itself_is_known(
    unplanned: float, period: int
) -> None:
    price = np.random.default_rng(0).uniform(10, 20, (20, 2))
    told = of(panel(np.ones((20, 2))), [9], 3, {"price": price})
    price[10 + period] = unplanned
    again = of(panel(np.ones((20, 2))), [9], 3, {"price": price})
    assert told.rows.tobytes() == again.rows.tobytes()
