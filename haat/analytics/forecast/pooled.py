"""One model for all products of a shop: boosted trees on Tweedie's likelihood, fed with themselves.

Slow beside the ladder, so it is fitted ahead of the questions; it is used only where it did better
on the shop's own past than the ladder does.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from haat.analytics.forecast.backtest import LONGEST
from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.ladder import Ahead, foretold
from haat.analytics.forecast.outlook import Backtest
from haat.analytics.forecast.stored import METHOD, DayParts, Stored
from haat.analytics.retrain import WINDOW_DAYS, Report

Floats = NDArray[np.float64]

LEAST_DAYS = 365
LEAST_SERIES = 10
LEVEL_DAYS = 56
ORIGINS = (2 * LONGEST, LONGEST)  # days before the end
BETTER = 0.98  # of the ladder's loss: less is chance
SMALLEST = 1e-3
LADDER = "ladder"
ROUNDS = 120
PARAMETERS = {
    "objective": "reg:tweedie",
    "tweedie_variance_power": 1.2,
    "eta": 0.06,
    "max_depth": 4,
    "min_child_weight": 20.0,
    "subsample": 0.8,
    "colsample_bytree": 0.9,
    "tree_method": "hist",
    "nthread": 1,  # more only wait for one another on a small machine
    "seed": 7,
}
# The columns a row of features has, by the part of the outlook they explain.
TREND, WEEKDAY, PROMOTION = "trend", "weekday", "promotion"
PARTS = (TREND, TREND, TREND, WEEKDAY, WEEKDAY, PROMOTION, TREND)


@dataclass(frozen=True, slots=True)
class Panel:
    """All series on the same days: units (NaN: shelf empty or before the first day) and offers."""

    skus: tuple[str, ...]
    start: date
    units: Floats  # days x series
    offers: Floats

    @property
    def days(self) -> int:
        """How many days it has."""
        return len(self.units)


@dataclass(frozen=True, slots=True)
class Judged:
    """How a product's days would have been foretold, and their variance for one unit of mean."""

    backtest: Backtest
    burst: float


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: the trees, or none where the ladder does as well, and how it did before.

    `judged` has the products it may speak of.
    """

    trees: bytes | None
    report: Report
    judged: Mapping[str, Judged]

    @property
    def parameters(self) -> dict[str, Any]:
        """What it was made with, as JSON values."""
        if self.trees is None:
            return {"method": LADDER}
        return {"method": METHOD, "rounds": ROUNDS, "days": LEAST_DAYS, **PARAMETERS}

    def as_json(self) -> dict[str, Any]:
        """The report of all and of each product; the trees are kept beside it."""
        return {**self.report.as_json(), "products": {s: asdict(j) for s, j in self.judged.items()}}


def model(trees: bytes | None, body: Mapping[str, Any]) -> Model:
    """What `as_json` wrote, with its trees."""
    told = {name: body[name] for name in ("wape", "bias", "horizon_days", "windows")}
    judged = {
        sku: Judged(Backtest(**one["backtest"]), one["burst"])
        for sku, one in body["products"].items()
    }
    return Model(trees, Report(**told), judged)


def fitted(
    known: Mapping[str, Demand], offers: Mapping[str, Set[date]], first: date, days: int
) -> dict[str, Stored]:
    """What to expect of each product on `days` days from `first`; empty where the ladder does as well."""
    learnt = learn(known)
    return {} if learnt is None else foretell(learnt, known, offers, first, days)


def learn(known: Mapping[str, Demand]) -> Model | None:
    """A model of all products together; None without a year of at least ten of them."""
    whole = {sku: d for sku, d in known.items() if len(d.units) >= LEAST_DAYS and any(d.units)}
    if len(whole) < LEAST_SERIES:
        return None
    panel = _panel(whole)
    report, judged = _judged(panel, whole)
    if judged is None:
        return Model(None, report, {})
    return Model(bytes(_model(panel, panel.days).save_raw("ubj")), report, judged)


def foretell(
    learnt: Model,
    known: Mapping[str, Demand],
    offers: Mapping[str, Set[date]],
    first: date,
    days: int,
) -> dict[str, Stored]:
    """What to expect of each product on `days` days from `first`; empty where the ladder does as well.

    `offers` are the days ahead with an offer.
    """
    judged = learnt.judged
    whole = {sku: d for sku, d in known.items() if sku in judged and any(d.units)}
    if learnt.trees is None or not whole:
        return {}
    panel = _panel(whole)
    gap = (first - panel.start).days - panel.days
    model = _booster(learnt.trees)
    planned = _planned(panel, offers, gap + days)
    means, parts, level = _walk(model, panel, panel.days, planned)
    return {
        sku: Stored(
            first,
            tuple(float(m) for m in means[gap:, column]),
            float(level[column]),
            tuple(DayParts(*(float(p) for p in day[column])) for day in parts[gap:]),
            judged[sku].burst,
            judged[sku].backtest,
        )
        for column, sku in enumerate(panel.skus)
    }


def weeks(
    learnt: Model, known: Mapping[str, Demand], unseen_days: int, most: int = 2
) -> list[Report]:
    """How the model did in the last whole weeks of the days it has not seen, the oldest first."""
    whole = {sku: d for sku, d in known.items() if len(d.units) >= LEAST_DAYS and any(d.units)}
    if learnt.trees is not None:
        whole = {sku: d for sku, d in whole.items() if sku in learnt.judged}
    if not whole:
        return []
    panel = _panel(whole)
    count = min(most, unseen_days // WINDOW_DAYS)
    return [_week(learnt, panel, whole, panel.days - n * WINDOW_DAYS) for n in range(count, 0, -1)]


def _week(learnt: Model, panel: Panel, known: Mapping[str, Demand], until: int) -> Report:
    part = slice(until, until + WINDOW_DAYS)
    if learnt.trees is None:
        means = _ladder(panel, known, until, WINDOW_DAYS)
    else:
        means, _, _ = _walk(_booster(learnt.trees), panel, until, panel.offers[part])
    return _report([means], [panel.units[part]])


def _booster(trees: bytes) -> Any:  # Any: xgboost has no types
    return xgboost.Booster({"nthread": PARAMETERS["nthread"]}, model_file=bytearray(trees))


def _panel(known: Mapping[str, Demand]) -> Panel:
    end = max(d.end for d in known.values())
    start = min(d.start for d in known.values())
    shape = ((end - start).days + 1, len(known))
    units, offers = np.full(shape, np.nan), np.zeros(shape)
    for column, d in enumerate(known.values()):
        at = (d.start - start).days
        units[at : at + len(d.units), column] = d.units
        units[[at + n for n in d.short], column] = np.nan
        offers[[at + n for n in d.promo], column] = 1
    return Panel(tuple(known), start, units, offers)


def _planned(panel: Panel, offers: Mapping[str, Set[date]], days: int) -> Floats:
    found = np.zeros((days, len(panel.skus)))
    for column, sku in enumerate(panel.skus):
        for day in offers.get(sku, ()):
            n = (day - panel.start).days - panel.days
            if 0 <= n < days:
                found[n, column] = 1
    return found


def _features(units: Floats, offer: Floats, weekday: int, day: int) -> tuple[Floats, Floats]:
    """Each series' row for the day after `units`, and its level; all relative to the level."""
    with np.errstate(invalid="ignore", divide="ignore"):
        level = np.maximum(_mean(units[-LEVEL_DAYS:]), SMALLEST)
        same_days = units[-7 * 8 :][::-1][6::7]  # the same weekday of the last eight weeks
        rows = np.stack(
            [
                _mean(units[-7:]) / level,
                _mean(units[-28:]) / level,
                _mean(units[-3:]) / level,
                _mean(same_days) / level,
                np.full(level.shape, float(weekday)),
                offer,
                np.full(level.shape, float(day)),
            ],
            axis=1,
        )
    return rows, level


def _mean(units: Floats) -> Floats:
    """Of the days that are known; 0 where none is."""
    told = ~np.isnan(units)
    found: Floats = np.where(told, units, 0.0).sum(axis=0) / np.maximum(told.sum(axis=0), 1)
    return found


def _model(panel: Panel, until: int) -> Any:  # Any: xgboost has no types
    """Trees that have seen the days before `until`."""
    rows, levels, targets = [], [], []
    for n in range(max(LEVEL_DAYS, until - LEAST_DAYS), until):
        day = panel.start + timedelta(days=n)
        row, level = _features(panel.units[:n], panel.offers[n], day.weekday(), day.day)
        told = ~np.isnan(panel.units[n]) & (level > SMALLEST)
        rows.append(row[told])
        levels.append(level[told])
        targets.append(panel.units[n][told])
    level_of = np.concatenate(levels)
    data = xgboost.DMatrix(
        np.concatenate(rows),
        label=np.concatenate(targets) / level_of,
        weight=level_of,
    )
    return xgboost.train(PARAMETERS, data, num_boost_round=ROUNDS)


def _walk(model: Any, panel: Panel, until: int, offers: Floats) -> tuple[Floats, Floats, Floats]:
    """Means of the days from `until` on, each fed with the ones before; their parts as factors.

    The parts are the model's own contributions (Lundberg et al., 2018) as factors of the level at
    the start: what the model always adds, and how the level moved since, is trend.
    """
    units = panel.units[:until].copy()
    start_level = np.maximum(_mean(units[-LEVEL_DAYS:]), SMALLEST)
    means, parts = [], []
    for n in range(len(offers)):
        day = panel.start + timedelta(days=until + n)
        rows, level = _features(units, offers[n], day.weekday(), day.day)
        told = model.predict(xgboost.DMatrix(rows), pred_contribs=True).astype(float)
        mean = level * np.exp(told.sum(axis=1))
        trend = np.log(level / start_level) + told[:, -1]
        trend += told[:, [i for i, part in enumerate(PARTS) if part == TREND]].sum(axis=1)
        week = told[:, [i for i, part in enumerate(PARTS) if part == WEEKDAY]].sum(axis=1)
        offer = told[:, PARTS.index(PROMOTION)]
        # Without an offer it moves nothing that anybody would call one.
        trend, offer = np.where(offers[n] > 0, (trend, offer), (trend + offer, 0 * offer))
        means.append(mean)
        parts.append(np.exp(np.stack([trend, week, offer], axis=1)))
        units = np.vstack([units, mean[None, :]])
    return np.array(means), np.array(parts), start_level


def _judged(panel: Panel, known: Mapping[str, Demand]) -> tuple[Report, dict[str, Judged] | None]:
    """How all and each product's days would have been foretold; the ladder's where it did as well."""
    ours, theirs, sold = [], [], []
    for back in ORIGINS:
        until = panel.days - back
        part = slice(until, until + LONGEST)
        means, _, _ = _walk(_model(panel, until), panel, until, panel.offers[part])
        ours.append(means)
        theirs.append(_ladder(panel, known, until, LONGEST))
        sold.append(panel.units[part])
    mine, ladders = _report(ours, sold), _report(theirs, sold)
    if mine.loss >= BETTER * ladders.loss:
        return ladders, None
    return mine, {
        sku: _of_one([m[:, i] for m in ours], [s[:, i] for s in sold])
        for i, sku in enumerate(panel.skus)
    }


def _ladder(panel: Panel, known: Mapping[str, Demand], until: int, days: int) -> Floats:
    """What the ladder would have said on that day."""
    first = panel.start + timedelta(days=until)
    columns = []
    for column, d in enumerate(known.values()):
        n = (first - d.start).days
        before = Demand(
            d.start,
            d.units[:n],
            frozenset(p for p in d.short if p < n),
            frozenset(p for p in d.promo if p < n),
            d.step,
        )
        offered = panel.offers[until : until + days, column]
        offers = {first + timedelta(days=int(i)) for i in np.flatnonzero(offered)}
        told = foretold(before, Ahead(first, days, offers))
        columns.append(told.means if told else (0.0,) * days)
    return np.array(columns).T


def _report(means: Sequence[Floats], sold: Sequence[Floats]) -> Report:
    """WAPE and bias over all series and windows."""
    errors = np.concatenate([m - s for m, s in zip(means, sold, strict=True)])
    total = max(float(np.nansum(np.concatenate(list(sold)))), SMALLEST)
    wape, bias = float(np.nansum(np.abs(errors))) / total, float(np.nansum(errors)) / total
    return Report(wape, bias, len(means[0]), len(means))


def _of_one(means: Sequence[Floats], sold: Sequence[Floats]) -> Judged:
    """A product's accuracy, and the variance of its days for one unit of mean."""
    errors = [m - s for m, s in zip(means, sold, strict=True)]
    total = max(float(sum(np.nansum(s) for s in sold)), SMALLEST)
    missed = [float(np.nansum(e)) for e in errors]
    wrong = float(sum(np.nansum(np.abs(e)) for e in errors))
    expected = max(float(sum(m.sum() for m in means)), SMALLEST)
    burst = float(sum(np.nansum(e**2) for e in errors)) / expected
    told = Backtest(
        wrong / total,
        sum(missed) / total,
        sum(map(abs, missed)) / total,
        len(means),
        LONGEST,
    )
    return Judged(told, burst)
