"""What a feed is, and how long what it brought is good for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from haat.core.errors import InvalidInput
from haat.store.feeds import EVERYONE
from haat.store.ingestion.kinds import kind_named

PUBLISHED = "market-prices"  # the one kind that may be for everyone
SHELF_LIFE: Mapping[str, timedelta] = {
    "market-prices": timedelta(days=3),
    "sales": timedelta(days=7),
    "returns": timedelta(days=7),
    "inventory": timedelta(days=7),
    "products": timedelta(days=7),
    "orders": timedelta(days=7),
    "competitor-prices": timedelta(days=7),
    "promotions": timedelta(days=30),
    "opportunities": timedelta(days=30),
    "buyers": timedelta(days=180),
}


@dataclass(frozen=True, slots=True)
class Feed:
    """One source of one kind of data; an empty tenant means published, for everyone."""

    name: str
    kind: str
    tenant_id: str

    @property
    def shelf_life(self) -> timedelta:
        """How long after a success its data may be called fresh."""
        return SHELF_LIFE[self.kind]

    def checked(self) -> "Feed":
        """The feed itself; NotFound or InvalidInput where there can be no such feed."""
        kind_named(self.kind)
        if self.tenant_id == EVERYONE and self.kind != PUBLISHED:
            raise InvalidInput(
                f"only {PUBLISHED} can be for everyone: name the shop of {self.kind}"
            )
        return self
