"""A market as it is told: sellers, buyers, and the deals between them so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Sellers or buyers: those that are listed, then those whom only the deals name.

    What is not known is an empty text or NaN. `amount` is what a seller can deliver or a buyer takes,
    `price` what she asks at least or it pays at most.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    latitude: Floats
    longitude: Floats
    amount: Floats
    price: Floats
    listed: int

    def __len__(self) -> int:
        return len(self.ids)

    def with_more(self, ids: Sequence[str]) -> "Side":
        """The same side with others of whom nothing is known but the id."""
        nothing = np.full(len(ids), np.nan)
        return Side(
            ids=(*self.ids, *ids),
            texts=(*self.texts, *("" for _ in ids)),
            latitude=np.append(self.latitude, nothing),
            longitude=np.append(self.longitude, nothing),
            amount=np.append(self.amount, nothing),
            price=np.append(self.price, nothing),
            listed=self.listed,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Deals:
    """What was bid, ordered or sold; `day` counts from any day on, `title` is -1 and `value` NaN where untold."""

    seller: Integers
    buyer: Integers
    day: Integers
    title: Integers
    value: Floats

    def __len__(self) -> int:
        return len(self.seller)

    def only(self, which: Flags) -> "Deals":
        """Those that are meant."""
        columns = {name: getattr(self, name)[which] for name in Deals.__slots__}
        return replace(self, **columns)


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Who is there, and what they did; `titles` are what `Deals.title` points to."""

    sellers: Side
    buyers: Side
    deals: Deals
    titles: tuple[str, ...]
