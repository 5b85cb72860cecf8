"""`python -m eval.drift`: how often drift is told where there is none, and where there is one.

Shops are drawn as the demo's are: negative binomial days with weekdays, slow and fast goods; in
the harder draw all goods of a day are lifted or lowered together, as by weather.
"""

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from haat.analytics import drift as index
from haat.analytics.drift import REFERENCE_DAYS, WINDOW_DAYS, Drift, drift, pooled

WEEK = (0.9, 0.9, 0.95, 0.95, 1.0, 1.2, 1.1)
DISPERSION = 8.0  # of days: variance = mean + mean^2 / 8
FIXED = 0.2  # the customary limit


@dataclass(frozen=True, slots=True)
class Draw:
    """What the windows are drawn with; `level` and `spread` hold for the recent one."""

    name: str
    products: int
    level: float = 1.0
    spread: float = 1.0
    shared: float = 0.0  # deviation of a day's lift that all goods share
    moved: float = 1.0  # share of the goods whose level moved


DRAWS = (
    Draw("no drift, 4 products", 4),
    Draw("no drift, 10 products", 10),
    Draw("no drift, 40 products", 40),
    Draw("no drift, days differ by 10 %", 40, shared=0.1),
    Draw("no drift, days differ by 20 %", 40, shared=0.2),
    Draw("all sell 1.25 times", 40, level=1.25),
    Draw("all sell 1.5 times", 10, level=1.5),
    Draw("all sell 1.5 times", 40, level=1.5),
    Draw("all sell half", 10, level=0.5),
    Draw("all sell half", 40, level=0.5),
    Draw("a third sells twice", 40, level=2.0, moved=1 / 3),
    Draw("days differ three times as much", 40, spread=3.0),
)


def main(words: Sequence[str] | None = None) -> int:
    """Print the table."""
    said = _arguments().parse_args(words)
    chance = random.Random(said.seed)  # noqa: S311  a simulation, not a secret
    print(f"seed {said.seed}, {said.runs} shops a row; {WINDOW_DAYS} days against {REFERENCE_DAYS}")
    print(f"limit: the larger of {index.SMALL} and the {index.FALSE_ALARM:.0%} point of chance\n")
    print(f"{'':36}{'told':>8}{'> 0.2':>8}{'psi':>8}{'limit':>8}{'values':>8}")
    for draw in DRAWS:
        print(_line(draw, [_one(draw, chance) for _ in range(said.runs)]))
    for count in (index.LEAST_OBSERVATIONS, 4 * index.LEAST_OBSERVATIONS):
        print(
            _line(
                Draw(f"no drift, {count} values of 1", 1), list(_single(count, said.runs, chance))
            )
        )
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.drift", description="Measure the drift alarm."
    )
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20261126)
    return parser


def _line(draw: Draw, found: Sequence[Drift]) -> str:
    told = sum(one.drifted for one in found) / len(found)
    fixed = sum(one.psi > FIXED for one in found) / len(found)
    psi, limit = (
        sum(values) / len(found) for values in zip(*((f.psi, f.limit) for f in found), strict=True)
    )
    name = f"{draw.name} ({draw.products})"
    return f"{name:36}{told:8.1%}{fixed:8.1%}{psi:8.3f}{limit:8.3f}{found[0].observations:8}"


def _one(draw: Draw, chance: random.Random) -> Drift:
    days = REFERENCE_DAYS + WINDOW_DAYS
    lifts = [chance.lognormvariate(0, draw.shared) if draw.shared else 1.0 for _ in range(days)]
    series = {str(n): _days(draw, n, lifts, chance) for n in range(draw.products)}
    found = pooled(series)
    if found is None:
        raise ValueError(f"{draw.name}: too few values")
    return found


def _days(draw: Draw, n: int, lifts: Sequence[float], chance: random.Random) -> list[float]:
    """One product's days, from one sale in two days to twelve a day."""
    mean = 0.5 * 24 ** chance.random()
    moved = n < round(draw.moved * draw.products)
    found = []
    for day, lift in enumerate(lifts):
        recent = day >= REFERENCE_DAYS
        level = mean * lift * WEEK[day % 7] * (draw.level if recent and moved else 1.0)
        found.append(_count(level, DISPERSION / (draw.spread**2 if recent else 1.0), chance))
    return found


def _count(mean: float, dispersion: float, chance: random.Random) -> float:
    """A gamma-Poisson count; Knuth's way of drawing Poisson (1969)."""
    until, count = math.exp(-mean * chance.gammavariate(dispersion, 1 / dispersion)), 0
    product = chance.random()
    while product > until:
        product *= chance.random()
        count += 1
    return float(count)


def _single(count: int, runs: int, chance: random.Random) -> Iterator[Drift]:
    """Two windows of one smooth series, equally long: the fewest values that are judged, and more."""
    for _ in range(runs):
        before, now = ([chance.gammavariate(4, 1) for _ in range(count)] for _ in range(2))
        found = drift(before, now)
        if found is not None:
            yield found


if __name__ == "__main__":
    raise SystemExit(main())
