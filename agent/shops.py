"""What the planner may know of a shop, read once for each state of its catalogue."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from agent.buyers import names_of
from agent.sheet import Shop, ShopStore
from haat.core.actor import Actor
from haat.core.money import from_paise
from haat.language.concepts import concept_categories
from haat.language.lexicon import ShopProduct, Vocabulary
from haat.store import buyers, people, products
from haat.store.handles import Connection
from haat.store.products import Product

MOST_SHOPS = 200  # kept in memory; a vocabulary of a shop is about half a megabyte


@dataclass(slots=True)
class Shops:
    """The shops of recent callers, by tenant and catalogue version."""

    vocabulary: Vocabulary
    _known: OrderedDict[str, tuple[int, Shop]] = field(default_factory=OrderedDict)

    def of(self, actor: Actor, db: Connection) -> Shop:
        """The actor's shop as its catalogue is now."""
        version = products.catalogue_version(actor, db)
        known = self._known.get(actor.tenant_id)
        if known and known[0] == version:
            return known[1]
        stores = people.stores(actor, db)
        catalogue = products.catalogue(actor, db)
        own = tuple(ShopStore(s.id, s.name, s.place) for s in stores)
        known_buyers = ((b.buyer_id, b.name) for b in buyers.listing(actor, db))
        shop = _shop(self.vocabulary, catalogue, own, known_buyers)
        self._known.pop(actor.tenant_id, None)
        self._known[actor.tenant_id] = (version, shop)
        while len(self._known) > MOST_SHOPS:
            self._known.popitem(last=False)
        return shop


def _shop(
    vocabulary: Vocabulary,
    catalogue: tuple[Product, ...],
    stores: tuple[ShopStore, ...],
    known_buyers: Iterable[tuple[str, str]],
) -> Shop:
    named = (ShopProduct(p.sku_id, p.name, p.aliases, p.pack_size, p.unit) for p in catalogue)
    words = vocabulary.with_products(named)
    return Shop(
        vocabulary=words,
        stores=stores,
        prices={
            p.sku_id: (float(from_paise(p.price_paise)), p.unit)
            for p in catalogue
            if p.price_paise is not None
        },
        categories={**concept_categories(), **{p.sku_id: p.category for p in catalogue}},
        buyers=names_of(known_buyers, words.named),
    )
