"""The use case: import a directory, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
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
from intake.directory.judging import Judged, judge_and_store
from intake.directory.overlaps import check_overlaps, warn_shared_windows
from intake.directory.planning import Known, Planned, plan
from intake.directory.references import check_references
from intake.directory.rows import read_entries
from intake.directory.sheets import Source, open_source
from intake.directory.store import Origin, hotlines, known_halls, store_all
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
    Raises DirectoryError, whose values hold `source`, `faults` and `warnings`, and then changes nothing; one
    without them where others went on changing the directory.
    """
    faults = Faults()
    source = open_source(path, faults)
    entries = read_entries(source, faults)
    origin = Origin(source=source.name, content_hash=source.content_hash, imported_at=now)

    def judge(connection: Connection) -> Judged[Report]:
        found = faults.copy()
        changes = find_changes(connection, entries, timezone, found)
        if found.errors:
            raise refusal(source, found)
        warnings = found.ordered(found.warnings)
        report = Report(source=source, changes=changes, warnings=warnings, dry_run=dry_run)
        if dry_run or not any(changes):
            return Judged(result=report)
        return Judged(result=report, store=lambda writing: store_all(writing, changes, origin))

    return judge_and_store(database, judge)


def refusal(source: Source, faults: Faults) -> DirectoryError:
    """Why nothing is imported."""
    return DirectoryError(
        "directory.error.refused",
        count=len(faults.errors),
        source=source,
        faults=faults.ordered(faults.errors),
        warnings=faults.ordered(faults.warnings),
    )


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
