"""The demo's ledger is the same for a date, only grows with time, and shows the truth it was drawn with."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from app.demo.catalogue import Catalogue, load_catalogue
from app.demo.festivals import festival_days
from app.demo.generator import EPOCH, WINDOW_DAYS, Ledger, list_price, simulate
from app.demo.rows import winsorised
from app.demo.truth import truth
from haat.analytics.ledger import winsorised as one_by_one

TODAY = date(2019, 12, 31)
UNITS = {"kg", "g", "l", "ml", "piece", "pair", "dozen", "packet", "box", "bag", "bundle", "metre"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def ledger(catalogue: Catalogue) -> Ledger:
    return simulate(catalogue, TODAY)


def column(ledger: Ledger, store: str, sku: str) -> int:
    return next(i for i, (s, a) in enumerate(ledger.series) if (s.id, a.sku_id) == (store, sku))


def test_the_catalogue_is_sound(catalogue: Catalogue) -> None:
    assert 80 <= len(catalogue.articles) <= 100
    for article in catalogue.articles:
        assert article.cost < article.price, article.sku_id
        assert article.mrp is None or article.price <= article.mrp, article.sku_id
        assert article.unit in UNITS, article.sku_id
        assert article.elasticity < 0, article.sku_id
        assert any("\u0900" <= c <= "\u097f" for name in article.aliases for c in name), (
            article.sku_id
        )
    of_chennai = [a for a in catalogue.articles if "demo2-chennai" in a.shops]
    assert (
        sum(any("\u0b80" <= c <= "\u0bff" for n in a.aliases for c in n) for a in of_chennai) > 20
    )


def test_a_date_always_gives_the_same_ledger(catalogue: Catalogue, ledger: Ledger) -> None:
    again = simulate(catalogue, TODAY)
    assert np.array_equal(again.sales, ledger.sales)
    assert np.array_equal(again.on_hand, ledger.on_hand)
    assert again.offers == ledger.offers


def test_a_later_date_only_adds_days(catalogue: Catalogue, ledger: Ledger) -> None:
    later = simulate(catalogue, TODAY + timedelta(days=40))
    assert ledger.days[-1] == TODAY - timedelta(days=1)
    assert len(ledger.days) == WINDOW_DAYS
    assert later.days[:-40] == ledger.days[40:]
    for name in (
        "sales",
        "price",
        "promo",
        "received",
        "on_hand",
        "in_transit",
        "returned",
        "cost",
    ):
        assert np.array_equal(getattr(later, name)[:-40], getattr(ledger, name)[40:]), name


@pytest.mark.parametrize("day", [date(2014, 6, 1), EPOCH, EPOCH + timedelta(days=1)])
def test_a_day_at_the_very_beginning_has_a_short_ledger(catalogue: Catalogue, day: date) -> None:
    assert len(simulate(catalogue, day).days) == max(0, (day - EPOCH).days)


def test_no_shelf_sells_what_it_does_not_have(ledger: Ledger) -> None:
    stock = ledger.on_hand[:-1] + ledger.received[1:] - ledger.sales[1:] - ledger.wasted[1:]
    assert np.allclose(stock, ledger.on_hand[1:])
    assert ledger.on_hand.min() >= 0
    assert (ledger.sales <= ledger.demand).all()
    assert 0.005 < (ledger.sales < ledger.demand).mean() < 0.1


def test_prices_stay_between_cost_and_mrp(ledger: Ledger) -> None:
    for i, (_, article) in enumerate(ledger.series):
        assert article.mrp is None or ledger.price[:, i].max() <= article.mrp
        if article.price_swing < 0.1:
            assert ledger.price[:, i].min() >= article.cost, article.sku_id


def test_an_offer_is_cheaper_than_the_shelf_price(ledger: Ledger) -> None:
    assert len(ledger.offers) > 100
    for offer in ledger.offers:
        days = (offer.starts - EPOCH).days
        assert offer.price < list_price(offer.article, days + 1)[-1]
        assert timedelta(days=4) <= offer.ends - offer.starts <= timedelta(days=8)


def test_the_weekly_pattern_can_be_found_again(ledger: Ledger) -> None:
    weekday = np.array([d.weekday() for d in ledger.days])
    for store in ("demo-patna", "demo-nashik", "demo-shg"):
        mine = [i for i, (s, _) in enumerate(ledger.series) if s.id == store]
        share = ledger.demand[:, mine] / ledger.demand[:, mine].mean(axis=0)
        found = np.array([share[weekday == d].mean() for d in range(7)])
        true = np.array(ledger.series[mine[0]][0].weekday)
        assert np.abs(found / found.mean() - true).max() < 0.05, store


def test_the_elasticity_can_be_found_again(ledger: Ledger) -> None:
    i = column(ledger, "demo-patna", "tomato.loose")
    article = ledger.series[i][1]
    ratio = ledger.price[:, i] / article.price
    other = ledger.mean[:, i] / ratio**article.elasticity
    kept = ledger.demand[:, i] > 0
    slope = np.polyfit(np.log(ratio[kept]), np.log((ledger.demand[:, i] / other)[kept]), 1)[0]
    assert slope == pytest.approx(article.elasticity, abs=0.35)


def test_festivals_lift_what_they_should(ledger: Ledger, catalogue: Catalogue) -> None:
    days = festival_days(catalogue.festivals, "BR", range(2018, 2020))
    assert date(2019, 10, 27) in days["diwali"]
    assert date(2019, 10, 25) in days["dhanteras"]
    i = column(ledger, "demo-shg", "bamboo.soop")
    chhath = ledger.days.index(days["chhath"][-1])
    around = ledger.demand[chhath - 40 : chhath - 15, i].mean()
    assert ledger.demand[chhath - 4 : chhath + 1, i].mean() > 2.5 * around


def test_festivals_of_one_state_stay_there(catalogue: Catalogue) -> None:
    bihar = festival_days(catalogue.festivals, "BR", range(2019, 2020))
    tamil_nadu = festival_days(catalogue.festivals, "TN", range(2019, 2020))
    assert "pongal" not in bihar
    assert "chhath" not in tamil_nadu
    assert tamil_nadu["pongal"]


def test_units_are_cleaned_as_the_ledger_cleans_them(ledger: Ledger) -> None:
    clean = winsorised(ledger.sales, ledger.promo)
    for i in range(0, len(ledger.series), 11):
        slow = one_by_one(ledger.sales[:, i].tolist(), ledger.promo[:, i].tolist())
        assert clean[:, i] == pytest.approx(slow)
    assert (clean < ledger.sales).any()


def test_the_truth_is_plain_json_and_names_every_series(catalogue: Catalogue) -> None:
    told = truth(TODAY)
    assert json.loads(json.dumps(told)) == told
    assert told["synthetic"] is True
    names = {(s["store_id"], s["sku_id"]) for s in told["series"]}
    assert names == {(s.id, a.sku_id) for s, a in catalogue.series()}
    assert "2019-10-27" in told["stores"]["demo-patna"]["festivals"]["diwali"]["days"]
