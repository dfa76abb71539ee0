"""`hotline scheduler`: the background work, in a process of its own."""

from __future__ import annotations

import logging
import os
import socket
from datetime import UTC, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from intake.api import deliveries
from intake.callbacks.alarms import SCHEDULER, beat
from intake.callbacks.dialer import Dialer, Terms
from intake.callbacks.in_force import InForce
from intake.callbacks.jobs import Board
from intake.callbacks.placing import Line, Placing
from intake.callbacks.reckoning import Texting
from intake.callbacks.ticker import Ticking, run
from intake.callbacks.verdict import rules_of
from intake.cases import wishes
from intake.cases.privacy import CALLER_COLUMN, Sealer, sealer
from intake.cli.context import log_to_terminal, refuse, settings
from intake.cli.opening import open_database
from intake.config import Settings
from intake.console.clearing import forget_old
from intake.console.figures.tallying import Tallying
from intake.database import Database
from intake.desk.services import Services
from intake.directory.calendar import load_calendar
from intake.directory.service import list_halls
from intake.errors import SettingsError
from intake.reconcile.service import run as reconcile
from intake.secret_store import with_keys
from intake.telephony import outbox, recordings
from intake.telephony.client import ProviderClient, client_for
from intake.telephony.ledger import forget_faults
from intake.wiring import wire

RECONCILED_EVERY, TALLIED_EVERY, HOUR = 300.0, 20.0, 3600.0  # seconds
LOOK_BACK, OVERLAP = timedelta(hours=24), timedelta(hours=1)


@click.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process, which started it, is gone.")
def scheduler(parent: int | None) -> None:
    """Call back, send messages, fetch recordings, until stopped. Any number of schedulers may run."""
    log_to_terminal(logging.INFO)
    found = with_keys(settings())
    try:
        client = client_for(found)
    except SettingsError as error:
        raise refuse(error) from error
    stopping = Event()
    with open_database(found) as database:
        services = wire(found)
        board = Board(worker=worker(), clock=services.clock, ledger=client.ledger)
        work = ticking(services.in_force, database, client, sealer(found.encryption_keys), stopping)
        work += [reconciling(services, client), tallying(services)]
        work = [living(found, database, board), *map(board.watched, work)]
        run(work, lambda: parent is None or os.getppid() == parent, stopping)


def only_hotline(database: Database) -> str:
    """The hotline number of the one hall that has one; empty where that is not one number."""
    with database.read() as connection:
        numbers = {hall.hotline for hall in list_halls(connection) if hall.hotline}
    return numbers.pop() if len(numbers) == 1 else ""


def ticking(
    in_force: InForce, database: Database, client: ProviderClient, keys: Sealer, stopping: Event
) -> list[Ticking]:
    """The background work; each piece says how much it did."""
    found = in_force.started_with
    tick = found.callback_tick.total_seconds()

    def fetch_recordings() -> int:
        return recordings.fetch_due(database, client, datetime.now(UTC))

    def send_messages() -> int:
        sender = outbox.Sender(
            number=found.hotline_number or only_hotline(database),
            status_url=f"{found.public_url}/sms/status",
            destinations=settings_now(in_force, database).callback_destinations,
        )
        now = datetime.now(UTC)
        return outbox.send_due(database, client, opened, sender, now, opted_out)

    def opened(sealed: bytes) -> str:
        return keys.open(sealed, CALLER_COLUMN)

    def opted_out(connection: Connection, sealed: bytes) -> None:
        wishes.opt_out(connection, keys.index(opened(sealed)), datetime.now(UTC))

    work = [
        Ticking(name="recordings", job=fetch_recordings, every=tick),
        Ticking(name="messages", job=send_messages, every=tick),
        Ticking(name="hooks", job=deliveries.job(database, keys, lambda: datetime.now(UTC)), every=tick),
        Ticking(name="clear", job=lambda: clear(database), every=HOUR),
    ]
    if found.callback_enabled:
        dialer = dialer_for(in_force, database, client, keys, stopping)
        work.append(Ticking(name="callbacks", job=dialer.run, every=tick))
    return work


def worker() -> str:
    """This process among those that do the background work."""
    return f"{socket.gethostname()}:{os.getpid()}"


def living(found: Settings, database: Database, board: Board) -> Ticking:
    """The sign of life, with what this process did since the last one."""

    def show_life() -> int:
        with database.write() as connection:
            beat(connection, SCHEDULER, database.now(connection))
            board.write(connection)
        return 0

    return Ticking(name="heartbeat", job=show_life, every=found.callback_tick.total_seconds())


def clear(database: Database) -> int:
    """Delete what is over; says how many rows."""
    now = datetime.now(UTC)
    with database.write() as connection:
        forgotten = forget_faults(connection, now) + forget_old(connection, now)
    return forgotten + deliveries.clear(database, now)


def reconciling(services: Services, client: ProviderClient) -> Ticking:
    """Comparing with the provider's lists: far back at first, then only as far as the last ones overlap."""
    looked: list[datetime] = []

    def compare() -> int:
        now = datetime.now(UTC)
        report = reconcile(services, client, now - (OVERLAP if looked else LOOK_BACK), now)
        # A list that could not be read is read as far back again.
        if not any(part.fault for part in report.parts):
            looked[:] = [now]
        return report.done

    return Ticking(name="reconcile", job=compare, every=RECONCILED_EVERY)


def tallying(services: Services) -> Ticking:
    """Counting days that are over, for reports."""
    job = Tallying(services.database, ZoneInfo(services.settings.timezone))
    return Ticking(name="tallies", job=lambda: job.run(services.clock()), every=TALLIED_EVERY)


def settings_now(in_force: InForce, database: Database) -> Settings:
    """The settings with what was set in the console."""
    with database.read() as connection:
        return in_force.settings(connection)


def dialer_for(
    in_force: InForce, database: Database, client: ProviderClient, keys: Sealer, stopping: Event
) -> Dialer:
    """What calls people. Settings, calendar and the hall's number are read anew for every batch."""
    found = in_force.started_with

    def terms_under(settings: Settings) -> Terms:
        return terms_of(settings, found.hotline_number or only_hotline(database), keys)

    begun = terms_under(found)
    return Dialer(
        database=database,
        lists=client,
        placing=Placing(database=database, telephone=client, line=begun.line, now=database.now),
        terms=lambda: terms_under(settings_now(in_force, database)),
        texting=begun.texting,
        now=database.now,
        stopping=stopping,
    )


def terms_of(found: Settings, number: str, keys: Sealer) -> Terms:
    """What calls go by under these settings."""
    return Terms(
        rules=rules_of(found, load_calendar([found.data_dir / "calendar"])),
        line=line_of(found, number),
        texting=Texting(
            sealer=keys, hotline=number, staffed=found.operator_hours, most_per_day=found.texts_per_day
        ),
    )


def line_of(found: Settings, number: str) -> Line:
    """How calls are placed by these settings."""
    return Line(
        number=number,
        public_url=found.public_url,
        ring=found.callback_ring,
        rate=found.callback_rate,
        calls_per_day=found.callback_calls_per_day,
        unknown_after=found.callback_unknown_after,
        timezone=found.timezone,
        detects=found.callback_machine_detection,
    )
