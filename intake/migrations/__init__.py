"""Which migration a database is at, and which this software knows. What changes it is in `upgrading.py`.

Every process asks, and nearly every one finds nothing to be done: so nothing of Alembic is loaded to know it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import inspect, text

from intake.database import Database


@cache
def known() -> frozenset[str]:
    """Every migration that this software knows. A migration's file is named after it."""
    return frozenset(path.stem for path in (Path(__file__).parent / "versions").glob("[0-9]*.py"))


def head() -> str:
    """The newest migration that this software knows: they are numbered."""
    return max(known())


def current(database: Database) -> str | None:
    """The migration that the database is at; None for an empty one."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
