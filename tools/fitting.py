"""Fits the slow, pooled forecast of a shop ahead of the questions."""

from datetime import date

from haat.store import forecasts
from haat.store.engine import reading
from tools.context import ToolContext
from tools.demand import histories, open_books, planned_offers

AHEAD_DAYS = 97  # three months, also a week after
YEARS_DAYS = 500


def fit(context: ToolContext, store_id: str) -> int:
    """Make and keep the shop's forecasts; how many products have one, 0 where the ladder does as well."""
    # numpy and xgboost come in only where a shop is fitted.
    from haat.analytics.forecast.pooled import fitted  # noqa: PLC0415

    first: date = context.today
    with reading(context.engine) as db:
        books = open_books(context, db, store_id, YEARS_DAYS)
        known = histories(books, None)
        offers = planned_offers(books, first, AHEAD_DAYS, None)
    found = fitted(known, offers, first, AHEAD_DAYS)
    with context.engine.begin() as db:
        bodies = {sku: told.as_json() for sku, told in found.items()}
        forecasts.replace_all(context.actor, db, store_id, first, bodies)
    return len(found)
