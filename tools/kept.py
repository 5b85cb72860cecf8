"""What is made of a tenant's data and kept in memory until they change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Read = TypeVar("Read")


@dataclass(slots=True)
class Kept(Generic[Read]):
    """One thing of each of the recent tenants or shops, with the version of the data it was made of."""

    most: int  # tenants or shops
    _known: OrderedDict[str, tuple[Hashable, Read]] = field(default_factory=OrderedDict)

    def of(self, owner: str, version: Hashable, read: Callable[[], Read]) -> Read:
        """What is kept of that version, else what `read` makes now."""
        known = self._known.get(owner)
        if known and known[0] == version:
            return known[1]
        made = read()
        self._known.pop(owner, None)
        self._known[owner] = version, made
        while len(self._known) > self.most:
            self._known.popitem(last=False)
        return made
