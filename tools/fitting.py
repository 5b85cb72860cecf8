"""Fits the slow, pooled forecast of a shop ahead of the questions, anew only where that is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from haat.analytics.drift import WINDOW_DAYS, Drift
from haat.analytics.drift import pooled as pooled_drift
from haat.analytics.forecast.demand import Demand
from haat.analytics.retrain import Reason, digest, retrain
from haat.store import forecasts, models, people, products
from haat.store.engine import reading
from haat.store.models import Draft, Registered
from haat.store.products import Product
from tools.asked_prices import with_prices
from tools.context import ToolContext
from tools.demand import histories, open_books

if TYPE_CHECKING:
    from haat.analytics.forecast.pooled import Model
    from haat.analytics.forecast.shelves import Shelves

AHEAD_DAYS = 97  # three months, also a week after
YEARS_DAYS = 500
DEMAND = "demand"  # the model's name in the register


@dataclass(frozen=True, slots=True)
class Fitted:
    """How many products have a pooled forecast (0 where the ladder does as well), and why it was made anew."""

    products: int
    reason: Reason | None


def fit(context: ToolContext, store_id: str) -> Fitted:
    """Make and keep the shop's forecasts, with the model that stands or, where that is due, a new one."""
    # numpy and xgboost come in only where a shop is fitted.
    from haat.analytics.forecast.pooled import foretell, learn  # noqa: PLC0415

    first = context.today
    with reading(context.engine) as db:
        books = open_books(context, db, store_id, YEARS_DAYS)
        goods = products.catalogue(context.actor, db)
        known, plan = with_prices(books, histories(books, None), goods, first, AHEAD_DAYS)
        registered = models.newest(context.actor, db, store_id, DEMAND)
        place = people.store(context.actor, db, store_id).place
        shelves = stood(goods, place)
    reason = due(registered, known, first)
    model = learn(known, shelves) if reason or registered is None else standing(registered)
    found = (
        {} if model is None else foretell(model, known, plan, first, AHEAD_DAYS, shelves=shelves)
    )
    with context.engine.begin() as db:
        if reason is None:
            models.checked(context.actor, db, store_id, DEMAND, first)
        elif model is not None:
            draft = drafted(model, known, reason, first)
            models.record(context.actor, db, store_id, draft, context.now)
        bodies = {sku: told.as_json() for sku, told in found.items()}
        forecasts.replace_all(context.actor, db, store_id, first, bodies)
    goods_told = sum(1 for name in found if name in known)
    return Fitted(goods_told, reason if model else None)


def due(registered: Registered | None, known: Mapping[str, Demand], today: date) -> Reason | None:
    """Why the model has to be made anew; None where the one that stands does."""
    from haat.analytics.forecast.pooled import usable, weeks  # noqa: PLC0415  # as above

    if registered is None:
        return retrain(None, (), None)
    if not usable(registered.draft.parameters):
        return "old"
    model, fitted_on = standing(registered), registered.draft.fitted_on
    last = max((d.end for d in known.values()), default=fitted_on)
    unseen_days = (last - fitted_on).days + 1
    recent = weeks(model, known, unseen_days)
    age_days = (today - fitted_on).days
    return retrain(model.report, recent, _drift(known, fitted_on, unseen_days), age_days)


def _drift(known: Mapping[str, Demand], fitted_on: date, unseen_days: int) -> Drift | None:
    """The last whole weeks that the model has not seen against the last months that it has."""
    window = min(WINDOW_DAYS, unseen_days // 7 * 7)
    if window <= 0:
        return None
    series = {}
    for sku, d in known.items():
        days, seen = _told(d), max(0, (fitted_on - d.start).days)
        series[sku] = [*days[:seen], *days[-window:]]
    return pooled_drift(series, window)


def drafted(model: "Model", known: Mapping[str, Demand], reason: Reason, today: date) -> Draft:
    """A new model as the register keeps it."""
    return Draft(
        name=DEMAND,
        fitted_on=today,
        reason=reason,
        digest=digest(known),
        parameters=model.parameters,
        report=model.as_json(),
        body=model.body,
    )


def standing(registered: Registered) -> "Model":
    """The model that the register holds."""
    from haat.analytics.forecast.pooled import model  # noqa: PLC0415  # as above

    return model(registered.draft.body, registered.draft.report)


def stood(catalogue: Sequence[Product], place: str | None) -> "Shelves":
    """What stands together in a shop, and what it is worth; `place` is `District, State`."""
    from haat.analytics.forecast.shelves import Shelves  # noqa: PLC0415  # as above

    priced = [product for product in catalogue if product.price_paise]
    return Shelves(
        {product.sku_id: product.category for product in priced},
        {product.sku_id: (product.price_paise or 0) / 100 for product in priced},
        place.rpartition(", ")[2] if place else None,
    )


def _told(d: Demand) -> list[float | None]:
    """The days that tell the usual demand: without empty shelves and offers."""
    untold = d.short | d.promo
    return [None if n in untold else units for n, units in enumerate(d.units)]
