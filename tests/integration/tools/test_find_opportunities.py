"""Chances that are coming."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from haat.core.errors import InvalidInput
from haat.core.finding import Finding
from haat.store import tables
from tests.integration.tools.shops import TODAY, Shops, quote, value
from tools.find_opportunities import FindOpportunities, find_opportunities

COLUMNS = ["kind", "title", "place", "starts", "ends", "prepare_by", "asks_for", "source"]


def ask(shops: Shops, *, today: date = TODAY, **said: Any) -> Finding:
    context = replace(shops.context, today=today)
    found = find_opportunities(context, FindOpportunities(**said))
    assert isinstance(found, Finding)
    return found


def tell(shops: Shops, tenant: str = "ours", **values: Any) -> None:
    told = {
        "tenant_id": tenant,
        "kind": "fair",
        "title": "Saras mela",
        "place": "Patna, Bihar",
        "starts": TODAY + timedelta(days=30),
        "ends": TODAY + timedelta(days=40),
        "source": "ingest",
        **values,
    }
    with shops.engine.begin() as db:
        db.execute(insert(tables.opportunities).values(told))


def titles(found: Finding) -> list[str]:
    return [row["title"] for row in found.rows]


def test_festivals_come_from_the_state_of_the_shop(shops: Shops) -> None:
    found = ask(shops, kind="festival", today=date(2026, 10, 1))
    by_id = {row["festival"]: row for row in found.rows}
    assert list(found.rows[0])[:8] == COLUMNS
    assert by_id["chhath"]["place"] == "Bihar"
    assert by_id["dhanteras"]["starts"] == by_id["diwali"]["starts"] - timedelta(days=2)
    assert "chhath" not in {
        row["festival"]
        for row in ask(shops, kind="festival", place="Kerala", today=date(2026, 10, 1)).rows
    }
    assert not found.demo
    assert found.figures == ()


def test_how_early_to_begin_hangs_on_the_goods(shops: Shops) -> None:
    day = date(2026, 9, 1)
    pickle = ask(shops, kind="festival", product="pickle.mango_500g", today=day)
    onion = ask(shops, kind="festival", product="onion", today=day)
    diwali = date(2026, 11, 8)
    begin = {
        name: next(r["prepare_by"] for r in found.rows if r["festival"] == "diwali")
        for name, found in (("pickle", pickle), ("onion", onion))
    }
    assert begin == {"pickle": diwali - timedelta(21), "onion": diwali - timedelta(3)}
    assert "lead_time_assumed" in pickle.notes


def test_festivals_of_other_goods_are_left_out(shops: Shops) -> None:
    august = date(2027, 8, 1)
    festivals = {r["festival"] for r in ask(shops, kind="festival", today=august).rows}
    of_soap = {
        r["festival"] for r in ask(shops, kind="festival", product="soap", today=august).rows
    }
    assert "raksha_bandhan" in festivals - of_soap
    assert "diwali" in of_soap


def test_too_little_time_is_said(shops: Shops) -> None:
    found = ask(shops, kind="festival", product="pickle", today=date(2026, 11, 1))
    row = next(r for r in found.rows if r["festival"] == "diwali")
    assert (row["prepare_by"], row["late"]) == (date(2026, 11, 1), True)
    assert "little_time" in found.notes


def test_nothing_that_is_over_is_told(shops: Shops) -> None:
    tell(shops, title="Over", starts=TODAY - timedelta(9), ends=TODAY - timedelta(1))
    tell(shops, title="Last day", starts=TODAY - timedelta(9), ends=TODAY)
    tell(shops, title="Too late to apply", apply_by=TODAY - timedelta(1))
    found = ask(shops)
    assert "Last day" in titles(found)
    assert not {"Over", "Too late to apply"} & set(titles(found))
    assert all(row["ends"] is None or row["ends"] >= TODAY for row in found.rows)


def test_tenders_and_fairs_are_those_that_were_brought_in(shops: Shops) -> None:
    assert ask(shops, kind="tender").rows == ()
    assert ask(shops, kind="tender").notes == ("no_opportunity", "nothing_brought_in")
    tell(shops, kind="tender", title="Papad for hostels", apply_by=TODAY + timedelta(5))
    (row,) = ask(shops, kind="tender").rows
    assert (row["title"], row["prepare_by"]) == ("Papad for hostels", TODAY + timedelta(5))
    assert ask(shops, kind="tender").demo  # the shop's own data are synthetic here


def test_near_ones_only(shops: Shops) -> None:
    tell(shops, title="Here")
    tell(shops, title="Near", place="Varanasi, Uttar Pradesh")
    tell(shops, title="Far", place="Chennai, Tamil Nadu")
    tell(shops, title="Anywhere", place="")
    assert set(titles(ask(shops, kind="fair"))) == {"Here", "Near", "Anywhere"}
    assert set(titles(ask(shops, kind="fair", place="Chennai, Tamil Nadu"))) == {"Far", "Anywhere"}


def test_what_asks_for_other_goods_is_left_out(shops: Shops) -> None:
    tell(shops, title="Handloom week", asks_for="saree")
    tell(shops, title="Pickle day", asks_for="mango pickle, papad")
    tell(shops, title="Open fair")
    found = set(titles(ask(shops, kind="fair", product="pickle")))
    assert {"Pickle day", "Open fair"} <= found
    assert "Pickle day" not in titles(ask(shops, kind="fair", product="rice"))


def test_schemes_are_cited_and_old_ones_say_so(shops: Shops) -> None:
    found = ask(shops, kind="scheme")
    ids = [row["fact"] for row in found.rows]
    assert len(ids) >= 10
    assert [c.id for c in found.citations] == sorted(ids, key=[c.id for c in found.citations].index)
    assert set(ids) == {c.id for c in found.citations}
    assert "old_scheme" in found.notes
    assert all(row["asks_for"] and row["source"] for row in found.rows)
    assert {row["place"] for row in found.rows} == {None}


def test_schemes_suit_state_and_goods(shops: Shops) -> None:
    gujarat = ask(shops, kind="scheme", place="Gujarat")
    assert gujarat.rows[0]["fact"] == "SCH-UTKARSH"
    food = {r["fact"] for r in ask(shops, kind="scheme", product="pickle").rows}
    soap = {r["fact"] for r in ask(shops, kind="scheme", product="soap").rows}
    assert "SCH-PMFME" in food - soap
    assert "SCH-VISHWAKARMA" not in food


def test_all_kinds_together_stay_short(shops: Shops) -> None:
    for n in range(9):
        tell(shops, title=f"Fair {n}")
    found = ask(shops)
    kinds = [row["kind"] for row in found.rows]
    assert {"fair", "festival", "scheme"} == set(kinds)
    assert all(kinds.count(kind) <= 4 for kind in kinds)
    starts = [row["starts"] for row in found.rows if row["starts"]]
    assert starts == sorted(starts)


def test_what_another_tenant_was_told_is_not_seen(shops: Shops) -> None:
    tell(shops, tenant="theirs", title="Secret fair")
    assert "Secret fair" not in titles(ask(shops, kind="fair"))


def test_an_unknown_place_is_refused(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        ask(shops, place="Atlantis")


@pytest.mark.parametrize(
    ("said", "festivals"),
    [
        ("Chhath kab hai", ["chhath"]),
        ("when is Diwali?", ["diwali"]),
        ("दीपावली और छठ पूजा कब है", ["diwali", "chhath"]),
        ("eid kab hai", ["eid_ul_fitr", "eid_ul_zuha"]),
        ("when is onam", ["onam"]),
    ],
)
def test_a_festival_that_is_named_is_the_only_one(
    shops: Shops, said: str, festivals: list[str]
) -> None:
    found = ask(replace(shops, context=replace(shops.context, words=said)), kind="festival")
    assert [row["festival"] for row in found.rows] == festivals
    assert found.parameters["festivals"] == sorted(festivals)
    assert all(row["ends"] >= TODAY for row in found.rows)
    if said == "when is onam":
        assert found.rows[0]["place"] == "Kerala"


def test_of_named_goods_the_markets_are_told_with_day_and_source(shops: Shops) -> None:
    assert ask(shops, product="onion", place="Nashik, Maharashtra").figures == ()
    with shops.engine.begin() as db:
        for years in (0, 1, 2):
            end = TODAY - timedelta(days=1 + 365 * years)
            quote(db, date=end - timedelta(days=30), modal_paise=100_000)
            quote(db, date=end, modal_paise=100_000 + (150_000 if years == 0 else 20_000))
    found = ask(shops, product="onion", place="Nashik, Maharashtra")
    assert [value(found, n) for n in ("price", "change_30d", "usual_change")] == [2500, 150, 20]
    assert {f.date for f in found.figures} == {TODAY - timedelta(days=1)}
    assert {f.product for f in found.figures} == {"onion"}
    assert found.sources[-1].kind == "market"
    assert "price_rising" in found.notes
    assert ask(shops, product="onion", place="Nashik, Maharashtra", kind="fair").figures == ()
    assert ask(shops, place="Nashik, Maharashtra").figures == ()
    later = ask(shops, product="onion", place="Nashik, Maharashtra", today=TODAY + timedelta(60))
    assert later.figures == ()  # an old price says nothing of today


def test_what_comes_to_market_is_told_where_it_was_reported(shops: Shops) -> None:
    with shops.engine.begin() as db:
        for days in range(0, 50, 2):
            tonnes = 20.0 if days < 28 else 10.0
            quote(db, date=TODAY - timedelta(days=days), arrival_t=tonnes)
    found = ask(shops, product="onion", place="Nashik, Maharashtra")
    assert value(found, "arrivals_change") == 100
    assert found.figure("usual_change") is None
