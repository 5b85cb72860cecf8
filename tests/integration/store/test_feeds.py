"""What is noted of each feed, and the published prices that feeds bring."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine

from app.ingestion import publish
from haat.core.errors import InvalidInput
from haat.store import feeds, installation
from haat.store.tables import ingest_batches, market_prices, raw_rows, tenants
from tests.integration.store.ingesting import NOW, count, make_shops, places, rows

HOUR = timedelta(hours=1)
HEAD = "date,commodity,state,district,market,modal,min,max\n"
ONION = HEAD + "2026-11-19,onion,Maharashtra,Nashik,Lasalgaon,1500,900,1700\n"


def give(engine: Engine, text: str, *, source: str = "agmarknet", now: datetime = NOW) -> Any:
    told = partial(publish, engine, source, gazetteer=places, now=now)
    return told(text.encode(), "csv", key=f"feed:{text}"[:200])


def test_of_two_tries_at_once_one_begins(engine: Engine) -> None:
    begin = partial(_tried, engine)
    assert [begin(NOW), begin(NOW), begin(NOW + HOUR / 2), begin(NOW + HOUR)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert begin(NOW - timedelta(days=30))  # the clock was set back: nothing waits for the future


def _tried(engine: Engine, now: datetime) -> bool:
    with engine.begin() as db:
        return feeds.tried(db, "f", "buyers", "asha", now, not_since=now - HOUR)


def test_a_failure_keeps_what_came_and_a_success_ends_it(engine: Engine) -> None:
    told = ("f", "buyers", "asha")
    with engine.begin() as db:
        feeds.failed(db, *told, error="answers 500", now=NOW)
        assert _seen(feeds.get(db, "f")) == (NOW, None, 0, "answers 500", {})
        feeds.succeeded(db, *told, rows=3, state={"etag": "a"}, now=NOW + HOUR)
        assert _seen(feeds.get(db, "f")) == (NOW + HOUR, NOW + HOUR, 3, None, {"etag": "a"})
        feeds.failed(db, *told, error="answers 404", now=NOW + 2 * HOUR)
        last = (NOW + 2 * HOUR, NOW + HOUR, 3, "answers 404", {"etag": "a"})
        assert _seen(feeds.get(db, "f")) == last
        feeds.failed(db, "e", "sales", "asha", error="x", now=NOW)
        assert [row.name for row in feeds.all(db)] == ["e", "f"]
        assert feeds.get(db, "g") is None


def _seen(row: feeds.FeedRow | None) -> tuple[object, ...]:
    assert row is not None
    return row.tried_at, row.success_at, row.rows, row.error, row.state


def test_published_prices_are_everyones(engine: Engine) -> None:
    make_shops(engine)
    assert give(engine, ONION)["accepted"] == 1
    assert rows(engine, market_prices, "tenant_id", "district", "modal_paise", "source") == [
        ("", "Nashik, Maharashtra", 150_000, "agmarknet")
    ]
    with engine.connect() as db:
        assert installation.newest_published_price(db) == date(2026, 11, 19)
        # who bears them is no shop
        assert [tenant.id for tenant in installation.tenants(db)] == ["asha", "other"]


def test_a_published_price_is_corrected_and_counted_once(engine: Engine) -> None:
    give(engine, ONION)
    assert give(engine, ONION)["accepted"] == 1  # the first answer again
    assert count(engine, ingest_batches) == 1
    assert give(engine, ONION.replace("1500", "1550"), source="other")["accepted"] == 1
    assert rows(engine, market_prices, "modal_paise", "source") == [(155_000, "other")]
    assert count(engine, tenants) == 1


def test_a_price_far_off_the_usual_is_put_aside(engine: Engine) -> None:
    give(engine, ONION)
    line = "2026-11-20,onion,Maharashtra,Nashik,{market},{modal},,\n"
    told = [("Niphad", 16), ("Yeola", 30_100), ("Sinnar", 2900), ("Kalwan", 75), ("Satana", 74)]
    text = HEAD + "".join(line.format(market=market, modal=modal) for market, modal in told)
    answer = give(engine, text)
    assert answer["accepted"] == 1
    assert [(one["line"], one["column"]) for one in answer["quarantined"]] == [
        (2, "modal"), (3, "modal"), (5, "modal"), (6, "modal"),
    ]  # fmt: skip
    assert "far off the Rs 1500 usual for onion" in answer["quarantined"][0]["reason"]


def test_the_first_prices_of_a_commodity_are_compared_among_themselves(engine: Engine) -> None:
    line = "2026-11-20,garlic,Maharashtra,Nashik,{market},{modal},,\n"
    told = [("Niphad", 6000), ("Yeola", 6_000_00), ("Sinnar", 7000)]
    answer = give(engine, HEAD + "".join(line.format(market=m, modal=p) for m, p in told))
    assert [one["line"] for one in answer["quarantined"]] == [3]


def test_prices_that_can_not_be_are_put_aside(engine: Engine) -> None:
    row = "2026-11-19,{commodity},{state},{district},Lasalgaon,{modal},{low},{high}\n"
    good = {"commodity": "onion", "state": "Maharashtra", "district": "Nashik"}
    good |= {"modal": "1500", "low": "900", "high": "1700"}
    wrong = [{"modal": "0"}, {"modal": "-5"}, {"low": "1800"}, {"modal": "17000"}]
    wrong += [{"commodity": "unobtainium"}, {"district": "Nowhere"}, {"state": "Kerala"}]
    answer = give(engine, HEAD + "".join(row.format(**{**good, **one}) for one in [good, *wrong]))
    assert answer["accepted"] == 1
    assert [one["column"] for one in answer["quarantined"]] == [
        "modal", "modal", "modal", "modal", "commodity", "district", "district",
    ]  # fmt: skip


def test_nothing_good_writes_nothing(engine: Engine) -> None:
    with pytest.raises(InvalidInput, match="unobtainium"):
        give(engine, ONION.replace("onion", "unobtainium"))
    assert count(engine, market_prices) == 0


def test_how_prices_came_is_forgotten_after_a_while(engine: Engine) -> None:
    give(engine, ONION)
    with engine.begin() as db:
        assert feeds.forget_published_files(db, NOW) == 0
        assert feeds.forget_published_files(db, NOW + HOUR) == 1
    assert (count(engine, raw_rows), count(engine, market_prices)) == (0, 1)
    assert give(engine, ONION)["accepted"] == 1  # and still it is known that it came
    assert rows(engine, ingest_batches, "at") == [(NOW.astimezone(UTC),)]
