"""Two ways to follow a product's level through its days: a moving mean, and TSB."""

from collections.abc import Callable, Sequence
from typing import Literal

Method = Literal["moving_average", "tsb"]
WINDOW_DAYS = 28
START_DAYS = 14
SMOOTHING = 0.1  # for the size and for the chance of a sale alike
# What is known of the level before each day and after the last, given usual-day units and which
# days were short.
Follow = Callable[[Sequence[float], Sequence[bool]], list[float]]


def moving_average(usual: Sequence[float], short: Sequence[bool]) -> list[float]:
    """The mean of the last 28 days that had something on the shelf."""
    levels, window, total = [0.0], list[float](), 0.0
    for units, empty in zip(usual, short, strict=True):
        before = levels[-1]
        if not empty or units > before:  # an empty shelf tells only that so much was asked for
            window.append(units)
            total += units
            if len(window) > WINDOW_DAYS:
                total -= window[-WINDOW_DAYS - 1]
        levels.append(max(0.0, total) / min(len(window), WINDOW_DAYS) if window else before)
    return levels


def tsb(usual: Sequence[float], short: Sequence[bool]) -> list[float]:
    """Chance of a sale times its size, both smoothed; the chance also falls on days without one.

    Teunter, Syntetos and Babai (2011), Intermittent demand: linking forecasting to inventory
    obsolescence. European Journal of Operational Research 214(3).
    """
    told = [u for u, empty in zip(usual[:START_DAYS], short[:START_DAYS], strict=True) if not empty]
    sold = [u for u in told if u > 0]
    chance = len(sold) / len(told) if told else 0.0
    size = sum(sold) / len(sold) if sold else 0.0
    levels = [chance * size]
    for units, empty in zip(usual, short, strict=True):
        if not empty or units > chance * size:
            if units > 0:
                size = units if size == 0 else size + SMOOTHING * (units - size)
                chance += SMOOTHING * (1 - chance)
            else:
                chance -= SMOOTHING * chance
        levels.append(chance * size)
    return levels


FOLLOWING: dict[Method, Follow] = {"moving_average": moving_average, "tsb": tsb}
# Variance of the level, in variances of a day: of a mean of n it is 1 / n, of smoothing a / (2 - a).
UNCERTAINTY: dict[Method, float] = {
    "moving_average": 1 / WINDOW_DAYS,
    "tsb": SMOOTHING / (2 - SMOOTHING),
}
