"""The database of a command: open, up to date, and closed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError

from intake.cli.context import speak
from intake.cli.lazily import named
from intake.config import Settings
from intake.database import Database
from intake.migrations import current, head


@contextmanager
def said_plainly() -> Iterator[None]:
    """A database that can't be reached ends the command with a sentence; `hotline doctor` says why."""
    try:
        yield
    except OperationalError as error:
        raise click.ClickException(speak("cli.error.no_database")) from error


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, brought up to date where settings allow it; closed afterwards."""
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.sqlalchemy_url)
    try:
        with said_plainly():
            if current(database) != head():
                if not settings.auto_migrate:
                    raise click.ClickException(speak("cli.error.not_migrated"))
                # Few starts find anything to be done, and all would wait for what it takes to be loaded.
                named("migrate:bring_up_to_date")(database, settings)
            yield database
    finally:
        database.close()
