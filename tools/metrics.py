"""One function for each figure of the shop: revenue, units, margin, stock and the like."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from haat.analytics.kpi import (
    WINDOW_DAYS,
    change_percent,
    moving_average_accuracy,
    turns,
)
from haat.core.finding import Figure, Row
from haat.store import sales, stock
from haat.store.products import Product
from tools.periods import Span
from tools.shop import rounded
from tools.trade import (
    History,
    Question,
    Traded,
    both_periods,
    notes_on,
    taken_in,
    traded_in,
    unit_costs,
)

Metric = Literal[
    "revenue",
    "units",
    "margin",
    "stock_on_hand",
    "stockout_rate",
    "inventory_turns",
    "forecast_accuracy",
    "top_products",
    "slow_products",
]
RANKED_ROWS = 10
PROFIT_ROWS = 5
STOCK_ROWS = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """Figures and rows of a metric, with the notes on them."""

    figures: tuple[Figure, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    as_of: date | None = None


def _revenue(question: Question) -> Answer:
    history = question.history()
    if not history.begun:
        return _unknown("INR", history)
    now, previous = taken_in(question, question.compared.span), None
    if history.reaches_back:
        previous = taken_in(question, question.compared.previous).revenue_paise / 100
    figures = _three("INR", now.revenue_paise / 100, previous)
    return Answer(figures, (), notes_on(history, (now,)), history.last)


def _units(question: Question) -> Answer:
    history = question.history()
    catalogue = question.catalogue()
    if not history.begun:
        return _unknown(_common_unit(catalogue.values()), history)
    now, before = both_periods(question, history)
    units = _units_of(catalogue, now, before)
    figures = [f for unit in units for f in _unit_figures(unit, units, catalogue, now, before)]
    mixed = ("mixed_units",) if len(units) > 1 else ()
    return Answer(tuple(figures), (), (*notes_on(history, now.values()), *mixed), history.last)


def _margin(question: Question) -> Answer:
    history = question.history()
    if not history.begun:
        return _unknown("INR", history)
    costs = unit_costs(question)
    now, before = both_periods(question, history)
    profit, earned = _profit(now, costs)
    previous = None if before is None else _profit(before, costs)[0]
    missing = any(sku not in costs for sku in now)
    if missing and not any(sku in costs for sku in now):
        notes = (*notes_on(history, now.values()), "missing_cost")
        return Answer((Figure("value", "value", None, "INR"),), (), notes, history.last)
    figures = _three("INR", profit, previous)
    if earned:
        percent = rounded(profit / earned * 100, 1)
        figures = (*figures, Figure("margin_pct", "margin_pct", percent, "percent"))
    notes = (*notes_on(history, now.values()), *(["missing_cost"] if missing else []))
    return Answer(figures, _most_profitable(question, now, costs), notes, history.last)


def _most_profitable(
    question: Question, traded: Mapping[str, Traded], costs: Mapping[str, float]
) -> tuple[Row, ...]:
    """The goods that left most rupees, the best first; none at a loss."""
    catalogue = question.catalogue()
    left = {s: _profit({s: t}, costs)[0] for s, t in traded.items() if s in catalogue}
    gaining = (s for s, rupees in left.items() if rupees > 0)
    listed = sorted(gaining, key=lambda s: (-left[s], s))[:PROFIT_ROWS]
    return tuple(
        {"product": s, "name": catalogue[s].name, "margin": rounded(left[s])} for s in listed
    )


def _stock_on_hand(question: Question) -> Answer:
    today = question.compared.span.end
    skus = question.extent(question.compared.span).skus
    found = stock.on_hand(question.context.actor, question.db, (question.store.id,), today, skus)
    catalogue = question.catalogue()
    known = [(catalogue[s.sku_id], s) for s in found if s.on_hand is not None]
    unknown = len(known) < len(found)
    unit = _common_unit(catalogue[s.sku_id] for s in found)
    if not known:
        return Answer((Figure("value", "value", None, unit),), (), ("unknown_stock",))
    left: dict[str, float] = {}
    for product, shelf in known:
        left[product.unit] = left.get(product.unit, 0.0) + (shelf.on_hand or 0.0)
    figures = tuple(
        Figure(_id("value", unit, left), "value", rounded(sum_, 3), unit, date=today)
        for unit, sum_ in left.items()
    )
    rows = [_stock_row(product, shelf) for product, shelf in known]
    said_unknown = unknown and question.products is not None
    notes = [
        *(["unknown_stock"] if said_unknown else []),
        *(["mixed_units"] if len(left) > 1 else []),
    ]
    as_of = max(s.counted_on for _, s in known if s.counted_on is not None)
    return Answer(figures, tuple(rows[:STOCK_ROWS]), tuple(notes), as_of)


def _stockout_rate(question: Question) -> Answer:
    def rate(span: Span) -> tuple[float | None, int]:
        shelves = stock.shelves(question.context.actor, question.db, question.extent(span))
        days = sum(s.counts for s in shelves)
        return (sum(s.empty for s in shelves) / days * 100 if days else None), days

    value, days = rate(question.compared.span)
    if value is None:
        return Answer((Figure("value", "value", None, "percent"),), (), ("unknown_stock",))
    previous, _ = rate(question.compared.previous)
    figures = _three("percent", value, previous, places=1)
    counted = Figure("product_days", "product_days", days, "count")
    notes = () if previous is not None else ("not_enough_history",)
    return Answer((*figures, counted), (), notes, question.compared.span.end)


def _inventory_turns(question: Question) -> Answer:
    history = question.history()
    if not history.begun:
        return _unknown("times", history)
    costs = unit_costs(question)
    now, before = both_periods(question, history)
    value, unknown = _turns(question, question.compared.span, now, costs)
    previous = (
        None if before is None else _turns(question, question.compared.previous, before, costs)[0]
    )
    notes = [*notes_on(history, now.values())]
    notes += ["missing_cost"] if any(sku not in costs for sku in now) else []
    notes += ["unknown_stock"] if unknown else []
    figures = _three("times", value, previous)
    return Answer(figures, (), tuple(notes), history.last)


def _forecast_accuracy(question: Question) -> Answer:
    history = question.history()
    if not history.begun:
        return _unknown("percent", history)
    span, previous = question.compared.span, question.compared.previous
    whole = Span(previous.start - timedelta(days=WINDOW_DAYS), span.end)
    sold = sales.daily(question.context.actor, question.db, question.extent(whole))
    now = moving_average_accuracy(sold, span.start, span.end)
    before = moving_average_accuracy(sold, previous.start, previous.end)
    if now is None:
        figure = Figure("value", "value", None, "percent")
        return Answer((figure,), (), ("not_enough_history",), history.last)
    figures = _three(
        "percent", now.accuracy * 100, None if before is None else before.accuracy * 100, places=1
    )
    wape = Figure("wape", "wape", rounded(now.wape * 100, 1), "percent")
    notes = ("method:moving_average", *(() if before else ("not_enough_history",)))
    return Answer((*figures, wape), (), notes, history.last)


def _top_products(question: Question) -> Answer:
    return _ranked(question, best_first=True)


def _slow_products(question: Question) -> Answer:
    return _ranked(question, best_first=False)


METRICS: Mapping[Metric, Callable[[Question], Answer]] = {
    "revenue": _revenue,
    "units": _units,
    "margin": _margin,
    "stock_on_hand": _stock_on_hand,
    "stockout_rate": _stockout_rate,
    "inventory_turns": _inventory_turns,
    "forecast_accuracy": _forecast_accuracy,
    "top_products": _top_products,
    "slow_products": _slow_products,
}


def _unknown(unit: str, history: History) -> Answer:
    return Answer((Figure("value", "value", None, unit),), (), ("no_sales",), history.last)


def _three(
    unit: str, value: float | None, previous: float | None, places: int = 2
) -> tuple[Figure, ...]:
    """Value, the one before, and the change in percent; what is not known is left out."""
    shown = None if value is None else rounded(value, places)
    figures = [Figure("value", "value", shown, unit)]
    if previous is not None:
        figures.append(Figure("previous", "previous", rounded(previous, places), unit))
    change = change_percent(value, previous)
    if change is not None:
        figures.append(Figure("change", "change", rounded(change, 1), "percent"))
    return tuple(figures)


def _profit(traded: Mapping[str, Traded], costs: Mapping[str, float]) -> tuple[float, float]:
    """Rupees of profit and of revenue, of the goods whose cost is known."""
    known = [(t, costs[sku]) for sku, t in traded.items() if sku in costs]
    earned = sum(t.revenue_paise for t, _ in known)
    cost = sum(t.units_net * paise for t, paise in known)
    return (earned - cost) / 100, earned / 100


def _turns(
    question: Question, span: Span, traded: Mapping[str, Traded], costs: Mapping[str, float]
) -> tuple[float | None, bool]:
    """Turns of the goods that were counted and whose cost is known, and whether some were not counted."""
    mean: dict[str, float] = {}
    for s in stock.shelves(question.context.actor, question.db, question.extent(span)):
        mean[s.sku_id] = mean.get(s.sku_id, 0.0) + s.mean
    judged = [sku for sku in mean if sku in costs]
    cost_of_sales = sum(traded[s].units_net * costs[s] for s in judged if s in traded)
    value = turns(cost_of_sales, sum(mean[s] * costs[s] for s in judged))
    return value, any(sku not in mean for sku in traded)


def _ranked(question: Question, *, best_first: bool) -> Answer:
    history = question.history()
    if not history.begun:
        return Answer(notes=("no_sales",))
    traded = traded_in(question, question.compared.span)
    catalogue = question.catalogue()
    skus = set(traded) if best_first else _kept(question) & set(catalogue)
    sign = -1 if best_first else 1

    def rank(sku: str) -> tuple[int, str]:
        return sign * traded.get(sku, Traded()).revenue_paise, sku

    listed = sorted(skus & set(catalogue), key=rank)[:RANKED_ROWS]
    rows = tuple(_ranked_row(catalogue[s], traded.get(s, Traded())) for s in listed)
    notes = tuple(n for n in notes_on(history, traded.values()) if n != "not_enough_history")
    return Answer((), rows, notes, history.last)


def _kept(question: Question) -> frozenset[str]:
    end = question.compared.span.end
    return stock.kept(question.context.actor, question.db, (question.store.id,), end)


def _ranked_row(product: Product, traded: Traded) -> Row:
    return {
        "product": product.sku_id,
        "name": product.name,
        "units": rounded(traded.units_sold, 3),
        "unit": product.unit,
        "revenue": rounded(traded.revenue_paise / 100),
    }


def _stock_row(product: Product, shelf: stock.OnHand) -> Row:
    return {
        "product": product.sku_id,
        "name": product.name,
        "on_hand": rounded(shelf.on_hand or 0.0, 3),
        "unit": product.unit,
        "as_of": shelf.counted_on,
    }


def _units_of(
    catalogue: Mapping[str, Product],
    now: Mapping[str, Traded],
    before: Mapping[str, Traded] | None,
) -> list[str]:
    """The units in which was sold, the one that earned most first; the products' where none was."""
    earned: dict[str, int] = {}
    for traded in (now, before or {}):
        for sku, t in traded.items():
            unit = _unit(catalogue, sku)
            earned[unit] = earned.get(unit, 0) + t.revenue_paise
    return sorted(earned, key=lambda u: -earned[u]) or [_common_unit(catalogue.values())]


def _unit_figures(
    unit: str,
    units: list[str],
    catalogue: Mapping[str, Product],
    now: Mapping[str, Traded],
    before: Mapping[str, Traded] | None,
) -> Iterable[Figure]:
    def sold(traded: Mapping[str, Traded]) -> float:
        return sum(t.units_sold for sku, t in traded.items() if _unit(catalogue, sku) == unit)

    for f in _three(unit, sold(now), None if before is None else sold(before), places=3):
        yield Figure(_id(f.name, unit, units), f.name, f.value, f.unit)


def _id(name: str, unit: str, units: Iterable[str]) -> str:
    """The figure's name, with its unit where there are several."""
    return name if len(list(units)) == 1 else f"{name}.{unit}"


def _unit(catalogue: Mapping[str, Product], sku: str) -> str:
    product = catalogue.get(sku)
    return product.unit if product else "count"


def _common_unit(found: Iterable[Product]) -> str:
    units = {product.unit for product in found}
    return units.pop() if len(units) == 1 else "count"
