"""Whether a window and a person are in the directory of a case's day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from intake.directory.contents import in_version
from intake.directory.model import HallRow, StaffRow, WindowRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """From one day to another, both included, in the hall's time zone."""

    first: date
    last: date


def version_with(
    connection: Connection, hall_id: int, versions: Iterator[int | None], staff_no: str, days: Days
) -> int | None:
    """The first of these versions in which the person was in service on one of the days; None for none."""
    for version in versions:
        if version is not None and in_service(connection, hall_id, version, staff_no, days):
            return version
    return None


def versions_of(connection: Connection, hall_id: int, of_case: int | None) -> Iterator[int | None]:
    """The current version, which knows best what was long ago; then the one that the case had."""
    yield connection.execute(select(HallRow.version).where(HallRow.id == hall_id)).scalar()
    yield of_case


def in_service(connection: Connection, hall_id: int, version: int, staff_no: str, days: Days) -> bool:
    """Whether the directory has the person in service on one of the days."""
    row = connection.execute(
        select(StaffRow.active_from, StaffRow.active_to).where(
            in_version(StaffRow, hall_id, version), StaffRow.staff_no == staff_no
        )
    ).first()
    if row is None:
        return False
    begun = row.active_from is None or row.active_from <= days.last
    return begun and (row.active_to is None or row.active_to >= days.first)


def window_known(connection: Connection, hall_id: int, version: int, label: str) -> str | None:
    """The window's present label, for it or for one that it bore before; None for no window of the hall."""
    rows = connection.execute(
        select(WindowRow.label, WindowRow.former).where(in_version(WindowRow, hall_id, version))
    ).all()
    if any(row.label == label for row in rows):
        return label
    return next((row.label for row in rows if label in row.former.split()), None)
