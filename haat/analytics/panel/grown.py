"""Trees that outlive the day they were learned on: kept as bytes, and walked from newer days."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.panel import trees
from haat.analytics.panel.features import Integers, Seen, Table, table
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.trees import Learned

Told = tuple[Learned, Table]


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Boosters: one that is fed with itself, and one for the periods up to each of `ends` ahead.

    All were shown the covariates of these names. `room` is how far ahead may be looked: whether last
    year is seen hangs on it.
    """

    fed: Any  # xgboost has no types
    direct: tuple[Any, ...]
    ends: tuple[int, ...]
    covariates: tuple[str, ...]
    room: int

    def as_bytes(self) -> bytes:
        """One line of JSON that tells what follows, then the boosters."""
        bodies = [bytes(one.save_raw("ubj")) for one in (self.fed, *self.direct)]
        head = {
            "ends": self.ends,
            "covariates": self.covariates,
            "room": self.room,
            "sizes": [len(body) for body in bodies],
        }
        return json.dumps(head).encode() + b"\n" + b"".join(bodies)


def grown(body: bytes) -> Grown:
    """What `as_bytes` wrote."""
    import xgboost  # noqa: PLC0415  # heavy, and only where forecasts are made

    head, _, rest = body.partition(b"\n")
    told = json.loads(head)
    boosters, start = [], 0
    for size in told["sizes"]:
        part = bytearray(rest[start : start + size])
        boosters.append(xgboost.Booster({"nthread": 1}, model_file=part))
        start += size
    fed, *direct = boosters
    return Grown(fed, tuple(direct), tuple(told["ends"]), tuple(told["covariates"]), told["room"])


def grow(panel: Panel, ends: tuple[int, ...], room: int) -> Grown:
    """Learn from all that the panel knows; of its covariates, from those that are planned."""
    seen = Seen(panel, room)
    fed = trees.learn(seen, panel, 1, room)
    direct = tuple(trees.learn(seen, panel, end, room).model for end in ends)
    return Grown(fed.model, direct, ends, tuple(panel.planned), room)


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """Means of the periods ahead (horizon x series), fed and direct; the tables they were read from."""

    fed: Floats
    direct: Floats
    level: Floats  # before the first of them
    fed_from: Told
    direct_from: tuple[Told, ...]

    def fed_parts(self) -> tuple[dict[str, Floats], Floats]:
        """What moves the fed means, by name, and the levels that it moves."""
        learned, told = self.fed_from
        return learned.parts(told), told.levels

    def direct_parts(self) -> tuple[dict[str, Floats], Floats]:
        """The same of the direct ones."""
        each = [learned.parts(told) for learned, told in self.direct_from]
        parts = {name: np.vstack([one[name] for one in each]) for name in each[0]}
        return parts, np.vstack([told.levels for _, told in self.direct_from])


def walked(boosters: Grown, panel: Panel, horizon: int) -> Walked:
    """The periods after the panel's last, foretold in both ways.

    Direct models see what is known; beyond the last of `ends`, what the fed one expects before it.
    """
    seen = Seen(panel, max(boosters.room, horizon))
    covariates = trees.known_and_planned(panel, horizon)
    covariates = {name: covariates[name] for name in boosters.covariates}
    fed = Learned(boosters.fed, covariates)
    level = seen.level(np.array([panel.length]))[0]
    trees.walk(fed, seen, panel, horizon)
    direct = tuple(
        (one, table(seen, panel, targets, end, covariates))
        for one, end, targets in _blocks(boosters, panel, horizon, covariates)
    )
    ahead = np.arange(panel.length, panel.length + horizon)
    return Walked(
        seen.values[ahead],
        np.vstack([learned.means(told) for learned, told in direct]),
        level,
        (fed, table(seen, panel, ahead, 1, covariates)),
        direct,
    )


def _blocks(
    boosters: Grown, panel: Panel, horizon: int, covariates: dict[str, Floats]
) -> list[tuple[Learned, int, Integers]]:
    """Each direct model with how far it looks and the periods it speaks of; the last of all the rest."""
    found, start = [], 0
    for n, (booster, end) in enumerate(zip(boosters.direct, boosters.ends, strict=True)):
        last = horizon if n == len(boosters.ends) - 1 else min(end, horizon)
        if last > start:
            targets = np.arange(panel.length + start, panel.length + last)
            found.append((Learned(booster, covariates), end, targets))
            start = last
    return found
