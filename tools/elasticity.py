"""How a product's sales follow its price: as learned by night, else learned on the spot from the shop's goods."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from haat.analytics.price_response import Elasticity, Prior, SellingDay, believed, prior_of
from haat.store import models, products, sales
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.models import Draft
from haat.store.products import Product
from tools.context import ToolContext
from tools.periods import DAY
from tools.price_past import selling_days

if TYPE_CHECKING:
    from haat.analytics.elasticities.shop import Past

ELASTICITY = "elasticity"  # the model's name in the register
KEPT_DAYS = 14  # what was learned earlier is learned anew
LIKE = 24  # goods that are looked at beside the one that is asked about
SELLING_DAYS = 91  # what sells is known by the last quarter


def packed(product: Product) -> bool:
    """Whether it comes in a pack with a name on it, not loose."""
    loose = product.sku_id.endswith(".loose")  # its pack is the sack it comes from
    return not loose and (product.mrp_paise is not None or product.pack_size is not None)


def prior(product: Product) -> Prior:
    """What is known of such goods."""
    return prior_of(product.category, packed=packed(product))


def elasticity_of(
    context: ToolContext,
    db: Connection,
    store_id: str,
    product: Product,
    days: Sequence[SellingDay],
) -> Elasticity:
    """The product's elasticity; `days` are its own.

    What was kept holds until it is old or the price moved again.
    """
    if not days:
        return believed(prior(product))
    # numpy comes in only where there is a history to look at.
    from haat.analytics.elasticities.shop import elasticities, past_of  # noqa: PLC0415

    own = past_of(product.category, prior(product), days)
    kept = _kept(context, db, store_id, product)
    if kept is not None and kept.price_changes == own.price_changes:
        return kept
    if not own.told:
        return elasticities({product.sku_id: own})[product.sku_id]
    shop = context.remembered.learned_prices.of(context.actor, db, store_id, context.today)
    goods = like(context, db, store_id, product)

    def read(other: Product) -> "Past":
        sold, _ = selling_days(context, db, store_id, other.sku_id)
        return past_of(other.category, prior(other), sold)

    def learn() -> Mapping[str, Elasticity]:
        pasts = {p.sku_id: shop.past(p.sku_id, partial(read, p)) for p in goods}
        return elasticities({product.sku_id: own} | pasts)

    together = frozenset({product.sku_id, *(p.sku_id for p in goods)})
    return shop.learned(together, learn)[product.sku_id]


def at_hand(context: ToolContext, db: Connection, store_id: str, product: Product) -> Elasticity:
    """What was kept, else what is known of such goods: where many are looked at in passing."""
    return _kept(context, db, store_id, product) or believed(prior(product))


def drafted(found: Mapping[str, Elasticity], reason: str, digest: str, today: date) -> Draft:
    """What was learned of a shop as the register keeps it."""
    rows = {
        sku: [e.value, e.lower, e.upper, e.own, e.price_changes, e.prior.mean, e.contradicted]
        for sku, e in found.items()
    }
    told = [e for e in found.values() if e.own > 0]
    report: dict[str, Any] = {"products": len(found), "told": len(told)}
    body = zlib.compress(json.dumps(rows, separators=(",", ":")).encode())
    return Draft(ELASTICITY, today, reason, digest, {}, report, body)


def _kept(
    context: ToolContext, db: Connection, store_id: str, product: Product
) -> Elasticity | None:
    """What was learned lately, of goods that still count among the same."""
    found = models.newest(context.actor, db, store_id, ELASTICITY)
    if found is None or found.draft.body is None:
        return None
    if (context.today - found.draft.fitted_on).days > KEPT_DAYS:
        return None
    row = json.loads(zlib.decompress(found.draft.body)).get(product.sku_id)
    before = prior(product)
    if row is None or row[5] != before.mean:
        return None
    value, lower, upper, own, changes, _, contradicted = row
    return Elasticity(value, lower, upper, own, changes, before, contradicted)


def like(context: ToolContext, db: Connection, store_id: str, product: Product) -> list[Product]:
    """Goods of which the same was known: those of the category first, then by what they earned."""
    goods = _of_prior(product, products.catalogue(context.actor, db, product.category))
    if len(goods) < LIKE:
        others = _of_prior(product, products.catalogue(context.actor, db))
        goods += [p for p in others if p.category != product.category]
    start = context.today - SELLING_DAYS * DAY
    skus = tuple(p.sku_id for p in goods)
    sold = sales.sold(context.actor, db, Extent((store_id,), start, context.today - DAY, skus))
    earned = {s.sku_id: s.revenue_paise for s in sold}
    goods = [p for p in goods if p.sku_id in earned]
    goods.sort(key=lambda p: (p.category != product.category, -earned[p.sku_id], p.sku_id))
    return goods[:LIKE]


def _of_prior(product: Product, goods: Iterable[Product]) -> list[Product]:
    return [p for p in goods if p.sku_id != product.sku_id and prior(p) == prior(product)]
