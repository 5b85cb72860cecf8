"""Shops' catalogues as they are searched, read once for each state of a catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from haat.core.actor import Actor
from haat.language.tokens import fold
from haat.store import products
from haat.store.handles import Connection
from haat.store.products import Product
from tools.kept import Kept

MOST_SHOPS = 50  # kept in memory; ten thousand products are some ten megabytes


@dataclass(frozen=True, slots=True)
class Named:
    """A product and what it is called, folded: its name, its aliases and its concept's name."""

    product: Product
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one shop keeps, and each word that is in some name."""

    goods: tuple[Named, ...]
    words: frozenset[str]

    def near(self, asked: str, most: int) -> Mapping[str, int]:
        """The words that are within so many slips of one, and how many."""
        found = {word: OSA.distance(asked, word, score_cutoff=most) for word in self.words}
        return {word: slips for word, slips in found.items() if slips <= most}


@dataclass(slots=True)
class Catalogues:
    """Those of recent callers, by tenant and catalogue version."""

    _known: Kept[Catalogue] = field(default_factory=lambda: Kept(MOST_SHOPS))

    def of(self, actor: Actor, db: Connection) -> Catalogue:
        """The actor's catalogue as it is now."""
        version = products.catalogue_version(actor, db)
        return self._known.of(
            actor.tenant_id, version, lambda: _read(products.catalogue(actor, db))
        )


def _read(catalogue: tuple[Product, ...]) -> Catalogue:
    goods = tuple(Named(product, _names(product)) for product in catalogue)
    words = frozenset(word for named in goods for name in named.names for word in name.split())
    return Catalogue(goods, words)


def _names(product: Product) -> tuple[str, ...]:
    told = (fold(name) for name in (product.name, *product.aliases))
    return tuple(name for name in (*told, product.concept.replace("_", " ")) if name)
