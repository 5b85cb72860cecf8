"""What is a long time ago and what repeats, for each frequency."""

from collections.abc import Mapping
from dataclasses import dataclass

from haat.analytics.panel.panel import Frequency


@dataclass(frozen=True, slots=True)
class Rhythm:
    """All in periods: `level` is what "usual" is the mean of, `windows` what is compared with it.

    `season` is the shortest cycle (7 days a week), `year` the long one; 1 where there is none.
    """

    level: int
    windows: tuple[int, ...]
    season: int
    year: int
    block: int  # one direct model foretells so many periods
    power: float  # of the mean that the variance goes with: sums of many days differ by their size
    rounds: int


RHYTHMS: Mapping[Frequency, Rhythm] = {
    "D": Rhythm(
        level=56, windows=(3, 7, 14, 28, 112), season=7, year=364, block=14, power=1.4, rounds=120
    ),
    "W": Rhythm(
        level=13, windows=(2, 4, 8, 26, 52), season=1, year=52, block=4, power=1.6, rounds=200
    ),
    "MS": Rhythm(
        level=6, windows=(2, 3, 12, 24), season=1, year=12, block=3, power=1.6, rounds=200
    ),
    "none": Rhythm(
        level=13, windows=(2, 4, 8, 26, 52), season=1, year=1, block=4, power=1.6, rounds=200
    ),
}
