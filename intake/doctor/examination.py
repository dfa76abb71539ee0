"""All checks in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from intake.config import Settings
from intake.database import Database
from intake.doctor import configuration
from intake.doctor.coverage import check_calendar, check_directory
from intake.doctor.finding import Finding
from intake.doctor.network import check_network
from intake.doctor.storage import check_database, check_folder
from intake.doctor.watch import check_background
from intake.migrations import current, head


def examine(
    settings: Settings, environment: Mapping[str, str], now: datetime, *, offline: bool
) -> Iterator[Finding]:
    """Every finding, from the settings to the roster. Offline, nothing is asked over the network
    but the database."""
    yield from configuration.check_names(environment)
    yield from configuration.check_keys(settings)
    yield from configuration.check_public_url(settings)
    yield from configuration.check_console(settings)
    yield from configuration.check_credentials(settings)
    yield from configuration.check_numbers(settings)
    if not offline:
        yield from check_network(settings)
    yield from check_folder(settings)
    calendar, finding = check_calendar(settings, now.astimezone(ZoneInfo(settings.timezone)).date())
    database = Database(settings.sqlalchemy_url)
    try:
        storage = list(check_database(settings, database))
        yield from storage
        yield finding
        if any(one.key == "migrated" for one in storage) and current(database) == head():
            with database.read() as connection:
                yield from check_directory(settings, connection, calendar, now)
                yield from check_background(settings, connection, now)
    finally:
        database.close()
