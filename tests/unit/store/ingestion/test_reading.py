"""Files of any common dialect give the same records; a broken row costs only itself."""

import csv
import io
from contextlib import suppress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core.errors import InvalidInput
from haat.store.ingestion.reading import Form, Record, read_sheet

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Z"]),
    min_size=1,
    max_size=12,
)


def records(body: bytes, form: Form = "csv") -> list[Record]:
    return list(read_sheet(body, form).records)


@pytest.mark.parametrize(
    "body",
    [
        b"sku_id,price\nonion,30\n",
        b"\xef\xbb\xbfsku_id,price\r\nonion,30\r\n",
        b"SKU ID ;Price\nonion; 30",
        b"sku-id\tPRICE\n\n\nonion\t30\n\n",
        b'"Sku Id","Price"\r"onion","30"\r',
        b",,\nsku_id,price,\n,,\nonion,30,\n",
        "sku_id,price\nonion,30\n".encode("utf-16"),
    ],
)
def test_dialects(body: bytes) -> None:
    (record,) = records(body)
    assert {n: v for n, v in record.cells.items() if n} == {"sku_id": "onion", "price": "30"}


def test_lines_are_those_of_the_file() -> None:
    body = b'name,price\n\nonion,30\n"red\nonion",40\npeas,50\n'
    assert [(r.line, r.cells["name"]) for r in records(body)] == [
        (3, "onion"),
        (4, "red\nonion"),
        (6, "peas"),
    ]


def test_a_quoted_comma_stays_in_its_cell() -> None:
    (record,) = records(b'name,price\n"Tea, 250 g","1,20,000"\n')
    assert record.cells == {"name": "Tea, 250 g", "price": "1,20,000"}


def test_an_open_quote_costs_one_row() -> None:
    found = records(b'name,price\n"onion,30\npeas,40\nrice,50\n')
    assert found[0].problem is not None
    assert [r.cells["name"] for r in found[1:]] == ["peas", "rice"]


def test_an_open_quote_before_many_rows_costs_one_row() -> None:
    rows = "".join(f"peas{n},{n}\n" for n in range(100))
    found = records(f'name,price\n"onion,30\n{rows}'.encode())
    assert [r.line for r in found if r.problem] == [2]
    assert len(found) == 101


def test_too_many_values_name_the_likely_comma() -> None:
    (record,) = records(b"name,price\nTea, 250 g,30\n")
    assert record.problem is not None
    assert "comma" in record.problem
    assert record.payload == {"name": "Tea", "price": "250 g", "+1": "30"}


def test_missing_values_at_the_end_are_empty() -> None:
    (record,) = records(b"name,price,promo_flag\nTea,30\n")
    assert record.cells.get("promo_flag") is None


def test_bytes_that_are_no_text_cost_one_row() -> None:
    found = records(b"name,price\ncaf\xe9,30\nrice,50\n")
    assert [r.problem is None for r in found] == [False, True]
    assert found[0].payload == {"name": "caf\\xe9", "price": "30"}


def test_the_row_stays_as_it_came() -> None:
    (record,) = records("Name,Price\nआटा,१,२०,०००\n".replace("१,२०,०००", '"₹१,२०,०००"').encode())
    assert record.payload == {"Name": "आटा", "Price": "₹१,२०,०००"}


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"", "csv"),
        (b"\n \n,,\n", "csv"),
        (b"price,Price \n1,2\n", "csv"),
        (b'"open\n', "csv"),
        (b"", "json"),
        (b"{}", "json"),
        (b"[1,", "json"),
        (b'["\\ud800"]', "json"),
        (b"[" * 5000, "json"),
        (b'[{"price": NaN}]', "json"),
    ],
)
def test_what_is_no_such_file_is_refused(body: bytes, form: Form) -> None:
    with pytest.raises(InvalidInput):
        records(body, form)


def test_json_values_become_cells() -> None:
    body = orjson.dumps(
        [{"SKU id": "onion", "price": 30.5, "promo": True, "brand": None, "aliases": ["a", "b"]}]
    )
    (record,) = records(body, "json")
    assert record.cells == {
        "sku_id": "onion",
        "price": "30.5",
        "promo": "true",
        "brand": "",
        "aliases": "a;b",
    }


@pytest.mark.parametrize(
    "row", [b"5", b"null", b"[]", b'{"price": {}}', b'{"price": [1]}', b'{"name": "a\\u0000b"}']
)
def test_a_json_row_that_is_no_row_is_named(row: bytes) -> None:
    good, bad = records(b'[{"price": 1}, ' + row + b"]", "json")
    assert good.problem is None
    assert bad.problem is not None
    assert bad.line == 2


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20), st.sampled_from(",;\t|"))
def test_what_the_csv_module_writes_is_read_back(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([("first", "second"), *rows])
    found = records(out.getvalue().encode())
    assert [(r.cells["first"], r.cells["second"]) for r in found] == rows


@given(st.binary(max_size=300), st.sampled_from(["csv", "json"]))
def test_any_bytes_are_read_or_refused(body: bytes, form: Form) -> None:
    with suppress(InvalidInput):
        for record in records(body, form):
            assert orjson.dumps(dict(record.payload))  # it can be kept


def test_pointers_count_from_the_top() -> None:
    assert read_sheet(b"a,b\n1,2", "csv").pointer(2, "a") == "/2/a"
    assert read_sheet(b"[{}]", "json").pointer(1, "a") == "/0/a"
