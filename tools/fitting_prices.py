"""Learns ahead of the questions how a shop's sales follow its prices, anew once a week."""

from hashlib import sha256
from typing import TYPE_CHECKING

from haat.analytics.retrain import Reason
from haat.store import models, products
from haat.store.engine import reading
from tools.context import ToolContext
from tools.elasticity import ELASTICITY, drafted, prior
from tools.price_past import selling_days

if TYPE_CHECKING:
    from haat.analytics.elasticities.shop import Past

ANEW_DAYS = 7


def fit_prices(context: ToolContext, store_id: str) -> Reason | None:
    """Learn and keep the elasticities where that is due; None where those that stand do."""
    # numpy comes in only where a shop is fitted.
    from haat.analytics.elasticities.shop import elasticities  # noqa: PLC0415

    with reading(context.engine) as db:
        kept = models.newest(context.actor, db, store_id, ELASTICITY)
    if kept is not None and (context.today - kept.draft.fitted_on).days < ANEW_DAYS:
        with context.engine.begin() as db:
            models.checked(context.actor, db, store_id, ELASTICITY, context.today)
        return None
    pasts = _pasts(context, store_id)
    if not pasts:
        return None
    reason: Reason = "first" if kept is None else "old"
    draft = drafted(elasticities(pasts), reason, _digest(pasts), context.today)
    with context.engine.begin() as db:
        models.record(context.actor, db, store_id, draft, context.now)
    return reason


def _pasts(context: ToolContext, store_id: str) -> dict[str, "Past"]:
    """The weeks of each product that sold at a stated price."""
    from haat.analytics.elasticities.shop import past_of  # noqa: PLC0415  # as above

    found = {}
    with reading(context.engine) as db:
        for product in products.catalogue(context.actor, db):
            days, _ = selling_days(context, db, store_id, product.sku_id)
            if days:
                found[product.sku_id] = past_of(product.category, prior(product), days)
    return found


def _digest(pasts: dict[str, "Past"]) -> str:
    """A hash of all that was learned from."""
    told = sha256()
    for sku in sorted(pasts):
        told.update(repr((sku, pasts[sku])).encode())
    return told.hexdigest()
