"""The demo tenants in the store: loaded once, renewed for a new day, and never over what people entered."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Engine, Table, event, func, insert, select, update

from app.demo.load import load_demo
from haat.core.actor import Role
from haat.store import market_reference, people, tables
from haat.store.engine import open_engine

TODAY = date(2015, 4, 10)  # near the beginning of the chain, where a load is quick
LEDGERS = (tables.sales, tables.purchases, tables.inventory, tables.returns)


@pytest.fixture
def engine(sqlite_url: str) -> Engine:
    return open_engine(sqlite_url)


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    load_demo(engine, TODAY)
    return engine


def count(db: Connection, table: Table) -> int:
    return db.execute(select(func.count()).select_from(table)).scalar_one()


def last_day(db: Connection) -> date:
    found: date = db.execute(select(func.max(tables.sales.c.date))).scalar_one()
    return found


def test_the_demo_has_its_shops_people_and_keys(loaded: Engine) -> None:
    with loaded.connect() as db:
        system = people.actor_by_key(db, "demo-key")
        other = people.actor_by_key(db, "demo2-key")
        seller = people.actor_by_password(db, "seller@demo", "demo")
        assert (system.role, system.demo, seller.role) == (Role.ADMIN, True, Role.SELLER)
        assert people.default_store(system, db).id == "demo-patna"
        assert {s.id: s.place for s in people.stores(system, db)} == {
            "demo-patna": "Patna, Bihar",
            "demo-nashik": "Nashik, Maharashtra",
            "demo-shg": "Muzaffarpur, Bihar",
        }
        assert [s.id for s in people.stores(other, db)] == ["demo2-chennai"]


def test_the_ledger_ends_yesterday_and_is_marked_as_demo(loaded: Engine) -> None:
    with loaded.connect() as db:
        assert last_day(db) == TODAY - timedelta(days=1)
        for table in LEDGERS:
            assert set(db.execute(select(table.c.source).distinct()).scalars()) == {"demo"}
            assert set(db.execute(select(table.c.tenant_id).distinct()).scalars()) == {
                "demo",
                "demo2",
            }
        assert db.execute(select(func.max(tables.inventory.c.date))).scalar_one() == last_day(db)


def test_buyers_belong_to_the_first_tenant_only(loaded: Engine) -> None:
    with loaded.connect() as db:
        rows = db.execute(select(tables.buyers)).all()
        products = set(db.execute(select(tables.products.c.sku_id)).scalars())
        concepts = set(db.execute(select(tables.products.c.concept)).scalars())
    assert len(rows) == 200
    assert {r.tenant_id for r in rows} == {"demo"}
    assert {want for r in rows for want in r.wants} <= products | concepts


def test_loading_again_on_the_same_day_changes_nothing(loaded: Engine) -> None:
    written: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("SELECT", "BEGIN", "PRAGMA")):
            written.append(statement)

    event.listen(loaded, "before_cursor_execute", listen)
    load_demo(loaded, TODAY)
    assert written == []


def test_a_new_day_renews_the_demo_and_keeps_what_people_entered(loaded: Engine) -> None:
    key = {"tenant_id": "demo", "store_id": "demo-patna", "sku_id": "onion.loose"}
    with loaded.begin() as db:
        sale = {"units": 3.0, "units_clean": 3.0, "price_paise": 3000, "revenue_paise": 9000}
        db.execute(
            insert(tables.sales).values(
                **key, **sale, date=TODAY, source="chat", source_event_id="e1"
            )
        )
        db.execute(insert(tables.inventory).values(**key, date=TODAY, on_hand=77.0, source="chat"))
        p = tables.products
        dearer = (p.c.tenant_id == "demo") & (p.c.sku_id == "onion.loose")
        db.execute(update(p).where(dearer).values(price_paise=4242))
        rivals, buyers = count(db, tables.competitor_prices), count(db, tables.buyers)
        offers = count(db, tables.promotions)
    later = TODAY + timedelta(days=8)
    load_demo(loaded, later)
    with loaded.connect() as db:
        assert last_day(db) == later - timedelta(days=1)
        chat = select(tables.sales.c.units).where(tables.sales.c.source == "chat")
        assert db.execute(chat).scalars().all() == [3.0]
        i = tables.inventory.c
        counted = select(i.on_hand, i.source).where(
            i.tenant_id == "demo",
            i.store_id == "demo-patna",
            i.sku_id == "onion.loose",
            i.date == TODAY,
        )
        assert db.execute(counted).all() == [(77.0, "chat")]
        assert db.execute(select(p.c.price_paise).where(dearer)).scalar_one() == 4242
        assert count(db, tables.buyers) == buyers
        assert 0 <= count(db, tables.competitor_prices) - rivals < 300
        assert 0 <= count(db, tables.promotions) - offers < 60
        assert count(db, tables.people) == 6


def test_published_prices_are_loaded_once_and_are_for_everyone(engine: Engine) -> None:
    with engine.begin() as db:
        assert market_reference.load(db) > 50_000
        assert market_reference.load(db) == 0
        m = tables.market_prices.c
        lasalgaon = select(m.modal_paise, m.date, m.unit, m.source).where(
            m.tenant_id == "",
            m.commodity == "onion",
            m.market == "Lasalgaon",
            m.date == date(2019, 12, 30),
        )
        paise, day, unit, source = db.execute(lasalgaon).one()
        assert (day, unit, source) == (date(2019, 12, 30), "quintal", "agmarknet")
        assert 200_000 < paise < 1_000_000
        assert not db.execute(select(m.id).where(m.modal_paise <= 0).limit(1)).first()


@pytest.mark.postgres
def test_the_demo_and_the_prices_load_on_postgres(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    start = date(2015, 2, 20)
    load_demo(engine, start)
    with engine.begin() as db:
        market_reference.load(db)
        assert last_day(db) == start - timedelta(days=1)
        wants = db.execute(select(tables.buyers.c.wants).limit(1)).scalar_one()
        assert isinstance(wants, list)
        assert count(db, tables.market_prices) > 50_000
    engine.dispose()
