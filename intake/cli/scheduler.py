"""`hotline scheduler`: the background work, in a process of its own."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime

import click

from intake.callbacks.ticker import Job, run
from intake.cases.privacy import Sealer, sealer
from intake.cli.context import log_to_terminal, open_database, refuse, settings
from intake.config import Settings
from intake.database import Database
from intake.desk.people import CALLER_COLUMN
from intake.directory.service import list_halls
from intake.errors import SettingsError
from intake.secret_store import with_keys
from intake.telephony import outbox, recordings
from intake.telephony.client import ProviderClient, client_for


@click.command()
@click.option("--tick", default=2.0, show_default=True, help="Seconds between two looks for due work.")
@click.option(
    "--with-parent", is_flag=True, hidden=True, help="Stop when the process that started this one is gone."
)
def scheduler(tick: float, with_parent: bool) -> None:
    """Fetch recordings and send messages, until stopped. Any number of schedulers may run."""
    log_to_terminal(logging.INFO)
    found = with_keys(settings())
    parent = os.getppid()
    try:
        client = client_for(found)
    except SettingsError as error:
        raise refuse(error) from error
    with open_database(found) as database:
        jobs = jobs_of(found, database, client, sealer(found.encryption_keys))
        run(jobs, tick, lambda: not with_parent or os.getppid() == parent)


def only_hotline(database: Database) -> str:
    """The hotline number of the one hall that has one; empty where that is not one number."""
    with database.read() as connection:
        numbers = {hall.hotline for hall in list_halls(connection) if hall.hotline}
    return numbers.pop() if len(numbers) == 1 else ""


def jobs_of(found: Settings, database: Database, client: ProviderClient, keys: Sealer) -> Mapping[str, Job]:
    """The background work by name; each job says how much it did."""

    def fetch_recordings() -> int:
        return recordings.fetch_due(database, client, datetime.now(UTC))

    def send_messages() -> int:
        sender = outbox.Sender(
            number=found.hotline_number or only_hotline(database),
            status_url=f"{found.public_url}/sms/status",
            destinations=found.callback_destinations,
        )
        return outbox.send_due(
            database, client, lambda sealed: keys.open(sealed, CALLER_COLUMN), sender, datetime.now(UTC)
        )

    return {"recordings": fetch_recordings, "messages": send_messages}
