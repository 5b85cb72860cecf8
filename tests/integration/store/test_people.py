"""People and keys are known by what only they hold."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from haat.core.actor import Actor, Role
from haat.core.errors import Conflict, NotFound, Unauthenticated
from haat.store import people, tables
from haat.store.engine import reading
from tests.shops import NOON, hire, open_shop

MONTH = timedelta(days=30)


def test_a_person_is_known_by_login_and_password(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop", Role.MANAGER)
    with reading(engine) as db:
        assert people.actor_by_password(db, " Asha@Shop ", "secret") == asha
    assert asha == Actor("asha", asha.subject, Role.MANAGER)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("asha@shop", "Secret"),
        ("asha@shop", ""),
        ("nobody@shop", "secret"),
        ("asha@shop", "\ud800"),
    ],
)
def test_a_wrong_login_says_only_that(engine: Engine, login: str, password: str) -> None:
    open_shop(engine)
    hire(engine, "asha", "asha@shop")
    with (
        pytest.raises(Unauthenticated, match="login or password is wrong"),
        reading(engine) as db,
    ):
        people.actor_by_password(db, login, password)


def test_nothing_secret_is_kept(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop")
    with engine.begin() as db:
        key = people.create_key(db, "asha", "scale", role=Role.SELLER, now=NOON)
        token = people.issue_refresh(db, asha.subject, NOON, MONTH)
        kept = [
            str(row)
            for table in (tables.people, tables.api_keys, tables.refresh_tokens)
            for row in db.execute(select(table))
        ]
    assert not any(secret in row for row in kept for secret in ("'secret'", key, token))


def test_a_key_speaks_for_its_store(engine: Engine) -> None:
    open_shop(engine)
    with engine.begin() as db:
        key = people.create_key(
            db, "asha", "scale", role=Role.SELLER, store_id="asha-1", now=NOON, key="my-key"
        )
        found = people.actor_by_key(db, key)
        assert people.default_store(found, db).id == "asha-1"
        described = people.describe(found, db)
    assert key == "my-key"
    assert found.subject.startswith("key:")
    assert (described.name, described.login, described.role) == ("scale", None, Role.SELLER)


def test_an_unknown_or_revoked_key_is_nobody(engine: Engine) -> None:
    open_shop(engine)
    with engine.begin() as db:
        key = people.create_key(db, "asha", "scale", role=Role.SELLER, now=NOON)
        db.execute(update(tables.api_keys).values(revoked_at=NOON))
        for bad in (key, "demo-key", ""):
            with pytest.raises(Unauthenticated):
                people.actor_by_key(db, bad)


def test_a_role_counts_as_of_now(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop", Role.SELLER)
    with engine.begin() as db:
        db.execute(update(tables.people).values(role="admin"))
        assert people.actor_by_id(db, asha.subject).role is Role.ADMIN
        with pytest.raises(Unauthenticated):
            people.actor_by_id(db, "nobody")


def test_me_is_described(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop", Role.MANAGER)
    with reading(engine) as db:
        found = people.describe(asha, db)
        with pytest.raises(NotFound):
            people.describe(Actor("other", asha.subject, Role.ADMIN), db)
    assert found == people.Profile(
        subject=asha.subject,
        name="Asha@Shop",
        login="asha@shop",
        role=Role.MANAGER,
        tenant_id="asha",
        tenant_name="Asha",
        store_id=None,
        language=None,
        demo=False,
    )


def test_names_are_given_once(engine: Engine) -> None:
    open_shop(engine)
    hire(engine, "asha", "asha@shop")
    with pytest.raises(Conflict):
        hire(engine, "asha", "ASHA@shop")
    with pytest.raises(Conflict):
        open_shop(engine)
    with pytest.raises(Conflict), engine.begin() as db:
        people.create_store(db, "asha-1", "asha", "Again", kind="kirana")


def test_a_person_or_key_belongs_to_a_tenant_and_its_store(engine: Engine) -> None:
    open_shop(engine)
    open_shop(engine, "binu")
    with engine.begin() as db:
        with pytest.raises(NotFound):
            people.create_key(db, "nobody", "k", role=Role.ADMIN, now=NOON)
        with pytest.raises(NotFound):
            people.create_key(db, "asha", "k", role=Role.ADMIN, store_id="binu-1", now=NOON)
        with pytest.raises(NotFound):
            people.create_store(db, "s", "nobody", "S", kind="kirana")


def test_stores_are_the_tenants_own(engine: Engine) -> None:
    asha, binu = open_shop(engine), open_shop(engine, "binu")
    with engine.begin() as db:
        people.create_store(
            db, "asha-0", "asha", "New", kind="shg", place="Patna, Bihar", is_default=True
        )
        new = people.StoreRow("asha-0", "New", "shg", "Patna, Bihar")
        assert people.default_store(asha, db) == new
        assert [s.id for s in people.stores(asha, db)] == ["asha-0", "asha-1"]
        assert people.store(asha, db, "asha-0") == new
        with pytest.raises(NotFound):
            people.store(binu, db, "asha-0")


def test_a_tenant_without_a_store_says_so(engine: Engine) -> None:
    with engine.begin() as db:
        people.create_tenant(db, "new", "New", kind="group", now=NOON)
        with pytest.raises(NotFound):
            people.default_store(Actor("new", "s", Role.ADMIN), db)


def test_a_refresh_token_works_once_and_in_time(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop")
    with engine.begin() as db:
        token = people.issue_refresh(db, asha.subject, NOON, MONTH)
        actor, following = people.rotate_refresh(db, token, NOON, MONTH)
        assert actor == asha
    with pytest.raises(Unauthenticated), engine.begin() as db:
        people.rotate_refresh(db, following, NOON + MONTH, MONTH)


def test_a_copied_refresh_token_ends_them_all(engine: Engine) -> None:
    open_shop(engine)
    asha, other = hire(engine, "asha", "asha@shop"), hire(engine, "asha", "other@shop")
    with engine.begin() as db:
        token = people.issue_refresh(db, asha.subject, NOON, MONTH)
        others = people.issue_refresh(db, other.subject, NOON, MONTH)
        _, following = people.rotate_refresh(db, token, NOON, MONTH)
    for bad in (token, following):
        with pytest.raises(Unauthenticated), engine.begin() as db:
            people.rotate_refresh(db, bad, NOON, MONTH)
    with engine.begin() as db:
        assert people.rotate_refresh(db, others, NOON, MONTH)[0] == other


def test_a_revoked_refresh_token_is_of_no_use(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop")
    with engine.begin() as db:
        token = people.issue_refresh(db, asha.subject, NOON, MONTH)
        people.revoke_refresh(db, token, NOON)
        people.revoke_refresh(db, "unknown", NOON)
    with pytest.raises(Unauthenticated), engine.begin() as db:
        people.rotate_refresh(db, token, NOON, MONTH)


def test_a_store_is_placed_once_and_by_its_own_people(engine: Engine) -> None:
    open_shop(engine)
    asha, stranger = hire(engine, "asha", "asha@shop"), Actor("binu", "b", Role.ADMIN)
    with engine.begin() as db:
        people.create_store(db, "asha-2", "asha", "New", kind="kirana")
        assert not people.place_store(stranger, db, "asha-2", "Gaya, Bihar", NOON)
        assert people.place_store(asha, db, "asha-2", "Gaya, Bihar", NOON)
        assert not people.place_store(asha, db, "asha-2", "Patna, Bihar", NOON)
        assert people.store(asha, db, "asha-2").place == "Gaya, Bihar"
        trail = select(tables.audit.c.subject).where(tables.audit.c.action == "place")
        assert db.scalars(trail).all() == [asha.subject]
