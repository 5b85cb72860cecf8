"""Tenants' buyers as they are matched: in columns, read once for each state of a list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from haat.analytics.matching.market import Flags, Floats, Integers
from haat.core.actor import Actor
from haat.store import buyers, products
from haat.store.buyers import Buyer
from haat.store.handles import Connection
from tools.kept import Kept

MOST_TENANTS = 50  # kept in memory; ten thousand buyers are some five megabytes

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, eq=False)
class BuyerList:
    """All buyers of one tenant in the order of their ids, and their terms as columns; NaN is not told."""

    buyers: tuple[Buyer, ...]
    ids: tuple[str, ...]
    at: Mapping[str, int]  # the number of a buyer's id
    wishes: tuple[tuple[str, ...], ...]  # different ones
    wish: Integers
    places: tuple[str, ...]
    place: Integers
    units: tuple[str | None, ...]
    unit: Integers
    volume: Floats  # of its unit, a month
    pays: Floats  # rupees for its unit, at most
    agreed: Flags


@dataclass(slots=True)
class BuyerLists:
    """Those of recent callers, by tenant and by the version that counts up with each change of buyers."""

    _known: Kept[BuyerList] = field(default_factory=lambda: Kept(MOST_TENANTS))

    def of(self, actor: Actor, db: Connection) -> BuyerList:
        """The actor's buyers as they are now."""
        version = products.catalogue_version(actor, db)
        return self._known.of(
            actor.tenant_id, version, lambda: in_columns(buyers.listing(actor, db))
        )


def in_columns(listed: tuple[Buyer, ...]) -> BuyerList:
    """Buyers with their terms side by side."""
    wishes, wish = _told_apart(listed, lambda b: b.wants)
    places, place = _told_apart(listed, lambda b: b.place)
    units, unit = _told_apart(listed, lambda b: b.unit)
    paise = _numbers(b.max_price_paise for b in listed)
    return BuyerList(
        buyers=listed,
        ids=tuple(b.buyer_id for b in listed),
        at={b.buyer_id: n for n, b in enumerate(listed)},
        wishes=wishes,
        wish=wish,
        places=places,
        place=place,
        units=units,
        unit=unit,
        volume=_numbers(b.volume for b in listed),
        pays=paise / 100,
        agreed=np.array([b.agreed_to_contact for b in listed], dtype=bool),
    )


def _told_apart(
    listed: Sequence[Buyer], told: Callable[[Buyer], Value]
) -> tuple[tuple[Value, ...], Integers]:
    """The different values, and the number of the one that each buyer has."""
    numbers: dict[Value, int] = {}
    of = [numbers.setdefault(told(buyer), len(numbers)) for buyer in listed]
    return tuple(numbers), np.array(of, dtype=np.int64)


def _numbers(told: Iterable[float | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in told], dtype=np.float64)
