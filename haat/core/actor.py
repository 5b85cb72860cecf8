"""Who asks, and what the role allows."""

from dataclasses import dataclass
from enum import StrEnum

from haat.core.errors import Forbidden


class Role(StrEnum):
    """The three roles of a shop or group."""

    SELLER = "seller"
    MANAGER = "manager"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a tool or a route may ask for."""

    ASK = "ask"
    RECORD = "record"
    PROPOSE = "propose"
    MANAGE = "manage"
    ADMINISTER = "administer"


ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.SELLER: frozenset({Permission.ASK, Permission.RECORD, Permission.PROPOSE}),
    Role.MANAGER: frozenset(set(Permission) - {Permission.ADMINISTER}),
    Role.ADMIN: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or system behind a request; every query takes one.

    `subject` is the person's id, or `key:<id>` for a store's own system.
    `demo` is true where the tenant's data are synthetic.
    """

    tenant_id: str
    subject: str
    role: Role
    store_id: str | None = None
    demo: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in ALLOWED[self.role]

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the role allows it."""
        if not self.may(permission):
            raise Forbidden(f"a {self.role} may not {permission} here; ask a manager or an admin")
