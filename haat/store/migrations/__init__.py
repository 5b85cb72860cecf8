"""The history of the tables: Alembic, configured here and nowhere else."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from haat.core.errors import NotConfigured

HEAD = "0011"
FOLDER = Path(__file__).parent


def configuration(db: Connection, folder: Path = FOLDER) -> Config:
    """Alembic's configuration, bound to a connection whose transaction the caller commits."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    config.attributes["connection"] = db
    return config


def upgrade(db: Connection) -> None:
    """Run what is missing up to HEAD; NotConfigured where the database is newer than this code."""
    try:
        command.upgrade(configuration(db), HEAD)
    except CommandError as problem:
        raise NotConfigured(
            f"the database was made by another version of Haat Saathi: {problem}"
        ) from problem
