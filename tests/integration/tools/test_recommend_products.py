"""Four lists, never mixed, each from the shop's own tenant."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from haat.analytics.recommending.taking import Takings
from haat.core.actor import Actor, Role
from haat.core.errors import NotFound
from haat.core.finding import Finding, Missing
from haat.store import feedback, people, products, suggestions, tables
from haat.store.products import Product
from tests.integration.tools.shops import NOW, OTHER_SKU, SECOND_STORE, STORE, TODAY, Shops, value
from tools.context import ToolContext
from tools.insights import insights
from tools.recommend_products import RECOMMEND_PRODUCTS, RecommendProducts, shown
from tools.remembered import Remembered
from tools.taken_up import taken_up


def _recommend(shops: Shops, **arguments: Any) -> Finding:
    context = replace(shops.context, remembered=Remembered())  # the tests write past the audit
    found = RECOMMEND_PRODUCTS.run(context, RecommendProducts.model_validate(arguments))
    assert isinstance(found, Finding), found
    return found


def _products(found: Finding) -> list[str]:
    return [row["product"] for row in found.rows]


def _sell(shops: Shops, sku_id: str, store_id: str, *days: int, units: float = 5) -> None:
    lines = [
        {"tenant_id": "ours", "store_id": store_id, "date": TODAY - timedelta(days=n),
         "sku_id": sku_id, "units": units, "units_clean": units, "price_paise": 1000,
         "revenue_paise": round(1000 * units), "source": "ingest"}
        for n in days
    ]  # fmt: skip
    with shops.engine.begin() as db:
        db.execute(insert(tables.sales), lines)


def _baskets(shops: Shops, *baskets: tuple[str, ...], days: int = 3) -> None:
    lines = [
        {"tenant_id": "ours", "store_id": STORE, "date": TODAY - timedelta(days=1 + n % days),
         "sku_id": sku, "units": 1, "units_clean": 1, "price_paise": 1000, "revenue_paise": 1000,
         "source": "ingest", "source_event_id": f"bill-{n // days}"}
        for n, basket in enumerate(baskets)
        for sku in basket
    ]  # fmt: skip
    with shops.engine.begin() as db:
        db.execute(insert(tables.sales), lines)


def _answer(shops: Shops, suggestion_id: str, status: suggestions.Answer) -> None:
    with shops.engine.begin() as db:
        suggestions.answer(
            shops.context.actor, db, "recommendation", suggestion_id, status=status, now=NOW
        )


def _young(shops: Shops) -> ToolContext:
    """A new shop of the first tenant, without any books."""
    with shops.engine.begin() as db:
        people.create_store(db, "young", "ours", "Young", kind="kirana")
    return replace(shops.context, store_id="young")


def _asked(context: ToolContext, **arguments: Any) -> Finding | Missing:
    return RECOMMEND_PRODUCTS.run(context, RecommendProducts.model_validate(arguments))


def _suggestions(shops: Shops) -> int:
    with shops.engine.begin() as db:
        return db.execute(select(func.count()).select_from(tables.suggestions)).scalar_one()


def test_discover_shows_what_the_other_shop_sells_and_this_one_does_not(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5, units=90)
    _sell(both_shops, "pickle.mango_500g", SECOND_STORE, 3)
    found = _recommend(both_shops)
    assert _products(found) == ["jaggery.loose", "pickle.mango_500g"]
    assert {"product", "name", "score", "reason", "support", "share"} <= set(found.rows[0])
    assert found.rows[0]["place"] == "Nashik, Maharashtra"
    assert found.rows[0]["per_week"] == 21  # 270 kg in 90 days
    assert {(row["reason"], row["support"]) for row in found.rows} == {("sells_in_like_shops", 1)}
    assert found.parameters == {"mode": "discover", "store_id": STORE}
    assert found.sources[0].kind == "own"
    assert found.demo
    assert _products(_recommend(both_shops, category="shg_food")) == ["pickle.mango_500g"]
    assert _products(_recommend(both_shops, product="jaggery")) == ["jaggery.loose"]


def test_nothing_of_today_or_later_is_used(shops: Shops) -> None:
    _sell(shops, "jaggery.loose", SECOND_STORE, 0, -5)
    assert _recommend(shops).notes == ("nothing_found",)


def test_other_tenants_sales_are_never_used(both_shops: Shops) -> None:
    for mode in ("discover", "restock", "trending"):
        shown_here = str(_recommend(both_shops, mode=mode).as_json())
        assert OTHER_SKU not in shown_here
        assert "onion.red" not in shown_here
    alone = RECOMMEND_PRODUCTS.run(both_shops.other, RecommendProducts())
    assert isinstance(alone, Finding)
    assert (alone.rows, alone.notes) == ((), ("no_other_shops",))


def test_restock_goes_by_purchases_and_falls_back_on_sales(both_shops: Shops) -> None:
    by_sales = _recommend(both_shops, mode="restock")
    assert by_sales.notes == ("fallback:own_sales",)
    assert {row["reason"] for row in by_sales.rows} == {"sold_again"}
    lines = [
        {"tenant_id": "ours", "store_id": STORE, "date": TODAY - timedelta(days=n),
         "sku_id": sku, "units": 5, "source": "ingest"}
        for sku, every in (("rice.loose", 10), ("onion.loose", 3))
        for n in range(1, 90, every)
    ]  # fmt: skip
    with both_shops.engine.begin() as db:
        db.execute(insert(tables.purchases), lines)
    found = _recommend(both_shops, mode="restock")
    assert _products(found) == ["onion.loose", "rice.loose"]
    assert [(row["support"], row["of"]) for row in found.rows] == [(30, 36), (9, 33)]
    assert {row["reason"] for row in found.rows} == {"bought_again"}
    assert found.notes == ()


def test_the_two_shelves_share_no_product(shops: Shops) -> None:
    _sell(shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    new, again = _recommend(shops), _recommend(shops, mode="restock")
    assert not set(_products(new)) & set(_products(again))


def test_trending_shows_what_grew(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", STORE, *range(1, 15), units=9)
    _sell(both_shops, "jaggery.loose", STORE, *range(15, 29), units=3)
    found = _recommend(both_shops, mode="trending")
    assert found.rows[0]["product"] == "jaggery.loose"
    assert (found.rows[0]["score"], found.rows[0]["reason"]) == (0.5, "rising")
    assert found.rows[0]["support"] == 28


def test_a_young_ledger_has_no_trend(shops: Shops) -> None:
    early = replace(shops.context, today=TODAY - timedelta(days=110))
    found = RECOMMEND_PRODUCTS.run(early, RecommendProducts(mode="trending"))
    assert isinstance(found, Finding)
    assert found.notes == ("not_enough_history",)


def test_bought_together_comes_from_baskets(both_shops: Shops) -> None:
    none = _recommend(both_shops, mode="bought_together", product="rice")
    assert (none.rows, none.notes) == ((), ("no_baskets",))
    together = [("rice.loose", "onion.loose")] * 8 + [("soap.bar", "jaggery.loose")] * 8
    _baskets(both_shops, *together, ("rice.loose", "soap.bar"), ("rice.loose",))
    found = _recommend(both_shops, mode="bought_together", product="rice")
    assert [(r["product"], r["support"]) for r in found.rows] == [("onion.loose", 8)]
    assert found.rows[0]["reason"] == "bought_together"
    assert found.rows[0]["score"] == pytest.approx(8 / (9 * 8) ** 0.5, abs=1e-4)


def test_one_mark_for_a_whole_file_is_no_basket(shops: Shops) -> None:
    mark = [("rice.loose", "onion.loose", "soap.bar")] * 3
    _baskets(shops, *mark)  # one event a day
    assert _recommend(shops, mode="bought_together", product="rice").notes == ("no_baskets",)


def test_what_is_missing_or_unknown_is_said(shops: Shops) -> None:
    asked = RECOMMEND_PRODUCTS.run(shops.context, RecommendProducts(mode="bought_together"))
    assert asked == Missing("slot", "product")
    assert _recommend(shops, product="honey").notes == ("not_sold",)
    for about in ({"store_id": "chennai"}, {"product": "unheard_of"}):
        with pytest.raises(NotFound):
            _recommend(shops, **about)


def test_a_question_writes_nothing_and_a_shown_list_is_kept(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    asked = _recommend(both_shops)
    assert _suggestions(both_shops) == 0
    kept = shown(both_shops.context, RecommendProducts())
    assert isinstance(kept, Finding)
    assert _suggestions(both_shops) == len(kept.rows) == 1
    assert [{k: v for k, v in r.items() if k != "id"} for r in kept.rows] == list(asked.rows)
    nothing = shown(both_shops.context, RecommendProducts(category="none"))
    assert isinstance(nothing, Finding)
    assert (nothing.rows, _suggestions(both_shops)) == ((), 1)


def test_what_was_rejected_is_left_out_for_a_while(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    kept = shown(both_shops.context, RecommendProducts())
    assert isinstance(kept, Finding)
    [row] = kept.rows
    with both_shops.engine.begin() as db:
        for _ in range(2):
            suggestions.answer(
                both_shops.context.actor, db, "recommendation", row["id"],
                status="rejected", now=NOW,
            )  # fmt: skip
    assert _recommend(both_shops).notes == ("rejected_left_out",)
    later = replace(both_shops.context, now=NOW + timedelta(days=91))
    again = RECOMMEND_PRODUCTS.run(later, RecommendProducts())
    assert isinstance(again, Finding)
    assert _products(again) == ["jaggery.loose"]
    with both_shops.engine.begin() as db:
        with pytest.raises(NotFound):
            suggestions.get(both_shops.other.actor, db, "recommendation", row["id"])
        with pytest.raises(NotFound):
            suggestions.get(both_shops.context.actor, db, "insight", row["id"])


def test_without_the_good_that_is_named_a_score_falls_by_the_stated_share(
    both_shops: Shops,
) -> None:
    with both_shops.engine.begin() as db:
        goods = Product("rice.brown_5kg", "rice", "Brown rice 5 kg", "cereal", "packet", 50000)
        products.add(both_shops.context.actor, db, goods)
    [row] = [r for r in _recommend(both_shops).rows if r["product"] == goods.sku_id]
    assert row["reason"] == "like_goods"
    own = products_sold(both_shops)
    assert row["because"] in own
    with (
        both_shops.engine.begin() as db
    ):  # no paisa is earned with it any more: it is worth nothing
        mine = tables.sales.c
        here = (mine.store_id == STORE, mine.sku_id == row["because"])
        db.execute(update(tables.sales).where(*here).values(revenue_paise=0))
    after = [r for r in _recommend(both_shops).rows if r["product"] == goods.sku_id]
    left = after[0]["score"] if after else 0.0
    assert left < row["score"]


def products_sold(shops: Shops) -> set[str]:
    """What the first shop sold."""
    return {sale.sku_id for sale in shops.sales if sale.store_id == STORE}


def test_a_shop_without_books_is_asked_what_it_sells_and_then_told(both_shops: Shops) -> None:
    young = _young(both_shops)
    assert _asked(young) == Missing("slot", "sells")
    found = _asked(young, sells=["rice", "soap"])
    assert isinstance(found, Finding)
    assert found.rows
    kept = {"rice.loose", "rice.basmati_5kg", "soap.bar"}
    assert not kept & set(_products(found))
    assert _products(found)[0] == "onion.loose"  # the other shops sell it day by day
    later = _asked(young)  # it is known from now on
    assert isinstance(later, Finding)
    assert later.rows == found.rows
    told = _asked(replace(young, store_id=STORE))
    assert isinstance(told, Finding)


def test_goods_that_nobody_knows_are_not_kept(both_shops: Shops) -> None:
    with pytest.raises(NotFound):
        _asked(_young(both_shops), sells=["rice", "unheard_of"])
    assert _asked(replace(both_shops.context, store_id="young")) == Missing("slot", "sells")


def test_a_tenant_without_any_books_gets_goods_like_those_told(shops: Shops) -> None:
    with shops.engine.begin() as db:
        people.create_tenant(db, "fresh", "Fresh", kind="shop", now=NOW)
        people.create_store(db, "fresh-1", "fresh", "Fresh", kind="kirana", is_default=True)
    context = replace(shops.context, actor=Actor("fresh", "x", Role.SELLER, None))
    found = _asked(context, sells=["mustard_oil", "rice"])
    assert isinstance(found, Finding)
    assert found.notes == ("no_other_shops",)
    assert {row["reason"] for row in found.rows} == {"like_goods"}
    assert {row["because"] for row in found.rows} <= {"mustard_oil", "rice"}
    categories = {context.concepts[row["product"]] for row in found.rows}
    assert categories <= {context.concepts["mustard_oil"], context.concepts["rice"]}


def test_what_was_taken_up_lifts_its_kind(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5, units=90)
    _sell(both_shops, "pickle.mango_500g", SECOND_STORE, 3)
    before = {row["product"]: row["score"] for row in _recommend(both_shops).rows}
    kept = shown(both_shops.context, RecommendProducts())
    assert isinstance(kept, Finding)
    pickle = next(row for row in kept.rows if row["product"] == "pickle.mango_500g")
    _answer(both_shops, pickle["id"], "accepted")
    after = {row["product"]: row["score"] for row in _recommend(both_shops).rows}
    assert after["pickle.mango_500g"] > before["pickle.mango_500g"]
    assert after["jaggery.loose"] < before["jaggery.loose"]


def test_what_is_shown_twice_a_day_is_one_view(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    first, second = (shown(both_shops.context, RecommendProducts()) for _ in range(2))
    tomorrow = replace(both_shops.context, now=NOW + timedelta(days=1))
    third = shown(tomorrow, RecommendProducts())
    for found in (first, second, third):
        assert isinstance(found, Finding)
    assert first == second
    assert _suggestions(both_shops) == 2
    told = insights(both_shops.context)
    assert (value(told, "goods_shown"), value(told, "goods_taken")) == (1, 0)


def test_a_purchase_within_a_month_counts_as_taken(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    shown(both_shops.context, RecommendProducts())
    for days, rate in ((31, 0.0), (30, 1.0)):
        line = {"tenant_id": "ours", "store_id": STORE, "date": TODAY + timedelta(days=days),
                "sku_id": "jaggery.loose", "units": 5, "source": "ingest"}  # fmt: skip
        later = TODAY + timedelta(days=40)
        context = replace(both_shops.context, today=later, now=NOW + timedelta(days=40))
        with both_shops.engine.begin() as db:
            db.execute(insert(tables.purchases).values(line))
            assert taken_up(context, db, {}).rate == rate


def test_how_much_of_what_the_shops_sell_is_kept_here(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    found = _recommend(both_shops)
    kept = len(products_sold(both_shops))
    assert value(found, "not_kept") == 1
    assert value(found, "coverage") == round(100 * kept / (kept + 1), 1)
    assert 1 <= value(found, "diversity") <= kept
    sweet = _recommend(both_shops, category="sweetener")
    assert (value(sweet, "coverage"), sweet.figure("diversity")) == (0, None)


def _thumb(shops: Shops, thumb: feedback.Thumb, *, mode: str = "discover") -> None:
    """A list in the chat, and what was thought of it."""
    found = _recommend(shops, mode=mode)
    call = {"name": "recommend_products", "result": found.as_json()}
    actor = shops.context.actor
    with shops.engine.begin() as db:
        about = {"tenant_id": actor.tenant_id, "subject": actor.subject}
        db.execute(
            insert(tables.conversations).values(
                id="talk", channel="web", started_at=NOW, last_at=NOW, **about
            )
        )
        db.execute(
            insert(tables.turns).values(
                id="turn",
                conversation_id="talk",
                message_id="m",
                text="?",
                asked_at=NOW,
                answered_at=NOW,
                lease_until=NOW,
                reply={"tool_calls": [call]},
                **about,
            )
        )
        feedback.record(actor, db, "m", thumb=thumb, text=None, now=NOW)  # fmt: skip


def _takings(shops: Shops) -> Takings:
    with shops.engine.begin() as db:
        return taken_up(shops.context, db, {})


@pytest.mark.parametrize(("thumb", "taken"), [("up", 2), ("down", 0)])
def test_a_thumb_says_whether_a_list_is_taken(
    both_shops: Shops, thumb: feedback.Thumb, taken: int
) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    _sell(both_shops, "pickle.mango_500g", SECOND_STORE, 3)
    _thumb(both_shops, thumb)
    found = _takings(both_shops)
    assert (found.all_shown, found.all_taken) == (2, taken)


def test_a_thumb_for_what_is_ordered_again_says_nothing_of_new_goods(both_shops: Shops) -> None:
    _thumb(both_shops, "up", mode="restock")
    assert _takings(both_shops).all_shown == 0


def test_what_is_new_is_worked_out_again_when_the_books_change(both_shops: Shops) -> None:
    _sell(both_shops, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    first = both_shops.ask("recommend_products")
    assert _products(first) == ["jaggery.loose"]
    _sell(both_shops, "pickle.mango_500g", SECOND_STORE, 3)  # past the audit: not seen
    assert both_shops.ask("recommend_products").rows == first.rows
    both_shops.record("k", kind="sale", product="jaggery.loose", quantity=1, unit="kg", price=60)
    assert _products(both_shops.ask("recommend_products")) == ["pickle.mango_500g"]
