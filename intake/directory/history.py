"""The versions of a hall: which when, by whom, what changed; and taking one back by a further one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, select

from intake.directory.changes import HallChange, TableChange, compare
from intake.directory.contents import Contents, Rows, contents_where
from intake.directory.entries import HallData
from intake.directory.model import HallRow, VersionRow
from intake.directory.planning import Known, Planned
from intake.errors import DirectoryError

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a hall. actor: login of whoever made it in the console; empty for the command."""

    version: int
    imported_at: datetime
    source: str
    actor: str
    rows_added: int
    rows_changed: int
    rows_removed: int
    days_replaced: int


def list_versions(connection: Connection, hall_id: int, before: int | None, most: int) -> tuple[Version, ...]:
    """The newest versions first; before: only older ones than this."""
    columns = [getattr(VersionRow, name) for name in Version.__slots__]
    query = select(*columns).where(VersionRow.hall_id == hall_id).order_by(VersionRow.version.desc())
    if before is not None:
        query = query.where(VersionRow.version < before)
    return tuple(Version(**row._mapping) for row in connection.execute(query.limit(most)))


def change_of(connection: Connection, hall_id: int, version: int) -> HallChange | None:
    """What a version changed; its contents are only the rows that differ. None if there is none such."""
    data = {one: data_in(connection, hall_id, one) for one in (version - 1, version)}
    after = data[version]
    if after is None:
        return None
    code = connection.execute(select(HallRow.code).where(HallRow.id == hall_id)).scalar_one()

    def ended(table: Rows) -> ColumnElement[bool]:
        return (table.hall_id == hall_id) & (table.until_version == version)

    def begun(table: Rows) -> ColumnElement[bool]:
        return (table.hall_id == hall_id) & (table.since_version == version)

    before = Known(
        id=hall_id,
        code=code,
        version=version - 1,
        data=data[version - 1] or HallData(name="", timezone="", hotline="", opening=""),
        contents=contents_where(connection, ended),
    )
    contents = contents_where(connection, begun)
    return compare(before, Planned(code=code, data=after, contents=contents, covered=frozenset()))


def data_in(connection: Connection, hall_id: int, version: int) -> HallData | None:
    """A hall's own data in a version."""
    query = select(VersionRow.name, VersionRow.timezone, VersionRow.hotline, VersionRow.opening)
    row = connection.execute(
        query.where(VersionRow.hall_id == hall_id, VersionRow.version == version)
    ).one_or_none()
    return HallData(**row._mapping) if row else None


def taken_back(now: Known, change: HallChange) -> tuple[HallData, Contents, frozenset[date]]:
    """The hall as it is now without what a version changed: data, contents, and the days that differ.

    Raises DirectoryError where something of it has been changed again since, and for the first version.
    """
    before, after = change.before.contents, change.after.contents
    if change.is_new:
        raise DirectoryError("console.halls.error_first")
    if change.hall_changed and now.data != change.after.data:
        raise DirectoryError("console.halls.error_changed_since", version=change.version)
    duties = now.contents.duties
    if not change.duties_added <= duties or change.duties_removed & duties:
        raise DirectoryError("console.halls.error_changed_since", version=change.version)
    contents = Contents(
        windows=undone(now.contents.windows, change.windows, before.windows, after.windows, change.version),
        staff=undone(now.contents.staff, change.staff, before.staff, after.staff, change.version),
        duties=(duties - change.duties_added) | change.duties_removed,
    )
    data = change.before.data if change.hall_changed else now.data
    return data, contents, frozenset(change.days)


def undone(
    now: Mapping[str, Value],
    table: TableChange,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    version: int,
) -> dict[str, Value]:
    """A table without the changes of a version. Raises DirectoryError where a row was changed again since."""
    found = dict(now)
    for key in (*table.added, *table.changed, *table.removed):
        if found.get(key) != after.get(key):
            raise DirectoryError("console.halls.error_changed_since", version=version)
        if key in before:
            found[key] = before[key]
        else:
            del found[key]
    return found
