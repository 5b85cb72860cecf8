"""Setting up shops, people and keys, for whoever runs an installation."""

import re
import secrets
import unicodedata
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from haat.core.actor import Actor, Role
from haat.core.errors import InvalidInput, NotConfigured, NotFound
from haat.language.places import Gazetteer
from haat.store import installation, people

Kind = Literal["shop", "group"]
NO_TENANT = (
    "There is no shop yet. Make one with `haat tenant create NAME --place DISTRICT`, "
    "or try the demo with `haat serve --demo`."
)
SHORTEST_PASSWORD = 8
MOST_PERCENT = 1_000  # beyond which a limit is none


def create_tenant(
    db: Connection,
    name: str,
    *,
    tenant_id: str | None,
    kind: Kind,
    store: str | None,
    place: str | None,
    now: datetime,
) -> str:
    """A tenant with its first store; the tenant's id. `place` is a canonical place id."""
    made = tenant_id or _id_from(name)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,47}", made):
        raise InvalidInput(f"{made!r} is no id: small letters, digits and hyphens, at most 48")
    people.create_tenant(db, made, name, kind=kind, now=now)
    people.create_store(
        db,
        f"{made}-main",
        made,
        store or name,
        kind="kirana" if kind == "shop" else "shg",
        place=place,
        is_default=True,
    )
    return made


def place_named(gazetteer: Gazetteer, name: str) -> str:
    """The canonical id of a place; InvalidInput where it is not known or means several."""
    found = gazetteer.resolve(name)
    if not found:
        raise InvalidInput(f"{name!r} is not a place that is known; use `District, State`")
    if len(found) > 1:
        several = "; ".join(place.id for place in found[:8])
        raise InvalidInput(f"{name!r} may be several places; say which: {several}")
    return found[0].id


def acceptable(password: str) -> str:
    """The password, unless it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(f"a password has at least {SHORTEST_PASSWORD} characters")
    return password


def the_tenant(db: Connection, tenant_id: str | None) -> installation.Tenant:
    """The tenant that is named, or the only one there is."""
    found = installation.tenants(db)
    if tenant_id is not None:
        named = next((tenant for tenant in found if tenant.id == tenant_id), None)
        if named is None:
            raise NotFound(f"there is no tenant {tenant_id}")
        return named
    own = [tenant for tenant in found if not tenant.demo]
    if not own:
        raise NotConfigured(NO_TENANT)
    if len(own) > 1:
        names = ", ".join(tenant.id for tenant in own)
        raise InvalidInput(f"there are several tenants; choose one with --tenant: {names}")
    return own[0]


def price_limit(said: str) -> float | None:
    """`10` or `2.5` percent; None for `off`."""
    if said.lower() == "off":
        return None
    try:
        found = float(said.removesuffix("%"))
    except ValueError:
        found = -1.0
    if not 0 <= found <= MOST_PERCENT:  # NaN neither
        raise InvalidInput(f"{said!r} is neither a number of percent up to {MOST_PERCENT} nor off")
    return found


def local_actor(tenant: installation.Tenant) -> Actor:
    """Whoever sits at this machine: it has the database, so it may do all."""
    return Actor(tenant.id, "local", Role.ADMIN, None, tenant.demo)


def _id_from(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    return slug or f"shop-{secrets.token_hex(3)}"
