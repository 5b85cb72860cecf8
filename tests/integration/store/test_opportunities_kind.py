"""Taking in tenders, fairs and the like."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from haat.store import opportunities, tables
from tests.integration.store.ingesting import (
    MANAGER,
    STRANGER,
    TODAY,
    count,
    give,
    make_shops,
    rows,
)

HEAD = "kind,title,place,starts,ends,apply_by,asks_for,url\n"


@pytest.fixture
def shops(sqlite_engine: Engine) -> Engine:
    make_shops(sqlite_engine)
    return sqlite_engine


def told(engine: Engine, *lines: str) -> Any:
    return give(engine, "opportunities", HEAD + "\n".join(lines) + "\n")


def test_days_to_come_and_places_are_read(shops: Engine) -> None:
    report = told(
        shops,
        'Fair,Saras mela,"Patna, Bihar",2027-01-05,15-01-2027,2026-12-20,Stall of a group,https://example.org/saras',
        "tender,Papad for hostels,Gaya,2026-12-01,2026-12-10,,,",
        "scheme,Loans,All India,2026-01-01,2027-03-31,,,",
    )
    assert report["accepted"] == 3
    assert rows(shops, tables.opportunities, "kind", "place", "ends", "apply_by") == [
        ("fair", "Patna, Bihar", date(2027, 1, 15), date(2026, 12, 20)),
        ("tender", "Gaya, Bihar", date(2026, 12, 10), None),
        ("scheme", "", date(2027, 3, 31), None),
    ]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("party,Fun,Patna,2026-12-01,2026-12-02,,,", "kind"),
        ("fair,Backwards,Patna,2026-12-03,2026-12-02,,,", "ends"),
        ("fair,Late,Patna,2026-12-01,2026-12-02,2026-12-05,,", "apply_by"),
        ("fair,No day,Patna,soon,2026-12-02,,,", "starts"),
        ("fair,,Patna,2026-12-01,2026-12-02,,,", "title"),
    ],
)
def test_what_makes_no_sense_is_put_aside(shops: Engine, line: str, column: str) -> None:
    report = told(shops, line, "fair,Good,Patna,2026-12-01,2026-12-02,,,")
    assert [q["column"] for q in report["quarantined"]] == [column]
    assert count(shops, tables.opportunities) == 1


def test_a_place_that_nobody_knows_is_kept_as_written(shops: Engine) -> None:
    assert told(shops, "fair,Mela,Atlantis,2026-12-01,2026-12-02,,,")["accepted"] == 1
    assert rows(shops, tables.opportunities, "place") == [("Atlantis",)]


def test_told_again_it_is_corrected(shops: Engine) -> None:
    told(shops, "fair,Mela,Patna,2026-12-01,2026-12-02,,,")
    told(shops, "fair,Mela,Patna,2026-12-01,2026-12-09,,Bring tents,")
    assert rows(shops, tables.opportunities, "ends", "asks_for") == [
        (date(2026, 12, 9), "Bring tents")
    ]


def test_only_the_tenant_reads_what_is_not_over(shops: Engine) -> None:
    told(
        shops,
        "fair,Over,Patna,2026-11-01,2026-11-19,,,",
        "fair,Today,Patna,2026-11-01,2026-11-20,,,",
    )
    with shops.connect() as db:
        found = opportunities.not_over(MANAGER, db, TODAY)
        assert [one.title for one in found] == ["Today"]
        assert opportunities.not_over(STRANGER, db, TODAY) == ()
