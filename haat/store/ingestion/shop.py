"""What a file is checked against: the tenant's stores and products, known prices, places and names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select

from haat.core.actor import Actor
from haat.language.concepts import concept_name, concept_of
from haat.language.places import Gazetteer, Place
from haat.store.ingestion.words import Words
from haat.store.tables import products, sales, stores

T = TypeVar("T")
CHUNK = 500  # values of one IN list
PricePoint = tuple[date, int]  # a day and what a unit cost then, in paise


@dataclass(frozen=True, slots=True)
class LedgerRules:
    """How the ledger is cleaned; the calculation is passed in, since the store does not calculate.

    `last_known_price(day, points, list_price)` gives paise or None; points are sorted by day.
    `winsorised(units, promo)` gives the units capped outside promotions.
    """

    last_known_price: Callable[[date, Sequence[PricePoint], int | None], int | None]
    winsorised: Callable[[Sequence[float], Sequence[bool]], list[float]]


@dataclass(slots=True)
class Shop:
    """One tenant's surroundings during one file; `known` and `stores` are by id."""

    actor: Actor
    db: Connection
    words: Words
    gazetteer: Callable[[], Gazetteer]
    rules: LedgerRules
    stores: frozenset[str]
    known: dict[str, Mapping[str, Any]]
    unseen: dict[str, str] = field(default_factory=dict)  # new SKU ids by their folded form
    folded: dict[str, str] = field(default_factory=dict)

    def sku(self, written: str) -> str:
        """The SKU id meant: as written, or the known one that differs only in case."""
        if written in self.known:
            return written
        key = written.casefold()
        concept = key if key in self.words.categories else written
        return self.folded.get(key) or self.unseen.setdefault(key, concept)

    def concept(self, sku_id: str, name: str = "") -> str:
        """The concept of a product: what its id begins with, else what its name says."""
        head = concept_of(sku_id).casefold()
        if head in self.words.categories:
            return head
        return self.words.concept(name) or self.words.concept(head) or head[:64]

    def district(self, name: str, state: str) -> Place | None:
        """The district of that name, where exactly one fits."""
        found = {p.district_id for p in self.gazetteer().resolve(name, state) if p.district_id}
        return self.gazetteer().get(found.pop()) if len(found) == 1 else None

    def price_points(self, sku_ids: Iterable[str]) -> dict[str, list[PricePoint]]:
        """Prices that these products were really sold at, by day."""
        points: dict[str, list[PricePoint]] = {}
        for some in chunks(sorted(sku_ids), CHUNK):
            query = select(sales.c.sku_id, sales.c.date, sales.c.price_paise).where(
                sales.c.tenant_id == self.actor.tenant_id,
                sales.c.sku_id.in_(some),
                sales.c.price_imputed.is_(False),
            )
            for sku_id, day, paise in self.db.execute(query):
                points.setdefault(sku_id, []).append((day, paise))
        return points

    def add_bare(self, sku_ids: Iterable[str]) -> list[str]:
        """Enter products of which only the id is known, so that they can be found and asked for."""
        new = [sku_id for sku_id in dict.fromkeys(sku_ids) if sku_id not in self.known]
        rows = [self._bare(sku_id) for sku_id in new]
        if rows:
            self.db.execute(insert(products), rows)
            self.known |= {row["sku_id"]: row for row in rows}
        return new

    def _bare(self, sku_id: str) -> dict[str, Any]:
        concept = self.concept(sku_id)
        return {
            "tenant_id": self.actor.tenant_id,
            "sku_id": sku_id,
            "concept": concept,
            "name": concept_name(" ".join(sku_id.replace(".", " ").split())) or sku_id,
            "category": self.words.categories.get(concept, "other"),
            "unit": self.words.loose_unit(sku_id),
            "aliases": [],
        }


def open_shop(
    actor: Actor,
    db: Connection,
    words: Words,
    gazetteer: Callable[[], Gazetteer],
    rules: LedgerRules,
) -> Shop:
    """Read the tenant's stores and products."""
    owned = db.scalars(select(stores.c.id).where(stores.c.tenant_id == actor.tenant_id))
    rows = db.execute(select(products).where(products.c.tenant_id == actor.tenant_id)).mappings()
    known: dict[str, Mapping[str, Any]] = {row["sku_id"]: dict(row) for row in rows}
    folded = {sku_id.casefold(): sku_id for sku_id in sorted(known)}
    return Shop(actor, db, words, gazetteer, rules, frozenset(owned), known, folded=folded)


def chunks(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most so many."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
