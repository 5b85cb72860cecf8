"""Buyers that come by file: goods, places and units by id, consent as it was given."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from app.ingestion import RULES
from haat.core.errors import InvalidInput, NotFound
from haat.store import buyers, tables
from haat.store.ingestion import batch
from haat.store.ingestion.checking import checked
from haat.store.ingestion.kinds.buyers import BUYERS
from haat.store.ingestion.reading import read_sheet
from haat.store.ingestion.shop import open_shop
from haat.store.ingestion.words import load_words
from tests.integration.store.ingesting import (
    MANAGER,
    NOW,
    STRANGER,
    TODAY,
    make_shops,
    places,
    rows,
)

HEAD = "buyer_id,name,place,wants,volume,unit,max_price,contact,agreed_to_contact\n"
GOOD = 'b1,Anand Traders,"Nashik, Maharashtra",pyaz; aam ka achar,50,kilo,"₹1,200",98100,yes\n'


@pytest.fixture
def shop(engine: Engine) -> Engine:
    make_shops(engine)
    with engine.begin() as db:
        db.execute(
            insert(tables.products).values(
                tenant_id="asha", sku_id="lamp.Brass", concept="lamp", name="Lamp", unit="piece",
                category="craft", aliases=[],
            )
        )  # fmt: skip
    return engine


def _give(engine: Engine, text: str, form: Any = "csv") -> Mapping[str, Any]:
    body = text.encode()
    sheet = read_sheet(body, form)
    sent = batch.Delivery(
        BUYERS, sheet, checked(BUYERS, sheet, TODAY), batch.ticket(BUYERS, body, None)
    )
    with engine.begin() as db:
        found = open_shop(MANAGER, db, load_words(), places, RULES)
        return batch.take_in(found, sent, NOW)


def _one(engine: Engine, line: str) -> buyers.Buyer:
    _give(engine, HEAD + line)
    with engine.begin() as db:
        return buyers.listing(MANAGER, db)[-1]


def test_a_row_is_read_into_ids(shop: Engine) -> None:
    assert _one(shop, GOOD) == buyers.Buyer(
        buyer_id="b1",
        name="Anand Traders",
        place="Nashik, Maharashtra",
        wants=("onion", "aam ka achar"),
        volume=50,
        unit="kg",
        max_price_paise=120_000,
        agreed_to_contact=True,
    )
    [(contact,)] = rows(shop, tables.buyers, "contact")
    assert contact == "98100"


@pytest.mark.parametrize(
    ("wants", "found"),
    [
        ("LAMP.brass", ("lamp.Brass",)),
        ("Lamp", ("lamp",)),
        ("pickle.mango_500g", ("pickle.mango_500g",)),
        ("pyaz|प्याज", ("onion",)),
        ('"onion, Bhindi(Ladies Finger)"', ("onion", "okra")),
        ("old iron", ("old iron",)),
    ],
)
def test_wishes_are_skus_concepts_or_words(shop: Engine, wants: str, found: object) -> None:
    assert _one(shop, f"b1,Anand,Patna,{wants},,,,,no\n").wants == found


def test_a_json_list_of_wishes_is_taken(shop: Engine) -> None:
    body = '[{"buyer_id":"b1","name":"A","place":"Patna","wants":["onion","rice"],"agreed_to_contact":true}]'
    assert _give(shop, body, "json")["accepted"] == 1
    with shop.begin() as db:
        found = buyers.get(MANAGER, db, "b1")
    assert (found.wants, found.volume, found.unit) == (("onion", "rice"), None, None)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("b2,Anand,Aurangabad,onion,,,,,yes\n", "place"),
        ("b2,Anand,Nowhere,onion,,,,,yes\n", "place"),
        ("b2,Anand,Patna,;,,,,,yes\n", "wants"),
        ("b2,Anand,Patna,onion,5,cubit,,,yes\n", "unit"),
        ("b2,Anand,Patna,onion,-1,kg,,,yes\n", "volume"),
        ("b2,Anand,Patna,onion,,,0,,yes\n", "max_price"),
        ("b2,Anand,Patna,onion,,,,,\n", "agreed_to_contact"),
        ("b2,Anand,Patna,onion,,,,,perhaps\n", "agreed_to_contact"),
        (",Anand,Patna,onion,,,,,yes\n", "buyer_id"),
    ],
)
def test_a_row_that_cannot_be_used_is_put_aside(shop: Engine, line: str, column: str) -> None:
    answer = _give(shop, HEAD + GOOD + line)
    assert answer["accepted"] == 1
    assert [problem["column"] for problem in answer["quarantined"]] == [column]
    with pytest.raises(InvalidInput):
        _give(shop, HEAD + line)


def test_a_later_file_corrects_and_takes_consent_back(shop: Engine) -> None:
    _give(shop, HEAD + GOOD)
    assert _give(shop, HEAD + GOOD)["duplicates"] == 1
    changed = _one(shop, GOOD.replace("yes", "no").replace("50", "70"))
    assert (changed.agreed_to_contact, changed.volume) == (False, 70)


def test_nobody_else_sees_them(shop: Engine) -> None:
    _give(shop, HEAD + GOOD)
    with shop.begin() as db:
        assert buyers.listing(STRANGER, db) == ()
        assert buyers.named(STRANGER, db, "Anand Traders") == ()
        with pytest.raises(NotFound):
            buyers.get(STRANGER, db, "b1")
        assert [b.buyer_id for b in buyers.named(MANAGER, db, "traders anand")] == ["b1"]
        assert buyers.named(MANAGER, db, " ") == ()
