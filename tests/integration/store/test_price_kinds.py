"""Competitors' prices and offers as a shop hands them in."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, insert

from haat.core.errors import InvalidInput
from haat.store.competitors import latest
from haat.store.tables import competitor_prices, products, promotions
from tests.integration.store.ingesting import (
    MANAGER,
    STRANGER,
    TODAY,
    count,
    give,
    make_shops,
    rows,
)

RIVALS = "date,sku_id,competitor,competitor_price,url,confidence\n"
OFFERS = "sku_id,store_id,starts,ends,price\n"


@pytest.fixture(autouse=True)
def shops(engine: Engine) -> None:
    """Both tenants are there, and one sells flour with an MRP."""
    make_shops(engine)
    flour: dict[str, object] = {
        "tenant_id": "asha",
        "sku_id": "wheat_flour.5kg",
        "concept": "wheat_flour",
    }
    flour |= {"name": "Atta", "category": "flour", "unit": "packet", "aliases": []}
    with engine.begin() as db:
        db.execute(insert(products).values(price_paise=25_000, mrp_paise=27_500, **flour))


def test_competitor_prices_are_kept_and_bad_ones_named(engine: Engine) -> None:
    answer = give(
        engine,
        "competitor-prices",
        RIVALS + "2026-11-18,WHEAT_FLOUR.5KG,Mart,₹248,https://mart.example/a,0.8\n"
        "2026-11-18,wheat_flour.5kg,Bazar,251.50,,\n"
        "2026-11-18,wheat_flour.5kg,Bazar,260,,\n"
        "2026-11-18,wheat_flour.5kg,Third,0,,\n"
        "2026-11-18,wheat_flour.5kg,,250,,\n"
        "2026-11-18,wheat_flour.5kg,Fourth,250,javascript:x,\n"
        "2026-11-18,wheat_flour.5kg,Fifth,250,,80\n"
        "2026-12-18,wheat_flour.5kg,Sixth,250,,\n",
    )
    assert (answer["accepted"], answer["duplicates"]) == (2, 1)
    assert [(q["line"], q["column"]) for q in answer["quarantined"]] == [
        (5, "competitor_price"), (6, "competitor"), (7, "url"), (8, "confidence"), (9, "date"),
    ]  # fmt: skip
    assert rows(
        engine, competitor_prices, "sku_id", "competitor", "price_paise", "url", "confidence"
    ) == [
        ("wheat_flour.5kg", "Mart", 24_800, "https://mart.example/a", 0.8),
        ("wheat_flour.5kg", "Bazar", 25_150, None, None),
    ]


def test_a_correction_of_the_same_day_counts(engine: Engine) -> None:
    line = "2026-11-18,wheat_flour.5kg,Mart,"
    give(engine, "competitor-prices", RIVALS + f"{line}248,,\n")
    assert give(engine, "competitor-prices", RIVALS + f"{line}248,,\n")["duplicates"] == 1
    assert give(engine, "competitor-prices", RIVALS + f"{line}246,,\n")["accepted"] == 1
    assert rows(engine, competitor_prices, "price_paise") == [(24_600,)]


def test_the_newest_price_of_each_competitor_until_a_day(engine: Engine) -> None:
    give(
        engine,
        "competitor-prices",
        RIVALS + "2026-11-10,wheat_flour.5kg,Mart,240,,\n2026-11-18,wheat_flour.5kg,Mart,248,,\n"
        "2026-11-12,wheat_flour.5kg,Bazar,251,,\n",
    )
    with engine.connect() as db:

        def asked(end: date) -> list[tuple[str, int]]:
            start = TODAY - timedelta(days=30)
            found = latest(MANAGER, db, "wheat_flour.5kg", start, end)
            return [(one.competitor, one.price_paise) for one in found]

        assert asked(TODAY) == [("Bazar", 25_100), ("Mart", 24_800)]
        assert asked(date(2026, 11, 11)) == [("Mart", 24_000)]
        assert latest(STRANGER, db, "wheat_flour.5kg", date(2026, 1, 1), TODAY) == ()


def test_offers_may_lie_ahead(engine: Engine) -> None:
    answer = give(
        engine,
        "promotions",
        OFFERS + "wheat_flour.5kg,asha-1,2026-12-01,2026-12-07,230\n"
        "wheat_flour.5kg,asha-1,2026-11-01,2026-11-03,\n"
        "wheat_flour.5kg,asha-1,2026-11-10,2026-11-09,230\n"
        "wheat_flour.5kg,other-1,2026-11-10,2026-11-12,230\n"
        "wheat_flour.5kg,asha-2,2026-11-10,2026-11-12,280\n"
        "wheat_flour.5kg,asha-2,2026-11-10,2028-11-12,200\n",
    )
    assert answer["accepted"] == 2
    assert [(q["line"], q["column"]) for q in answer["quarantined"]] == [
        (4, "ends"), (5, "store_id"), (6, "price"), (7, "ends"),
    ]  # fmt: skip
    assert rows(engine, promotions, "store_id", "starts", "ends", "price_paise") == [
        ("asha-1", date(2026, 12, 1), date(2026, 12, 7), 23_000),
        ("asha-1", date(2026, 11, 1), date(2026, 11, 3), None),
    ]


def test_an_offer_can_be_prolonged(engine: Engine) -> None:
    line = "wheat_flour.5kg,asha-1,2026-12-01,"
    give(engine, "promotions", OFFERS + f"{line}2026-12-07,230\n")
    assert give(engine, "promotions", OFFERS + f"{line}2026-12-09,225\n")["accepted"] == 1
    assert rows(engine, promotions, "ends", "price_paise") == [(date(2026, 12, 9), 22_500)]
    with pytest.raises(InvalidInput, match="no such store"):
        give(engine, "promotions", OFFERS + "wheat_flour.5kg,asha-9,2026-12-01,2026-12-09,\n")
    assert count(engine, promotions) == 1
