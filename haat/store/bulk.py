"""Many rows at once: one prepared statement, without the cost of an expression for each row."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table

Scalar = str | int | float | bool | None


def insert_rows(
    db: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[Sequence[Scalar]],
    *,
    keep_existing: bool = False,
) -> int:
    """Insert rows as the database keeps them (days and JSON as text); how many there were.

    With `keep_existing` a row whose key is taken is left out; both databases know the clause.
    """
    found = [tuple(row) for row in rows]
    if not found:
        return 0
    quote = db.dialect.identifier_preparer.quote
    names = ", ".join(quote(table.c[c].name) for c in columns)
    mark = "?" if db.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    # Names come from the table itself and values are bound.
    clause = " ON CONFLICT DO NOTHING" if keep_existing else ""
    statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks}){clause}"  # noqa: S608
    db.exec_driver_sql(statement, found)
    return len(found)
