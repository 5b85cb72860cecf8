"""One model for all products of a shop: the panel's boosted trees, with TSB beside them.

Slow beside the ladder, so it is fitted ahead of the questions; it is used only where it did better
on the shop's own past than the ladder does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from haat.analytics.forecast.backtest import LONGEST
from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.festive import FESTIVAL, festive
from haat.analytics.forecast.goods import (
    OFFER,
    PRICE,
    Plan,
    day_of,
    days_before,
    panel_of,
    planned,
)
from haat.analytics.forecast.ladder import Ahead, foretold
from haat.analytics.forecast.outlook import Backtest
from haat.analytics.forecast.shelves import Shelves, Totals, totals
from haat.analytics.forecast.stored import METHOD, TOTAL, DayParts, Stored
from haat.analytics.panel import accuracy, trees
from haat.analytics.panel.demand import BASE_SHARE
from haat.analytics.panel.grown import Grown, Walked, grow, grown, walked
from haat.analytics.panel.levels import tsb
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.rhythm import RHYTHMS
from haat.analytics.retrain import WINDOW_DAYS, Report

LEAST_DAYS = 365
LEAST_SERIES = 10
ORIGINS = (2 * LONGEST, LONGEST)  # days before the end
ENDS = (7, 14, LONGEST, 97)  # days ahead, up to which a direct model of its own speaks
ROOM = max(ENDS)
BETTER = 0.98  # of the ladder's loss: less is chance
SMALLEST = 1e-3
WEEK = 7
LADDER = "ladder"
TREES = 3  # the form that the trees are kept in


@dataclass(frozen=True, slots=True)
class Judged:
    """How a series' days would have been foretold, and the spread that `Stored` tells."""

    backtest: Backtest
    burst: float
    shared: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: the trees, or none where the ladder does as well, and how it did before.

    `judged` has the products it may speak of. `upper` are the trees of categories and the shop, where
    goods that agree with them did better. `summed` has the totals by their names, in rupees. `state` is
    the one whose festivals it knows.
    """

    trees: bytes | None
    report: Report
    judged: Mapping[str, Judged]
    upper: bytes | None = None
    state: str | None = None
    summed: Mapping[str, Judged] = field(default_factory=dict)

    @property
    def body(self) -> bytes | None:
        """All trees, as the register keeps them."""
        return None if self.trees is None else self.trees + (self.upper or b"")

    @property
    def parameters(self) -> dict[str, Any]:
        """What it was made with, as JSON values."""
        if self.trees is None:
            return {"method": LADDER}
        rhythm = RHYTHMS["D"]
        return {
            "method": METHOD,
            "trees": TREES,
            "ends": list(ENDS),
            "rounds": rhythm.rounds,
            "tweedie_variance_power": rhythm.power,
            "tsb_share": BASE_SHARE,
            **trees.PARAMETERS,
        }

    def as_json(self) -> dict[str, Any]:
        """The report of all and of each product; the trees are kept beside it."""
        return {
            **self.report.as_json(),
            "products": {s: asdict(j) for s, j in self.judged.items()},
            "totals": {s: asdict(j) for s, j in self.summed.items()},
            "upper_bytes": len(self.upper or b""),
            "state": self.state,
        }


def model(trees: bytes | None, body: Mapping[str, Any]) -> Model:
    """What `as_json` wrote, with its trees."""
    told = {name: body[name] for name in ("wape", "bias", "horizon_days", "windows")}
    goods = len(trees or b"") - body.get("upper_bytes", 0)
    judged, summed = (
        {
            name: Judged(Backtest(**one["backtest"]), one["burst"], one.get("shared", 0.0))
            for name, one in body.get(part, {}).items()
        }
        for part in ("products", "totals")
    )
    if trees is None:
        return Model(None, Report(**told), judged)
    upper = trees[goods:] or None
    return Model(trees[:goods], Report(**told), judged, upper, body["state"], summed)


def fitted(known: Mapping[str, Demand], plan: Plan, first: date, days: int) -> dict[str, Stored]:
    """What to expect of each product on `days` days from `first`; empty where the ladder does as well."""
    learnt = learn(known)
    return {} if learnt is None else foretell(learnt, known, plan, first, days)


def learn(known: Mapping[str, Demand], shelves: Shelves | None = None) -> Model | None:
    """A model of all products together; None without a year of at least ten of them.

    Where it is told what stands together on `shelves`, totals are learned too.
    """
    whole = _whole(known)
    if len(whole) < LEAST_SERIES:
        return None
    panel = panel_of(whole)
    state = shelves.state if shelves else None
    report, tried = _tried(panel, whole, state)
    if tried is None:
        return Model(None, report, {})
    sold = [panel.values[until : until + LONGEST] for until in tried]
    judged = _of_goods(panel.ids, list(tried.values()), sold)
    found = totals(panel, shelves) if shelves else None
    if found is None:
        return Model(_grown(panel, state), report, judged, None, state)
    upper, summed = _upper(found, tried, state)
    return Model(_grown(panel, state), report, judged, upper, state, summed)


def _grown(panel: Panel, state: str | None) -> bytes:
    return grow(festive(panel, state, 0), ENDS, ROOM).as_bytes()


def usable(parameters: Mapping[str, Any]) -> bool:
    """Whether a model with these parameters can still foretell: trees of an earlier form can't."""
    return parameters["method"] == LADDER or parameters.get("trees") == TREES


def foretell(
    learnt: Model,
    known: Mapping[str, Demand],
    plan: Plan,
    first: date,
    days: int,
    *,
    shelves: Shelves | None = None,
) -> dict[str, Stored]:
    """What to expect of each product on `days` days from `first`; empty where the ladder does as well.

    With `shelves` their totals come too, in rupees, by names that begin with `TOTAL`: goods add up to
    them.
    """
    judged = learnt.judged
    whole = {sku: d for sku, d in known.items() if sku in judged and any(d.units)}
    if learnt.trees is None or not whole:
        return {}
    panel = panel_of(whole)
    gap = (first - day_of(panel, 0)).days - panel.length
    panel = planned(panel, whole, plan, gap + days)
    told = _told(grown(learnt.trees), festive(panel, learnt.state, gap + days), gap + days)
    found = totals(panel, shelves) if shelves else None
    if found is not None and learnt.upper is not None:
        ahead = festive(found.panel, learnt.state, gap + days)
        upper = _means(walked(grown(learnt.upper), ahead, gap + days), ahead)
        told = told.moved(found.agreed(told.means, upper))
    goods = _kept(told, panel.ids, judged, first, gap)
    if found is None:
        return goods
    summed = _kept(_summed(told, found), found.of.names, learnt.summed, first, gap)
    return goods | {TOTAL + name: one for name, one in summed.items()}


def _kept(
    told: "_Told", names: Sequence[str], judged: Mapping[str, Judged], first: date, gap: int
) -> dict[str, Stored]:
    """Each series that was judged, without the days before `first`."""
    return {
        name: Stored(
            first,
            tuple(float(m) for m in told.means[gap:, column]),
            float(told.usual[column]),
            tuple(DayParts(*(float(p) for p in day[column])) for day in told.factors[gap:]),
            judged[name].burst,
            judged[name].backtest,
            judged[name].shared,
        )
        for column, name in enumerate(names)
        if name in judged
    }


def _summed(told: "_Told", found: Totals) -> "_Told":
    """The totals of what is told of goods, and of each step from the usual to the means."""
    steps = told.usual[:, None] * np.cumprod(told.factors, axis=-1)
    running = np.stack([found.added(steps[..., n]) for n in range(steps.shape[-1])], axis=-1)
    usual = found.added(told.usual[None])[0]
    before = np.concatenate([np.broadcast_to(usual[:, None], running[..., :1].shape), running], -1)
    before = before[..., :-1]
    factors = np.divide(running, before, out=np.ones_like(running), where=before > 0)
    return _Told(running[..., -1], usual, factors)


def weeks(
    learnt: Model, known: Mapping[str, Demand], unseen_days: int, most: int = 2
) -> list[Report]:
    """How the model did in the last whole weeks of the days it has not seen, the oldest first."""
    whole = _whole(known)
    if learnt.trees is not None:
        whole = {sku: d for sku, d in whole.items() if sku in learnt.judged}
    if not whole:
        return []
    panel = panel_of(whole)
    count = min(most, unseen_days // WINDOW_DAYS)
    return [
        _week(learnt, panel, whole, panel.length - n * WINDOW_DAYS) for n in range(count, 0, -1)
    ]


def _week(learnt: Model, panel: Panel, known: Mapping[str, Demand], until: int) -> Report:
    if learnt.trees is None:
        means = _ladder(panel, known, until, WINDOW_DAYS)
    else:
        boosters = grown(learnt.trees)
        past = festive(panel.until(until, WINDOW_DAYS), learnt.state, WINDOW_DAYS)
        means = _means(walked(boosters, past, WINDOW_DAYS), past)
    return _report([means], [panel.values[until : until + WINDOW_DAYS]])


def _whole(known: Mapping[str, Demand]) -> dict[str, Demand]:
    return {sku: d for sku, d in known.items() if len(d.units) >= LEAST_DAYS and any(d.units)}


def _means(told: Walked, panel: Panel) -> Floats:
    """Both trees' means with TSB beside them, as the panel's standing combination has them."""
    own = (told.fed + told.direct) / 2
    found: Floats = np.maximum((1 - BASE_SHARE) * own + BASE_SHARE * tsb(panel.values), 0.0)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Means (days x products), what is usual, and the factors (of `DayParts`) that lead from it to them."""

    means: Floats
    usual: Floats
    factors: Floats

    def moved(self, means: Floats) -> "_Told":
        """The same with other means; what moves them is part of the trend."""
        moved = np.divide(means, self.means, out=np.ones_like(means), where=self.means > 0)
        factors = self.factors.copy()
        factors[..., 0] *= moved
        return _Told(means, self.usual, factors)


def _told(boosters: Grown, panel: Panel, days: int) -> _Told:
    """What is expected and why: the trees' own contributions as factors of the level at the start.

    Factors of the three members are added up one after the other, by their shares, so that they
    stay factors of the whole.
    """
    walk = walked(boosters, panel, days)
    each = [
        _factors(*parts, walk.level, panel) for parts in (walk.fed_parts(), walk.direct_parts())
    ]
    plain = np.ones_like(each[0])
    plain[0] = np.maximum(tsb(panel.values) / walk.level, SMALLEST)
    members, share = np.stack([*each, plain]), (1 - BASE_SHARE) / 2
    running: Floats = np.tensordot([share, share, BASE_SHARE], np.cumprod(members, axis=1), axes=1)
    factors = running.copy()
    factors[1:] /= running[:-1]
    return _Told(walk.level * running[-1], walk.level, np.moveaxis(factors, 0, -1))


def _factors(parts: Mapping[str, Floats], levels: Floats, usual: Floats, panel: Panel) -> Floats:
    """Trend, weekday, offer and festival of one member: 4 x days x products.

    What the model always adds, where in the month and year a day lies, and how the level moved since
    the start is trend, and so is the usual price. On offer the price is part of it. Without an offer or
    a festival these move nothing that anybody would call one.
    """
    days = len(levels)
    here = {OFFER: panel.planned[OFFER][:days] > 0, FESTIVAL: panel.planned[FESTIVAL][:days] != 1}
    moved = {OFFER: parts[OFFER] + parts[PRICE], FESTIVAL: parts[FESTIVAL]}
    told = {name: np.where(rows, moved[name], 0.0) for name, rows in here.items()}
    weekday, whole = parts["weekday"], np.sum(list(parts.values()), axis=0)
    trend = np.log(levels / usual) + whole - weekday - told[OFFER] - told[FESTIVAL]
    found: Floats = np.exp(np.stack([trend, weekday, told[OFFER], told[FESTIVAL]]))
    return found


def _tried(
    panel: Panel, known: Mapping[str, Demand], state: str | None
) -> tuple[Report, Mapping[int, Floats] | None]:
    """How all days would have been foretold, and what was, by origin; the ladder's where it did as well."""
    origins = [panel.length - back for back in ORIGINS]
    ours = {until: _would_have(panel, until, state) for until in origins}
    theirs = [_ladder(panel, known, until, LONGEST) for until in origins]
    sold = [panel.values[until : until + LONGEST] for until in origins]
    mine, ladders = _report(list(ours.values()), sold), _report(theirs, sold)
    return (ladders, None) if mine.loss >= BETTER * ladders.loss else (mine, ours)


def _would_have(panel: Panel, until: int, state: str | None) -> Floats:
    """Means of the days from a position on, by trees that saw only those before."""
    past = festive(panel.until(until, LONGEST), state, LONGEST)
    boosters = grow(past, tuple(end for end in ENDS if end <= LONGEST), ROOM)
    return _means(walked(boosters, past, LONGEST), past)


def _upper(
    found: Totals, tried: Mapping[int, Floats], state: str | None
) -> tuple[bytes | None, dict[str, Judged]]:
    """Trees of categories and the shop, and how these did.

    No trees where goods did as well without agreeing with them.
    """
    sold = [found.panel.values[until : until + LONGEST] for until in tried]
    plain = [found.added(means) for means in tried.values()]
    agreed = [
        found.added(found.agreed(means, _would_have(found.panel, until, state)))
        for until, means in tried.items()
    ]
    better = _report(agreed, sold).loss < BETTER * _report(plain, sold).loss
    means = agreed if better else plain
    errors, expected = _weeks_of(means, sold)
    judged = {}
    for i, name in enumerate(found.of.names):
        one = _of_one([m[:, i] for m in means], [s[:, i] for s in sold])
        judged[name] = replace(one, shared=_shared(errors[:, i], expected[:, i], one.burst))
    return _grown(found.panel, state) if better else None, judged


def _ladder(panel: Panel, known: Mapping[str, Demand], until: int, days: int) -> Floats:
    """What the ladder would have said on that day."""
    first = day_of(panel, until)
    columns = []
    for column, d in enumerate(known.values()):
        offered = panel.covariates[OFFER][until : until + days, column]
        offers = {first + timedelta(days=int(i)) for i in np.flatnonzero(offered)}
        told = foretold(days_before(d, first), Ahead(first, days, offers))
        columns.append(told.means if told else (0.0,) * days)
    return np.array(columns).T


def _report(means: Sequence[Floats], sold: Sequence[Floats]) -> Report:
    """WAPE and bias over all series and windows."""
    told, came = np.vstack(list(means)), np.vstack(list(sold))
    return Report(accuracy.wape(told, came), accuracy.bias(told, came), len(means[0]), len(means))


def _of_goods(
    names: Sequence[str], means: Sequence[Floats], sold: Sequence[Floats]
) -> dict[str, Judged]:
    """Each product's, with what its days have in common as it is of all products together.

    Of one product eight weeks tell too little of how much more they err than days alone.
    """
    each = [_of_one([m[:, i] for m in means], [s[:, i] for s in sold]) for i in range(len(names))]
    bursts = np.array([one.burst for one in each])
    errors, expected = _weeks_of(means, sold)
    excess = float((errors**2).sum()) / max(float((bursts * expected).sum()), SMALLEST)
    daily = np.maximum(expected.mean(axis=0) / WEEK, SMALLEST)
    shared = max(0.0, excess - 1) * bursts / (WEEK * daily)
    return {
        name: replace(one, shared=float(part))
        for name, one, part in zip(names, each, shared, strict=True)
    }


def _weeks_of(means: Sequence[Floats], sold: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Weeks x products: by how much each week was off, and what was expected of its known days."""
    told, came = np.vstack(list(means)), np.vstack(list(sold))
    known = np.isfinite(came)
    shape = -1, WEEK, told.shape[1]
    off = np.where(known, told - np.nan_to_num(came), 0.0).reshape(shape).sum(axis=1)
    return off, np.where(known, told, 0.0).reshape(shape).sum(axis=1)


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


def _shared(errors: Floats, expected: Floats, burst: float) -> float:
    """By how much more a total's weeks erred than days that know nothing of one another.

    Of a product eight weeks tell too little; a total errs the same way for days.
    """
    mean = max(float(expected.mean()), SMALLEST)
    square = float((errors**2).sum()) / max(1, len(errors) - 1)
    return max(0.0, square - burst * mean) / mean**2
