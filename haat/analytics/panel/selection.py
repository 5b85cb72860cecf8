"""The way to foretell each kind of series that did best on the shop's own past, from several days in it.

A way replaces the fallback only where it did clearly better: what is best by chance is not best.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel import accuracy
from haat.analytics.panel.accuracy import Accuracy
from haat.analytics.panel.counts import burst, quantiles
from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.kinds import smooth
from haat.analytics.panel.members import FALLBACK, MEMBERS, STANDING, Means
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.smooth import foretell_smooth
from haat.analytics.panel.standing import NOT_ENOUGH, foretell, named

ORIGINS = 3
LEAST_BEFORE = 3  # horizons of history at the first origin
CLEARLY = 0.98  # of the fallback's loss
OFTEN = 1.32  # mean periods between sales, above which demand is intermittent
UNEVEN = 0.49  # squared coefficient of variation of sizes, above which it is erratic

Progress = Callable[[str], None]
Columns = NDArray[np.intp]


def selected(
    panel: Panel, horizon: int, progress: Progress = lambda _: None
) -> tuple[Foretold, tuple[Accuracy, ...]]:
    """The forecast by the way that did best for each segment, and how each way did.

    Origins lie a horizon apart, the last one ends with what is known. Where the past is too short for
    one origin, the standing combination is used and nothing is claimed.
    """
    starts = origins(panel.length, horizon)
    if not starts:
        return foretell(panel, horizon), ()
    table: list[Accuracy] = []
    plain = foretell(panel, horizon)
    means, bounds = plain.means.copy(), plain.quantiles.copy()
    models = [model.removeprefix(NOT_ENOUGH) for model in plain.models]
    for kind, columns in _kinds(panel):
        some = panel.only(columns)
        parts = segments(some, kind)
        results = list(_judged(some, horizon, kind, parts, progress))
        table += results
        told = MEMBERS[kind](some, horizon) if results else {}
        for segment, inside in parts.items():
            tried = [r for r in results if r.segment == segment and r.model in told]
            if not tried:  # none of these had begun
                continue
            best = chosen(tried, FALLBACK[kind], STANDING[kind])
            there = columns[inside]
            means[:, there] = told[best][:, inside]
            for column in there:
                models[column] = best
        if results:
            bounds[:, :, columns] = _bounds(some, horizon, kind, means[:, columns])
    return Foretold(means, bounds, tuple(named(panel, models))), tuple(table)


def origins(length: int, horizon: int) -> tuple[int, ...]:
    """The first periods that were not known, the latest last; as many as there is history for."""
    found = [length - n * horizon for n in range(1, ORIGINS + 1)]
    return tuple(sorted(o for o in found if o >= LEAST_BEFORE * horizon))


def chosen(results: list[Accuracy], fallback: str, standing: str) -> str:
    """The model of the least loss, if that is clearly less than the standing one's, which must beat the fallback."""
    losses = {r.model: r.loss for r in results if r.level == "series"}
    if fallback not in losses:
        return fallback
    best = min(losses, key=losses.__getitem__)
    usual = fallback
    if standing in losses and losses[standing] < CLEARLY * losses[fallback]:
        usual = standing
    return best if losses[best] < CLEARLY * losses[usual] else usual


def segments(panel: Panel, kind: str) -> Mapping[str, Columns]:
    """Positions of the series of each segment.

    Demand by how often it comes and how even its sizes are: Syntetos, Boylan and Croston (2005),
    Journal of the Operational Research Society 56(5).
    """
    if kind == "smooth":
        return {"smooth_going": np.arange(len(panel.ids))}
    sold = np.nan_to_num(panel.values) > 0
    count = np.maximum(sold.sum(0), 1)
    apart = np.isfinite(panel.values).sum(0) / count
    mean = np.nansum(panel.values, axis=0) / count
    square = np.where(sold, (np.nan_to_num(panel.values) - mean) ** 2, 0.0).sum(0) / count
    uneven = square / np.maximum(mean, 1e-9) ** 2 >= UNEVEN
    rare = apart >= OFTEN
    masks = {
        "steady": ~rare & ~uneven,
        "erratic": ~rare & uneven,
        "intermittent": rare & ~uneven,
        "lumpy": rare & uneven,
    }
    return {name: np.flatnonzero(mask) for name, mask in masks.items() if mask.any()}


def _kinds(panel: Panel) -> Iterator[tuple[str, Columns]]:
    calm = smooth(panel)
    for kind, mask in (("demand", ~calm), ("smooth", calm)):
        if mask.any():
            yield kind, np.flatnonzero(mask)


@dataclass(frozen=True, slots=True, eq=False)
class _Origin:
    """What each member foretold from one period in the past, and what `came`; columns of all series.

    `seen` is what was known then, of the series that had `begun`.
    """

    members: Means
    came: Floats
    seen: Panel
    begun: Columns


def _judged(
    panel: Panel, horizon: int, kind: str, parts: Mapping[str, Columns], progress: Progress
) -> Iterator[Accuracy]:
    """How each member did on each segment, by series and by their total."""
    told: list[_Origin] = []
    known = np.isfinite(panel.values)
    starts = [o for o in origins(panel.length, horizon) if known[:o].any()]
    if not starts:
        return
    for number, start in enumerate(starts, 1):
        progress(f"back-test {number} of {len(starts)}, {kind}")
        begun = np.flatnonzero(known[:start].any(axis=0))
        seen = panel.only(begun).until(start, horizon)
        members = {n: _whole(m, begun, panel) for n, m in MEMBERS[kind](seen, horizon).items()}
        told.append(_Origin(members, panel.values[start : start + horizon], seen, begun))
    common = [m for m in told[0].members if all(m in o.members for o in told)]
    past = panel.values[: starts[0]]
    for segment, inside in parts.items():
        for model in common:
            for one in _of_segment(segment, model, told, inside, past[:, inside]):
                own = kind == "demand" and one.level == "series"
                yield replace(one, coverage=_covered(told, model, inside)) if own else one


def _whole(some: Floats, columns: Columns, panel: Panel) -> Floats:
    """On all series of a panel; NaN where a series hadn't begun."""
    found = np.full((len(some), len(panel.ids)), np.nan)
    found[:, columns] = some
    return found


def _of_segment(
    segment: str,
    model: str,
    told: Sequence[_Origin],
    inside: Columns,
    past: Floats,
) -> Iterator[Accuracy]:
    """By series, and by their total."""
    means = np.vstack([origin.members[model][:, inside] for origin in told])
    came = np.vstack([origin.came[:, inside] for origin in told])
    known = np.isfinite(means) & np.isfinite(came)
    if not known.any():
        return
    levels = {
        "series": (means, came, past),
        "total": (_added(means, known), _added(came, known), _added(past, np.isfinite(past))),
    }
    for level, (foretold, truth, before) in levels.items():
        yield Accuracy(
            segment,
            level,
            model,
            accuracy.wape(foretold, truth),
            accuracy.bias(foretold, truth),
            accuracy.rmsse(foretold, truth, before),
            len(told),
        )


def _added(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """The sum over series, as one column."""
    found: Floats = np.where(known, values, 0.0).sum(axis=1, keepdims=True)
    return found


def _covered(told: Sequence[_Origin], model: str, inside: Columns) -> float:
    """The share of what came within the bounds around a member's means."""
    found = []
    for origin in told:
        bounds = quantiles(origin.members[model][:, origin.begun], burst(origin.seen))
        here = np.isin(origin.begun, inside)
        came = origin.came[:, origin.begun[here]]
        found.append(accuracy.coverage(bounds[:, :, here], came))
    return float(np.nanmean(found))


def _bounds(panel: Panel, horizon: int, kind: str, means: Floats) -> Floats:
    """The quantiles that belong to the kind, moved to the chosen means."""
    if kind == "demand":
        return quantiles(means, burst(panel))
    plain = foretell_smooth(panel, horizon)
    middle = PROBABILITIES.index(0.5)
    moved: Floats = plain.quantiles + (means - plain.quantiles[middle])[None]
    found: Floats = np.maximum(moved, 0.0) if plain.quantiles.min() >= 0 else moved
    return found
