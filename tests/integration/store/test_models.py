"""The register of models: versions that follow one another, each tenant's own."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Engine

from haat.store import models
from haat.store.models import Draft, Standing
from tests.shops import NOON, open_shop

DAY = timedelta(days=1)
FIRST = Draft(
    name="demand",
    fitted_on=date(2026, 11, 1),
    reason="first",
    digest="a" * 64,
    parameters={"method": "xgboost", "rounds": 120},
    report={"wape": 0.5, "bias": -0.1},
    body=b"\x00trees\xff",
)


def test_a_model_is_kept_as_it_was_fitted(engine: Engine) -> None:
    actor = open_shop(engine)
    with engine.begin() as db:
        assert models.newest(actor, db, "asha-1", "demand") is None
        assert models.record(actor, db, "asha-1", FIRST, NOON) == 1
    with engine.connect() as db:
        found = models.newest(actor, db, "asha-1", "demand")
    assert found is not None
    assert (found.version, found.at, found.checked_on) == (1, NOON, FIRST.fitted_on)
    assert found.draft == FIRST


def test_versions_follow_one_another_and_only_the_newest_keeps_its_body(engine: Engine) -> None:
    actor = open_shop(engine)
    second = replace(FIRST, reason="drift", fitted_on=FIRST.fitted_on + DAY, body=b"2")
    with engine.begin() as db:
        models.record(actor, db, "asha-1", FIRST, NOON)
        models.record(actor, db, "asha-1", replace(FIRST, name="price"), NOON)
        assert models.record(actor, db, "asha-1", second, NOON + DAY) == 2
        models.checked(actor, db, "asha-1", "demand", FIRST.fitted_on + 9 * DAY)
        found = models.versions(actor, db, "asha-1", "demand")
        other = models.newest(actor, db, "asha-1", "price")
    assert [one.draft for one in found] == [second, replace(FIRST, body=None)]
    checked = [FIRST.fitted_on + 9 * DAY, FIRST.fitted_on]
    assert [one.checked_on for one in found] == checked
    assert other is not None
    assert (other.version, other.draft.body) == (1, FIRST.body)


def test_another_tenants_models_are_neither_seen_nor_touched(engine: Engine) -> None:
    asha, binu = open_shop(engine), open_shop(engine, "binu")
    with engine.begin() as db:
        models.record(asha, db, "asha-1", FIRST, NOON)
        assert models.newest(binu, db, "asha-1", "demand") is None
        assert models.versions(binu, db, "asha-1", "demand") == ()
        models.checked(binu, db, "asha-1", "demand", FIRST.fitted_on + DAY)
        assert models.record(binu, db, "asha-1", FIRST, NOON) == 1  # an own row, of an own shop
        found = models.newest(asha, db, "asha-1", "demand")
    assert found is not None
    assert (found.checked_on, found.draft.body) == (FIRST.fitted_on, FIRST.body)


def test_the_doctor_sees_the_newest_of_each(engine: Engine) -> None:
    asha, binu = open_shop(engine), open_shop(engine, "binu")
    later = replace(FIRST, fitted_on=FIRST.fitted_on + DAY)
    with engine.begin() as db:
        assert models.standing(db) == ()
        for actor, store, draft in (
            (asha, "asha-1", FIRST), (asha, "asha-1", later), (binu, "binu-1", FIRST),
        ):  # fmt: skip
            models.record(actor, db, store, draft, NOON)
        assert models.standing(db) == (
            Standing("asha", "asha-1", "demand", 2, later.fitted_on, later.fitted_on),
            Standing("binu", "binu-1", "demand", 1, FIRST.fitted_on, FIRST.fitted_on),
        )
