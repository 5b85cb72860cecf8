"""How much of a product will sell on the coming days, how sure that is and why."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.forecast.festivities import festivities
from haat.analytics.forecast.outlook import DriverName, Outlook
from haat.core.actor import Permission
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.store.engine import reading
from haat.store.people import StoreRow
from haat.store.products import Product
from tools.context import Tool, ToolContext
from tools.demand import DAY, Books, best_selling, open_books, outlooks
from tools.shop import kinds_sold, ledger, rounded, shop
from tools.totals import Summed, all_together

FAR_DAYS = 90
LONGEST_DAYS = 365
NOTICED_PERCENT = 5
NOTICED: tuple[tuple[DriverName, str, str], ...] = (
    ("trend", "trend_up", "trend_down"),
    ("weekday", "weekday_up", "weekday_down"),
    ("promotion", "offer_up", "offer_down"),
)


class ForecastDemand(BaseModel):
    """How much of a product will be sold (demand) in the coming days, from tomorrow on.

    Gives the total with 95 % bounds, the mean of a day, each day, what drives it (weekdays, trend,
    offers, festivals), and how well the same method did on days that have passed. For what was sold already
    use `query_kpi`; for what to order use `plan_reorder`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="SKU or concept id; a category or `shop` for the rupees of all its products.",
    )
    store_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Left out: the person's own or default store.",
    )
    horizon_days: int = Field(
        default=14,
        ge=1,
        le=LONGEST_DAYS,
        description="How many days ahead: tomorrow 1, this or next week 7, a fortnight 14, a month "
        "30, three months 90.",
    )


def forecast_demand(context: ToolContext, arguments: ForecastDemand) -> Finding | Missing:
    """The forecast; where nothing was sold yet its total is None and a note says why."""
    context.actor.require(Permission.ASK)
    if arguments.product is None:
        return Missing("slot", "product")
    with reading(context.engine) as db:
        store = shop(context, db, arguments.store_id)
        books = open_books(context, db, store.id)
        first = context.today + DAY
        whole = all_together(books, arguments.product, first, arguments.horizon_days)
        if whole is not None:
            parameters = _parameters(arguments.product, store.id, first, arguments.horizon_days)
            parameters |= _near(context, store, whole)
            return _finding(books, Summed(arguments.product), whole, parameters, ())
        found = kinds_sold(context, db, arguments.product)
        if not found:
            begun = () if books.last else ("no_sales", "not_enough_history")
            return Finding(
                parameters={**arguments.model_dump(exclude_none=True), "store_id": store.id},
                notes=("not_sold", *begun),
                demo=context.actor.demo,
            )
        product = best_selling(context, db, store.id, found)
        outlook = outlooks(books, [product], first, arguments.horizon_days).get(product.sku_id)
    parameters = _parameters(product.sku_id, store.id, first, arguments.horizon_days)
    several = ("one_of_several",) if len(found) > 1 else ()
    if outlook is None:
        return Finding(
            figures=(Figure("total", "total", None, product.unit, product=product.sku_id),),
            parameters=parameters,
            sources=(ledger(books.last),),
            notes=("no_sales", "not_enough_history", *several),
            demo=context.actor.demo,
        )
    parameters |= _near(context, store, outlook)
    return _finding(books, product, outlook, parameters, several)


def _parameters(product: str, store_id: str, first: date, days: int) -> dict[str, object]:
    return {
        "product": product,
        "store_id": store_id,
        "horizon_days": days,
        "start": first,
        "end": first + (days - 1) * DAY,
    }


def _finding(
    books: Books,
    product: Product | Summed,
    outlook: Outlook,
    parameters: dict[str, object],
    notes: tuple[str, ...],
) -> Finding:
    far = ("far_ahead",) if len(outlook.means) > FAR_DAYS else ()
    return Finding(
        figures=tuple(_figures(product, outlook)),
        rows=tuple(_rows(product, outlook)),
        parameters={**parameters, **_method(outlook)},
        sources=(ledger(books.last), Source(outlook.method, "model", books.last)),
        notes=(*outlook.notes, *far, *notes),
        demo=books.context.actor.demo,
        drivers=_drivers(outlook),
    )


def _figures(product: Product | Summed, outlook: Outlook) -> Iterable[Figure]:
    total, days = outlook.bounded(), len(outlook.means)
    yield Figure(
        "total",
        "total",
        rounded(total.mean),
        product.unit,
        rounded(total.lower),
        rounded(total.upper),
        product=product.sku_id,
    )
    yield Figure(
        "per_day", "per_day", rounded(total.mean / days), product.unit, product=product.sku_id
    )
    yield Figure("history_days", "history_days", outlook.history_days, "days")
    if outlook.backtest is not None:
        told = outlook.backtest
        for name, share in (
            ("backtest_wape", told.wape),
            ("backtest_bias", told.bias),
            ("backtest_wape_total", told.wape_total),
        ):
            yield Figure(name, name, rounded(share * 100, 1), "percent")
    yield from _worth_saying(product, outlook)


def _worth_saying(product: Product | Summed, outlook: Outlook) -> Iterable[Figure]:
    """The drivers that a person would notice, each by a name that says its direction."""
    one_day = len(outlook.means) == 1
    for driver, up, down in NOTICED:
        moved = _percent(outlook.drivers.get(driver, 1.0))
        if abs(moved) >= NOTICED_PERCENT and (one_day or driver != "weekday"):
            name = up if moved > 0 else down
            yield Figure(name, name, abs(moved), "percent", product=product.sku_id)
    best = _best_day(outlook)
    if not one_day and best is not None:
        moved, day = _percent(outlook.weekdays[best]), outlook.day(best)
        if moved >= NOTICED_PERCENT:
            yield Figure("best_day", "best_day", moved, "percent", product=product.sku_id, date=day)


def _near(context: ToolContext, store: StoreRow, outlook: Outlook) -> dict[str, object]:
    """The festivals of the shop's State, as a parameter; nothing where none moves the forecast."""
    place = context.gazetteer.get(store.place) if store.place else None
    near = tuple(_festivals(outlook, place.state if place else None))
    return {"festivals": near} if near else {}


def _festivals(outlook: Outlook, state: str | None) -> Iterable[Row]:
    """The festivals that a person would notice, each with the percent by which it moves its days."""
    for one in festivities(outlook, state):
        moved = _percent(one.factor)
        if abs(moved) >= NOTICED_PERCENT:
            move, titles = "up" if moved > 0 else "down", one.festival.titles
            yield {
                "festival": one.festival.id,
                "title": titles["en"],
                "title_hi": titles["hi"],
                "title_hi_latn": titles["hi-Latn"],
                "begins": one.begins,
                "ends": one.ends,
                "moved": abs(moved),
                "move": move if one.begins < one.ends else f"{move}_day",
            }


def _best_day(outlook: Outlook) -> int | None:
    """The position of the day whose weekday sells most; None where weekdays aren't known."""
    if "weekday" not in outlook.drivers:
        return None
    return max(range(len(outlook.weekdays)), key=outlook.weekdays.__getitem__)


def _rows(product: Product | Summed, outlook: Outlook) -> Iterable[Row]:
    foretold = outlook.foretold or {}
    for n in range(len(outlook.means)):
        day, told = outlook.day(n), outlook.bounded(n, 1)
        row: dict[str, object] = {
            "date": day,
            "yhat": rounded(told.mean),
            "yhat_lower": rounded(told.lower),
            "yhat_upper": rounded(told.upper),
            "unit": product.unit,
        }
        if day in foretold:
            row["override"] = True
            row["yhat_model"] = rounded(foretold[day])
        yield row


def _drivers(outlook: Outlook) -> tuple[Row, ...]:
    """Percent by which each part of the model moves the mean of a day, beginning at `usual`.

    Over whole weeks the weekdays even out, so the strongest day is told beside them.
    """
    found: list[dict[str, object]] = [
        {"name": name, "effect": _percent(factor)} for name, factor in outlook.drivers.items()
    ]
    best = _best_day(outlook)
    if best is not None:
        strongest = {
            "best_day": outlook.day(best),
            "best_day_effect": _percent(outlook.weekdays[best]),
        }
        found = [one | strongest if one["name"] == "weekday" else one for one in found]
    return tuple(found)


def _percent(factor: float) -> float | int:
    return rounded((factor - 1) * 100, 1)


def _method(outlook: Outlook) -> dict[str, object]:
    told: dict[str, object] = {
        "method": outlook.method,
        "history_days": outlook.history_days,
        "usual_per_day": rounded(outlook.usual, 4),
    }
    if outlook.backtest is not None:
        told["backtest"] = {
            "level": "product x store x day",
            "origins": outlook.backtest.origins,
            "horizon_days": outlook.backtest.horizon_days,
        }
    return told


FORECAST_DEMAND = Tool("forecast_demand", ForecastDemand, forecast_demand, Permission.ASK)
