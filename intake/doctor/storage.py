"""The database and the data folder: reachable, durable, up to date, with room left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from intake.config import Settings
from intake.database import Database
from intake.doctor.finding import Finding, fail, ok, warn
from intake.migrations import current, head, known

MEGABYTE = 1_000_000
LITTLE_ROOM, NO_ROOM = 2_000, 200  # megabytes
SEARCH = {
    "sqlite": (
        "SELECT name FROM sqlite_master",
        {
            "complaint_words",
            "complaint_trigrams",
            "complaint_words_added",
            "complaint_words_changed",
            "complaint_words_removed",
        },
    ),
    "postgresql": (
        "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisvalid",
        {"ix_complaint_words"},
    ),
}
DURABLE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def check_folder(settings: Settings) -> Iterator[Finding]:
    """The data folder: ours alone, writable, with room for recordings."""
    folder = settings.data_dir
    place = next(parent for parent in (folder, *folder.resolve().parents) if parent.exists())
    if not os.access(place, os.W_OK):
        yield fail("folder_locked", folder=folder)
        return
    if place == folder and folder.stat().st_mode & 0o007:
        yield warn("folder_open", folder=folder)
    free = shutil.disk_usage(place).free // MEGABYTE
    if free < NO_ROOM:
        yield fail("no_room", free=free, folder=folder)
    elif free < LITTLE_ROOM:
        yield warn("little_room", free=free, folder=folder)
    else:
        yield ok("room", free=free, folder=folder)


def check_database(settings: Settings, database: Database) -> Iterator[Finding]:
    """Whether the database answers and keeps what it is given. Never makes a file that isn't there."""
    url = make_url(settings.sqlalchemy_url)
    shown = url.render_as_string(hide_password=True)
    if database.is_sqlite and url.database and not Path(url.database).exists():
        yield warn("database_absent", url=shown)
        return
    try:
        with database.read() as connection:
            wrong = list(check_sqlite(connection) if database.is_sqlite else check_postgresql(connection))
        yield ok("database", url=shown)
        yield from wrong or [ok("durable")]
        migrated = check_migrations(settings, database)
        yield migrated
        if migrated.key == "migrated":
            with database.read() as connection:
                yield check_search(connection)
    except SQLAlchemyError as error:
        yield fail("database_unreachable", url=shown, error=type(error.__cause__ or error).__name__)


def check_sqlite(connection: Connection) -> Iterator[Finding]:
    """The pragmas that make a commit survive a power cut, and the file's own health."""
    for name, wanted in DURABLE.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if found != wanted:
            yield fail("pragma", name=name, found=found, wanted=wanted)
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        yield fail("damaged")


def check_postgresql(connection: Connection) -> Iterator[Finding]:
    """The server settings without which a confirmed complaint could be lost, or Chinese not stored."""
    for name, wanted in (("fsync", "on"), ("full_page_writes", "on"), ("server_encoding", "UTF8")):
        found = connection.scalar(text("SELECT current_setting(:name)"), {"name": name})
        if found != wanted:
            yield fail("server_setting", name=name, found=found, wanted=wanted)
    if connection.scalar(text("SELECT current_setting('synchronous_commit')")) == "off":
        yield fail("server_setting", name="synchronous_commit", found="off", wanted="on")


def check_search(connection: Connection) -> Finding:
    """Whether everything is there that keeps statements searchable: no model of ours knows of it."""
    query, wanted = SEARCH[connection.dialect.name]
    missing = wanted - set(connection.scalars(text(query)))
    return fail("search_broken", missing=", ".join(sorted(missing))) if missing else ok("search")


def check_migrations(settings: Settings, database: Database) -> Finding:
    """Whether the tables are those of this software."""
    found, newest = current(database), head()
    if found == newest:
        return ok("migrated", version=found)
    if found is not None and found not in known():
        return fail("newer_database", version=found)
    finding = warn if settings.auto_migrate else fail
    return finding("behind", version=found or "-", newest=newest)
