"""Shops' catalogues as they are searched, read once for each state of a catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import OSA

from haat.analytics.recommending.few_shops import Comparable, comparable
from haat.core.actor import Actor
from haat.language.concepts import concept_name
from haat.language.sizes import Size, apart
from haat.language.sound import by_sound
from haat.language.tokens import fold
from haat.store import products
from haat.store.handles import Connection
from haat.store.products import Product
from tools.kept import Kept

MOST_SHOPS = 50  # kept in memory; ten thousand products are some ten megabytes


@dataclass(frozen=True, slots=True)
class Named:
    """A product and what it is called, folded: its name, its aliases and its concept's name; its size."""

    product: Product
    names: tuple[str, ...]
    sizes: frozenset[Size] = frozenset()


@dataclass(frozen=True)
class Catalogue:
    """What one shop keeps, and each word that is in some name."""

    goods: tuple[Named, ...]
    words: frozenset[str]

    @cached_property
    def places(self) -> Mapping[str, frozenset[int]]:
        """In which of the goods each word is."""
        found: dict[str, set[int]] = {}
        for place, named in enumerate(self.goods):
            for word in {word for name in named.names for word in name.split()}:
                found.setdefault(word, set()).add(place)
        return {word: frozenset(places) for word, places in found.items()}

    @cached_property
    def concepts(self) -> Mapping[str, frozenset[int]]:
        """Which goods are of each concept."""
        found: dict[str, set[int]] = {}
        for place, named in enumerate(self.goods):
            found.setdefault(named.product.concept, set()).add(place)
        return {concept: frozenset(places) for concept, places in found.items()}

    @cached_property
    def sounds(self) -> Mapping[str, frozenset[str]]:
        """The words that sound alike."""
        return by_sound(self.words)

    def beginning(self, asked: str) -> frozenset[int]:
        """The goods with a word that begins so."""
        return self.with_words(word for word in self.words if word.startswith(asked))

    def with_words(self, words: Iterable[str]) -> frozenset[int]:
        """The goods with one of some words."""
        return frozenset().union(*(self.places[word] for word in words))

    @cached_property
    def products(self) -> Mapping[str, Product]:
        """By SKU id."""
        return {named.product.sku_id: named.product for named in self.goods}

    @cached_property
    def comparable(self) -> Comparable:
        """All goods, to be compared with one another: a second or two of work for ten thousand."""
        return comparable(*described(self.products.values()))

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


def described(goods: Iterable[Product]) -> tuple[list[str], list[str], list[str]]:
    """Ids, names and categories; a name and the concept's, which is the same in all catalogues."""
    some = list(goods)
    names = [f"{p.name} {concept_name(p.concept)}" for p in some]
    return [p.sku_id for p in some], names, [p.category for p in some]


def _read(catalogue: tuple[Product, ...]) -> Catalogue:
    goods = tuple(Named(product, _names(product), _sizes(product)) for product in catalogue)
    words = frozenset(word for named in goods for name in named.names for word in name.split())
    return Catalogue(goods, words)


def _sizes(product: Product) -> frozenset[Size]:
    texts = (product.name, product.pack_size or "", *product.aliases)
    return frozenset().union(*(apart(text)[1] for text in texts))


def _names(product: Product) -> tuple[str, ...]:
    told = (fold(name) for name in (product.name, *product.aliases))
    return tuple(name for name in (*told, product.concept.replace("_", " ")) if name)
