"""Does the shop keep such a thing?"""

from datetime import timedelta
from typing import Any

import pytest

from haat.core.finding import Finding, Missing
from haat.store import products
from haat.store.products import Product
from tests.integration.tools.shops import Shops, tool_named
from tools.catalogues import Catalogues
from tools.find_products import FindProducts, products_page


def _found(shops: Shops, **arguments: Any) -> list[str]:
    return [r["product"] for r in shops.ask("find_products", **arguments).rows]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("onion", "onion.loose"),
        ("onion.loose", "onion.loose"),
        ("pyaz", "onion.loose"),
        ("प्याज", "onion.loose"),
        ("चावल", "rice.loose"),
        ("basmati", "rice.basmati_5kg"),
        ("rice basmati", "rice.basmati_5kg"),
        ("bas", "rice.basmati_5kg"),
        ("mango_pickle", "pickle.mango_500g"),
        ("AAM KA ACHAR", "pickle.mango_500g"),
        ("onoin", "onion.loose"),
        ("basmatti", "rice.basmati_5kg"),
        ("pickel", "pickle.mango_500g"),
        ("rice 5 kg", "rice.basmati_5kg"),
        ("चावल ५किलो", "rice.basmati_5kg"),
        ("rice", "rice.loose"),
        ("chaawal", "rice.loose"),
        ("aam ke achaar", "pickle.mango_500g"),
        ("அரிசி", "rice.loose"),
        ("vengaayam", "onion.loose"),
        ("उल्लीपाया", "onion.loose"),
    ],
)
def test_found_by_any_of_its_names(shops: Shops, query: str, first: str) -> None:
    assert _found(shops, query=query)[0] == first


@pytest.mark.parametrize("query", ["tractor", "rose", "oxn", "!!", "saffron"])
def test_what_is_not_kept_is_said_not_to_be(shops: Shops, query: str) -> None:
    found = shops.ask("find_products", query=query)
    assert found.empty
    assert found.notes == ("not_sold",)


def test_an_exact_match_leaves_no_room_for_guesses(shops: Shops) -> None:
    assert _found(shops, query="rice") == ["rice.loose", "rice.basmati_5kg"]


def test_row_is_that_of_the_contract(shops: Shops) -> None:
    shops.record("1", kind="stock_count", product="soap", quantity=12)
    [row] = shops.ask("find_products", query="soap").rows
    assert row == {
        "product": "soap.bar",
        "name": "Soap bar",
        "category": "fmcg",
        "price": 35,
        "mrp": 40,
        "on_hand": 12,
        "unit": "piece",
    }


def test_filters_narrow(shops: Shops) -> None:
    assert _found(shops, query="rice", max_price=100) == ["rice.loose"]
    assert _found(shops, query="rice", category="fmcg") == []
    assert _found(shops, category="fmcg") == ["soap.bar"]


def test_unknown_stock_is_neither_there_nor_gone(shops: Shops) -> None:
    for wanted in (True, False):
        assert _found(shops, query="soap", in_stock=wanted) == []
    shops.record("1", kind="stock_count", product="soap", quantity=0)
    assert _found(shops, query="soap", in_stock=True) == []
    assert _found(shops, query="soap", in_stock=False) == ["soap.bar"]


def test_pages_do_not_overlap(shops: Shops) -> None:
    asked = FindProducts(query="rice")
    first = products_page(shops.context, asked, limit=1)
    assert isinstance(first, Finding)
    assert first.next_cursor is not None
    second = products_page(shops.context, asked, limit=1, cursor=first.next_cursor)
    assert isinstance(second, Finding)
    assert second.next_cursor is None
    assert first.rows != second.rows


def test_something_must_be_looked_for(shops: Shops) -> None:
    missing = shops.call("find_products")
    assert isinstance(missing, Missing)
    assert missing.slot == "query"
    assert tool_named("find_products").preview is None


def test_a_generic_word_finds_all_kinds_those_of_its_name_first(shops: Shops) -> None:
    with shops.engine.begin() as db:
        for sku, name in (
            ("chickpea.loose", "Kabuli chana"),
            ("tur_dal.loose", "Tur dal"),
            ("moong_dal.1kg", "Moong dal 1 kg"),
        ):
            concept = sku.partition(".")[0]
            product = Product(sku, concept, name, "pulse", "kg", 12000)
            products.add(shops.context.actor, db, product)
    for query in ("dal", "lentils_dal", "दाल"):
        assert set(_found(shops, query=query)) == {
            "chickpea.loose", "tur_dal.loose", "moong_dal.1kg"
        }  # fmt: skip
    assert _found(shops, query="dal")[0] in {"tur_dal.loose", "moong_dal.1kg"}
    assert _found(shops, query="tur_dal") == ["tur_dal.loose"]


def test_a_catalogue_is_read_once_for_each_of_its_states(shops: Shops) -> None:
    known = Catalogues()
    with shops.engine.begin() as db:
        before = known.of(shops.context.actor, db)
        assert known.of(shops.context.actor, db) is before
        products.add(
            shops.context.actor, db, Product("saffron.1g", "saffron", "Kesar", "spices", "g")
        )
        after = known.of(shops.context.actor, db)
    assert "kesar" in after.words - before.words


def test_of_equal_matches_what_the_shop_sells_most_often_is_first(shops: Shops) -> None:
    with shops.engine.begin() as db:
        for sku in ("soap.lime", "soap.rose"):
            name = f"{sku.partition('.')[2].title()} soap"
            products.add(shops.context.actor, db, Product(sku, "soap", name, "fmcg", "piece", 3000))
    assert _found(shops, query="soap") == ["soap.bar", "soap.lime", "soap.rose"]
    for key, product, days in (("1", "soap.rose", 1), ("2", "soap.rose", 2), ("3", "soap.lime", 1)):
        day = shops.context.today - timedelta(days=days)
        shops.record(key, kind="purchase", product=product, quantity=5, date=day.isoformat())
    assert _found(shops, query="soap")[:2] == ["soap.bar", "soap.rose"]
    elsewhere = shops.ask("find_products", shops.other, query="soap")
    assert elsewhere.empty


def test_a_size_that_is_not_kept_leaves_the_others(shops: Shops) -> None:
    assert _found(shops, query="rice 10 kg") == ["rice.loose", "rice.basmati_5kg"]
    assert _found(shops, query="5 kg")[0] == "rice.basmati_5kg"


def test_filters_hold_for_any_way_of_finding(shops: Shops) -> None:
    assert _found(shops, query="chaawal 5kg", max_price=100) == ["rice.loose"]
    assert _found(shops, query="basmatti", max_price=100) == []
    assert _found(shops, query="चावल", category="cereal", max_price=500)[0] == "rice.loose"
