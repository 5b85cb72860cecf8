"""The data that ship are small, named in NOTICE with their origin, and fit together."""

import csv
import gzip
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LANGUAGE = ROOT / "haat" / "language" / "data"
REFERENCE = ROOT / "haat" / "store" / "reference"
SHARED = LANGUAGE / "cc-by-sa"
LARGEST = 2_000_000
UNITS = {"quintal", "kg", "l"}


def rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def places() -> list[dict[str, str]]:
    return rows(LANGUAGE / "places.csv")


@pytest.fixture(scope="module")
def prices() -> list[dict[str, str]]:
    return rows(REFERENCE / "market_prices.csv.gz")


def data_files() -> list[Path]:
    folders = (LANGUAGE, REFERENCE, ROOT / "scripts" / "reference" / "own")
    return [f for folder in folders for f in sorted(folder.rglob("*")) if f.is_file()]


def test_every_data_file_is_named_in_notice() -> None:
    named = set((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert [
        str(f.relative_to(ROOT)) for f in data_files() if str(f.relative_to(ROOT)) not in named
    ] == []


def test_notice_names_no_file_that_is_gone() -> None:
    words = (ROOT / "NOTICE").read_text(encoding="utf-8").split()
    told = {w for w in words if w.startswith(("haat/", "scripts/", "app/")) and "." in w}
    assert [w for w in sorted(told) if not (ROOT / w).is_file()] == []


def test_no_data_file_is_large() -> None:
    assert [f.name for f in data_files() if f.stat().st_size > LARGEST] == []


def test_places_are_unique_and_lie_in_known_districts(places: list[dict[str, str]]) -> None:
    again = [k for k, n in Counter(p["place"] for p in places).items() if n > 1]
    districts = {p["place"] for p in places if p["kind"] == "district"}
    assert again == []
    assert len(districts) == 753
    assert {p["district"] for p in places} == districts
    assert all(p["place"] == p["district"] for p in places if p["kind"] == "district")
    assert {p["kind"] for p in places} == {"district", "market"}


def test_places_lie_in_india(places: list[dict[str, str]]) -> None:
    outside = [
        p["place"]
        for p in places
        if not (6 < float(p["lat"]) < 37.5 and 68 < float(p["lon"]) < 97.5)
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("Lasalgaon, Nashik", "Nashik, Maharashtra"),
        ("Moshi, Pune", "Pune, Maharashtra"),
        ("Azadpur, Delhi", "North, Delhi"),
        ("Siliguri, Darjeeling", "Darjeeling, West Bengal"),
    ],
)
def test_a_market_is_called_by_its_name_and_district(
    places: list[dict[str, str]], place: str, district: str
) -> None:
    assert {p["place"]: p["district"] for p in places}[place] == district


def test_names_in_other_scripts_belong_to_places(places: list[dict[str, str]]) -> None:
    known = {p["place"] for p in places}
    names = rows(LANGUAGE / "place_names.csv")
    assert {n["place"] for n in names} <= known
    hindi = {n["place"] for n in names if n["script"] == "Deva"}
    bihar = {p["place"] for p in places if p["kind"] == "district" and p["state"] == "Bihar"}
    assert bihar <= hindi


def test_prices_name_known_goods_and_places(
    places: list[dict[str, str]], prices: list[dict[str, str]]
) -> None:
    concepts = {r["concept"] for r in rows(LANGUAGE / "commodities.csv")}
    spots = {(p["district"], p["name"]) for p in places}
    assert {p["commodity"] for p in prices} <= concepts
    assert {(p["district"], p["market"]) for p in prices} <= spots


def test_prices_are_in_order_and_not_repeated(prices: list[dict[str, str]]) -> None:
    key = ("commodity", "date", "district", "market", "variety", "level")
    assert max(Counter(tuple(p[k] for k in key) for p in prices).values()) == 1
    assert {p["unit"] for p in prices} == UNITS
    assert {(p["source"], p["level"]) for p in prices} == {
        ("agmarknet", "wholesale"),
        ("dca", "retail"),
    }
    wrong = [
        p
        for p in prices
        if p["min"] and not float(p["min"]) <= float(p["modal"]) <= float(p["max"])
    ]
    assert wrong == []
    assert max(date.fromisoformat(p["date"]) for p in prices) == date(2023, 8, 2)


def test_evident_unit_errors_do_not_ship(prices: list[dict[str, str]]) -> None:
    onions = [
        float(p["modal"])
        for p in prices
        if (p["commodity"], p["level"], p["date"][:4]) == ("onion", "wholesale", "2023")
    ]
    assert 400 < min(onions) < max(onions) < 20_000


def test_share_alike_spellings_stay_in_their_folder() -> None:
    theirs = {
        (r["concept"], r["language"], r["romanisation"])
        for r in rows(SHARED / "dakshina_romanisations.csv")
    }
    ours = rows(LANGUAGE / "commodities.csv")
    # A spelling that the authors wrote by themselves stands alone, without a native form beside it.
    beside = {
        (r["concept"], r["language"], r["romanisation"])
        for r in ours
        if r["form"] and r["romanisation"]
    }
    assert len(theirs) > 2_000
    assert len(beside & theirs) < 40


def test_every_concept_has_an_english_name() -> None:
    forms = rows(LANGUAGE / "commodities.csv")
    named = {r["concept"] for r in forms if r["language"] == "en"}
    assert {r["concept"] for r in forms} - named == set()
