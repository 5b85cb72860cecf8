"""Fits many buyers at once: their terms as columns, in which what is alike is judged once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from haat.analytics.matching import fit
from haat.analytics.matching.fit import PLACES, WEIGHTS, Experience, Offer, Terms
from haat.analytics.matching.market import Floats, Integers

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Buyer:
    """One buyer's terms; `volume` is what it takes a month and `pays` rupees at most, both of its `unit`."""

    id: str
    wants: tuple[str, ...]
    place: str
    unit: str | None
    volume: float | None
    pays: float | None
    agreed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Buyers side by side, in the order in which they were told. Of what many share each value is there once."""

    ids: tuple[str, ...]
    at: Mapping[str, int]  # the number of a buyer's id
    wishes: tuple[tuple[str, ...], ...]
    wish: Integers
    places: tuple[str, ...]
    place: Integers
    units: tuple[str | None, ...]
    unit: Integers
    volume: Floats  # NaN where it is not told
    pays: Floats
    agreed: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is offered, and how it compares: kilometres to a place, and how many of a buyer's unit one is.

    `price` is for one unit of `priced`, `quantity` of `counted`; None where there is none or nothing can
    be compared.
    """

    offer: Offer
    price: float | None
    quantity: float | None
    way: Callable[[str], float | None]
    priced: Callable[[str | None], float | None]
    counted: Callable[[str | None], float | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier enquiries tell: `accepts` is how ready buyers are to deal, `promised` in a buyer's unit."""

    experience: Experience
    accepts: Mapping[str, float]
    usual: float
    promised: Mapping[str, float]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """How one buyer fits; the parts add up to the score, `values` are the same without their weights."""

    number: int  # in the list
    distance_km: float | None
    left: float | None  # of its volume this month
    score: float
    parts: dict[str, float]
    values: dict[str, float]
    why: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """How buyers fit: one entry for each of `rows`, which are numbers of the list."""

    asked: Asked
    known: Known
    listed: Columns
    rows: Integers
    terms: Terms
    left: Floats
    values: Floats  # buyers x parts
    parts: Floats
    score: Floats
    mutual: Floats  # what both sides think of it, by which they are ranked

    def paying(self) -> list[int]:
        """The entries of those who pay what is asked, or do not say what they pay."""
        pays = self.terms.pays
        return [int(one) for one in np.nonzero(np.isnan(pays) | (pays >= 1))[0]]

    def best_first(self, chosen: Sequence[int]) -> list[int]:
        """Entries in the order of what both sides think, then the nearest; who has enough comes last."""
        some = np.array(chosen, dtype=np.int64)
        far = np.nan_to_num(self.terms.distance_km[some], nan=np.inf)
        order = np.lexsort((far, -self.mutual[some], self.left[some] <= 0))
        return [int(one) for one in some[order]]

    def buyer_id(self, one: int) -> str:
        """Whose entry it is."""
        return self.listed.ids[int(self.rows[one])]

    def told(self, one: int) -> Fit:
        """One entry in plain values."""
        left = _plain(self.left[one])
        return Fit(
            number=int(self.rows[one]),
            distance_km=_plain(self.terms.distance_km[one]),
            left=left,
            score=float(self.score[one]),
            parts=dict(zip(WEIGHTS, self.parts[one].tolist(), strict=True)),
            values=dict(zip(WEIGHTS, self.values[one].round(PLACES).tolist(), strict=True)),
            why=[*self._reasons(one), *(["has_enough"] if left is not None and left <= 0 else [])],
        )

    def _reasons(self, one: int) -> list[str]:
        wants = self.listed.wishes[self.listed.wish[self.rows[one]]]
        orders = self.known.experience.orders.get(self.buyer_id(one), 0)
        return fit.reasons(self.asked.offer, wants, self.terms, one, orders)


def columns(told: Iterable[Buyer]) -> Columns:
    """Buyers with their terms side by side."""
    buyers = list(told)
    wishes, wish = _told_apart(buyers, lambda b: b.wants)
    places, place = _told_apart(buyers, lambda b: b.place)
    units, unit = _told_apart(buyers, lambda b: b.unit)
    return Columns(
        ids=tuple(b.id for b in buyers),
        at={b.id: n for n, b in enumerate(buyers)},
        wishes=wishes,
        wish=wish,
        places=places,
        place=place,
        units=units,
        unit=unit,
        volume=_numbers(b.volume for b in buyers),
        pays=_numbers(b.pays for b in buyers),
        agreed=_numbers(b.agreed for b in buyers),
    )


def wanting(asked: Asked, known: Known, listed: Columns) -> Fits:
    """How those fit who want the goods; where nobody does, those who want goods like them."""
    close = _close(asked, listed)
    wanted = np.nonzero(close >= fit.WANTED)[0]
    return _fits(asked, known, listed, wanted if len(wanted) else np.nonzero(close > 0)[0])


def only(asked: Asked, known: Known, listed: Columns, buyer_id: str) -> Fit:
    """How one buyer fits, whatever it wants."""
    return _fits(asked, known, listed, np.array([listed.at[buyer_id]])).told(0)


def _close(asked: Asked, listed: Columns) -> Floats:
    """How close the wishes of each buyer are."""
    return _numbers(fit.content(asked.offer, wants) for wants in listed.wishes)[listed.wish]


def _fits(asked: Asked, known: Known, listed: Columns, rows: Integers) -> Fits:
    ids = [listed.ids[row] for row in rows]
    left = _left(known, listed)[rows]
    terms = _terms(asked, listed, rows, left)
    met = _numbers(fit.met(asked.offer, wants) for wants in listed.wishes)
    orders = _numbers(known.experience.orders.get(one, 0) for one in ids)
    values = np.stack(
        [
            _close(asked, listed)[rows],
            fit.collaborative(known.experience, ids),
            fit.context(asked.offer, terms),
            fit.graph(met[listed.wish[rows]], orders),
        ],
        axis=1,
    )
    parts = fit.parts(values, known.weights)
    score = fit.score(parts)
    accepts = _numbers(known.accepts.get(one, known.usual) for one in ids)
    mutual = fit.mutual(score, accepts)
    return Fits(asked, known, listed, rows, terms, left, values, parts, score, mutual)


def _left(known: Known, listed: Columns) -> Floats:
    """What each buyer still takes this month."""
    left = listed.volume.copy()
    for buyer_id, amount in known.promised.items():
        row = listed.at.get(buyer_id)
        if row is not None:
            left[row] = np.maximum(0.0, left[row] - amount)
    return left


def _terms(asked: Asked, listed: Columns, rows: Integers, left: Floats) -> Terms:
    unknown = np.full(len(rows), np.nan)
    unit = listed.unit[rows]
    pays = takes = unknown
    if asked.price:
        pays = listed.pays[rows] * _numbers(map(asked.priced, listed.units))[unit] / asked.price
    if asked.quantity:
        takes = left / (asked.quantity * _numbers(map(asked.counted, listed.units))[unit])
    way = np.full(len(listed.places), np.nan)
    near = np.unique(listed.place[rows])
    way[near] = _numbers(asked.way(listed.places[place]) for place in near)
    return Terms(
        distance_km=way[listed.place[rows]],
        pays=pays,
        takes=takes,
        agreed=listed.agreed[rows],
        asked_price=bool(asked.price),
        asked_quantity=bool(asked.quantity),
    )


def _told_apart(
    buyers: Sequence[Buyer], told: Callable[[Buyer], Value]
) -> tuple[tuple[Value, ...], Integers]:
    """The different values, and the number of the one that each buyer has."""
    numbers: dict[Value, int] = {}
    of = [numbers.setdefault(told(buyer), len(numbers)) for buyer in buyers]
    return tuple(numbers), np.array(of, dtype=np.int64)


def _numbers(told: Iterable[float | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in told], dtype=np.float64)


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
