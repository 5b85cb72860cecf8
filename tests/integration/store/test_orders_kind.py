"""Orders from marketplaces' exports, as these write them."""

import pytest
from sqlalchemy import Engine

from haat.core.errors import InvalidInput
from haat.store import tables
from tests.integration.store.ingesting import STRANGER, count, give, make_shops, rows

HEAD = "marketplace,order_id,date,sku_id,quantity,price,status,place\n"


@pytest.fixture
def shops(engine: Engine) -> Engine:
    make_shops(engine)
    give(engine, "products", "sku_id,name,category,unit,price\nsoap.bar,Soap,fmcg,piece,35\n")
    return engine


def test_an_order_is_kept_as_it_came_with_its_amount(shops: Engine) -> None:
    told = give(
        shops,
        "orders",
        HEAD + 'Amazon.in,404-1,20-11-2026,SOAP.BAR,3,"₹1,234.50",Unshipped,Delhi\n',
    )
    assert told == {"accepted": 1, "duplicates": 0, "quarantined": []}
    columns = ("tenant_id", "marketplace", "order_id", "sku_id", "quantity", "price_paise")
    assert rows(shops, tables.orders, *columns) == [
        ("asha", "amazon", "404-1", "soap.bar", 3.0, 123450)
    ]
    assert rows(shops, tables.orders, "amount_paise", "status", "place", "source") == [
        (370350, "new", "Delhi", "ingest")
    ]


def test_the_same_order_again_corrects_its_status(shops: Engine) -> None:
    line = "flipkart,OD1,2026-11-18,soap.bar,2,35,{}\n"
    head = HEAD.replace(",place", "")
    give(shops, "orders", head + line.format("APPROVED"))
    again = give(shops, "orders", head + line.format("approved"))
    assert (again["accepted"], again["duplicates"]) == (0, 1)
    later = give(shops, "orders", head + line.format("Delivered"))
    assert later["accepted"] == 1
    assert rows(shops, tables.orders, "status") == [("delivered",)]


def test_an_order_of_two_products_has_two_lines_and_new_goods_are_taken_in(shops: Engine) -> None:
    two = "ondc,7,2026-11-18,soap.bar,2,35,new,\nondc,7,2026-11-18,papad.200g,1,70,new,\n"
    assert give(shops, "orders", HEAD + two)["accepted"] == 2
    assert count(shops, tables.orders) == 2
    assert ("papad.200g",) in rows(shops, tables.products, "sku_id")
    remarks = rows(shops, tables.raw_rows, "kind", "reason")
    assert ("orders", "papad.200g was not in your catalogue") in remarks


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("ebay,1,2026-11-18,soap.bar,2,35,new,", "marketplace"),
        ("gem,1,2026-11-18,soap.bar,2,35,lost,", "status"),
        ("gem,1,2026-11-18,soap.bar,0,35,new,", "quantity"),
        ("gem,1,2026-11-18,soap.bar,2,0,new,", "price"),
        ("gem,1,2026-12-18,soap.bar,2,35,new,", "date"),
        ("gem,,2026-11-18,soap.bar,2,35,new,", "order_id"),
    ],
)
def test_what_cannot_be_used_is_put_aside(shops: Engine, line: str, column: str) -> None:
    good = "gem,good,2026-11-18,soap.bar,1,35,new,\n"
    told = give(shops, "orders", HEAD + good + line + "\n")
    assert [q["column"] for q in told["quarantined"]] == [column]
    with pytest.raises(InvalidInput):
        give(shops, "orders", HEAD + line + "\n")
    assert count(shops, tables.orders) == 1


def test_two_tenants_may_have_an_order_of_the_same_number(shops: Engine) -> None:
    line = "website,1,2026-11-18,soap.bar,2,35,new,\n"
    give(shops, "orders", HEAD + line)
    give(shops, "orders", HEAD + line, actor=STRANGER)
    assert rows(shops, tables.orders, "tenant_id") == [("asha",), ("other",)]
