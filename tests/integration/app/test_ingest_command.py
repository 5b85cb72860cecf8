"""`haat ingest`: one line says what became of a file, and each bad row has its place."""

import gzip
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.ingest_command import run
from haat.core.errors import InvalidInput, NotFound
from haat.store.tables import sales
from tests.integration.store.ingesting import MANAGER, NOW, count, make_shops

HEAD = "date,sku_id,store_id,units_sold,price\n"
GOOD = HEAD + "2026-11-18,onion,asha-1,2,30\n"


@pytest.fixture(autouse=True)
def shops(sqlite_engine: Engine) -> None:
    """Both tenants are there and empty."""
    make_shops(sqlite_engine)


def test_good_rows_are_kept_and_bad_ones_listed(
    sqlite_engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(GOOD + "2026-11-18,rice,asha-1,many,30\n")
    run(sqlite_engine, MANAGER, "sales", file, NOW)
    said = capsys.readouterr()
    assert said.out == "sales: 1 accepted, 0 duplicates, 1 quarantined\n"
    assert said.err == f"{file}: line 3, column units_sold: many is not a number\n"


@pytest.mark.parametrize("name", ["sales.csv.gz", "SALES.JSON", "sales.json.gz", "sales.tsv"])
def test_forms_by_ending(sqlite_engine: Engine, tmp_path: Path, name: str) -> None:
    body = GOOD.replace(",", "\t") if "tsv" in name else GOOD
    if "json" in name.lower():
        body = (
            '[{"date":"2026-11-18","sku_id":"onion","store_id":"asha-1","units_sold":2,"price":30}]'
        )
    file = tmp_path / name
    file.write_bytes(gzip.compress(body.encode()) if name.endswith("gz") else body.encode())
    assert run(sqlite_engine, MANAGER, "sales", file, NOW)["accepted"] == 1


def test_a_file_with_no_good_row_says_why_and_writes_nothing(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(HEAD + "2026-11-18,onion,other-1,2,30\n")
    with pytest.raises(InvalidInput) as refused:
        run(sqlite_engine, MANAGER, "sales", file, NOW)
    assert (
        refused.value.detail
        == f"{file}: line 2, column store_id: no such store: use the id of one of your stores"
    )
    assert count(sqlite_engine, sales) == 0


def test_files_that_cannot_be_read(sqlite_engine: Engine, tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(GOOD.encode() * 50)[:60])
    garbage = tmp_path / "garbage.csv.gz"
    garbage.write_bytes(b"no gzip at all")
    sheet = tmp_path / "sales.xlsx"
    sheet.write_bytes(b"PK")
    for file in (cut, garbage, sheet, tmp_path / "missing.csv", tmp_path):
        with pytest.raises(InvalidInput, match=str(file)):
            run(sqlite_engine, MANAGER, "sales", file, NOW)


def test_an_unknown_kind_is_not_found(sqlite_engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(GOOD)
    with pytest.raises(NotFound):
        run(sqlite_engine, MANAGER, "sale", file, NOW)
