"""Bringing a database up to date. Needs no file but this package: it works wherever it is installed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from intake.database import Database
from intake.migrations import current, head

# Any number will do as long as every version of ours uses the same one on a shared server.
LOCK = 4_071_926_518
SEARCH = ("complaint_words", "complaint_trigrams")


def configuration() -> Config:
    """Alembic's configuration, without a file."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return settings


def is_modelled(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """For Alembic's comparison: whether something of the database stands in the models.

    What serves full-text search differs by database and is written in the migrations alone.
    """
    return not (kind in {"table", "index"} and name and name.removeprefix("ix_").startswith(SEARCH))


def upgrade(database: Database) -> bool:
    """Bring the database up to date in one transaction; says whether anything was to be done.

    Safe when several processes start at once: on SQLite the unit of work takes the write lock, on PostgreSQL
    an advisory lock is held to the end of the transaction. The others wait, then find nothing to do.
    """
    if current(database) == head():
        return False
    with database.rebuild() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        settings = configuration()
        settings.attributes["connection"] = connection
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(settings, "head")
    return before != head()
