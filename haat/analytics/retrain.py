"""When a fitted model has to be made anew: its goods sell differently, or it keeps less than it promised."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal

from haat.analytics.drift import Drift
from haat.analytics.forecast.demand import Demand

Reason = Literal["first", "drift", "worse", "old"]
WORSE = 1.15  # times the promised loss; weeks differ by chance
IN_A_ROW = 2
WINDOW_DAYS = 7
OLD_DAYS = 91  # a quarter's new days are worth a fit, and new goods come in


@dataclass(frozen=True, slots=True)
class Report:
    """How a model did on days it had not seen, over all goods; shares of what was sold.

    `wape` is of single days (Kolassa and Schütz, 2007); `bias` is above 0 where too much was foretold.
    """

    wape: float
    bias: float
    horizon_days: int
    windows: int = 1

    @property
    def loss(self) -> float:
        """WAPE alone is best for who foretells too little, so the bias counts beside it."""
        return self.wape + abs(self.bias)

    def as_json(self) -> dict[str, Any]:
        """JSON values."""
        return asdict(self)


def retrain(
    report: Report | None, recent: Sequence[Report], drift: Drift | None, age_days: int = 0
) -> Reason | None:
    """Why a model has to be made anew; None where it stands.

    `report` is what the model promised (None: there is no model), `recent` how it did in the weeks
    since, the oldest first, each without what came after it.
    """
    if report is None:
        return "first"
    if drift is not None and drift.drifted:
        return "drift"
    last = recent[-IN_A_ROW:]
    if len(last) == IN_A_ROW and all(one.loss > WORSE * report.loss for one in last):
        return "worse"
    return "old" if age_days >= OLD_DAYS else None


def digest(known: Mapping[str, Demand]) -> str:
    """A hash of all that a model is shown of these products."""
    told = sha256()
    for sku in sorted(known):
        d = known[sku]
        told.update(repr((sku, d.start.isoformat(), d.units, sorted(d.short))).encode())
        told.update(repr((sorted(d.promo), d.step, d.prices)).encode())
    return told.hexdigest()
