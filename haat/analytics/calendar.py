"""What the calendar tells of a day in India: how near the festivals are, salaries, weddings.

The dates of most festivals move with the moon, so that a year ago is the wrong place to look: days
are told by their distance to the festival.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from haat.analytics.occasions import Occasion, Span, kept
from haat.analytics.weddings import in_wedding_season

Floats = NDArray[np.float64]

FAR = 30  # days: what is farther ahead does not move a shop's demand yet
PAST = 7  # days after which a festival is forgotten
SALARY_DAYS = 7  # of a month, in which wages are spent
GREATEST = frozenset(("diwali", "durga_puja", "onam", "pongal", "bohag_bihu", "holi"))


def festival_features(days: Sequence[date], state: str | None) -> Mapping[str, Floats]:
    """Five arrays of len(days), any order of days; the same for all series of a shop.

    `festival_ahead`: days until the next main festival of the State (0 while one lasts), at most
    `FAR`; `festival_past`: days since the last one ended, at most `PAST`; `great_festival_ahead`:
    as the first, for the greatest alone; `salary_week`: 1.0 on the first seven days of a month;
    `wedding_season`: 1.0 where custom allows weddings. `state` is named as in
    `haat.language.festivals.CODES`; without one the national festivals count.
    """
    main = _kept(days, state)
    spans = [span for found in main.values() for span in found]
    great = [span for occasion, found in main.items() if occasion.id in GREATEST for span in found]
    return {
        "festival_ahead": _ahead(days, spans),
        "festival_past": _past(days, spans),
        "great_festival_ahead": _ahead(days, great),
        "salary_week": np.array([day.day <= SALARY_DAYS for day in days], dtype=np.float64),
        "wedding_season": np.array(in_wedding_season(days, state), dtype=np.float64),
    }


def festival_distances(days: Sequence[date], state: str | None) -> Mapping[str, Floats]:
    """For each main festival of the State that is near on any of the days, an array of len(days).

    Days until it (above 0), 0 while it lasts, minus the days since it ended down to -`PAST`; `FAR`
    where neither is near. The names are `days_to_` and the festival's id.
    """
    found = {}
    for occasion, spans in _kept(days, state).items():
        ahead, past = _ahead(days, spans), _past(days, spans)
        signed = np.where((past < PAST) & (past < ahead), -past, ahead)
        if (signed < FAR).any():
            found[f"days_to_{occasion.id}"] = signed
    return found


def _kept(days: Sequence[date], state: str | None) -> Mapping[Occasion, tuple[Span, ...]]:
    if not days:
        return {}
    first, last = min(days) - timedelta(days=PAST), max(days) + timedelta(days=FAR)
    return kept(state, first, last)


def _ahead(days: Sequence[date], spans: Iterable[Span]) -> Floats:
    """Days until the next of the spans begins, 0 within one; at most `FAR`."""
    found = np.full(len(days), float(FAR))
    number = _ordinals(days)
    for starts, ends in spans:
        until = np.maximum(starts.toordinal() - number, 0.0)
        found = np.where(number <= ends.toordinal(), np.minimum(found, until), found)
    return found


def _past(days: Sequence[date], spans: Iterable[Span]) -> Floats:
    """Days since the last of the spans ended, 0 within one; at most `PAST`."""
    found = np.full(len(days), float(PAST))
    number = _ordinals(days)
    for starts, ends in spans:
        since = np.maximum(number - ends.toordinal(), 0.0)
        found = np.where(number >= starts.toordinal(), np.minimum(found, since), found)
    return found


def _ordinals(days: Sequence[date]) -> Floats:
    return np.array([day.toordinal() for day in days], dtype=np.float64)
