"""The use case: import a directory, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from intake.database import Database
from intake.directory.changes import HallChange, compare
from intake.directory.checks import check_hotlines, check_unique, settle_halls
from intake.directory.contents import Contents
from intake.directory.entries import Entries, HallData
from intake.directory.faults import Fault, Faults
from intake.directory.overlaps import check_overlaps, warn_shared_windows
from intake.directory.planning import Known, Planned, plan
from intake.directory.references import check_references
from intake.directory.rows import read_entries
from intake.directory.sheets import Source, open_source
from intake.directory.store import Origin, hotlines, known_halls, lock_directory, store
from intake.errors import DirectoryError


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What an import read and changed, or would change in a dry run."""

    source: Source
    changes: tuple[HallChange, ...]
    warnings: tuple[Fault, ...]
    dry_run: bool


def import_directory(
    database: Database, path: Path, now: datetime, *, timezone: str = "Asia/Shanghai", dry_run: bool = False
) -> Report:
    """Import a folder, a CSV file or a workbook. The same data again changes nothing.

    now: the moment of the import, with a time zone. timezone: for new halls that state none.
    Raises DirectoryError, whose values hold `source`, `faults` and `warnings`, and then changes nothing.
    """
    faults = Faults()
    source = open_source(path, faults)
    entries = read_entries(source, faults)
    with unit_of_work(database, dry_run) as connection:
        changes = find_changes(connection, entries, timezone, faults)
        if faults.errors:
            raise DirectoryError(
                "directory.error.refused",
                count=len(faults.errors),
                source=source,
                faults=faults.ordered(faults.errors),
                warnings=faults.ordered(faults.warnings),
            )
        origin = Origin(source=source.name, content_hash=source.content_hash, imported_at=now)
        for change in changes:
            if change and not dry_run:
                store(connection, change, origin)
    return Report(source=source, changes=changes, warnings=faults.ordered(faults.warnings), dry_run=dry_run)


@contextmanager
def unit_of_work(database: Database, dry_run: bool) -> Iterator[Connection]:
    """A dry run only reads, and holds nobody up."""
    if dry_run:
        with database.read() as connection:
            yield connection
    else:
        with database.write() as connection:
            lock_directory(connection)
            yield connection


def find_changes(
    connection: Connection,
    entries: Entries,
    timezone: str,
    faults: Faults,
    loaded: Mapping[str, Known] | None = None,
) -> tuple[HallChange, ...]:
    """What the lines would change, with every fault noted. loaded: halls read in this transaction before."""
    numbers = hotlines(connection)
    entries = settle_halls(entries, numbers, faults)
    check_unique(entries, faults)
    check_hotlines(entries.halls, numbers, faults)
    entries = replace(entries, roster=check_overlaps(entries.roster, faults))
    warn_shared_windows(entries.roster, faults)
    known = {code: hall for code, hall in (loaded or {}).items() if code in entries.codes()}
    known |= known_halls(connection, entries.codes() - known.keys())
    planned = plan(entries, known, timezone, faults)
    check_references(entries, known, faults)
    return tuple(compare(known.get(code) or unborn(after), after) for code, after in planned.items())


def unborn(after: Planned) -> Known:
    """A hall that the directory does not have yet."""
    data = HallData(name="", timezone="", hotline="", opening="")
    return Known(id=None, code=after.code, version=0, data=data, contents=Contents())
