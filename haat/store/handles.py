"""What other rooms hold of the database without looking inside: they pass it on to a query."""

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError as DatabaseError

__all__ = ["Connection", "DatabaseError", "Engine"]
