"""What is made of a tenant's data and kept in memory until they change."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Read = TypeVar("Read")


@dataclass(slots=True)
class Kept(Generic[Read]):
    """One thing of each of the recent tenants, with the version of the data that it was made of."""

    most: int  # tenants
    _known: OrderedDict[str, tuple[int, Read]] = field(default_factory=OrderedDict)

    def of(self, tenant_id: str, version: int, read: Callable[[], Read]) -> Read:
        """What is kept of that version, else what `read` makes now."""
        known = self._known.get(tenant_id)
        if known and known[0] == version:
            return known[1]
        made = read()
        self._known.pop(tenant_id, None)
        self._known[tenant_id] = version, made
        while len(self._known) > self.most:
            self._known.popitem(last=False)
        return made
