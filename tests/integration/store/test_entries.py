"""An undo restores exactly, once, and only what is one's own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, update

from haat.core.actor import Actor, Role
from haat.core.errors import Conflict, Forbidden, NotFound
from haat.store import entries, people, products, tables
from haat.store.entries import Draft, EntryKind
from haat.store.products import Product
from tests.integration.tools.shops import NOW, TODAY

ACTOR = Actor("t", "asha", Role.SELLER)
MANAGER = Actor("t", "meena", Role.MANAGER)
STRANGER = Actor("u", "ravi", Role.ADMIN)
LEDGER = (tables.sales, tables.purchases, tables.inventory, tables.products)
SKUS = ("onion.loose", "new.loose")
_keys = count()


@pytest.fixture
def shop(engine: Engine) -> Engine:
    return _opened(engine)


@pytest.fixture
def sqlite_shop(sqlite_engine: Engine) -> Engine:
    return _opened(sqlite_engine)


def _opened(engine: Engine) -> Engine:
    with engine.begin() as db:
        for tenant in ("t", "u"):
            people.create_tenant(db, tenant, tenant, kind="shop", now=NOW)
        people.create_store(db, "s", "t", "s", kind="kirana", is_default=True)
        products.add(ACTOR, db, Product("onion.loose", "onion", "Onion", "vegetable", "kg", 3000))
        db.execute(
            insert(tables.inventory).values(
                tenant_id="t", store_id="s", sku_id="onion.loose", date=TODAY,
                on_hand=7, in_transit=3, lead_time_days=2, source="ingest",
            )
        )  # fmt: skip
    return engine


def _draft(
    kind: EntryKind, sku_id: str = "onion.loose", units: int = 2, day: date = TODAY
) -> Draft:
    new = Product(sku_id, "new", "New", "other", "kg") if sku_id == "new.loose" else None
    return Draft(
        kind=kind,
        store_id="s",
        sku_id=sku_id,
        date=day,
        units=Decimal(units),
        price_paise=units * 100,
        amount_paise=units * units * 100,
        shown={"kind": kind},
        live=day == TODAY,
        new_product=new,
    )


def _snapshot(engine: Engine) -> dict[str, list[Any]]:
    with engine.begin() as db:
        return {t.name: sorted(tuple(r) for r in db.execute(select(*_lasting(t)))) for t in LEDGER}


def _lasting(table: Any) -> list[Any]:
    return [c for c in table.c if c.name not in {"id", "aliases"}]


STEPS = st.tuples(
    st.sampled_from(("sale", "purchase", "stock_count", "price_change")),
    st.sampled_from(SKUS),
    st.integers(0, 9),
    st.sampled_from((TODAY, TODAY - timedelta(days=1))),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_undoing_all_restores_exactly(
    sqlite_shop: Engine, steps: list[tuple[EntryKind, str, int, date]]
) -> None:
    before = _snapshot(sqlite_shop)
    snapshots, written = [], []
    for kind, sku, units, day in steps:
        snapshots.append(_snapshot(sqlite_shop))
        written.append(_record(sqlite_shop, _draft(kind, sku, units, day), f"key {next(_keys)}"))
    for entry_id, stood in zip(reversed(written), reversed(snapshots), strict=True):
        _undo(sqlite_shop, entry_id)
        assert _snapshot(sqlite_shop) == stood
    assert _snapshot(sqlite_shop) == before


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations(range(4)))
def test_sales_are_undone_in_any_order(sqlite_shop: Engine, order: list[int]) -> None:
    before = _snapshot(sqlite_shop)
    ids = [
        _record(sqlite_shop, _draft("sale", SKUS[n % 2], n + 1), f"key {next(_keys)}")
        for n in range(4)
    ]
    for n in order:
        _undo(sqlite_shop, ids[n])
    assert _snapshot(sqlite_shop) == before


def _record(engine: Engine, draft: Draft, key: str, actor: Actor = ACTOR) -> str:
    with engine.begin() as db:
        return entries.record(actor, db, draft, key, NOW).id


def _undo(engine: Engine, entry_id: str, actor: Actor = ACTOR) -> None:
    with engine.begin() as db:
        entries.undo(actor, db, entry_id, NOW)


def test_an_entry_is_undone_once(shop: Engine) -> None:
    entry = _record(shop, _draft("sale"), "a")
    _undo(shop, entry)
    with pytest.raises(Conflict):
        _undo(shop, entry)


def test_the_same_yes_from_two_sides_writes_once(shop: Engine) -> None:
    both = Barrier(2)

    def say_yes(_: int) -> str:
        both.wait(timeout=10)
        return _record(shop, _draft("sale"), "yes")

    with ThreadPoolExecutor(2) as people_at_once:
        ids = set(people_at_once.map(say_yes, range(2)))
    assert len(ids) == 1
    with shop.begin() as db:
        assert len(db.execute(select(tables.sales.c.id)).all()) == 1


def test_another_tenants_entry_is_not_found(shop: Engine) -> None:
    entry = _record(shop, _draft("sale"), "a")
    before = _snapshot(shop)
    with pytest.raises(NotFound):
        _undo(shop, entry, STRANGER)
    with shop.begin() as db, pytest.raises(NotFound):
        entries.get(STRANGER, db, entry)
    with shop.begin() as db, pytest.raises(Conflict):
        entries.record(STRANGER, db, _draft("sale"), "a", NOW)
    assert _snapshot(shop) == before


def test_another_persons_entry_needs_a_manager(shop: Engine) -> None:
    entry = _record(shop, _draft("sale"), "a")
    with pytest.raises(Forbidden):
        _undo(shop, entry, replace(ACTOR, subject="kamla"))
    _undo(shop, entry, MANAGER)


@pytest.mark.parametrize("kind", ["stock_count", "price_change"])
def test_a_change_that_another_rests_on_stays(shop: Engine, kind: EntryKind) -> None:
    first = _record(shop, _draft(kind), "a")
    second = _record(shop, _draft(kind), "b")
    with pytest.raises(Conflict):
        _undo(shop, first)
    _undo(shop, second)
    _undo(shop, first)


def test_a_price_that_changed_elsewhere_is_not_put_back(shop: Engine) -> None:
    entry = _record(shop, _draft("price_change"), "a")
    with shop.begin() as db:
        db.execute(update(tables.products).values(price_paise=9900))
    with pytest.raises(Conflict):
        _undo(shop, entry)


def test_goods_that_others_use_stay_after_an_undo(shop: Engine) -> None:
    first = _record(shop, _draft("sale", "new.loose"), "a")
    _record(shop, _draft("purchase", "new.loose"), "b")
    _undo(shop, first)
    with shop.begin() as db:
        assert products.get(ACTOR, db, "new.loose") is not None


def test_a_count_keeps_what_is_on_its_way(shop: Engine) -> None:
    _record(shop, _draft("stock_count", units=5), "a")
    with shop.begin() as db:
        i = tables.inventory.c
        row = db.execute(select(i.on_hand, i.in_transit, i.lead_time_days)).one()
    assert tuple(row) == (5, 3, 2)


def test_latest_is_the_persons_own_that_stands(shop: Engine) -> None:
    first = _record(shop, _draft("sale"), "a")
    second = _record(shop, _draft("sale"), "b")
    _record(shop, _draft("sale"), "c", MANAGER)
    _undo(shop, second)
    with shop.begin() as db:
        latest = entries.latest(ACTOR, db)
        assert latest is not None
        assert latest.id == first
        assert entries.latest(STRANGER, db) is None
