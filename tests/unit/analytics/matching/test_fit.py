"""The four parts of a match: what each rewards, and that they add up."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.matching.fit import (
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
TERMS = st.builds(
    Terms,
    distance_km=st.none() | KM,
    pays=st.none() | RATIO,
    takes=st.none() | RATIO,
    agreed=st.booleans(),
    asked_price=st.booleans(),
    asked_quantity=st.booleans(),
)


def test_weights_are_those_asked_for_and_sum_to_one() -> None:
    assert WEIGHTS == {"content": 0.30, "collaborative": 0.30, "context": 0.25, "graph": 0.15}
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, SHARE)))
def test_parts_add_up_to_a_score_between_nothing_and_one(values: dict[str, float]) -> None:
    shares = parts(values)
    assert score(shares) == pytest.approx(sum(shares.values()), abs=1e-9)
    assert 0 <= score(shares) <= 1
    assert score(shares) == pytest.approx(sum(WEIGHTS[n] * v for n, v in values.items()), abs=1e-3)


@given(TERMS, KM, KM)
def test_nearer_is_never_worse(terms: Terms, one: float, other: float) -> None:
    near, far = sorted((one, other))
    closer = context(OFFER, replace(terms, distance_km=near))
    assert closer >= context(OFFER, replace(terms, distance_km=far))


@given(TERMS, RATIO, RATIO)
def test_paying_more_is_never_worse(terms: Terms, one: float, other: float) -> None:
    less, more = sorted((one, other))
    better = context(OFFER, replace(terms, pays=more))
    assert better >= context(OFFER, replace(terms, pays=less))


@given(TERMS)
def test_consent_is_never_worse_and_the_context_is_a_share(terms: Terms) -> None:
    agreed = context(OFFER, replace(terms, agreed=True))
    assert 0 <= context(OFFER, replace(terms, agreed=False)) <= agreed <= 1


def test_fits_at_their_ends() -> None:
    assert nearness(0) == 1
    assert nearness(150) == pytest.approx(0.5)
    assert [price_fit(p) for p in (0.5, 0.75, 1, 2)] == [0, 0, 1, 1]
    assert [volume_fit(t) for t in (0.25, 1, 4)] == [0.5, 1, 0.5]
    assert volume_fit(0) == 0
    assert nearness(None) == price_fit(None) == volume_fit(None) == 0.5


def test_what_was_not_asked_weighs_nothing() -> None:
    nowhere = replace(OFFER, has_place=False)
    assert context(nowhere, Terms(distance_km=9000, pays=0.1, takes=0.1, agreed=True)) == 1


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
    codes = reasons(OFFER, wants, Terms(), 0)
    assert ("wants_it" in codes) == (most >= WANTED)
    assert ("wants_like_goods" in codes) == (0 < most < WANTED)


def test_outcomes_with_like_goods_speak_for_and_against_a_buyer() -> None:
    told = [
        Outcome("good", "pickle", 1, 10),
        Outcome("bad", "pickle.mango_500g", 0, 10),
        Outcome("elsewhere", "rice", 1, 10),
    ]
    known = experience(OFFER, told)
    of = {b: collaborative(known, b, known.usual) for b in ("good", "bad", "elsewhere", "new")}
    assert of["good"] > of["new"] == of["elsewhere"] > of["bad"] > 0
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
    assert collaborative(Experience(), "b", Experience().usual) == 0
    assert Experience().usual == pytest.approx(USUAL)


def test_links_are_wishes_that_the_seller_meets_and_orders() -> None:
    assert graph(OFFER, (), 0) == 0
    assert graph(OFFER, ("pickle", "rice"), 0) == pytest.approx(0.3)
    assert graph(OFFER, ("pickle", "papad"), 0) < graph(OFFER, ("pickle", "papad"), 1) < 1


def test_reasons_stand_on_the_terms() -> None:
    good = Terms(10, 1.1, 2, agreed=True, asked_price=True, asked_quantity=True)
    assert reasons(OFFER, ("pickle", "papad"), good, 2) == [
        "wants_it", "bought_before", "near", "pays_enough", "takes_all", "wants_more_of_yours",
        "agreed_to_contact",
    ]  # fmt: skip
    poor = Terms(900, 0.9, 0.2, agreed=False, asked_price=True, asked_quantity=True)
    assert reasons(OFFER, ("pickle",), poor, 0) == ["wants_it"]


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
    assert mutual(one, 0.0) == mutual(0.0, other) == 0
    assert min(one, other) - 1e-9 <= mutual(one, other) <= max(one, other) + 1e-9
