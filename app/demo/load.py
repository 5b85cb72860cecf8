"""Has the demo tenants ready: loaded once, renewed for each new day, in no time where they already are."""

from datetime import date, timedelta

from sqlalchemy import Connection, Engine, select

from haat.store import tables
from haat.store.engine import reading

MARK = "demo:2"  # the generator's version: rows of another one are replaced


def load_demo(engine: Engine, today: date) -> None:
    """Have the demo tenants ready as of `today`; nothing is done where they already are."""
    with reading(engine) as db:
        if _loaded(db) == today:
            return
    # numpy comes in only where a ledger is made.
    from app.demo.filling import fill, ledger_of  # noqa: PLC0415

    ledger = ledger_of(today)
    with engine.begin() as db:
        before = _loaded(db)
        if before != today:
            fill(db, ledger, today, before, MARK)


def _loaded(db: Connection) -> date | None:
    """The day for which this version's rows are in: the ledger reaches to the day before."""
    s = tables.sales.c
    newest = (
        select(s.date)
        .where(s.tenant_id == "demo", s.store_id == "demo-patna", s.source_event_id == MARK)
        .order_by(s.date.desc())
        .limit(1)
    )
    last: date | None = db.execute(newest).scalar()
    return None if last is None else last + timedelta(days=1)
