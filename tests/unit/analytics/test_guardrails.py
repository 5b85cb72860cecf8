"""No suggested price breaks a guardrail, and one that must give way is named."""

import random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.guardrails import (
    RULES,
    UNBOUNDED,
    Bound,
    Facts,
    Mandi,
    Objective,
    band,
    charming,
    checked,
)
from haat.analytics.price_response import BRANDS, STAPLES, Elasticity, below_zero
from haat.analytics.pricing import Suggestion, suggest

CASES = 2_500  # of each seed
paise = st.integers(1, 500_000)
maybe_paise = st.none() | paise
amount = st.floats(0.01, 1000)
situations = st.builds(
    Facts,
    objective=st.sampled_from(get_args(Objective)),
    current=maybe_paise,
    cost=st.none() | st.floats(0.5, 500_000),
    mrp=maybe_paise,
    min_margin_pct=st.floats(0, 100),
    rivals=st.lists(paise, max_size=3).map(tuple),
    mandi=st.none() | st.builds(Mandi, paise, st.booleans()),
    known=st.none() | st.tuples(paise, paise).map(lambda two: (min(two), max(two))),
    per_day=st.none() | amount,
    on_hand=st.none() | st.floats(-5, 5000),
    map_floor=maybe_paise,
    slab_taxed=st.sampled_from((None, False, True)),
    safety_stock=st.none() | amount,
    shelf_life_days=st.none() | st.integers(1, 400),
)


# Prices as shops have them: near one another, so that the guardrails meet.
def shop(chance: random.Random) -> Facts:
    base = chance.uniform(200, 300_000)

    def about(often: float) -> int | None:
        return round(base * chance.uniform(0.7, 1.4)) if chance.random() < often else None

    cost, market, one, other = about(0.8), about(0.4), about(0.6), about(1.0)
    return Facts(
        objective=chance.choice(get_args(Objective)),
        current=about(0.9),
        cost=None if cost is None else cost * chance.uniform(0.6, 1.0),
        mrp=about(0.5),
        min_margin_pct=chance.uniform(0, 40),
        rivals=tuple(p for p in (about(0.4), about(0.4), about(0.4)) if p is not None),
        mandi=None if market is None else Mandi(market, chance.random() < 0.5),
        known=(min(one, other), max(one, other)) if one and other else None,
        per_day=chance.choice((None, chance.uniform(0.01, 50))),
        on_hand=chance.choice((None, chance.uniform(0, 500))),
        map_floor=about(0.3),
        slab_taxed=chance.choice((None, False, True)),
        safety_stock=chance.choice((None, chance.uniform(0, 300))),
        shelf_life_days=chance.choice((None, chance.randint(1, 60))),
    )


elasticities = st.builds(
    lambda mean, sd, prior, own: below_zero(mean, sd, prior, own=own),
    st.floats(-5, 2),
    st.floats(0.05, 1),
    st.sampled_from((BRANDS, STAPLES)),
    st.sampled_from((0.0, 0.4, 0.9)),
)


def _held(facts: Facts, found: Suggestion) -> None:
    given_up = {one.rule.name for one in found.rules if one.given_up}
    for rule in RULES:
        bound = rule.bound(facts)
        if bound is None or rule.name in given_up or (facts.clearing and not rule.clearing):
            continue
        assert bound.allows(found.price), (rule.name, bound, found)
    assert facts.mrp is None or found.price <= facts.mrp
    assert found.low <= found.price
    assert found.high is None or found.price <= found.high
    # in words of the shop, once more and without the code under test
    if facts.cost is not None and not facts.clearing and "minimum_margin" not in given_up:
        share = (found.price - facts.cost) / found.price * 100
        assert share >= min(facts.min_margin_pct, 99) - 1e-6
    if facts.current is not None and "largest_change" not in given_up:
        assert abs(found.price - facts.current) * 10 <= facts.current
    if facts.map_floor is not None and "map_floor" not in given_up:
        assert found.price >= facts.map_floor
    if facts.slab_taxed and (facts.current or facts.cost) and "gst_slab" not in given_up:
        left = found.price / (1.05 if found.price <= 262_500 else 1.18)
        assert facts.clearing or not 262_500 < found.price <= 295_000
        assert facts.clearing or left - (facts.cost or 0) >= -1
    if facts.current and facts.per_day and facts.on_hand is not None:
        _held_stock(facts, facts.current, max(0, facts.on_hand) / facts.per_day, found, given_up)


def _held_stock(
    facts: Facts, current: int, cover: float, found: Suggestion, given_up: set[str]
) -> None:
    spoils = facts.shelf_life_days is not None and cover > facts.shelf_life_days
    if spoils and "shelf_life" not in given_up:
        assert found.price <= current
    if not spoils and "low_stock" not in given_up:
        enough = (facts.on_hand or 0) >= (facts.safety_stock or 0) and cover >= 7
        assert enough or found.price >= current


@pytest.mark.parametrize("seed", range(4))
def test_no_guardrail_is_ever_broken(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a shop, not a secret
    for _ in range(CASES):
        facts = shop(chance)
        own = chance.choice((0.0, 0.4, 0.9))
        elasticity = below_zero(chance.uniform(-5, 2), chance.uniform(0.05, 1), BRANDS, own=own)
        found = suggest(facts, elasticity, chance.randint(1, 30))
        if found is not None:
            _held(facts, found)


@settings(max_examples=1_000, deadline=None)
@given(facts=situations, elasticity=elasticities)
def test_nor_where_nothing_fits_together(facts: Facts, elasticity: Elasticity) -> None:
    found = suggest(facts, elasticity, 14)
    if found is not None:
        _held(facts, found)


@settings(max_examples=300, deadline=None)
@given(facts=situations)
def test_only_what_the_earlier_ones_forbid_is_given_up(facts: Facts) -> None:
    _, given_up = band(facts)
    left = Bound()
    for rule in RULES:
        bound = rule.bound(facts)
        if bound is None or (facts.clearing and not rule.clearing):
            assert rule.name not in given_up
            continue
        low, high = max(left.low, bound.low), min(left.high, bound.high)
        assert (low > high) == (rule.name in given_up)
        if low > high:
            end = left.high if bound.low > left.high else left.low
            low = high = end
        left = Bound(low, high)


def test_the_order_is_the_printed_one() -> None:
    assert [rule.name for rule in RULES] == [
        "mrp_ceiling", "map_floor", "minimum_margin", "gst_slab", "largest_change", "cost_floor",
        "competitor_band", "mandi_band", "known_prices", "shelf_life", "low_stock",
    ]  # fmt: skip


def test_the_law_wins_over_the_cost() -> None:
    facts = Facts("margin", current=900, cost=1200, mrp=1000)
    found = suggest(facts, below_zero(-2, 0.3, BRANDS, own=0.9), 14)
    assert found is not None
    assert found.price == 1000
    stands = {one.rule.name: (one.status, one.given_up) for one in found.rules}
    assert stands["minimum_margin"] == ("triggered", True)
    assert stands["cost_floor"] == ("triggered", True)
    assert stands["mrp_ceiling"][0] == "triggered"
    assert stands["mandi_band"] == ("unknown", False)


def test_margin_wins_over_the_largest_change() -> None:
    facts = Facts("margin", current=1000, cost=1500, min_margin_pct=10)
    bound, given_up = band(facts)
    assert bound == Bound(1667, 1667)
    assert given_up == {"largest_change"}


@pytest.mark.parametrize(
    ("change", "low"),
    [
        ({"on_hand": 6.0}, 1000),
        ({"on_hand": 7.0}, 900),
        ({"on_hand": None}, 900),
        ({"per_day": None}, 900),
    ],
)
def test_no_cut_while_the_stock_is_below_a_week(change: dict[str, Any], low: int) -> None:
    said: dict[str, Any] = {"current": 1000, "per_day": 1.0, "on_hand": 6.0} | change
    assert band(Facts("revenue", **said))[0].low == low


def test_no_cut_below_the_safety_stock() -> None:
    said: dict[str, Any] = {"current": 1000, "per_day": 1.0, "on_hand": 20.0}
    assert band(Facts("revenue", **said, safety_stock=21.0))[0].low == 1000
    assert band(Facts("revenue", **said, safety_stock=19.0))[0].low == 900


def test_nothing_gets_dearer_that_would_spoil() -> None:
    said: dict[str, Any] = {"current": 1000, "per_day": 1.0, "on_hand": 5.0}
    assert band(Facts("revenue", **said, shelf_life_days=4))[0] == Bound(900, 1000)
    assert band(Facts("revenue", **said, shelf_life_days=5))[0] == Bound(1000, 1100)
    assert band(Facts("clear_stock", **said, shelf_life_days=4))[0].low == 900


def test_the_brands_price_is_kept_but_not_above_the_mrp() -> None:
    assert band(Facts("clear_stock", current=1000, map_floor=980))[0] == Bound(980, 1100)
    bound, given_up = band(Facts("margin", mrp=900, map_floor=980))
    assert bound == Bound(900, 900)
    assert given_up == {"map_floor"}


@pytest.mark.parametrize(
    ("current", "cost", "bound"),
    [
        (250_000, 200_000.0, Bound(225_000, 262_500)),  # 5 % of tax up to a value of 2,500
        (300_000, 200_000.0, Bound(295_002, 330_000)),  # above it 18 %, and never between
        (270_000, 200_000.0, Bound(243_000, 262_500)),  # what stands between goes down
        (180_000, 170_000.0, Bound(187_895, 198_000)),  # margin after tax
    ],
)
def test_a_price_does_not_cross_the_limit_of_gst(current: int, cost: float, bound: Bound) -> None:
    said: dict[str, Any] = {"current": current, "cost": cost, "slab_taxed": True}
    assert band(Facts("margin", **said))[0] == bound


def test_gst_is_unknown_where_the_rate_is() -> None:
    found = checked(Facts("margin", current=1000), 1000, frozenset())
    assert {c.rule.name: c.status for c in found}["gst_slab"] == "unknown"


def test_what_has_to_go_may_be_cheaper_than_elsewhere() -> None:
    said: dict[str, Any] = {
        "current": 1000, "cost": 980.0, "rivals": (1000, 1010), "mandi": Mandi(990),
        "known": (1000, 1000),
    }  # fmt: skip
    assert band(Facts("clear_stock", **said)) == (Bound(900, 1060), frozenset())
    assert band(Facts("revenue", **said))[0] == Bound(1032, 1060)


def test_a_published_retail_price_is_stood_by_from_both_sides() -> None:
    assert band(Facts("revenue", mandi=Mandi(1000, retail=True)))[0] == Bound(750, 1250)
    assert band(Facts("revenue", mandi=Mandi(1000)))[0] == Bound(1000, 2000)


def test_a_rule_is_triggered_by_the_wish_alone() -> None:
    facts = Facts("revenue", current=1000)
    for wish, status in ((1099, "passed"), (1101, "triggered")):
        found = {c.rule.name: c.status for c in checked(facts, wish, frozenset())}
        assert found["largest_change"] == status


@pytest.mark.parametrize(
    ("price", "written"),
    [
        (1_337, 1_350), (1_310, 1_300), (1_325, 1_300), (9_949, 9_900), (9_951, 10_000),
        (12_250, 12_000), (12_760, 12_900), (49_960, 50_000), (123_450, 123_000),
        (248_700, 249_900), (249_960, 250_000), (246_000, 245_000), (251_000, 250_000), (20, 50),
    ],
)  # fmt: skip
def test_prices_end_as_the_trade_writes_them(price: int, written: int) -> None:
    assert charming(price, Bound()) == written


@settings(max_examples=300, deadline=None)
@given(price=st.integers(1, 1_000_000), low=paise, width=st.integers(0, 100_000))
def test_an_ending_never_leaves_the_band(price: int, low: int, width: int) -> None:
    within = Bound(low, low + width)
    inside = min(max(price, low), low + width)
    assert within.allows(charming(inside, within))


def test_bounds_show_the_end_that_is_met_first() -> None:
    assert Bound(5, 20).nearer(7) == 5
    assert Bound(5, 20).nearer(15) == 20
    assert Bound(high=20).nearer(2) == 20
    assert Bound(5, UNBOUNDED).nearer(10**9) == 5


@pytest.mark.parametrize(("left", "status"), [(6.0, "triggered"), (8.0, "passed")])
def test_low_stock_is_triggered_where_the_days_shown_are_below_the_limit(
    left: float, status: str
) -> None:
    facts = Facts("revenue", current=1000, per_day=1.0, on_hand=left)
    found = {c.rule.name: c.status for c in checked(facts, 1050, frozenset())}
    assert found["low_stock"] == status
