"""The shops of one owner side by side: what each sells and buys in, and what that says to one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from haat.analytics.recommend import PLACES, Reason, Suggested
from haat.analytics.recommending.few_shops import (
    Comparable,
    Days,
    Ground,
    New,
    OwnShop,
    again,
    comparable,
    new_goods,
    shop_habits,
    worths,
)
from haat.language.concepts import concept_name, concept_of
from haat.store import movement, people, sales, signals, stock, told_goods
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from tools.catalogues import Catalogue, described
from tools.context import ToolContext

REASONS: Mapping[Ground, Reason] = {
    "like_shops": "sells_in_like_shops",
    "other_shops": "sells_in_your_category",
    "like_goods": "like_goods",
}
HEARD = 0.01  # of the score, that a word has to carry to be counted
SAID = 1.0  # the worth of goods that are kept, or said to be, where no sale is written down


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One shop among its owner's: units and paise of each by product, and what it counted.

    `told` are goods that a person named, of a shop that has no books yet.
    """

    here: StoreRow
    others: tuple[StoreRow, ...]
    sold: Mapping[str, Days]
    earned: Mapping[str, Mapping[str, float]]
    counted: frozenset[str]
    told: tuple[str, ...]
    catalogue: Catalogue
    concepts: Mapping[str, str]  # categories

    @property
    def unknown(self) -> bool:
        """Whether nothing at all is known of what the shop sells."""
        return not (self.sold[self.here.id] or self.kept)

    @property
    def kept(self) -> frozenset[str]:
        """What it ever sold or counted, and all that a told word stands for."""
        told, goods = frozenset(self.told), self.catalogue.products
        skus = (sku for sku, product in goods.items() if {sku, product.concept} & told)
        had = {product.concept for product in goods.values()}
        return self.counted | frozenset(skus) | {one for one in told if concept_of(one) not in had}

    def new(self) -> list[New]:
        """What might sell here and is not kept."""
        stores = (self.here, *self.others)
        habits = shop_habits([self.sold[store.id] for store in stores])
        shops = [
            OwnShop(store.id, store.kind, worths(told, self.earned[store.id]))
            for store, told in zip(stores, habits, strict=True)
        ]
        kept = self.kept
        here = (
            shops[0]
            if self.sold[self.here.id]
            else replace(shops[0], worth=dict.fromkeys(kept, SAID))
        )
        return new_goods(here, shops[1:], kept, self._comparable(here.worth))

    def sellers(self, product: str) -> tuple[StoreRow, ...]:
        """The other shops that sell a product, the one that sells most of it first."""
        units = {s.id: sum(self.sold[s.id].get(product, {}).values()) for s in self.others}
        return tuple(
            sorted((s for s in self.others if units[s.id] > 0), key=lambda s: (-units[s.id], s.id))
        )

    def sold_anywhere(self, wanted: Iterable[str]) -> frozenset[str]:
        """Which of some products any of the shops sold."""
        return frozenset(wanted) & {sku for days in self.sold.values() for sku in days}

    def _comparable(self, here: Iterable[str]) -> Comparable:
        """The catalogue; where no shop has books, also all goods of the kinds told that anybody knows."""
        if any(self.sold.values()):
            return self.catalogue.comparable
        goods = self.catalogue.products.values()
        skus, names, categories = described(goods)
        kinds = {self.concepts.get(concept_of(sku)) for sku in here}
        had = {p.concept for p in goods}
        more = [c for c, its in self.concepts.items() if its in kinds and c not in had]
        return comparable(
            [*skus, *more],
            [*names, *map(concept_name, more)],
            [*categories, *(self.concepts[c] for c in more)],
        )


def surroundings(
    context: ToolContext,
    db: Connection,
    here: StoreRow,
    catalogue: Catalogue,
    days: tuple[date, date],
) -> Surroundings:
    """Read what all shops of the tenant sold in these days; of one without sales what it bought in."""
    actor = context.actor
    stores = people.stores(actor, db)
    sold = {store.id: sold_or_bought(context, db, store.id, days) for store in stores}
    return Surroundings(
        here=here,
        others=tuple(s for s in stores if s.id != here.id),
        sold=sold,
        earned=movement.earned(actor, db, [s.id for s in stores], *days),
        counted=stock.kept(actor, db, (here.id,), context.today),
        told=told_goods.of(actor, db, here.id),
        catalogue=catalogue,
        concepts=context.concepts,
    )


def sold_or_bought(
    context: ToolContext, db: Connection, store_id: str, days: tuple[date, date]
) -> Days:
    """Units by product and day."""
    extent = Extent((store_id,), *days)
    sold = sales.daily(context.actor, db, extent)
    return sold or signals.bought_daily(context.actor, db, extent)


def told_new(one: New) -> Suggested:
    """A new product with the reason that carries its score, and how much of it that is."""
    ground = one.ground()
    words = one.on(ground)
    lead = words[0] if ground == "like_goods" else None
    heard = sum(one.share([word]) >= HEARD for word in words)
    return Suggested(
        one.product,
        round(one.score, PLACES),
        REASONS[ground],
        max(1, heard),
        because=None if lead is None else lead.of,
        share=round(100 * one.share(words if lead is None else words[:1]), 1),
    )


def ordered_again(shops: Sequence[Days], *, bought: bool) -> list[Suggested]:
    """What the first of some shops orders again and again; re-buy rates are learned from all of them."""
    reason: Reason = "bought_again" if bought else "sold_again"
    return [
        Suggested(sku, round(habit.score, PLACES), reason, habit.times, of=habit.of)
        for sku, habit in again(shop_habits(shops)[0])
    ]
