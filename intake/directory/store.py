"""Writing a new version of a hall: rows that change are ended and followed, never altered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from intake.directory.changes import HallChange
from intake.directory.contents import Days, load_contents
from intake.directory.entries import HallData
from intake.directory.model import DutyRow, HallRow, StaffRow, VersionRow, WindowRow
from intake.directory.planning import Known
from matching.hall import Duty, Staff, Window

# Any number will do as long as every import on a shared server uses the same one.
LOCK = 4_071_926_519
BATCH = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where an import came from, and when. actor: login of whoever made it in the console, if anybody."""

    source: str
    content_hash: str
    imported_at: datetime
    actor: str = ""


def lock_directory(connection: Connection) -> None:
    """One import at a time, to the end of the transaction. On SQLite the unit of work has seen to it."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


def hotlines(connection: Connection) -> dict[str, str]:
    """The hotline number, or an empty text, of every hall by its code."""
    return {row.code: row.hotline for row in connection.execute(select(HallRow.code, HallRow.hotline))}


def versions(connection: Connection) -> dict[str, int]:
    """The current version of every hall by its code: the same as long as nothing of the directory changes."""
    return {row.code: row.version for row in connection.execute(select(HallRow.code, HallRow.version))}


def known_halls(connection: Connection, codes: Iterable[str], days: Days | None = None) -> dict[str, Known]:
    """The halls of these codes that the directory has, as they are now. days: as in `load_contents`."""
    rows = connection.execute(select(HallRow.__table__).where(HallRow.code.in_(list(codes))))
    return {
        row.code: Known(
            id=row.id,
            code=row.code,
            version=row.version,
            data=HallData(name=row.name, timezone=row.timezone, hotline=row.hotline, opening=row.opening),
            contents=load_contents(connection, row.id, row.version, days),
        )
        for row in rows
    }


def store_all(connection: Connection, changes: Iterable[HallChange], origin: Origin) -> None:
    """Write a new version of every hall that changes, behind `lock_directory`."""
    for change in changes:
        if change:
            store(connection, change, origin)


def store(connection: Connection, change: HallChange, origin: Origin) -> None:
    """Write one hall's new version."""
    hall_id = store_hall(connection, change)
    version, after = change.version, change.after.contents
    connection.execute(insert(VersionRow).values(hall_id=hall_id, **version_values(change, origin)))
    scope = {"hall_id": hall_id, "since_version": version}
    windows, staff = change.windows, change.staff
    end_rows(connection, WindowRow, WindowRow.label, hall_id, version, windows.changed + windows.removed)
    add_rows(
        connection,
        WindowRow,
        [window_values(after.windows[key]) | scope for key in windows.added + windows.changed],
    )
    end_rows(connection, StaffRow, StaffRow.staff_no, hall_id, version, staff.changed + staff.removed)
    add_rows(
        connection,
        StaffRow,
        [person_values(after.staff[key]) | scope for key in staff.added + staff.changed],
    )
    end_duties(connection, hall_id, version, change.duties_removed)
    add_rows(connection, DutyRow, [duty_values(duty) | scope for duty in change.duties_added])


def store_hall(connection: Connection, change: HallChange) -> int:
    """The hall's own row, now at the new version; gives its id."""
    data = change.after.data
    values = {
        "name": data.name,
        "timezone": data.timezone,
        "hotline": data.hotline or "",
        "opening": data.opening or "",
        "version": change.version,
    }
    if change.before.id is not None:
        connection.execute(update(HallRow).where(HallRow.id == change.before.id).values(**values))
        return change.before.id
    row = connection.execute(insert(HallRow).values(code=change.code, **values).returning(HallRow.id))
    return row.scalar_one()


def version_values(change: HallChange, origin: Origin) -> dict[str, Any]:
    return {
        "version": change.version,
        "name": change.after.data.name,
        "timezone": change.after.data.timezone,
        "hotline": change.after.data.hotline or "",
        "opening": change.after.data.opening or "",
        "imported_at": origin.imported_at,
        "source": origin.source,
        "actor": origin.actor,
        "content_hash": origin.content_hash,
        "rows_added": change.rows_added,
        "rows_changed": change.rows_changed,
        "rows_removed": change.rows_removed,
        "days_replaced": len(change.days),
    }


def window_values(window: Window) -> dict[str, Any]:
    return {
        "label": window.label,
        "bureau": window.bureau,
        "service": window.service,
        "former": " ".join(window.former),
    }


def person_values(person: Staff) -> dict[str, Any]:
    return {
        "staff_no": person.staff_no,
        "name": person.name,
        "bureau": person.bureau,
        "active_from": None if person.active_from == date.min else person.active_from,
        "active_to": person.active_to,
        "windows": " ".join(person.windows),
    }


def duty_values(duty: Duty) -> dict[str, Any]:
    return {
        "day": duty.on,
        "start_time": duty.start,
        "end_time": duty.end,
        "window_label": duty.window,
        "staff_no": duty.staff_no,
    }


def add_rows(
    connection: Connection,
    table: type[WindowRow] | type[StaffRow] | type[DutyRow],
    rows: list[dict[str, Any]],
) -> None:
    """Insert rows in batches."""
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), rows[start : start + BATCH])


def end_rows(
    connection: Connection,
    table: type[WindowRow] | type[StaffRow],
    key: Any,
    hall_id: int,
    version: int,
    keys: tuple[str, ...],
) -> None:
    """End the current rows of these keys: they don't belong to `version` any more."""
    statement = (
        update(table)
        .where(table.hall_id == hall_id, table.until_version.is_(None), key == bindparam("ended"))
        .values(until_version=version)
    )
    if keys:
        connection.execute(statement, [{"ended": one} for one in keys])


def end_duties(connection: Connection, hall_id: int, version: int, duties: Iterable[Duty]) -> None:
    """End these duties."""
    statement = (
        update(DutyRow)
        .where(
            DutyRow.hall_id == hall_id,
            DutyRow.until_version.is_(None),
            DutyRow.day == bindparam("on"),
            DutyRow.staff_no == bindparam("who"),
            DutyRow.start_time == bindparam("begins"),
        )
        .values(until_version=version)
    )
    ended: list[Mapping[str, Any]] = [
        {"on": duty.on, "who": duty.staff_no, "begins": duty.start} for duty in duties
    ]
    if ended:
        connection.execute(statement, ended)
