"""`hotline migrate`: bring the database up to date."""

from __future__ import annotations

import click

from intake.cases.privacy import sealer
from intake.cases.tails import fill_tails
from intake.cli.context import language_option, settings, speak
from intake.cli.opening import said_plainly
from intake.config import Settings
from intake.database import Database
from intake.migrations import current, head
from intake.migrations.upgrading import upgrade
from intake.secret_store import with_keys


@click.command()
@click.option(
    "--check", is_flag=True, help="Change nothing; exit with 1 when the database is not up to date."
)
@language_option
def migrate(check: bool) -> None:
    """Bring the database up to date."""
    found = settings()
    if not found.database_url:
        found.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(found.sqlalchemy_url)
    try:
        with said_plainly():
            before = current(database)
            if check and before != head():
                click.echo(speak("cli.migrate.behind", before=before or "-", after=head()))
                raise SystemExit(1)
            changed = not check and upgrade(database)
            if not check:
                complete(database, found)
        key = "cli.migrate.done" if changed else "cli.migrate.nothing"
        click.echo(speak(key, before=before or "-", after=head()))
    finally:
        database.close()


def bring_up_to_date(database: Database, settings: Settings) -> None:
    """What a start does with a database of before."""
    if upgrade(database):
        complete(database, settings)


def complete(database: Database, settings: Settings) -> None:
    """What migrations can't do, since it takes the keys."""
    fill_tails(database, lambda: sealer(with_keys(settings).encryption_keys))
