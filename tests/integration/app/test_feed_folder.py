"""Files dropped in a folder: each taken in once, none lost, each refusal explained beside it."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.feeds.folder import folder_of, refused_files, take_dropped
from app.feeds.intake import Intake
from haat.core.settings import FeedSettings, Settings
from haat.store import feeds
from haat.store.tables import buyers, ingest_batches, market_prices, sales
from haat.store.tables import tenants as tenant_table
from tests.integration.store.ingesting import NOW, count, make_shops, places, rows

HEAD = "date,sku_id,store_id,units_sold,price\n"
GOOD = HEAD + "2026-11-18,onion,asha-1,2,30\n"
MANDI = "date,commodity,state,district,market,modal\n2026-11-19,onion,Maharashtra,Nashik,x,1500\n"


@pytest.fixture(autouse=True)
def shops(request: pytest.FixtureRequest) -> None:
    """Both tenants are there and empty."""
    name = "engine" if "engine" in request.fixturenames else "sqlite_engine"
    make_shops(request.getfixturevalue(name))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are dropped."""
    return tmp_path / "feeds"


def drop(folder: Path, place: str, text: str | bytes) -> Path:
    """A file that nobody has written to for a minute."""
    file = folder / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return quiet(file)


def quiet(file: Path) -> Path:
    then = file.lstat().st_mtime - 60
    os.utime(file, (then, then), follow_symlinks=False)
    return file


def take(engine: Engine, folder: Path) -> list[str]:
    """What lies below the folder afterwards."""
    take_dropped(Intake(engine, places, lambda: NOW), folder)
    return listing(folder)


def listing(folder: Path) -> list[str]:
    found = (f for f in folder.rglob("*") if f.is_symlink() or (f.is_file() and f.name != ".lock"))
    return sorted(str(f.relative_to(folder)) for f in found)


def reason(folder: Path, place: str) -> str:
    return (folder / f"{place}.reason.txt").read_text()


def test_a_good_file_is_taken_in_and_moved(engine: Engine, folder: Path) -> None:
    drop(folder, "asha/sales/november.csv", GOOD)
    assert take(engine, folder) == ["asha/sales/done/november.csv"]
    assert rows(engine, sales, "tenant_id", "sku_id", "units") == [("asha", "onion", 2)]
    with engine.connect() as db:
        row = feeds.get(db, "folder asha/sales")
    assert row is not None
    assert (row.kind, row.tenant_id, row.success_at, row.rows) == ("sales", "asha", NOW, 1)
    assert row.error is None


def test_half_a_file_is_taken_in_with_its_reasons(sqlite_engine: Engine, folder: Path) -> None:
    drop(folder, "asha/sales/half.csv", GOOD + "2026-11-18,rice,asha-1,many,30\n")
    assert take(sqlite_engine, folder) == [
        "asha/sales/done/half.csv",
        "asha/sales/done/half.csv.reason.txt",
    ]
    told = reason(folder, "asha/sales/done/half.csv")
    assert told == "line 3, column units_sold: many is not a number\n"


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        ("asha/sales/bad.csv", HEAD + "2026-11-18,onion,other-1,2,30\n", "line 2, column store_id"),
        ("asha/sales/bad.json", '[{"date": "2026-11-18"}]', "line 1, column sku_id"),
        ("asha/sales/cut.csv.gz", gzip.compress(GOOD.encode(), mtime=0)[:20], "cannot be unpacked"),
        ("asha/sales/sheet.xlsx", b"PK", "not a .csv or .json file"),
        ("asha/sales/empty.csv", "", "the file is empty"),
        ("asha/prices/x.csv", GOOD, "no such kind of data; there are sales"),
        ("nobody/sales/x.csv", GOOD, "there is no tenant nobody"),
        ("sales/x.csv", GOOD, "several shops, say whose it is: asha, other"),
        ("prices/x.csv", GOOD, "no such kind"),
        ("x.csv", GOOD, "put files into KIND/"),
        ("asha/sales/2026/x.csv", GOOD, "put files into KIND/"),
        ("everyone/sales/x.csv", GOOD, "only market-prices can be for everyone"),
    ],
)
def test_what_can_not_be_used_is_refused_with_its_reason(
    sqlite_engine: Engine, folder: Path, place: str, text: str | bytes, said: str
) -> None:
    file = drop(folder, place, text)
    refused = file.parent / "refused" / file.name
    at = str(refused.relative_to(folder))
    assert take(sqlite_engine, folder) == [at, f"{at}.reason.txt"]
    assert said in reason(folder, at)
    assert str(folder) not in reason(folder, at)
    assert count(sqlite_engine, sales) == 0
    assert refused_files(folder) == 1


def test_a_refusal_is_the_feeds_last_error(sqlite_engine: Engine, folder: Path) -> None:
    drop(folder, "asha/sales/bad.csv", HEAD)
    take(sqlite_engine, folder)
    assert _error(sqlite_engine) == "bad.csv: there are no rows"
    drop(folder, "asha/sales/good.csv", GOOD)
    take(sqlite_engine, folder)
    assert _error(sqlite_engine) is None


def _error(engine: Engine) -> str | None:
    with engine.connect() as db:
        row = feeds.get(db, "folder asha/sales")
    assert row is not None
    return row.error


def test_killed_between_taking_in_and_moving(engine: Engine, folder: Path) -> None:
    file = drop(folder, "asha/sales/half.csv", GOOD + "2026-11-18,rice,asha-1,many,30\n")
    (file.parent / "done").write_text("in the way: nothing can be moved")
    quiet(file.parent / "done")
    take_dropped(Intake(engine, places, lambda: NOW), folder)
    assert file.exists()
    assert count(engine, sales) == 1
    (file.parent / "done").unlink(missing_ok=True)
    assert "asha/sales/done/half.csv" in take(engine, folder)
    assert (count(engine, sales), count(engine, ingest_batches)) == (1, 1)
    assert "many is not a number" in reason(folder, "asha/sales/done/half.csv")


def test_the_same_content_twice_counts_once(engine: Engine, folder: Path) -> None:
    drop(folder, "asha/sales/a.csv", GOOD)
    drop(folder, "asha/sales/b.csv", GOOD)
    take(engine, folder)
    drop(folder, "asha/sales/a.csv", GOOD)
    found = take(engine, folder)
    assert (count(engine, sales), count(engine, ingest_batches)) == (1, 1)
    assert len(found) == 3
    assert {"asha/sales/done/a.csv", "asha/sales/done/b.csv"} < set(found)


def test_another_file_of_the_same_name_overwrites_none(sqlite_engine: Engine, folder: Path) -> None:
    for units in ("2", "3"):
        drop(folder, "asha/sales/a.csv", GOOD.replace("asha-1,2", f"asha-{units[0]},2"))
        drop(folder, "asha/sales/today.csv", GOOD.replace("11-18", f"11-1{units}"))
        take(sqlite_engine, folder)
    assert count(sqlite_engine, sales) == 3
    assert len(list((folder / "asha/sales/done").glob("today*.csv"))) == 2


def test_what_is_still_written_waits(sqlite_engine: Engine, folder: Path) -> None:
    fresh = drop(folder, "asha/sales/fresh.csv", GOOD)
    os.utime(fresh)
    waiting = ["copy.csv.part", ".hidden.csv", "copy.csv.crdownload"]
    for name in waiting:
        drop(folder, f"asha/sales/{name}", GOOD)
    before = listing(folder)
    assert take(sqlite_engine, folder) == before
    assert count(sqlite_engine, sales) == 0
    quiet(fresh)
    assert "asha/sales/done/fresh.csv" in take(sqlite_engine, folder)


def test_no_link_is_followed(sqlite_engine: Engine, folder: Path) -> None:
    outside = drop(folder.parent, "outside/secret.csv", GOOD)
    drop(folder, "asha/sales/own.csv", GOOD.replace("onion", "rice"))
    (folder / "asha/sales/link.csv").symlink_to(outside)
    (folder / "asha/buyers").symlink_to(outside.parent)
    for link in ("asha/sales/link.csv", "asha/buyers"):
        quiet(folder / link)
    assert take(sqlite_engine, folder) == [
        "asha/refused/buyers",
        "asha/refused/buyers.reason.txt",
        "asha/sales/done/own.csv",
        "asha/sales/refused/link.csv",
        "asha/sales/refused/link.csv.reason.txt",
    ]
    assert rows(sqlite_engine, sales, "sku_id") == [("rice",)]
    assert outside.read_text() == GOOD
    assert "a link is not followed" in reason(folder, "asha/sales/refused/link.csv")


def test_done_as_a_link_leads_nowhere(sqlite_engine: Engine, folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    file = drop(folder, "asha/sales/a.csv", GOOD)
    (file.parent / "done").symlink_to(elsewhere)
    take(sqlite_engine, folder)
    assert listing(elsewhere) == []


def test_names_in_any_script(sqlite_engine: Engine, folder: Path) -> None:
    drop(folder, "Asha/Sales/बिक्री नवंबर.csv", GOOD)
    odd = os.fsencode(folder / "Asha/Sales") + b"/odd\xff\nname.csv"
    Path(os.fsdecode(odd)).write_bytes(HEAD.encode())
    quiet(Path(os.fsdecode(odd)))
    take(sqlite_engine, folder)
    assert (folder / "Asha/Sales/done/बिक्री नवंबर.csv").exists()
    assert len(list((folder / "Asha/Sales/refused").iterdir())) == 2
    assert count(sqlite_engine, sales) == 1


def test_the_only_shop_needs_no_name(sqlite_engine: Engine, folder: Path) -> None:
    with sqlite_engine.begin() as db:
        db.execute(tenant_table.update().where(tenant_table.c.id == "other").values(demo=True))
    drop(folder, "sales/a.csv", GOOD)
    assert take(sqlite_engine, folder) == ["sales/done/a.csv"]
    assert rows(sqlite_engine, sales, "tenant_id") == [("asha",)]


def test_published_prices_are_for_everyone(engine: Engine, folder: Path) -> None:
    drop(folder, "everyone/market-prices/today.csv", MANDI)
    drop(folder, "asha/market_prices/own.csv", MANDI)
    take(engine, folder)
    assert sorted(rows(engine, market_prices, "tenant_id", "source")) == [
        ("", "market price feed"),
        ("asha", "ingest"),
    ]


def test_the_older_file_goes_first(sqlite_engine: Engine, folder: Path) -> None:
    head = "buyer_id,name,place,wants,agreed_to_contact\n"
    newer = drop(folder, "asha/buyers/a.csv", head + 'b1,New,"Nashik, Maharashtra",onion,1\n')
    older = drop(folder, "asha/buyers/b.csv", head + 'b1,Old,"Nashik, Maharashtra",onion,1\n')
    os.utime(older, (newer.stat().st_mtime - 9, newer.stat().st_mtime - 9))
    take(sqlite_engine, folder)
    assert rows(sqlite_engine, buyers, "name") == [("New",)]


def test_a_database_that_is_away_loses_nothing(folder: Path, sqlite_engine: Engine) -> None:
    file = drop(folder, "asha/sales/a.csv", GOOD)
    with sqlite_engine.begin() as db:
        db.exec_driver_sql("ALTER TABLE raw_rows RENAME TO gone")
    assert take(sqlite_engine, folder) == ["asha/sales/a.csv"]
    with sqlite_engine.begin() as db:
        db.exec_driver_sql("ALTER TABLE gone RENAME TO raw_rows")
    assert take(sqlite_engine, folder) == ["asha/sales/done/a.csv"]
    assert not file.exists()
    assert count(sqlite_engine, sales) == 1


def test_where_the_folder_is(folder: Path) -> None:
    assert folder_of(Settings(data_dir=folder.parent)) == folder
    named = FeedSettings(folder="/srv/feeds")
    assert folder_of(Settings(data_dir=folder, feeds=named)) == Path("/srv/feeds")


def test_an_empty_folder_is_made(sqlite_engine: Engine, folder: Path) -> None:
    assert take(sqlite_engine, folder / "var" / "feeds") == []
    assert (folder / "var" / "feeds").is_dir()


def test_two_workers_at_once_take_each_file_once(engine: Engine, folder: Path) -> None:
    half = "2026-11-18,rice,asha-1,many,30\n"
    for n in range(1, 7):
        drop(folder, f"asha/sales/{n}.csv", GOOD.replace("11-18", f"11-0{n}") + half)
    intake = Intake(engine, places, lambda: NOW)
    with ThreadPoolExecutor(2) as workers:
        taken = list(workers.map(lambda _: take_dropped(intake, folder), range(2)))
    assert sum(taken) == 6
    done = [f"asha/sales/done/{n}.csv" for n in range(1, 7)]
    assert listing(folder) == sorted([*done, *(f"{name}.reason.txt" for name in done)])
    assert (count(engine, sales), count(engine, ingest_batches)) == (6, 6)
