"""What a feed is, how its records become rows, and how it stands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.feeds import urls
from app.feeds.data_gov_in import by_grade, mapped
from app.feeds.feed import SHELF_LIFE, Feed
from app.feeds.sources import fetchers
from app.feeds.standing import Standing, standings
from haat.core.errors import InvalidInput, NotFound
from haat.core.settings import FeedSettings, FeedUrl, Settings
from haat.language.places import load_gazetteer
from haat.store.feeds import FeedRow
from haat.store.ingestion.kinds import KINDS
from haat.store.installation import Tenant

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
SHOPS = (Tenant("asha", "Asha", demo=False, last_sale=None),)
RECORD: Mapping[str, Any] = {
    "state": "Maharashtra",
    "district": "Nashik",
    "market": "Lasalgaon APMC",
    "commodity": "Onion",
    "variety": "Red",
    "grade": "FAQ",
    "arrival_date": "24/11/2026",
    "min_price": 900,
    "max_price": "1700",
    "modal_price": 1500.0,
}
places = cache(load_gazetteer)


def row(**other: Any) -> dict[str, str]:
    return mapped({**RECORD, **other}, places())


def test_every_kind_has_a_shelf_life() -> None:
    assert set(SHELF_LIFE) == {kind.name for kind in KINDS}


def test_only_published_prices_are_for_everyone() -> None:
    assert Feed("x", "market-prices", "").checked().shelf_life == timedelta(days=3)
    assert Feed("x", "buyers", "asha").checked().shelf_life == timedelta(days=180)
    with pytest.raises(InvalidInput, match="everyone"):
        Feed("x", "buyers", "").checked()
    with pytest.raises(NotFound, match="market-prices"):
        Feed("x", "prices", "asha").checked()


def test_a_record_becomes_a_row() -> None:
    found = row()
    assert {name: found[name] for name in found if not name.startswith("told_")} == {
        "date": "24/11/2026",
        "commodity": "onion",
        "state": "Maharashtra",
        "district": "Nashik, Maharashtra",
        "market": "Lasalgaon",
        "variety": "Red",
        "modal": "1500.0",
        "min": "900",
        "max": "1700",
    }
    assert found["told_market"] == "Lasalgaon APMC"


@pytest.mark.parametrize(
    ("told", "concept", "form"),
    [
        ("Ginger(Dry)", "dry_ginger", ""),
        ("Banana - Green", "banana", "raw"),
        ("Bengal Gram(Gram)(Whole)", "chickpea", "whole"),
        ("raddish", "radish", ""),
        ("Unobtainium", "Unobtainium", ""),
    ],
)
def test_goods_by_the_names_of_the_markets(told: str, concept: str, form: str) -> None:
    found = row(commodity=told, variety="Other")
    assert (found["commodity"], found["variety"]) == (concept, form)


@pytest.mark.parametrize(
    ("district", "state", "expected"),
    [
        ("Kozhikode(Calicut)", "Kerala", "Kozhikode, Kerala"),
        ("Aurangabad", "Bihar", "Aurangabad, Bihar"),
        ("Nashik", "Kerala", "Nashik"),
        ("Nowhere", "Bihar", "Nowhere"),
        ("", "", ""),
    ],
)
def test_districts_are_mapped_or_left_as_told(district: str, state: str, expected: str) -> None:
    assert row(district=district, state=state)["district"] == expected


def test_no_variety_and_no_price_are_blank() -> None:
    assert row(variety="Other")["variety"] == ""
    assert row(variety="onion")["variety"] == ""
    assert row(min_price="NA")["min"] == ""
    assert row(modal_price=None)["modal"] == ""


def test_the_usual_grade_goes_first() -> None:
    local, usual = {**RECORD, "grade": "Local"}, dict(RECORD)
    assert by_grade([local, usual]) == [usual, local]


def test_without_a_key_there_is_no_feed() -> None:
    assert fetchers(FeedSettings(), places) == ()
    keyed = FeedSettings.model_validate({"data_gov_in_key": "k"})
    assert len(fetchers(keyed, places)) == 1


def test_the_name_of_a_feed_tells_no_secret() -> None:
    at = FeedUrl(kind="buyers", url="https://me:pass@mart.example/b.csv?token=secret", tenant="a")
    assert urls.name_of(at).startswith("buyers from mart.example (")
    assert "secret" not in urls.name_of(at)
    assert urls.name_of(at) != urls.name_of(at.model_copy(update={"tenant": "b"}))


AT = FeedUrl(kind="market-prices", url="https://prices.example/today.csv")
CAME = FeedRow(urls.name_of(AT), AT.kind, "", NOW, NOW, 7, None, {})


def standing(tmp_path: Path, *rows: FeedRow, at: FeedUrl = AT) -> dict[str, Standing]:
    settings = Settings(data_dir=tmp_path, feeds=FeedSettings(urls=(at,)))
    return {one.name: one for one in standings(settings, rows, SHOPS, TODAY)}


def test_a_feed_that_came_is_fresh_for_its_shelf_life(tmp_path: Path) -> None:
    assert standing(tmp_path, CAME)[CAME.name].level == "ok"
    third = replace(CAME, success_at=NOW - timedelta(days=3))
    assert standing(tmp_path, third)[CAME.name].level == "ok"
    fourth = replace(CAME, success_at=NOW - timedelta(days=4))
    found = standing(tmp_path, fourth)[CAME.name]
    assert found.level == "note"
    assert found.text.startswith("stale, last came on 2026-11-21 with 7 new rows")
    assert "haat worker" in found.text


def test_a_feed_that_never_came_or_failed_says_so(tmp_path: Path) -> None:
    assert "never came" in standing(tmp_path)[CAME.name].text
    failed = replace(CAME, success_at=None, error="prices.example answers 500")
    found = standing(tmp_path, failed)[CAME.name]
    assert found.level == "note"
    assert found.text.startswith("stale; the last try failed: prices.example answers 500")


def test_what_was_put_aside_is_told(tmp_path: Path) -> None:
    aside = {"put_aside": 2, "first_put_aside": [{"line": 3, "column": None, "reason": "odd"}]}
    text = standing(tmp_path, replace(CAME, state=aside))[CAME.name].text
    assert text.endswith("2 rows put aside (the first: odd)")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "prices"}, "no such kind"),
        ({"url": "ftp://prices.example/x"}, "https://"),
        ({"tenant": "nobody"}, "no shop nobody"),
    ],
)
def test_what_is_set_up_wrongly_is_bad(tmp_path: Path, wrong: dict[str, str], said: str) -> None:
    at = AT.model_copy(update=wrong)
    found = standing(tmp_path, at=at)[urls.name_of(at)]
    assert found.level == "bad"
    assert said in found.text


def test_a_feed_that_is_set_up_no_more_is_told(tmp_path: Path) -> None:
    other = replace(CAME, name="buyers from mart.example (12345678)", kind="buyers")
    assert "not set up any more" in standing(tmp_path, other)[other.name].text


def test_a_folder_feed_is_stale_until_a_newer_file_is_dropped(tmp_path: Path) -> None:
    old = replace(CAME, name="folder asha/sales", kind="sales", success_at=NOW - timedelta(days=8))
    text = standing(tmp_path, old)[old.name].text
    assert text.startswith("stale")
    assert text.endswith(f"drop a newer file into {tmp_path}/feeds/asha/sales")
