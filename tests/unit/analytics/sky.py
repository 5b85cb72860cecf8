"""Where Sun and Moon stand: an oracle for the days of the moon, by another way than the tables.

Meeus, Astronomical Algorithms (1998), chapters 25 (low accuracy) and 47 (the greatest terms).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from math import radians, sin

IST = timezone(timedelta(hours=5, minutes=30))
# Multiples of D, M, M' and F, and the coefficient of the sine in millionths of a degree.
TERMS = (
    (0, 0, 1, 0, 6288774),
    (2, 0, -1, 0, 1274027),
    (2, 0, 0, 0, 658314),
    (0, 0, 2, 0, 213618),
    (0, 1, 0, 0, -185116),
    (0, 0, 0, 2, -114332),
    (2, 0, -2, 0, 58793),
    (2, -1, -1, 0, 57066),
    (2, 0, 1, 0, 53322),
    (2, -1, 0, 0, 45758),
    (0, 1, -1, 0, -40923),
    (1, 0, 0, 0, -34720),
    (0, 1, 1, 0, -30383),
)


def at(day: date, hour: float) -> datetime:
    """A moment of a day in India."""
    return datetime(day.year, day.month, day.day, tzinfo=IST) + timedelta(hours=hour)


def lunar_day(moment: datetime) -> int:
    """The tithi from 1 (after the new moon) to 30."""
    return int(_apart(moment) // 12) + 1


def sign(moment: datetime) -> int:
    """The sidereal sign of the Sun from 0 (Mesha), with Lahiri's ayanamsha."""
    t = _centuries(moment)
    return int((_sun(t) - 23.853 - 1.396 * t) % 360 // 30)


def new_moons(first: date, last: date) -> Iterator[datetime]:
    """All between two days, to the minute."""
    moment = at(first, 0)
    while moment < at(last, 0):
        later = moment + timedelta(days=1)
        if _apart(later) < _apart(moment):
            yield _new_moon(moment, later)
        moment = later


def _new_moon(low: datetime, high: datetime) -> datetime:
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _apart(middle) > 180 else (low, middle)
    return high


def _apart(moment: datetime) -> float:
    t = _centuries(moment)
    return (_moon(t) - _sun(t)) % 360


def _centuries(moment: datetime) -> float:
    return (moment.timestamp() / 86400 + 2440587.5 + 69 / 86400 - 2451545) / 36525


def _sun(t: float) -> float:
    m = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(m) + 0.019993 * sin(2 * m) + 0.000289 * sin(3 * m)
    return 280.46646 + 36000.76983 * t + centre - 0.00569


def _moon(t: float) -> float:
    angles = (
        297.8501921 + 445267.1114034 * t,
        357.5291092 + 35999.0502909 * t,
        134.9633964 + 477198.8675055 * t,
        93.272095 + 483202.0175233 * t,
    )
    terms = (
        c * sin(radians(sum(n * a for n, a in zip(ns, angles, strict=True)))) for *ns, c in TERMS
    )
    return 218.3164477 + 481267.88123421 * t + sum(terms) / 1e6
