"""Small tenants for tests that need somebody to ask."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from haat.core.actor import Actor, Role
from haat.store import people

NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # noon in the shop


def open_shop(engine: Engine, tenant_id: str = "asha") -> Actor:
    """A tenant with one store and a system that may do everything, and that system."""
    with engine.begin() as db:
        people.create_tenant(db, tenant_id, tenant_id.title(), kind="shop", now=NOON)
        people.create_store(db, f"{tenant_id}-1", tenant_id, "Shop", kind="kirana", is_default=True)
        key = people.create_key(db, tenant_id, "till", role=Role.ADMIN, now=NOON)
        return people.actor_by_key(db, key)


def hire(engine: Engine, tenant_id: str, login: str, role: Role = Role.SELLER) -> Actor:
    """A person of a tenant, with the password `secret`."""
    with engine.begin() as db:
        person_id = people.create_person(
            db, tenant_id, login, login.title(), password="secret", role=role, now=NOON
        )
        return people.actor_by_id(db, person_id)
