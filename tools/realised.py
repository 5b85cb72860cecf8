"""What the last change of a product's price did, against the shop's other goods of the kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from haat.analytics.price_response import SellingDay
from haat.analytics.realised import LASTING_DAYS, RECENT_DAYS, Effect, Repriced, effect, repriced
from haat.core.finding import Figure
from haat.store import entries
from haat.store.handles import Connection
from haat.store.products import Product
from tools.context import ToolContext
from tools.elasticity import like
from tools.periods import DAY
from tools.price_past import selling_days
from tools.shop import rounded

COMPARED = 12  # goods at most


@dataclass(frozen=True, slots=True)
class Realised:
    """The change and what it did; no effect where too few days or goods tell it."""

    change: Repriced
    effect: Effect | None

    def figures(self, product: Product, cost_paise: float | None) -> Iterable[Figure]:
        """In percent of before: units, revenue and, where the cost is known, margin."""
        found, change = self.effect, self.change
        if found is None:
            return
        yield self._figure("realised_units_change", product, found.percent(1.0))
        earned = change.after / change.before
        yield self._figure("realised_revenue_change", product, found.percent(earned))
        cost = None if cost_paise is None else cost_paise / 100
        if cost is not None and cost < change.before:
            kept = (change.after - cost) / (change.before - cost)
            yield self._figure("realised_margin_change", product, found.percent(kept))

    def _figure(self, name: str, product: Product, told: tuple[float, float, float]) -> Figure:
        value, lower, upper = (rounded(one, 1) for one in told)
        return Figure(
            name, name, value, "percent", lower, upper, product=product.sku_id, date=self.change.on
        )

    @property
    def parameters(self) -> dict[str, object]:
        """When the price changed, and how many goods it was compared with."""
        told: dict[str, object] = {"changed_on": self.change.on}
        return told if self.effect is None else told | {"compared_with": self.effect.goods}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was too little."""
        if self.effect is not None:
            return ()
        return ("realised_early",) if self.change.days < LASTING_DAYS else ("realised_few_goods",)


def realised(
    context: ToolContext,
    db: Connection,
    store_id: str,
    product: Product,
    days: Sequence[SellingDay],
) -> Realised | None:
    """The effect of the last lasting change within a quarter; `days` are the product's own."""
    since = context.today - RECENT_DAYS * DAY
    said_on = entries.repriced_on(context.actor, db, product.sku_id, since, context.today)
    change = repriced(days, said_on)
    if change is None:
        return None
    if change.days < LASTING_DAYS:
        return Realised(change, None)
    goods = [p for p in like(context, db, store_id, product) if p.category == product.category]
    others = [selling_days(context, db, store_id, p.sku_id)[0] for p in goods[:COMPARED]]
    return Realised(change, effect(days, change, others))
