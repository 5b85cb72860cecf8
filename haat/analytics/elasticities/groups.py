"""Who learns from whom: families of units that share shocks, and shops or goods across them."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.sales import Integers, Sales

ALIKE = 1.5  # units in the mean of a group that can teach something its units cannot


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Codes of each unit: its family (a product in many shops, else a shop), and the group across.

    `across` is all zero where nothing lies across the families.
    """

    family: Integers
    across: Integers

    @property
    def families(self) -> int:
        """How many there are."""
        return int(self.family.max()) + 1

    @property
    def crossed(self) -> int:
        """How many groups lie across the families; 1 is none."""
        return int(self.across.max()) + 1


def groups_of(sales: Sales) -> Groups:
    """Products are families where most are sold in several shops; else shops are, else all is one."""
    product, store = _numbered(sales.product), _numbered(sales.store)
    nothing = np.zeros_like(product)
    many_products, many_stores = _teaches(product), _teaches(store)
    if many_products:
        return Groups(product, store if many_stores else nothing)
    return Groups(store if many_stores else nothing, nothing)


def _numbered(codes: Integers) -> Integers:
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _teaches(codes: Integers) -> bool:
    count = int(codes.max()) + 1
    return len(codes) >= ALIKE * count
