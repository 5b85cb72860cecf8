"""Files of a shop on both databases: good rows kept, bad ones named, repeats dropped, nothing half written."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event, insert, select

from haat.core.actor import Actor, Role
from haat.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from haat.store.ingestion.kinds import KINDS
from haat.store.tables import (
    audit,
    ingest_batches,
    inventory,
    market_prices,
    products,
    promotions,
    raw_rows,
    returns,
    sales,
    tenants,
)
from tests.integration.store.ingesting import (
    MANAGER,
    STRANGER,
    TODAY,
    count,
    give,
    make_shops,
    rows,
)

SALES = "date,sku_id,store_id,units_sold,price,revenue,promo_flag,source_event_id\n"
CATALOGUE = "sku_id,name,category,unit,price,mrp\nwheat_flour.5kg,Aashirvaad Atta 5 kg,flour,packet,250,275\n"


@pytest.fixture(autouse=True)
def shops(engine: Engine) -> None:
    """Both tenants are there and empty."""
    make_shops(engine)


def test_good_rows_are_kept_and_bad_ones_named(engine: Engine) -> None:
    answer = give(
        engine,
        "sales",
        SALES + "2026-11-18,onion,asha-1,12.5,30,,0,a\n"
        "2026-11-18,onion,asha-1,-2,30,,0,b\n"
        "12/31/2025,onion,asha-1,2,30,,0,c\n"
        "19-11-2026,onion,asha-1,2,₹1,20,000,,0,d\n"
        '19-11-2026,onion,asha-1,2,"₹1,200",2300,yes,e\n'
        "2026-11-18,onion,asha-1,2,,,,f\n",
    )
    assert answer == {
        "accepted": 3,
        "duplicates": 0,
        "quarantined": [
            {
                "line": 3,
                "column": "units_sold",
                "reason": "-2 is below 0: give returned goods as the kind returns",
            },
            {
                "line": 4,
                "column": "date",
                "reason": "12/31/2025 is not a day: write YYYY-MM-DD or DD-MM-YYYY",
            },
            {
                "line": 5,
                "column": None,
                "reason": "10 values under 8 columns: quote values that hold a comma",
            },
        ],
    }
    assert rows(
        engine, sales, "date", "units", "price_paise", "price_imputed", "revenue_paise", "promo"
    ) == [
        (date(2026, 11, 18), 12.5, 3000, False, 37500, False),
        (date(2026, 11, 19), 2, 120000, False, 230000, True),
        (date(2026, 11, 18), 2, 3000, True, 6000, False),
    ]


def test_raw_rows_stay_as_they_came(engine: Engine) -> None:
    text = (
        SALES
        + "18/11/2026,onion,asha-1,१२,₹30/-,,,a\n18/11/2026,onion,asha-1,x,30,,,b\n18/11/2026,onion,asha-1,1,1,,,a\n"
    )
    give(engine, "sales", text)
    found = rows(engine, raw_rows, "line", "status", "column", "reason", "payload")
    assert [row[:4] for row in found] == [
        (2, "accepted", None, None),
        (3, "quarantined", "units_sold", "x is not a number"),
        (4, "duplicate", None, None),
    ]
    assert found[0][4] == dict(
        zip(
            SALES.strip().split(","),
            ["18/11/2026", "onion", "asha-1", "१२", "₹30/-", "", "", "a"],
            strict=True,
        )
    )


def test_repeats_are_dropped_inside_a_file_and_against_the_ledger(engine: Engine) -> None:
    day = "2026-11-18,onion,asha-1,"
    first = give(
        engine,
        "sales",
        SALES + f"{day}1,30,,,a\n{day}2,30,,,b\n{day}9,30,,,a\n{day}3,30,,,\n{day}4,30,,,\n",
    )
    assert (first["accepted"], first["duplicates"]) == (3, 2)
    second = give(
        engine, "sales", SALES + f"{day}7,30,,,b\n{day}7,30,,,c\n2026-11-18,onion,asha-2,7,30,,,b\n"
    )
    assert (second["accepted"], second["duplicates"]) == (2, 1)
    assert [units for (units,) in rows(engine, sales, "units")] == [1, 2, 3, 7, 7]


def test_a_file_without_event_ids_is_told_by_its_day(engine: Engine) -> None:
    text = "date,sku_id,store_id,units_sold,price\n2026-11-18,onion,asha-1,1,30\n2026-11-18,onion,asha-1,2,30\n"
    assert give(engine, "sales", text)["duplicates"] == 1
    assert give(engine, "sales", text) == {"accepted": 0, "duplicates": 2, "quarantined": []}


def test_same_key_and_body_get_the_first_answer(engine: Engine) -> None:
    text = SALES + "2026-11-18,onion,asha-1,1,30,,,a\n2026-11-18,onion,asha-1,x,30,,,b\n"
    first = give(engine, "sales", text, key="k")
    assert give(engine, "sales", text, key="k") == first
    assert (count(engine, sales), count(engine, raw_rows), count(engine, audit)) == (1, 2, 1)
    with pytest.raises(Conflict):
        give(engine, "sales", text + "\n", key="k")
    with pytest.raises(Conflict):
        give(engine, "returns", text, key="k")
    assert (
        give(engine, "sales", text.replace("asha", "other"), actor=STRANGER, key="k")["accepted"]
        == 1
    )


def test_the_same_file_twice_at_once_is_taken_once(engine: Engine) -> None:
    text = SALES + "".join(f"2026-11-18,onion,asha-1,1,30,,,{n}\n" for n in range(200))

    def send(key: str | None) -> dict[str, object]:
        return dict(give(engine, "sales", text, key=key))

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, ["k", "k", None, None]))
    assert answers[0] == answers[1]
    assert count(engine, sales) == 200
    assert sum(int(str(a["accepted"])) for a in answers[1:]) == 200


def test_nothing_is_written_where_no_row_is_good(engine: Engine) -> None:
    with pytest.raises(InvalidInput) as refused:
        give(
            engine,
            "sales",
            SALES + "2026-11-18,onion,asha-1,x,30,,,a\n2026-11-18,onion,nowhere,1,30,,,b\n",
            key="k",
        )
    assert (
        refused.value.detail
        == "line 2, column units_sold: x is not a number (no row of 2 can be used)"
    )
    assert [p.pointer for p in refused.value.problems] == ["/2/units_sold", "/3/store_id"]
    assert _written(engine) == 0


def test_nothing_is_written_where_the_last_step_fails(engine: Engine) -> None:
    def fail(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO audit"):
            raise RuntimeError("power cut")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        give(engine, "sales", SALES + "2026-11-18,onion,asha-1,1,30,,,a\n", key="k")
    event.remove(engine, "before_cursor_execute", fail)
    assert _written(engine) == 0
    assert (
        give(engine, "sales", SALES + "2026-11-18,onion,asha-1,1,30,,,a\n", key="k")["accepted"]
        == 1
    )


def _written(engine: Engine) -> int:
    return sum(count(engine, t) for t in (sales, products, raw_rows, ingest_batches, audit))


@pytest.mark.parametrize("store", ["other-1", "nowhere"])
def test_a_store_of_somebody_else_is_as_unknown_as_none(engine: Engine, store: str) -> None:
    answer = give(
        engine,
        "sales",
        SALES + f"2026-11-18,onion,asha-1,1,30,,,a\n2026-11-18,onion,{store},1,30,,,b\n",
    )
    reason = "no such store: use the id of one of your stores"
    assert answer["quarantined"] == [{"line": 3, "column": "store_id", "reason": reason}]


def test_a_missing_column_is_named(engine: Engine) -> None:
    with pytest.raises(InvalidInput, match="line 2: column store_id, price is missing"):
        give(engine, "sales", "\ndate,sku_id,units_sold\n2026-11-18,onion,1\n")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_file_with_a_header_only_is_refused(engine: Engine, kind: object) -> None:
    names = {k.name: [c.name for c in k.columns] for k in KINDS}
    name = next(k.name for k in KINDS if k is kind)
    with pytest.raises(InvalidInput, match="no rows"):
        give(engine, name, ",".join(names[name]) + "\n")


def test_a_seller_may_not_ingest(engine: Engine) -> None:
    with pytest.raises(Forbidden):
        give(engine, "sales", SALES, actor=Actor("asha", "p", Role.SELLER))


def test_an_unknown_kind_is_named_with_the_known_ones(engine: Engine) -> None:
    with pytest.raises(NotFound, match="sales, returns, inventory, products, market-prices"):
        give(engine, "no-such-kind", "a\n1\n")


@pytest.mark.parametrize(
    ("day", "taken"), [(TODAY + timedelta(days=1), 1), (TODAY + timedelta(days=2), 0)]
)
def test_sales_of_the_future_are_put_aside(engine: Engine, day: date, taken: int) -> None:
    answer = give(
        engine, "sales", SALES + f"2026-11-18,onion,asha-1,1,30,,,a\n{day},onion,asha-1,1,30,,,b\n"
    )
    assert answer["accepted"] == 1 + taken


def test_an_empty_shop_makes_its_catalogue_from_its_sales(engine: Engine) -> None:
    give(
        engine,
        "sales",
        SALES + "2026-11-18,Onion,asha-1,1,30,,,a\n2026-11-18,soap.lux_100g,asha-1,1,40,,,a\n",
    )
    assert rows(
        engine, products, "sku_id", "concept", "name", "category", "unit", "price_paise"
    ) == [
        ("onion", "onion", "Onion", "vegetable", "kg", None),
        ("soap.lux_100g", "soap", "Soap lux 100g", "fmcg", "piece", None),
    ]
    assert rows(engine, tenants, "id", "catalogue_version") == [("asha", 1), ("other", 0)]


def test_sku_ids_are_known_in_any_case(engine: Engine) -> None:
    give(engine, "products", CATALOGUE)
    give(engine, "sales", SALES + "2026-11-18,Wheat_Flour.5KG,asha-1,1,250,,,a\n")
    assert rows(engine, sales, "sku_id") == [("wheat_flour.5kg",)]


def test_missing_prices_come_from_the_last_sale_then_the_list(engine: Engine) -> None:
    give(engine, "products", CATALOGUE)
    give(engine, "sales", SALES + "2026-11-10,wheat_flour.5kg,asha-1,1,240,,,a\n")
    sku = "wheat_flour.5kg,asha-1"
    answer = give(
        engine,
        "sales",
        SALES + f"2026-11-12,{sku},2,,,,a\n2026-11-09,{sku},2,,,,a\n2026-11-13,{sku},2,245,,,a\n"
        f"2026-11-14,{sku},2,,,,a\n2026-11-15,{sku},2,,460,,a\n2026-11-15,rice,asha-1,2,,,,a\n",
    )
    assert rows(engine, sales, "price_paise", "price_imputed", "revenue_paise")[1:] == [
        (24000, True, 48000),
        (25000, True, 50000),
        (24500, False, 49000),
        (24500, True, 49000),
        (23000, True, 46000),
    ]
    assert [(q["line"], q["column"]) for q in answer["quarantined"]] == [(7, "price")]


def test_a_sale_above_the_mrp_is_kept_and_remarked(engine: Engine) -> None:
    give(engine, "products", CATALOGUE)
    assert (
        give(engine, "sales", SALES + "2026-11-18,wheat_flour.5kg,asha-1,1,280,,,a\n")["accepted"]
        == 1
    )
    assert rows(engine, raw_rows, "status", "column", "reason")[-1] == (
        "accepted",
        "price",
        "above the MRP of 275",
    )
    assert rows(engine, audit, "detail")[-1][0]["remarks"] == 1


def test_units_are_capped_outside_promotions(engine: Engine) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(200)]
    give(engine, "sales", SALES + "".join(f"{d},onion,asha-1,10,30,,,\n" for d in days))
    give(
        engine,
        "sales",
        SALES + "2026-11-01,onion,asha-1,900,30,,0,\n2026-11-02,onion,asha-1,900,30,,1,\n",
    )
    assert rows(engine, sales, "units", "units_clean")[-2:] == [(900, 10), (900, 900)]
    give(
        engine,
        "sales",
        SALES + "".join(f"2026-11-0{n},onion,asha-1,800,30,,,\n" for n in range(3, 9)),
    )
    assert rows(engine, sales, "units", "units_clean")[200] == (900, 800)  # more is known now
    assert rows(engine, audit, "detail")[-1][0]["units_capped"] == 1


def test_units_stay_as_they_are_in_an_entered_promotion(engine: Engine) -> None:
    offer = {"tenant_id": "asha", "store_id": "asha-1", "sku_id": "onion"}
    with engine.begin() as db:
        db.execute(
            insert(promotions).values(**offer, starts=date(2026, 11, 1), ends=date(2026, 11, 3))
        )
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(200)]
    give(engine, "sales", SALES + "".join(f"{d},onion,asha-1,10,30,,,\n" for d in days))
    give(
        engine,
        "sales",
        SALES + "2026-11-03,onion,asha-1,900,30,,,\n2026-11-04,onion,asha-1,900,30,,,\n",
    )
    assert [clean == 900 for (clean,) in rows(engine, sales, "units_clean")[-2:]] == [True, False]


def test_a_row_too_large_for_a_shop_is_put_aside(engine: Engine) -> None:
    answer = give(
        engine,
        "sales",
        SALES + "2026-11-18,onion,asha-1,1,30,,,a\n2026-11-18,onion,asha-1,900000,9000,,,b\n",
    )
    assert [(q["line"], q["column"]) for q in answer["quarantined"]] == [(3, "units_sold")]


def test_a_unit_that_nobody_knows_is_put_aside(engine: Engine) -> None:
    with pytest.raises(InvalidInput, match="line 2, column unit: ell is not a known unit"):
        give(engine, "products", CATALOGUE.replace("packet", "ell"))


def test_returns_of_one_day_need_their_own_ids(engine: Engine) -> None:
    text = "date,sku_id,store_id,units_returned,reason,source_event_id\n"
    text += "2026-11-18,onion,asha-1,2,rotten,a\n2026-11-18,onion,asha-1,1,,b\n2026-11-18,onion,asha-1,0,,c\n"
    answer = give(engine, "returns", text)
    assert (answer["accepted"], len(answer["quarantined"])) == (2, 1)
    assert rows(engine, returns, "units", "reason") == [(2, "rotten"), (1, None)]


def test_unknown_stock_stays_unknown(engine: Engine) -> None:
    answer = give(
        engine,
        "inventory",
        "date,sku_id,store_id,on_hand,in_transit\n2026-11-18,onion,asha-1,,\n2026-11-18,rice,asha-1,0,\n",
    )
    assert answer["quarantined"] == [
        {"line": 2, "column": "on_hand", "reason": "on_hand is required"}
    ]
    assert rows(engine, inventory, "sku_id", "on_hand", "in_transit") == [("rice", 0, None)]


def test_a_later_count_of_the_day_corrects_the_earlier(engine: Engine) -> None:
    text = "date,sku_id,store_id,on_hand,in_transit\n2026-11-18,rice,asha-1,7,3\n"
    give(engine, "inventory", text)
    assert give(engine, "inventory", text)["duplicates"] == 1
    give(engine, "inventory", "date,sku_id,store_id,on_hand\n2026-11-18,rice,asha-1,8\n")
    assert rows(engine, inventory, "on_hand", "in_transit") == [(8, 3)]


def test_products_are_corrected_by_id_and_keep_what_is_not_told(engine: Engine) -> None:
    assert give(engine, "products", CATALOGUE)["accepted"] == 1
    assert give(engine, "products", CATALOGUE)["duplicates"] == 1
    head = "sku_id,name,category,unit,price,aliases\n"
    row = "wheat_flour.5kg,आशीर्वाद आटा,Flour,PKT,260,atta;आटा\n"
    assert give(engine, "products", head + row)["accepted"] == 1
    columns = ("name", "category", "unit", "price_paise", "mrp_paise", "aliases", "concept")
    assert rows(engine, products, *columns) == [
        ("आशीर्वाद आटा", "flour", "packet", 26000, 27500, ["atta", "आटा"], "wheat_flour")
    ]
    assert rows(engine, tenants, "id", "catalogue_version") == [("asha", 2), ("other", 0)]


def test_a_list_price_above_the_mrp_is_put_aside(engine: Engine) -> None:
    with pytest.raises(InvalidInput, match="line 2, column price: above the MRP of 275"):
        give(engine, "products", CATALOGUE.replace(",250,", ",280,"))


def test_market_prices_get_canonical_ids_and_stay_the_tenants(engine: Engine) -> None:
    head = "date,commodity,state,district,market,modal,min,max\n"
    answer = give(
        engine,
        "market-prices",
        head + "18-11-2026,Onion,Maharashtra,nasik,Lasalgaon,1500,1200,1800\n"
        "18-11-2026,onion,Bihar,Nashik,Lasalgaon,1500,,\n"
        "18-11-2026,gold,Maharashtra,Nashik,Lasalgaon,1500,,\n"
        "18-11-2026,onion,Maharashtra,Nashik,Yeola,1500,1600,\n",
    )
    assert [(q["line"], q["column"]) for q in answer["quarantined"]] == [
        (3, "district"),
        (4, "commodity"),
        (5, "modal"),
    ]
    columns = (
        "tenant_id",
        "commodity",
        "district",
        "state",
        "market",
        "modal_paise",
        "unit",
        "level",
        "source",
    )
    with engine.connect() as db:
        mine = db.execute(
            select(*(market_prices.c[c] for c in columns)).where(market_prices.c.source == "ingest")
        ).all()
    expected = (
        "asha",
        "onion",
        "Nashik, Maharashtra",
        "Maharashtra",
        "Lasalgaon",
        150000,
        "quintal",
        "wholesale",
        "ingest",
    )
    assert [tuple(r) for r in mine] == [expected]


def test_json_rows_are_taken_like_csv(engine: Engine) -> None:
    body = """[{"date": "2026-11-18", "sku_id": "onion", "store_id": "asha-1", "units_sold": 2, "price": 30.5},
               {"date": "2026-11-18", "sku_id": "rice", "store_id": "asha-1", "units_sold": 2},
               {"date": "2026-11-18", "sku_id": "peas", "store_id": "asha-1", "units_sold": true, "price": 1}]"""
    answer = give(engine, "sales", body, form="json")
    assert answer["quarantined"] == [
        {"line": 2, "column": "price", "reason": "price is required"},
        {"line": 3, "column": "units_sold", "reason": "true is not a number"},
    ]
    assert rows(engine, sales, "units", "price_paise") == [(2, 3050)]


def test_each_batch_is_audited(engine: Engine) -> None:
    give(engine, "sales", SALES + "2026-11-18,onion,asha-1,1,30,,,a\n")
    ((tenant, subject, action, thing, detail),) = rows(
        engine, audit, "tenant_id", "subject", "action", "object", "detail"
    )
    assert (tenant, subject, action) == ("asha", MANAGER.subject, "ingest")
    assert thing.startswith("sales/")
    assert (detail["accepted"], detail["products_added"]) == (1, ["onion"])


HOSTILE: Sequence[str] = (
    "'; DROP TABLE sales; --",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe",
    "x" * 200,
    "😀" * 40,
)


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_only_words(engine: Engine, word: str) -> None:
    answer = give(
        engine,
        "sales",
        SALES + f'2026-11-18,onion,asha-1,1,30,,,a\n2026-11-18,"{word}",asha-1,1,30,,,b\n',
    )
    assert answer["accepted"] + len(answer["quarantined"]) == 2
    assert count(engine, sales) == answer["accepted"]
