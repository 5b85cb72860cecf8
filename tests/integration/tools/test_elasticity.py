"""Elasticities are learned by night and kept; what is old, or of a price that moved since, is learned anew."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from haat.analytics.price_response import STAPLES, Elasticity
from haat.store import models, tables
from haat.store.engine import reading
from haat.store.models import Registered
from tests.integration.tools.shops import STORE, Shops, value
from tools.context import ToolContext
from tools.elasticity import ELASTICITY, KEPT_DAYS, drafted
from tools.fitting_prices import ANEW_DAYS, fit_prices

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
