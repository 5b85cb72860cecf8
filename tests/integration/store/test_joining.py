"""A join code opens one shop, to so many people, for so long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from haat.core.actor import Role
from haat.core.errors import InvalidInput, NotFound
from haat.store import joining, tables
from haat.store.engine import reading
from tests.shops import NOON, open_shop

WEEK = NOON + timedelta(days=7)


def _code(engine: Engine, uses: int = 20, store_id: str | None = "asha-1") -> str:
    with engine.begin() as db:
        return joining.create(db, "asha", store_id, Role.SELLER, uses, WEEK, NOON)


def test_a_code_is_taken_however_it_is_typed(engine: Engine) -> None:
    open_shop(engine)
    code = _code(engine)
    indic = code.translate({ord(str(digit)): chr(0x0966 + digit) for digit in range(10)})
    with engine.begin() as db:
        for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} ", indic):
            found = joining.redeem(db, typed, NOON)
            assert found == joining.Joining("asha", "asha-1", Role.SELLER)


def test_a_code_can_be_read_by_nobody(engine: Engine) -> None:
    open_shop(engine)
    code = _code(engine)
    assert len(code) == 8
    assert not set(code) & set("01IOL")
    with reading(engine) as db:
        assert code not in str(db.execute(select(tables.join_codes)).all())


def test_a_code_is_used_up(engine: Engine) -> None:
    open_shop(engine)
    code = _code(engine, uses=3, store_id=None)

    def redeem(_: int) -> joining.Joining | None:
        with engine.begin() as db:
            return joining.redeem(db, code, NOON)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(redeem, range(8)))
    assert found.count(joining.Joining("asha", None, Role.SELLER)) == 3
    assert found.count(None) == 5


def test_a_code_expires_and_others_are_unknown(engine: Engine) -> None:
    open_shop(engine)
    code = _code(engine)
    with engine.begin() as db:
        assert joining.redeem(db, code, WEEK) is None
        for unknown in ("ABCD2345", "", "\ud800"):
            assert joining.redeem(db, unknown, NOON) is None
        assert joining.redeem(db, code, WEEK - timedelta(microseconds=1)) is not None


def test_no_code_is_made_that_opens_nothing(engine: Engine) -> None:
    open_shop(engine)
    open_shop(engine, "binu")
    with engine.begin() as db:
        for tenant_id, store_id in (("nobody", None), ("asha", "binu-1")):
            with pytest.raises(NotFound):
                joining.create(db, tenant_id, store_id, Role.SELLER, 1, WEEK, NOON)
        for uses, expires_at in ((0, WEEK), (1, NOON)):
            with pytest.raises(InvalidInput):
                joining.create(db, "asha", None, Role.SELLER, uses, expires_at, NOON)
