"""The four parts of a match: what each rewards, and that they add up."""

from math import sqrt
from random import Random
from typing import TypedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.matching.fit import (
    CONTEXT,
    HALF_KM,
    LEAST_OUTCOMES,
    USUAL,
    WANTED,
    WEIGHTS,
    Experience,
    Offer,
    Outcome,
    Terms,
    acceptance,
    calibration,
    collaborative,
    content,
    context,
    experience,
    graph,
    met,
    mutual,
    nearness,
    parts,
    price_fit,
    reasons,
    score,
    volume_fit,
)

OFFER = Offer(
    ids=frozenset({"pickle.mango_500g"}),
    concept="pickle",
    words=frozenset({"mango", "pickle", "500g"}),
    categories={"pickle": "shg_food", "papad": "shg_food", "rice": "cereal"},
    sold=frozenset({"pickle", "papad"}),
    has_place=True,
)
SHARE = st.floats(0, 1)
KM = st.floats(0, 20_000)
RATIO = st.floats(0.001, 1000)


class OneBuyer(TypedDict):
    """A buyer's terms, as the slow way reads them."""

    distance_km: float | None
    pays: float | None
    takes: float | None
    agreed: bool


ONE = st.fixed_dictionaries(
    {
        "distance_km": st.none() | KM,
        "pays": st.none() | RATIO,
        "takes": st.none() | RATIO | st.just(0.0),
        "agreed": st.booleans(),
    }
)
UNKNOWN: OneBuyer = {"distance_km": None, "pays": None, "takes": None, "agreed": False}


def terms(*buyers: OneBuyer, price: bool = True, quantity: bool = True) -> Terms:
    """Terms of several buyers."""

    def told(values: list[float | None]) -> np.ndarray:
        return np.array([np.nan if one is None else one for one in values])

    return Terms(
        told([b["distance_km"] for b in buyers]),
        told([b["pays"] for b in buyers]),
        told([b["takes"] for b in buyers]),
        np.array([float(b["agreed"]) for b in buyers]),
        asked_price=price,
        asked_quantity=quantity,
    )


def slow_context(one: OneBuyer, *, price: bool, quantity: bool) -> float:
    """One buyer at a time, in plain numbers."""
    fits = [(CONTEXT["consent"], 1.0 if one["agreed"] else 0.0)]
    way, pays, takes = one["distance_km"], one["pays"], one["takes"]
    fits.append((CONTEXT["distance"], 0.5 if way is None else 2 ** (-way / HALF_KM)))
    if price:
        fit = 0.5 if pays is None else min(1.0, max(0.0, (pays - 0.75) / 0.25))
        fits.append((CONTEXT["price"], fit))
    if quantity:
        alike = 0.5 if takes is None else sqrt(min(takes, 1 / takes)) if takes else 0.0
        fits.append((CONTEXT["volume"], alike))
    return sum(weight * fit for weight, fit in fits) / sum(weight for weight, _ in fits)


@given(st.lists(ONE, min_size=1, max_size=8), st.booleans(), st.booleans())
def test_many_at_once_are_as_each_alone(
    buyers: list[OneBuyer],
    price: bool,
    quantity: bool,
) -> None:
    slow = [slow_context(one, price=price, quantity=quantity) for one in buyers]
    fast = context(OFFER, terms(*buyers, price=price, quantity=quantity))
    assert fast == pytest.approx(slow)
    assert all(0 <= one <= 1 for one in fast)


def test_weights_are_those_asked_for_and_sum_to_one() -> None:
    assert WEIGHTS == {"content": 0.30, "collaborative": 0.30, "context": 0.25, "graph": 0.15}
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@given(st.lists(st.lists(SHARE, min_size=4, max_size=4), min_size=1, max_size=5))
def test_parts_add_up_to_a_score_between_nothing_and_one(values: list[list[float]]) -> None:
    shares = parts(np.array(values), WEIGHTS)
    told = score(shares)
    assert told == pytest.approx(shares.sum(axis=1), abs=1e-9)
    assert all(0 <= one <= 1 for one in told)
    slow = [sum(w * v for w, v in zip(WEIGHTS.values(), row, strict=True)) for row in values]
    assert told == pytest.approx(slow, abs=1e-3)


@given(ONE, KM, KM)
def test_nearer_is_never_worse(one: OneBuyer, first: float, second: float) -> None:
    near, far = sorted((first, second))
    closer = terms({**one, "distance_km": near}, {**one, "distance_km": far})
    assert np.diff(context(OFFER, closer)) <= 0


@given(ONE, RATIO, RATIO)
def test_paying_more_is_never_worse(one: OneBuyer, first: float, second: float) -> None:
    less, more = sorted((first, second))
    better = terms({**one, "pays": less}, {**one, "pays": more})
    assert np.diff(context(OFFER, better)) >= 0


@given(ONE)
def test_consent_is_never_worse(one: OneBuyer) -> None:
    asked = terms({**one, "agreed": False}, {**one, "agreed": True})
    assert np.diff(context(OFFER, asked)) >= 0


def test_fits_at_their_ends() -> None:
    assert nearness(np.array([0, 150])) == pytest.approx([1, 0.5])
    assert price_fit(np.array([0.5, 0.75, 1, 2])).tolist() == [0, 0, 1, 1]
    assert volume_fit(np.array([0.25, 1, 4, 0])).tolist() == [0.5, 1, 0.5, 0]
    for fit in (nearness, price_fit, volume_fit):
        assert fit(np.array([np.nan])).tolist() == [0.5]


def test_what_was_not_asked_weighs_nothing() -> None:
    nowhere = Offer(OFFER.ids, OFFER.concept, OFFER.words, OFFER.categories, OFFER.sold)
    far: OneBuyer = {"distance_km": 9000, "pays": 0.1, "takes": 0.1, "agreed": True}
    assert context(nowhere, terms(far, price=False, quantity=False)) == 1


@pytest.mark.parametrize(
    ("wants", "least", "most"),
    [
        (("pickle.mango_500g",), 1, 1),
        (("pickle",), 1, 1),
        (("pickle.lemon_1kg",), 0.7, 0.7),
        (("mango pickle",), 0.9, 0.9),
        (("papad",), 0.3, 0.3),
        (("rice", "papad"), 0.3, 0.3),
        (("rice",), 0, 0),
        (("brass lamp",), 0, 0),
        ((" ",), 0, 0),
        ((), 0, 0),
    ],
)
def test_a_wish_for_the_goods_comes_before_one_for_their_like(
    wants: tuple[str, ...], least: float, most: float
) -> None:
    assert least <= content(OFFER, wants) <= most
    codes = reasons(OFFER, wants, terms(UNKNOWN), 0, 0)
    assert ("wants_it" in codes) == (most >= WANTED)
    assert ("wants_like_goods" in codes) == (0 < most < WANTED)


def test_outcomes_with_like_goods_speak_for_and_against_a_buyer() -> None:
    told = [
        Outcome("good", "pickle", 1, 10),
        Outcome("bad", "pickle.mango_500g", 0, 10),
        Outcome("elsewhere", "rice", 1, 10),
    ]
    known = experience(OFFER, told)
    good, bad, elsewhere, new = collaborative(known, ["good", "bad", "elsewhere", "new"])
    assert good > new == elsewhere > bad > 0
    assert known.orders == {"good": 1, "elsewhere": 1}


def test_old_outcomes_and_those_with_other_goods_of_the_category_count_less() -> None:
    fresh, old, like = (
        experience(OFFER, [one]).values["b"]
        for one in (
            Outcome("b", "pickle", 1, 0),
            Outcome("b", "pickle", 1, 180),
            Outcome("b", "papad", 1, 0),
        )
    )
    assert (fresh, old, like) == pytest.approx((1, 0.5, 0.5))


def test_without_any_outcome_the_part_is_nothing() -> None:
    assert collaborative(Experience(), ["b", "c"]).tolist() == [0, 0]
    assert Experience().usual == pytest.approx(USUAL)


def test_links_are_wishes_that_the_seller_meets_and_orders() -> None:
    assert [met(OFFER, w) for w in ((), ("pickle", "rice"), ("pickle", "papad"))] == [0, 0.5, 1]
    links = graph(np.array([0, 0.5, 1, 1]), np.array([0, 0, 0, 1]))
    assert links[:2] == pytest.approx([0, 0.3])
    assert links[2] < links[3] < 1


def test_reasons_stand_on_the_terms() -> None:
    good: OneBuyer = {"distance_km": 10, "pays": 1.1, "takes": 2, "agreed": True}
    poor: OneBuyer = {"distance_km": 900, "pays": 0.9, "takes": 0.2, "agreed": False}
    both = terms(poor, good)
    assert reasons(OFFER, ("pickle", "papad"), both, 1, 2) == [
        "wants_it", "bought_before", "near", "pays_enough", "takes_all", "wants_more_of_yours",
        "agreed_to_contact",
    ]  # fmt: skip
    assert reasons(OFFER, ("pickle",), both, 0, 0) == ["wants_it"]


def test_a_score_is_no_probability_before_there_are_outcomes() -> None:
    assert calibration([(0.5, True)] * (LEAST_OUTCOMES - 1)) is None


@given(st.integers(0, 10_000))
def test_confidence_rises_with_the_score_and_keeps_the_share(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - outcomes, not a secret
    told = [(round(chance.random(), 2), chance.random() < 0.3) for _ in range(220)]
    curve = calibration(told)
    assert curve is not None
    sure = [curve.confidence(value) for value, _ in sorted(told)]
    assert sure == sorted(sure)
    assert all(0 <= one <= 1 for one in sure)
    assert sum(sure) == pytest.approx(sum(won for _, won in told))


def test_confidence_is_the_share_of_orders_at_such_scores() -> None:
    told = [(0.2, n % 10 == 0) for n in range(100)] + [(0.7, n % 2 == 0) for n in range(100)]
    curve = calibration(told)
    assert curve is not None
    assert [curve.confidence(v) for v in (0.0, 0.2, 0.5, 0.7, 0.9)] == [0.1, 0.1, 0.1, 0.5, 0.5]


def test_a_buyer_who_says_no_is_less_ready_and_one_who_buys_more() -> None:
    told = [
        Outcome("yes", "pickle", 1.0, 10),
        Outcome("no", "rice", 0.0, 10),
        Outcome("no", "rice", 0.0, 700),
    ]
    ready, usual = acceptance(told)
    assert ready["no"] < usual < ready["yes"] <= 1
    assert acceptance([]) == ({}, USUAL)


@given(SHARE, SHARE)
def test_either_side_can_say_no(one: float, other: float) -> None:
    never, neither, both = mutual(np.array([one, 0.0, one]), np.array([0.0, other, other]))
    assert never == neither == 0
    assert min(one, other) - 1e-9 <= both <= max(one, other) + 1e-9
