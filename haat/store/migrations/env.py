"""What Alembic runs: every migration inside the caller's own transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DefaultClause, False_

from haat.store.tables import Moment, metadata


def _plainly(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration is frozen and serves both databases: no type of ours, no word of one of them."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, DefaultClause) and isinstance(thing.arg, False_):
        return "sa.false()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_plainly,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
