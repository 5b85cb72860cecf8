"""How much time it takes to foretell a large shop: `python -m eval.forecast_speed`."""

import argparse
import sys
import time

import numpy as np

from haat.analytics.panel.panel import Panel
from haat.analytics.panel.standing import foretell

SKUS, DAYS, HORIZON = 1000, 730, 28
ALLOWED_CPU_SECONDS = 20
SEED = 7
BURST = 2.0  # variance over mean of what is asked for


def shop(skus: int, days: int, seed: int = SEED) -> Panel:
    """Invented sales: levels over three powers of ten, weekdays, a season, offers, goods that are young."""
    rng = np.random.default_rng(seed)
    day = np.arange(days + HORIZON)[:, None]
    level = np.exp(rng.normal(0.5, 1.2, skus))
    week = np.array([0.9, 0.9, 0.95, 0.95, 1.0, 1.15, 1.15])[day % 7]
    season = 1 + rng.uniform(0, 0.3, skus) * np.cos(2 * np.pi * day / 365.25 + rng.uniform(0, 6))
    offers = (rng.random((len(day), skus)) < 0.08).astype(np.float64)  # a share
    mean = level * week * season * (1 + 0.4 * offers)
    units = rng.negative_binomial(mean / (BURST - 1), 1 / BURST).astype(np.float64)
    young = np.arange(days + HORIZON)[:, None] < np.where(rng.random(skus) < 0.1, days // 2, 0)
    units[young] = np.nan
    return Panel(
        tuple(f"sku{n}" for n in range(skus)),
        np.datetime64("2024-11-26") + np.arange(days),
        "D",
        units[:days],
        {"offer": offers[:days]},
        {"offer": offers[days:]},
    )


def main() -> None:
    """Print the time, and end with 1 where it is above what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skus", type=int, default=SKUS)
    parser.add_argument("--days", type=int, default=DAYS)
    asked = parser.parse_args()
    panel = shop(asked.skus, asked.days)
    foretell(shop(20, asked.days), HORIZON)  # loads what is loaded once
    start = time.process_time()
    told = foretell(panel, HORIZON)
    seconds = time.process_time() - start
    models = ", ".join(sorted(set(told.models)))
    print(f"{asked.skus} products, {asked.days} days known, {HORIZON} ahead ({models})")
    print(f"{seconds:.1f} CPU seconds ({asked.skus / seconds:.0f} products a second)")
    if asked.skus == SKUS and seconds > ALLOWED_CPU_SECONDS:
        sys.exit(f"more than {ALLOWED_CPU_SECONDS} CPU seconds")


if __name__ == "__main__":
    main()
