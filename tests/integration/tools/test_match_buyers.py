"""Buyers for goods: who is found, in which order, and whose are never seen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from haat.analytics.matching.fit import WEIGHTS
from haat.core.errors import InvalidInput, NotFound
from haat.core.finding import Finding, Missing
from haat.store import tables
from tests.integration.tools.offers import THEIRS, bring, bring_theirs
from tests.integration.tools.shops import NOW, TODAY, Shops, value
from tools.buyer_weights import learn
from tools.match_buyers import MATCH_BUYERS, MatchBuyers, matches_page

COLUMNS = {
    "buyer", "name", "place", "distance_km", "score", "confidence", "parts", "max_price", "volume",
    "unit", "why", "left",
}  # fmt: skip

PARTS: Mapping[str, float] = {"content": 1, "collaborative": 0.1, "context": 0.5, "graph": 0.6}


def _match(shops: Shops, **arguments: Any) -> Finding:
    found = MATCH_BUYERS.run(shops.context, MatchBuyers.model_validate(arguments))
    assert isinstance(found, Finding), found
    return found


def _ids(found: Finding) -> list[str]:
    return [row["buyer"] for row in found.rows]


def test_rows_hold_the_contract_and_parts_add_up(both_shops: Shops) -> None:
    bring(both_shops, {"buyer_id": "a"}, {"buyer_id": "b", "place": "Nashik, Maharashtra"})
    found = _match(both_shops, product="pickle", quantity=20, unit="piece", min_price=120)
    assert _ids(found) == ["a", "b"]
    assert value(found, "matches") == 2
    for row in found.rows:
        assert set(row) == COLUMNS
        assert sum(row["parts"].values()) == pytest.approx(row["score"])
        assert row["confidence"] is None
    first = found.rows[0]
    assert (first["distance_km"], first["max_price"], first["unit"]) == (0, 125, "piece")
    assert first["why"] == ["wants_it", "near", "pays_enough", "takes_all", "agreed_to_contact"]
    assert found.rows[1]["distance_km"] == pytest.approx(1350, abs=100)
    assert found.notes == ("no_outcomes_yet", "no_confidence_yet")
    assert found.demo


def test_other_tenants_buyers_are_never_seen(both_shops: Shops) -> None:
    bring_theirs(both_shops)
    found = _match(both_shops, product="pickle")
    assert (found.rows, found.figures, found.notes) == ((), (), ("no_buyers",))
    bring(both_shops, {"buyer_id": "a"})
    assert THEIRS not in str(_match(both_shops, product="pickle").as_json())


def test_contact_details_are_never_shown(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a"}, {"buyer_id": "b", "agreed_to_contact": False})
    found = _match(shops, product="pickle")
    assert "invalid" not in str(found.as_json())
    assert [("agreed_to_contact" in row["why"]) for row in found.rows] == [True, False]


def test_those_who_want_other_goods_are_left_out(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a"}, {"buyer_id": "b", "wants": ["onion"]})
    assert _ids(_match(shops, product="pickle.mango_500g")) == ["a"]


def test_buyers_of_like_goods_are_told_as_such_where_nobody_wants_these(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a", "wants": ["potato"]}, {"buyer_id": "b", "wants": ["rice"]})
    found = _match(shops, product="onion")
    assert _ids(found) == ["a"]
    assert found.notes[0] == "like_goods_only"
    assert found.rows[0]["why"][0] == "wants_like_goods"
    nobody = _match(shops, product="soap.bar")
    assert (nobody.rows, nobody.notes[0], value(nobody, "matches")) == ((), "no_match", 0)


def test_a_lowest_price_leaves_out_who_pays_less(shops: Shops) -> None:
    bring(
        shops,
        {"buyer_id": "cheap", "max_price_paise": 9_000},
        {"buyer_id": "dear", "max_price_paise": 150_000, "unit": "dozen"},
        {"buyer_id": "silent", "max_price_paise": None},
    )
    assert _ids(_match(shops, product="pickle", min_price=120)) == ["dear", "silent"]
    none = _match(shops, product="pickle", min_price=9_999)
    assert _ids(none) == ["silent"]
    bring(shops, {"buyer_id": "papad", "wants": ["onion"], "unit": "kg", "max_price_paise": 1_500})
    refused = _match(shops, product="onion", min_price=2_000, price_unit="quintal")
    assert "nobody_pays_that" in refused.notes
    assert (
        "nobody_pays_that"
        not in _match(shops, product="onion", min_price=15, price_unit="kg").notes
    )


def test_prices_and_amounts_are_compared_in_one_unit(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a", "wants": ["onion"], "unit": "kg", "volume": 300.0,
                  "max_price_paise": 1_600})  # fmt: skip
    told: dict[str, Any] = {"product": "onion", "quantity": 2, "unit": "quintal"}
    [row] = _match(shops, **told, min_price=15, price_unit="kg").rows
    assert {"pays_enough", "takes_all"} <= set(row["why"])
    [packed] = _match(shops, product="onion", quantity=3, unit="bag").rows
    assert "takes_all" not in packed["why"]


def test_a_pack_is_compared_by_what_it_holds(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a", "unit": "kg", "volume": 10.0, "max_price_paise": 25_000})
    [row] = _match(shops, product="pickle.mango_500g", quantity=20, min_price=125).rows
    assert {"pays_enough", "takes_all"} <= set(row["why"])
    assert _match(shops, product="pickle.mango_500g", min_price=126).notes[0] == "nobody_pays_that"


def test_without_a_price_the_list_price_is_the_measure(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a"}, {"buyer_id": "b", "max_price_paise": 10_000})
    found = _match(shops, product="pickle")
    assert found.parameters["list_price"] == 120
    assert [("pays_enough" in row["why"]) for row in found.rows] == [True, False]


def test_outcomes_until_now_count_for_the_buyer(both_shops: Shops) -> None:
    bring(both_shops, {"buyer_id": "a"}, {"buyer_id": "b"})
    assert _ids(_match(both_shops, product="pickle")) == ["a", "b"]
    _ended(both_shops, 1, "b", "paid")
    found = _match(both_shops, product="pickle")
    assert _ids(found) == ["b", "a"]
    assert found.rows[0]["why"][1] == "bought_before"
    assert found.rows[0]["parts"]["collaborative"] > found.rows[1]["parts"]["collaborative"] > 0
    assert "no_outcomes_yet" not in found.notes
    earlier = replace(both_shops.context, now=NOW - timedelta(days=30))
    before = MATCH_BUYERS.run(earlier, MatchBuyers(product="pickle"))
    assert isinstance(before, Finding)
    assert _ids(before) == ["a", "b"]


def test_confidence_comes_with_two_hundred_outcomes_that_were_learned_from(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a"})
    for n in range(200):
        _ended(shops, n, "a" if n % 4 == 0 else "gone", "ordered" if n % 4 == 0 else "declined")
    assert "no_confidence_yet" in _match(shops, product="pickle").notes
    assert learn(shops.context) is not None
    found = _match(shops, product="pickle")
    assert found.rows[0]["confidence"] == pytest.approx(0.25)
    assert "no_confidence_yet" not in found.notes
    assert learn(shops.context) is None  # nothing has ended since
    yesterday = replace(shops.context, today=TODAY - timedelta(days=1))
    before = MATCH_BUYERS.run(yesterday, MatchBuyers(product="pickle"))
    assert isinstance(before, Finding)
    assert before.rows[0]["confidence"] is None


def test_the_weights_are_the_tenants_own_where_its_outcomes_say_so(both_shops: Shops) -> None:
    bring(both_shops, {"buyer_id": "a"})
    bring(both_shops, {"buyer_id": "a"}, tenant_id="theirs")
    chance = Random(1)  # noqa: S311  # outcomes, no secret
    for n in range(300):
        parts = {name: chance.random() for name in WEIGHTS}
        won = chance.random() < parts["context"] ** 2
        _ended(both_shops, n, "a", "paid" if won else "declined", parts)
    assert learn(both_shops.context) is not None
    found = _match(both_shops, product="pickle")
    weights = found.parameters["weights"]
    assert weights["context"] > 0.5
    assert sum(weights.values()) == pytest.approx(1, abs=1e-3)
    assert found.parameters["learned_from"] == 300
    assert sum(found.rows[0]["parts"].values()) == pytest.approx(found.rows[0]["score"])
    theirs = MATCH_BUYERS.run(both_shops.other, MatchBuyers(product="onion"))
    assert isinstance(theirs, Finding)
    assert theirs.parameters["weights"]["context"] == 0.25


def test_a_buyer_is_sent_no_more_than_it_takes_a_month(shops: Shops) -> None:
    bring(
        shops, {"buyer_id": "a", "volume": 60.0}, {"buyer_id": "b", "place": "Nashik, Maharashtra"}
    )
    assert _ids(_match(shops, product="pickle")) == ["a", "b"]
    _offer(shops, 1, "a", quantity=4, unit="dozen", at=NOW - timedelta(days=3))
    first = _match(shops, product="pickle").rows[0]
    assert (first["buyer"], first["volume"], first["left"]) == ("a", 60, 12)
    _offer(shops, 2, "a", quantity=1, unit="dozen", at=NOW - timedelta(days=1))
    found = _match(shops, product="pickle")
    assert _ids(found) == ["b", "a"]
    assert (found.rows[1]["left"], found.rows[1]["why"][-1]) == (0, "has_enough")
    assert "has_enough" not in found.rows[0]["why"]


def test_other_goods_last_month_and_refusals_leave_room(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a", "wants": ["pickle", "onion"], "unit": "kg", "volume": 10.0})
    _offer(shops, 1, "a", quantity=10, unit="kg", at=NOW - timedelta(days=30))
    _offer(shops, 2, "a", quantity=10, unit="kg", at=NOW, status="declined")
    _offer(shops, 3, "a", quantity=10, unit="kg", at=NOW, product="onion")
    assert _match(shops, product="pickle").rows[0]["left"] == 10
    _offer(shops, 4, "a", quantity=4, unit="piece", at=NOW, product="pickle.mango_500g")
    assert _match(shops, product="pickle").rows[0]["left"] == 8  # four packs of 500 g
    assert _match(shops, product="onion").rows[0]["left"] == 0


def test_pages_go_on(shops: Shops) -> None:
    bring(shops, *({"buyer_id": f"b{n:02d}"} for n in range(25)))
    first = _match(shops, product="pickle")
    assert len(first.rows) == 10
    rest = matches_page(
        shops.context, MatchBuyers(product="pickle"), limit=20, cursor=first.next_cursor
    )
    assert isinstance(rest, Finding)
    assert _ids(rest) == [f"b{n:02d}" for n in range(10, 25)]
    assert rest.next_cursor is None


def test_what_is_missing_or_unknown_is_said(shops: Shops) -> None:
    assert MATCH_BUYERS.run(shops.context, MatchBuyers()) == Missing("slot", "product")
    with pytest.raises(NotFound):
        _match(shops, product="unheard_of")
    with pytest.raises(InvalidInput):
        _match(shops, product="pickle", place="Nowhere, Nowhere")


def test_goods_that_are_not_sold_here_can_be_asked_for(shops: Shops) -> None:
    bring(shops, {"buyer_id": "a", "wants": ["honey"], "place": "unknown place"})
    [row] = _match(shops, product="honey", quantity=5, unit="kg", place="Nashik, Maharashtra").rows
    assert (row["distance_km"], row["why"]) == (None, ["wants_it", "agreed_to_contact"])


def _ended(
    shops: Shops, n: int, buyer_id: str, status: str, parts: Mapping[str, float] = PARTS
) -> None:
    _write(
        shops, n, buyer_id, product="pickle", status=status, at=NOW - timedelta(days=40), score=0.6,
        parts=parts, outcome_at=NOW - timedelta(days=10) + timedelta(seconds=n),
    )  # fmt: skip


def _offer(shops: Shops, n: int, buyer_id: str, **told: Any) -> None:
    _write(shops, n, buyer_id, **{"product": "pickle", "status": "sent", **told})


def _write(shops: Shops, n: int, buyer_id: str, **told: Any) -> None:
    with shops.engine.begin() as db:
        db.execute(
            insert(tables.enquiries).values(
                id=f"e{n}", tenant_id="ours", subject="p", buyer_id=buyer_id, effect_key=f"k{n}", **told
            )
        )  # fmt: skip
