"""The price that counts as usual: the same one in all shops of a product, however often each was on offer."""

import numpy as np
import pytest

from haat.analytics.elasticities.response import learned
from haat.analytics.elasticities.sales import Sales
from haat.analytics.elasticities.terms import PRICE, terms_of

SHOPS, WEEKS = 20, 12
CUT = 0.3  # of the log price, half of the weeks


def _sales(seed: int, true: float = -2.5) -> Sales:
    """Two products in twenty shops; each shop leaves out an offer now and then."""
    chance = np.random.default_rng(seed)
    unit, week = (index.ravel() for index in np.indices((2 * SHOPS, WEEKS)))
    product = np.arange(2 * SHOPS) // SHOPS
    own = chance.normal(0, 0.05, 2 * SHOPS)
    offer = (week + product[unit]) % 2 * (chance.random(len(unit)) < 0.9)
    asked = np.log(np.array([40.0, 90.0]))[product[unit]] + own[unit] - CUT * offer
    shock = chance.normal(0, 0.2, (2, WEEKS))[product[unit], week]
    sold = np.exp(5 + true * asked + shock + chance.normal(0, 0.5, len(unit)) + 9)
    return Sales(unit, week, np.exp(asked), sold, product, np.arange(2 * SHOPS) % SHOPS)


def test_shops_stand_apart_by_what_they_always_ask_more_or_less() -> None:
    sales = _sales(1)
    anchor = terms_of(sales).anchor
    highest = np.full(2 * SHOPS, -np.inf)
    np.maximum.at(highest, sales.unit, np.log(sales.price))
    for product in (0, 1):  # from offer to usual price it is as far in each shop
        below = (highest - anchor)[sales.product == product]
        assert np.ptp(below) < CUT / 2


def test_a_product_in_one_shop_stands_at_the_median_of_its_prices() -> None:
    asked = np.array([10.0, 10.0, 8.0, 12.0, 10.0])
    one = np.zeros(1, dtype=np.int64)
    sales = Sales(np.zeros(5, dtype=np.int64), np.arange(5), asked, asked, one, one)
    assert terms_of(sales).anchor == pytest.approx(np.log([10.0]))


def test_shops_on_offer_half_of_the_time_do_not_hide_the_response() -> None:
    found = [learned(_sales(seed)).pooled.terms[:, PRICE].mean() for seed in range(6)]
    assert np.mean(found) == pytest.approx(-2.5, abs=0.15)
