"""Notes what a person did about an alert."""

from datetime import date, timedelta

from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput, NotFound
from haat.core.finding import Finding
from haat.store import alerts, people
from haat.store.alerts import Noticed, Status
from haat.store.engine import reading
from haat.store.people import StoreRow
from tools.context import ToolContext
from tools.shop import ledger
from tools.watching.watch import Watched, watch

SNOOZE = timedelta(days=7)


def handle(
    context: ToolContext, alert_id: str, status: Status, until: date | None = None
) -> Finding:
    """Acknowledge, resolve or snooze an alert; NotFound where no shop of the tenant has it.

    An alert that has gone meanwhile, or began on another day than its id says, is found by what is
    wrong.
    """
    context.actor.require(Permission.RECORD)
    last = _until(context, status, until)
    store, found = _found(context, alert_id)
    noticed = Noticed(
        found.id,
        store.id,
        found.alert.kind,
        found.alert.severity,
        found.alert.product,
        found.alert.since,
        _plain(found),
    )
    with context.engine.begin() as db:
        alerts.set_status(
            context.actor, db, noticed, status, last, now=context.now, today=context.today
        )
    row = {**found.row(), "status": status} | ({} if last is None else {"until": last})
    return Finding(
        rows=(row,),
        parameters={"store_id": store.id},
        sources=(ledger(context.today),),
        demo=context.actor.demo,
    )


def _until(context: ToolContext, status: Status, until: date | None) -> date | None:
    if status != "snoozed":
        if until is not None:
            raise _bad("only a snooze has a last day")
        return None
    if until is not None and until < context.today:
        raise _bad("the day is over")
    return until or context.today + SNOOZE


def _bad(why: str) -> InvalidInput:
    return InvalidInput(why, FieldProblem("/until", why))


def _found(context: ToolContext, alert_id: str) -> tuple[StoreRow, Watched]:
    condition = alert_id.partition("-")[0]
    with reading(context.engine) as db:
        for store in people.stores(context.actor, db):
            seen = watch(context, db, store)
            for one in (*seen.found, *seen.resting):
                if one.id.partition("-")[0] == condition:
                    return store, one
    raise NotFound(f"no alert {alert_id}")


def _plain(found: Watched) -> dict[str, object]:
    """Its row as plain JSON."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.row().items()
    }
