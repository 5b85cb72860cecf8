"""What the parts of a match weigh for a tenant: learned from its own enquiries ahead of the questions."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from haat.analytics.matching.fit import Calibration
from haat.analytics.matching.weighing import Weighed, standing, weighed_by
from haat.analytics.retrain import OLD_DAYS
from haat.store import enquiries, models
from haat.store.engine import reading
from haat.store.enquiries import Enquiry
from haat.store.handles import Connection
from haat.store.models import Draft, Registered
from tools.context import ToolContext

MATCHING = "matching"  # the model's name in the register
EVERYWHERE = ""  # it is of all stores of a tenant


def weights_of(context: ToolContext, db: Connection) -> Weighed:
    """What was last learned until the day of the question; before that the standing weights."""
    found = models.newest(context.actor, db, EVERYWHERE, MATCHING, until=context.today)
    return standing() if found is None else _read(found.draft.parameters)


def learn(context: ToolContext) -> Weighed | None:
    """Learn anew from the tenant's ended enquiries and keep it; None where there is nothing new to learn."""
    with reading(context.engine) as db:
        ended = _ended(enquiries.until(context.actor, db, context.now))
        before = models.newest(context.actor, db, EVERYWHERE, MATCHING)
    reason = _reason(context, before, _digest(ended))
    if not ended or reason is None:
        _looked(context, before)
        return None
    found = weighed_by([(parts, one.status != "declined") for one, parts in ended])
    report = {"outcomes": found.outcomes, "gain": found.gain, "doubt": found.doubt}
    draft = Draft(MATCHING, context.today, reason, _digest(ended), _written(found), report, None)
    with context.engine.begin() as db:
        models.record(context.actor, db, EVERYWHERE, draft, context.now)
    return found


def _ended(told: Iterable[Enquiry]) -> Sequence[tuple[Enquiry, Mapping[str, float]]]:
    """Those that came to something or to nothing, with the parts of their score, the oldest first."""
    ended = (
        (one, one.parts) for one in told if one.status in enquiries.ENDED and one.parts is not None
    )
    return sorted(ended, key=lambda pair: (pair[0].outcome_at or pair[0].at, pair[0].id))


def _reason(context: ToolContext, before: Registered | None, digest: str) -> str | None:
    if before is None:
        return "first"
    if before.draft.digest != digest:
        return "outcomes"
    age = (context.today - before.draft.fitted_on).days
    return "old" if age >= OLD_DAYS else None


def _looked(context: ToolContext, before: Registered | None) -> None:
    if before is not None:
        with context.engine.begin() as db:
            models.checked(context.actor, db, EVERYWHERE, MATCHING, context.today)


def _written(found: Weighed) -> dict[str, Any]:
    curve = found.curve
    return {
        "weights": found.weights,
        "learned": found.learned,
        "outcomes": found.outcomes,
        "curve": None if curve is None else [list(curve.starts), list(curve.shares)],
    }


def _read(kept: Mapping[str, Any]) -> Weighed:
    curve = None if kept["curve"] is None else Calibration(*map(tuple, kept["curve"]))
    return Weighed(kept["weights"], curve, learned=kept["learned"], outcomes=kept["outcomes"])


def _digest(ended: Sequence[tuple[Enquiry, Mapping[str, float]]]) -> str:
    """What was learned from: each enquiry and how it ended."""
    told = sha256()
    for one, _ in ended:
        told.update(f"{one.id} {one.status}\n".encode())
    return told.hexdigest()
