"""Writes the next migration: `python -m haat.store.migrations "Add alerts"`; then read it."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from haat.store.migrations import FOLDER, configuration


def write(message: str, folder: Path = FOLDER) -> None:
    """Write down what the tables have and a database that went through all migrations has not."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = create_engine(f"sqlite:///{scratch}/scratch.sqlite")
        with engine.begin() as db:
            config = configuration(db, folder)
            command.upgrade(config, "heads")
            last = ScriptDirectory.from_config(config).get_current_head() or "0"
            following = f"{int(last) + 1:04}"
            command.revision(config, message, autogenerate=True, rev_id=following)
        engine.dispose()


if __name__ == "__main__":
    write(sys.argv[1])
