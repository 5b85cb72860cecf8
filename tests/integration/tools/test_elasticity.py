"""Elasticities are learned by night and kept; what is old, or of a price that moved since, is learned anew."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from haat.analytics.price_response import STAPLES, Elasticity
from haat.store import models, tables
from haat.store.engine import reading
from haat.store.models import Registered
from tests.integration.tools.shops import STORE, Shops, value
from tools.context import ToolContext
from tools.elasticity import ELASTICITY, KEPT_DAYS, drafted
from tools.fitting_prices import ANEW_DAYS, fit_prices
from tools.remembered import Remembered

DAY = timedelta(days=1)
ONION = "onion.loose"


def _kept(shops: Shops) -> Registered:
    with reading(shops.engine) as db:
        found = models.newest(shops.context.actor, db, STORE, ELASTICITY)
    assert found is not None
    return found


def _later(shops: Shops, days: int) -> ToolContext:
    context = shops.context
    return replace(context, today=context.today + days * DAY, now=context.now + days * DAY)


def _told(shops: Shops, days: int = 0) -> float:
    return float(
        value(shops.ask("suggest_price", _later(shops, days), product="onion"), "elasticity")
    )


def test_what_is_kept_is_what_would_be_learned_from_all_goods(shops: Shops) -> None:
    spot = _told(shops)
    assert fit_prices(shops.context, STORE) == "first"
    kept = _kept(shops)
    assert kept.draft.report == {"products": 4, "told": 3}  # basmati moved by less than counts
    assert kept.draft.fitted_on == shops.context.today
    assert _told(shops) == pytest.approx(spot, abs=0.05)  # weekdays are those of all goods


def test_what_is_kept_is_learned_anew_once_a_week(shops: Shops) -> None:
    assert fit_prices(shops.context, STORE) == "first"
    soon = _later(shops, ANEW_DAYS - 1)
    assert fit_prices(soon, STORE) is None
    assert (_kept(shops).version, _kept(shops).checked_on) == (1, soon.today)
    assert fit_prices(_later(shops, ANEW_DAYS), STORE) == "old"
    assert _kept(shops).version == 2


def test_old_news_and_prices_that_moved_are_learned_anew(shops: Shops) -> None:
    fit_prices(shops.context, STORE)
    changes = shops.ask("suggest_price", product="onion").parameters["price_changes"]
    assert isinstance(changes, int)
    sign = Elasticity(-1.23, -1.5, -1.0, 0.8, changes, STAPLES)
    with shops.engine.begin() as db:
        draft = drafted({ONION: sign}, "old", "", shops.context.today)
        models.record(shops.context.actor, db, STORE, draft, shops.context.now)
    assert _told(shops) == -1.23
    assert _told(shops, KEPT_DAYS) == -1.23
    assert _told(shops, KEPT_DAYS + 1) != -1.23
    with shops.engine.begin() as db:
        s = tables.sales.c
        last = (s.sku_id == ONION, s.date == shops.context.today - 2 * DAY)
        db.execute(update(tables.sales).where(*last).values(price_paise=9_000))
    assert _told(shops) != -1.23


def test_a_shop_without_sales_has_nothing_to_keep(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(tables.sales.delete())
    assert fit_prices(shops.context, STORE) is None


def _histories_read(shops: Shops, context: ToolContext | None = None) -> int:
    """How many goods' histories are looked at to tell what onions should cost."""
    found = []

    def note(_db: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append("units_clean" in statement and "GROUP BY sales.date" in statement)

    event.listen(shops.engine, "before_cursor_execute", note)
    shops.ask("suggest_price", context, product="onion")
    event.remove(shops.engine, "before_cursor_execute", note)
    return sum(found)


def test_what_was_learned_on_the_spot_stands_while_the_books_do(shops: Shops) -> None:
    fresh = _histories_read(shops)
    assert fresh > 1
    assert _histories_read(shops) == 1  # her onions alone: whether their price moved
    sale: dict[str, Any] = {"kind": "sale", "product": ONION, "quantity": 40, "price": 45}
    day = (shops.context.today - 3 * DAY).isoformat()
    before = _told(shops)
    shops.record("sold", **sale, date=day)
    anew = replace(shops.context, remembered=Remembered())
    again = float(value(shops.ask("suggest_price", anew, product="onion"), "elasticity"))
    assert _told(shops) == again != before
    assert _histories_read(shops) == 1
    assert _histories_read(shops, _later(shops, 1)) == fresh  # one day more is known


def test_another_tenants_books_change_nothing_that_was_learned(shops: Shops) -> None:
    assert _histories_read(shops) > 1
    shops.record("theirs", shops.other, kind="sale", product="secret_mix.1kg", quantity=1, price=10)
    assert _histories_read(shops) == 1
