"""One shop among its owner's few: what it orders again, and what it might begin to sell."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import exp, log, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.recommending.few_shops import (
    SURE,
    Comparable,
    New,
    OwnShop,
    Word,
    again,
    alike,
    comparable,
    joined,
    new_goods,
    percentiles,
    shop_habits,
    variety,
    worths,
)

TODAY = date(2026, 11, 25)
GOODS = {
    "rice.5kg": ("Rice 5 kg", "cereal"),
    "rice.basmati": ("Basmati rice 1 kg", "cereal"),
    "soap": ("Bath soap", "fmcg"),
    "tea": ("Tea leaves", "fmcg"),
    "saree": ("Cotton saree", "shg_craft"),
    "oil": ("Mustard oil", "oil"),
}


def _every(days: int, first: int = 1, last: int = 90) -> Mapping[date, float]:
    return {TODAY - timedelta(days=n): 1.0 for n in range(first, last + 1, days)}


def _goods() -> Comparable:
    names, categories = zip(*GOODS.values(), strict=True)
    return comparable(tuple(GOODS), names, categories)


def _new(here: OwnShop, *others: OwnShop) -> list[New]:
    return new_goods(here, others, frozenset(here.worth), _goods())


def test_what_comes_often_and_again_leads() -> None:
    told = {"weekly": _every(7), "monthly": _every(30), "long_ago": _every(7, first=70)}
    shelf = again(shop_habits([told | {"daily": _every(1)}])[0])
    assert [sku for sku, _ in shelf] == ["daily", "weekly", "monthly", "long_ago"]
    assert (shelf[1][1].times, shelf[1][1].of) == (13, 85)  # of the days from its first on


def test_a_thing_bought_once_is_no_habit() -> None:
    [told] = shop_habits([{"once": {TODAY: 1.0}}])
    assert again(told) == []
    assert shop_habits([{}, {}]) == [{}, {}]


def test_the_re_buy_rate_is_learned_from_all_shops() -> None:
    here = {"tea": {TODAY: 1.0, TODAY - timedelta(days=9): 1.0}, "salt": _every(5)}
    alone, beside = (
        shop_habits([here, *more])[0]["tea"].score for more in ([], [{"tea": _every(1)}])
    )
    assert beside > alone


def test_worth_is_the_place_by_how_steadily_it_sells_and_what_it_earns() -> None:
    [told] = shop_habits([{"tea": _every(1), "salt": _every(1), "oil": _every(3)}])
    earned = {"tea": 900.0, "salt": 100.0, "oil": 500.0}
    assert worths(told, earned) == {"oil": 1 / 3, "salt": 2 / 3, "tea": 1.0}
    assert worths(told, {})["oil"] == pytest.approx(1 / 3)
    assert worths({}, earned) == {}


def test_a_shop_of_the_same_kind_is_believed_and_another_only_for_kinds_kept_here() -> None:
    here = OwnShop("here", "kirana", {"rice.5kg": 0.9, "soap": 0.5})
    alike_shop = OwnShop("a", "kirana", {"rice.5kg": 0.9, "oil": 0.8})
    group = OwnShop("g", "shg", {"saree": 0.9, "tea": 0.9})
    found = {new.product: new for new in _new(here, alike_shop, group)}
    assert found["oil"].ground() == "like_shops"
    assert found["tea"].ground() == "other_shops"
    assert "saree" not in found  # a craft, which is not kept here
    assert next(iter(found)) == "oil"


def test_without_other_shops_goods_speak_for_goods_like_them() -> None:
    first = _new(OwnShop("here", "kirana", {"rice.5kg": 0.9}))[0]
    assert (first.product, first.ground(), first.words[0].of) == (
        "rice.basmati",
        "like_goods",
        "rice.5kg",
    )
    assert _new(OwnShop("here", "kirana", {})) == []
    assert comparable((), (), ()).near([]).shape == (0, 0)


WORDS = st.lists(
    st.builds(
        Word,
        st.sampled_from(["like_shops", "other_shops", "like_goods"]),
        st.sampled_from("abcdefgh"),
        st.floats(0.01, SURE),
    ),
    min_size=1,
    unique=True,
)


@given(WORDS)
def test_a_share_is_what_the_score_loses_without_its_words(words: list[Word]) -> None:
    new = New("oil", tuple(words))
    assert new.score == pytest.approx(1 - prod(1 - w.chance for w in words))
    for gone in words:
        rest = [w for w in words if w != gone]
        assert joined(rest) == pytest.approx(new.score * (1 - new.share([gone])))
    assert new.share(words) == pytest.approx(1)


def test_without_the_named_good_the_score_falls_by_the_stated_share() -> None:
    here = {"rice.5kg": 0.9, "soap": 0.4}
    other = OwnShop("a", "kirana", {"rice.basmati": 0.2, "soap": 0.9})
    before = {new.product: new for new in _new(OwnShop("here", "kirana", here), other)}
    basmati = before["rice.basmati"]
    lead = basmati.on("like_goods")[0]
    blind = OwnShop("here", "kirana", here | {lead.of: 0.0})  # known as kept, and sold no more
    after = {new.product: new for new in _new(blind, other)}["rice.basmati"]
    assert after.score == pytest.approx(basmati.score * (1 - basmati.share([lead])))
    assert after.score < basmati.score


def test_shops_are_alike_by_what_they_share() -> None:
    one, same, none = dict.fromkeys("abcd", 1.0), dict.fromkeys("abce", 1.0), {"z": 1.0}
    assert alike(one, same) > alike(one, none) > 0
    assert alike({}, {}) == pytest.approx(0.5)


@given(st.dictionaries(st.text(), st.floats(0.1, 1)), st.dictionaries(st.text(), st.floats(0.1, 1)))
def test_nothing_is_quite_sure(one: dict[str, float], other: dict[str, float]) -> None:
    assert 0 < alike(one, other) <= SURE


def test_percentiles_rank_what_earned_something() -> None:
    assert percentiles({"a": 1.0, "b": 5.0, "c": 0.0}) == {"a": 0.5, "b": 1.0}


@given(st.integers(1, 30))
def test_equal_goods_count_as_many_as_they_are(count: int) -> None:
    assert variety([7.0] * count + [0.0]) == pytest.approx(count)


def test_variety_weighs_goods_by_their_takings() -> None:
    assert variety([3.0, 1.0]) == pytest.approx(exp(-(0.75 * log(0.75) + 0.25 * log(0.25))))
