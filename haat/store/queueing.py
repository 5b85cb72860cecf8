"""Which row of a queue is next: the oldest that may be taken, one at a time for each contact."""

from typing import Any

from sqlalchemy import Select, Table, bindparam, exists, or_, select


def next_of(table: Table, *unfinished: str) -> Select[Any]:
    """The oldest unfinished row at `now` that nobody holds and that no earlier one of its contact precedes.

    The order is that of the ids, since clocks jump. The row is locked on Postgres, where another
    worker passes over it; SQLite lets one worker write at a time.
    """
    row, earlier = table.c, table.alias("earlier").c
    precedes = exists().where(
        earlier.contact_id == row.contact_id, earlier.id < row.id, earlier.state.in_(unfinished)
    )
    return (
        select(table)
        .where(
            row.state.in_(unfinished),
            or_(row.not_before.is_(None), row.not_before <= bindparam("now")),
            or_(row.lease_until.is_(None), row.lease_until <= bindparam("now")),
            ~precedes,
        )
        .order_by(row.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
