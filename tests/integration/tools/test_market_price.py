"""The price of a commodity: where, when, and how it moved."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.ingestion import publish
from haat.core.errors import InvalidInput
from haat.core.finding import Finding, Missing
from haat.language.places import Gazetteer, Place, distance_km
from haat.store import tables
from tests.integration.tools.shops import TODAY, Shops, quote, value

NASHIK, PUNE = "Nashik, Maharashtra", "Pune, Maharashtra"
LASALGAON = "Lasalgaon, Nashik"


def _publish(shops: Shops, *quotes: dict[str, Any]) -> None:
    with shops.engine.begin() as db:
        for told in quotes:
            quote(db, **told)


def _before(days: int) -> date:
    return TODAY - timedelta(days=days)


def _ask(shops: Shops, place: str | None = NASHIK, **arguments: Any) -> Finding:
    return shops.ask("market_price", **{"commodity": "onion", "place": place, **arguments})


def test_market_goes_before_its_district(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"market": "LASALGAON", "modal_paise": 120_000, "min_paise": 90_000, "max_paise": 140_000},
        {"market": "Niphad", "modal_paise": 200_000},
    )
    found = _ask(both_shops, LASALGAON)
    assert [(f.name, f.value, f.unit) for f in found.figures] == [
        ("price", 1200, "INR/quintal"),
        ("price_min", 900, "INR/quintal"),
        ("price_max", 1400, "INR/quintal"),
        ("price_per_kg", 12, "INR/kg"),
    ]
    assert {(f.product, f.place, f.date) for f in found.figures} == {("onion", LASALGAON, TODAY)}
    assert found.notes == ()
    assert not found.demo
    assert found.sources[0].kind == "market"
    assert "Marketing and Inspection" in found.sources[0].name


def test_a_silent_market_is_answered_by_its_district(shops: Shops) -> None:
    _publish(shops, {"market": "Niphad", "modal_paise": 200_000})
    found = _ask(shops, LASALGAON)
    assert value(found, "price") == 2000
    assert found.figures[0].place == NASHIK
    assert found.notes == ("district_price",)


def test_district_is_the_middle_of_its_markets_on_the_newest_day(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"market": "a", "modal_paise": 100_000},
        {"market": "b", "modal_paise": 110_000, "variety": "red"},
        {"market": "b", "modal_paise": 130_000, "variety": "white"},
        {"market": "c", "modal_paise": 300_000},
        {"market": "d", "modal_paise": 900_000, "date": _before(1)},
    )
    found = _ask(both_shops)
    assert value(found, "price") == 1200
    assert (value(found, "price_min"), value(found, "price_max")) == (1000, 3000)
    assert found.figures[0].place == NASHIK


def test_state_is_the_middle_of_its_districts(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"market": "a", "modal_paise": 100_000},
        {"market": "b", "modal_paise": 110_000},
        {"market": "p", "modal_paise": 300_000, "district": PUNE},
    )
    found = _ask(both_shops, "Maharashtra")
    assert value(found, "price") == (1050 + 3000) / 2
    assert found.figures[0].place == "Maharashtra"
    assert found.rows == ()


def test_nearest_market_answers_where_the_place_is_silent(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"district": PUNE, "market": "Pune", "modal_paise": 170_000},
        {"district": "Chennai, Tamil Nadu", "market": "Koyambedu", "modal_paise": 250_000},
    )
    found = _ask(both_shops)
    assert found.notes == ("nearby_only",)
    assert value(found, "price") == 1700
    assert found.figures[0].place == PUNE
    assert found.parameters["place"] == NASHIK
    assert [r["market"] for r in found.rows] == ["Pune", "Koyambedu"]
    assert found.rows[0] == {
        "market": "Pune",
        "district": PUNE,
        "price": 1700,
        "date": TODAY,
        "distance_km": found.rows[0]["distance_km"],
        "unit": "INR/quintal",
    }
    assert 100 < found.rows[0]["distance_km"] < 250


def test_within_a_days_trip_the_newest_wins_else_the_nearest(shops: Shops) -> None:
    near = {"district": "Muzaffarpur, Bihar", "market": "Muzaffarpur", "date": _before(5)}
    fresh = {"district": "Gaya, Bihar", "market": "Gaya", "modal_paise": 180_000}
    _publish(shops, near, fresh, {"district": PUNE, "market": "Pune", "modal_paise": 10})
    assert _ask(shops, "Patna, Bihar").figures[0].place == "Gaya, Bihar"
    assert _ask(shops, "Chennai, Tamil Nadu").figures[0].place == PUNE


@pytest.mark.parametrize(
    ("own_age", "near_age", "place"),
    [(40, 0, "Gaya, Bihar"), (3, 0, "Patna, Bihar"), (40, 20, "Patna, Bihar")],
)
def test_own_price_gives_way_only_when_old_and_much_staler(
    shops: Shops, own_age: int, near_age: int, place: str
) -> None:
    _publish(
        shops,
        {"district": "Patna, Bihar", "market": "Patna", "date": _before(own_age)},
        {"district": "Gaya, Bihar", "market": "Gaya", "date": _before(near_age)},
    )
    assert _ask(shops, "Patna, Bihar").figures[0].place == place


@pytest.mark.parametrize(
    ("commodity", "age", "old"),
    [("onion", 7, False), ("onion", 8, True), ("wheat", 30, False), ("wheat", 31, True)],
)
def test_old_prices_are_called_old(shops: Shops, commodity: str, age: int, old: bool) -> None:
    _publish(shops, {"commodity": commodity, "date": _before(age)})
    found = _ask(shops, commodity=commodity)
    assert ("old_price" in found.notes) == old
    assert found.figures[0].date == _before(age)


def test_change_is_that_of_the_same_markets(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"market": "a", "modal_paise": 110_000},
        {"market": "a", "modal_paise": 100_000, "date": _before(8)},
        {"market": "a", "modal_paise": 200_000, "date": _before(33)},
        {"market": "b", "modal_paise": 10_000, "date": _before(7)},
    )
    found = _ask(both_shops)
    assert value(found, "change_7d") == 10
    assert value(found, "change_30d") == -45
    alone = _ask(both_shops, date=_before(33).isoformat())
    assert alone.figure("change_7d") is None


def test_nothing_after_the_day_is_used(shops: Shops) -> None:
    _publish(shops, {"modal_paise": 100_000, "date": _before(3)}, {"modal_paise": 190_000})
    assert value(_ask(shops, date=_before(1).isoformat()), "price") == 1000
    assert value(_ask(shops, date="2030-01-01"), "price") == 1900
    earlier = replace(shops.context, today=_before(2))
    found = shops.ask("market_price", earlier, commodity="onion", place=NASHIK, date="2026-11-25")
    assert value(found, "price") == 1000


def test_own_price_of_the_day_replaces_the_published_one(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"modal_paise": 100_000},
        {"modal_paise": 140_000, "tenant_id": "ours", "source": "ingest"},
    )
    found = _ask(both_shops)
    assert value(found, "price") == 1400
    assert [(s.name, s.kind) for s in found.sources] == [("market-prices", "own")]
    assert found.demo
    theirs = both_shops.ask(
        "market_price", both_shops.other, commodity="onion", place="Pune, Maharashtra"
    )
    assert value(theirs, "price") == 777_700  # their own, of Nashik
    assert value(_ask(both_shops, "Pune, Maharashtra"), "price") == 1400


def test_retail_answers_where_nothing_is_sold_wholesale(shops: Shops) -> None:
    told = {"commodity": "milk", "unit": "l", "level": "retail", "source": "dca"}
    _publish(shops, {**told, "modal_paise": 4_200})
    found = _ask(shops, commodity="milk")
    assert [(f.name, f.value, f.unit) for f in found.figures] == [("price", 42, "INR/l")]
    assert found.notes == ("retail_price",)


def test_place_is_the_conversations_else_the_shops(shops: Shops) -> None:
    _publish(
        shops,
        {"modal_paise": 100_000},
        {"district": "Patna, Bihar", "market": "Patna", "modal_paise": 200_000},
    )
    assert value(_ask(shops, None), "price") == 2000
    talked = replace(shops.context, place=NASHIK)
    assert value(shops.ask("market_price", talked, commodity="onion"), "price") == 1000


def test_place_is_asked_for_where_neither_is_known(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(update(tables.stores).values(place=None))
    missing = shops.call("market_price", commodity="onion")
    assert isinstance(missing, Missing)
    assert missing.slot == "place"


def test_a_sku_is_its_commodity(shops: Shops) -> None:
    _publish(shops, {})
    assert _ask(shops, commodity="onion.loose").parameters["commodity"] == "onion"


def test_known_goods_without_a_price_are_empty(shops: Shops) -> None:
    found = _ask(shops, commodity="saree")
    assert found.empty
    assert found.notes == ("no_price",)


def test_unknown_goods_and_places_are_refused(shops: Shops) -> None:
    for told, pointer in (
        ({"commodity": "moon_dust"}, "/commodity"),
        ({"place": "Moon"}, "/place"),
    ):
        with pytest.raises(InvalidInput) as refused:
            _ask(shops, **{"commodity": "saree", **told})
        assert refused.value.problems[0].pointer == pointer


def test_commodity_is_asked_for(shops: Shops) -> None:
    missing = shops.call("market_price")
    assert isinstance(missing, Missing)
    assert missing.slot == "commodity"


@pytest.mark.parametrize("place", [NASHIK, LASALGAON, "Patna, Bihar", "Maharashtra", "Leh, Ladakh"])
def test_nearest_markets_are_those_of_the_whole_country(
    shops: Shops, gazetteer: Gazetteer, place: str
) -> None:
    here = gazetteer.places[place]
    near = sorted(
        (p for p in gazetteer.places.values() if p.kind == "market" and p.lat is not None),
        key=lambda p: distance_km(here, p) or 0.0,
    )
    quoted = near[::7]  # some lie close together, most far away
    _publish(shops, *({"district": p.district_id, "market": p.name} for p in quoted))
    outside = [p for p in quoted if not _is_in(p, here)]
    rows = _ask(shops, place).rows
    assert [(r["district"], r["market"]) for r in rows] == [
        (p.district_id, p.name) for p in outside[:5]
    ]


def _is_in(place: Place, other: Place) -> bool:
    if other.kind == "state":
        return place.state == other.name
    return other.id in {place.id, place.district_id}


def test_a_market_stands_in_its_own_district(shops: Shops, gazetteer: Gazetteer) -> None:
    """Two districts are called Bilaspur; a market of the one is not one of the other."""
    [known] = [p for p in gazetteer.places.values() if p.id == "Bilaspur, Chhattisgarh"]
    far = "Bilaspur, Himachal Pradesh"
    market = next(
        p.name for p in gazetteer.places.values()
        if p.kind == "market" and p.district_id == known.id
    )  # fmt: skip
    _publish(shops, {"district": far, "market": market})
    assert _ask(shops, "Shimla, Himachal Pradesh").rows[0]["distance_km"] < 150


def test_a_neighbours_price_says_how_far_it_is(shops: Shops) -> None:
    _publish(shops, {"district": PUNE, "market": "Pune"})
    found = _ask(shops)
    assert found.notes == ("nearby_only",)
    assert found.parameters["distance_km"] == found.rows[0]["distance_km"]
    assert "distance_km" not in _ask(shops, PUNE).parameters


def test_plain_goods_go_before_other_forms_of_them(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"commodity": "tur_dal", "market": "a", "modal_paise": 1_200_000},
        {"commodity": "tur_dal", "market": "a", "modal_paise": 800_000, "variety": "whole"},
        {"commodity": "tur_dal", "market": "b", "modal_paise": 820_000, "variety": "whole"},
        {
            "commodity": "tur_dal",
            "market": "a",
            "modal_paise": 400_000,
            "variety": "whole",
            "date": _before(7),
        },
    )
    found = _ask(both_shops, commodity="tur_dal")
    assert value(found, "price") == 12000
    assert found.figure("change_7d") is None
    assert "variety" not in found.parameters
    assert [r["price"] for r in _ask(both_shops, PUNE, commodity="tur_dal").rows] == [12000, 8200]


def test_another_form_is_said_to_be_one(shops: Shops) -> None:
    _publish(
        shops,
        {"commodity": "tur_dal", "variety": "whole"},
        {"commodity": "tur_dal", "variety": "raw", "market": "b"},
    )
    assert _ask(shops, commodity="tur_dal").parameters["variety"] == "raw, whole"


def test_of_a_generic_concept_one_with_a_price_is_chosen(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"commodity": "mustard_oil"},
        {"commodity": "palm_oil", "level": "retail", "unit": "l"},
        {"commodity": "sesame_oil", "tenant_id": "theirs"},
    )
    asked: dict[str, Any] = {"commodity": "cooking_oil", "place": NASHIK}
    missing = both_shops.call("market_price", **asked)
    assert isinstance(missing, Missing)
    assert (missing.kind, missing.slot) == ("choice", "commodity")
    assert {o.value for o in missing.options} == {"mustard_oil", "palm_oil"}
    _publish(both_shops, {"commodity": "cooking_oil"})
    assert both_shops.ask("market_price", **asked).parameters["commodity"] == "cooking_oil"


def test_a_generic_concept_with_one_priced_member_is_that_one(shops: Shops) -> None:
    _publish(shops, {"commodity": "tea_leaves", "level": "retail", "unit": "kg"})
    found = _ask(shops, commodity="tea")
    assert found.parameters["commodity"] == "tea_leaves"
    assert {f.product for f in found.figures} == {"tea_leaves"}
    assert _ask(shops, commodity="lentils_dal").notes == ("no_price",)


def test_a_fed_price_goes_before_the_older_one_that_ships(both_shops: Shops) -> None:
    _publish(both_shops, {"market": "Lasalgaon", "date": _before(900), "modal_paise": 120_000})
    old = _ask(both_shops, LASALGAON)
    assert old.notes == ("old_price",)
    assert old.sources[0].as_of == _before(900)
    day = _before(1)
    fed = (
        "date,commodity,state,district,market,modal\n"
        f"{day},Onion,Maharashtra,Nashik,Lasalgaon,1550\n"
    )
    publish(
        both_shops.engine,
        "agmarknet",
        fed.encode(),
        "csv",
        gazetteer=lambda: both_shops.context.gazetteer,
        now=both_shops.context.now,
        key="feed:1",
    )
    found = _ask(both_shops, LASALGAON)
    assert (value(found, "price"), found.figures[0].date) == (1550, day)
    assert found.notes == ()
    assert [(source.kind, source.as_of) for source in found.sources] == [("market", day)]
    assert "AGMARKNET" in found.sources[0].name


def _weeks(shops: Shops, weeks: int, **told: Any) -> None:
    """A price each week until today, a little up and down."""
    swing = (0, 2_000, -1_000, 1_000, -2_000)
    _publish(
        shops,
        *(
            {"modal_paise": 120_000 + swing[n % 5], "date": _before(7 * n), **told}
            for n in range(weeks)
        ),
    )


def test_a_price_with_a_history_has_an_outlook_with_bounds(both_shops: Shops) -> None:
    _weeks(both_shops, 60)
    found = _ask(both_shops)
    ahead = [found.figure(name) for name in ("outlook_7d", "outlook_14d", "outlook_28d")]
    assert found.notes == ("outlook:stays",)
    assert found.figures[0].name == "price"
    for figure, days in zip(ahead, (7, 14, 28), strict=True):
        assert figure is not None
        assert figure.value is not None
        assert figure.unit == "INR/quintal"
        assert figure.date == TODAY + timedelta(days=days)
        assert figure.lower is not None
        assert figure.upper is not None
        assert figure.lower < figure.value < figure.upper


def test_a_price_that_never_moved_has_no_bounds(both_shops: Shops) -> None:
    _publish(both_shops, *({"modal_paise": 4_567, "date": _before(7 * n)} for n in range(60)))
    figure = _ask(both_shops).figure("outlook_7d")
    assert figure is not None
    assert (figure.value, figure.lower, figure.upper) == (45.67, None, None)


@pytest.mark.parametrize(("weeks", "asked_after"), [(20, 0), (60, 40)])
def test_a_short_history_and_an_old_price_have_no_outlook(
    both_shops: Shops, weeks: int, asked_after: int
) -> None:
    _weeks(both_shops, weeks)
    with both_shops.engine.begin() as db:
        late = tables.market_prices.c.date > _before(asked_after)
        db.execute(tables.market_prices.delete().where(late))
    found = _ask(both_shops)
    assert found.figure("outlook_7d") is None
    assert not [note for note in found.notes if note.startswith("outlook:")]


def test_spread_is_between_the_best_market_of_a_days_trip_and_the_nearest(
    both_shops: Shops,
) -> None:
    gaya = {"district": "Gaya, Bihar", "market": "Gaya", "modal_paise": 180_000}
    _publish(
        both_shops,
        {"district": "Vaishali, Bihar", "market": "Hajipur", "modal_paise": 150_000},
        gaya,
        {"district": PUNE, "market": "Pune", "modal_paise": 900_000},
    )
    found = _ask(both_shops, "Patna, Bihar")
    spread = found.figure("spread")
    assert spread is not None
    assert (spread.value, spread.unit, spread.place) == (300, "INR/quintal", "Gaya, Bihar")
    assert found.rows[0]["market"] == "Hajipur"


def test_no_spread_where_the_nearest_market_is_the_best(both_shops: Shops) -> None:
    _publish(
        both_shops,
        {"district": "Vaishali, Bihar", "market": "Hajipur", "modal_paise": 150_000},
        {"district": "Gaya, Bihar", "market": "Gaya", "modal_paise": 120_000},
    )
    assert _ask(both_shops, "Patna, Bihar").figure("spread") is None


@pytest.mark.parametrize(("tenant", "told"), [("ours", True), ("theirs", False)])
def test_the_outlook_is_of_a_shops_own_prices_and_of_nobody_elses(
    both_shops: Shops, tenant: str, *, told: bool
) -> None:
    _weeks(both_shops, 60, tenant_id=tenant, source="ingest", market="Sinnar")
    assert (_ask(both_shops).figure("outlook_7d") is not None) is told
