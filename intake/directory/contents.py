"""What a hall's directory holds in one version, read from the tables into the rule's own values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from intake.directory.model import DutyRow, StaffRow, WindowRow
from matching.hall import Duty, Staff, Window

Value = TypeVar("Value")
Rows = type[WindowRow] | type[StaffRow] | type[DutyRow]
Days = tuple[date, date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """Windows by label, staff by number, and all duties of one hall in one version."""

    windows: Mapping[str, Window] = field(default_factory=dict)
    staff: Mapping[str, Staff] = field(default_factory=dict)
    duties: frozenset[Duty] = frozenset()


def in_version(table: Rows, hall_id: int, version: int) -> ColumnElement[bool]:
    """The condition that a row belongs to a version of a hall."""
    return and_(
        table.hall_id == hall_id,
        table.since_version <= version,
        or_(table.until_version.is_(None), table.until_version > version),
    )


def natural(label: str) -> list[tuple[int, int, str]]:
    """The order in which people list labels: 2 before 10, A02 before A10."""
    parts = re.findall(r"\d+|\D+", label)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def load_contents(connection: Connection, hall_id: int, version: int, days: Days | None = None) -> Contents:
    """Everything that a hall's directory holds in a version; version 0 is empty.

    days: first and last of the days whose duties are read; None for all.
    """

    def which(table: Rows) -> ColumnElement[bool]:
        found = in_version(table, hall_id, version)
        return and_(found, DutyRow.day.between(*days)) if days and table is DutyRow else found

    return contents_where(connection, which)


def contents_where(connection: Connection, which: Callable[[Rows], ColumnElement[bool]]) -> Contents:
    """The rows of each table that fulfil a condition."""
    return Contents(
        windows=_windows(connection, which(WindowRow)),
        staff=_staff(connection, which(StaffRow)),
        duties=frozenset(duties_where(connection, which(DutyRow))),
    )


def _windows(connection: Connection, which: ColumnElement[bool]) -> dict[str, Window]:
    row = select(WindowRow.label, WindowRow.bureau, WindowRow.service, WindowRow.former)
    found = [
        Window(label=label, bureau=bureau, service=service, former=tuple(former.split()))
        for label, bureau, service, former in connection.execute(row.where(which))
    ]
    return {window.label: window for window in sorted(found, key=lambda window: natural(window.label))}


def _staff(connection: Connection, which: ColumnElement[bool]) -> dict[str, Staff]:
    row = select(
        StaffRow.staff_no,
        StaffRow.name,
        StaffRow.bureau,
        StaffRow.active_from,
        StaffRow.active_to,
        StaffRow.windows,
    )
    found = [
        Staff(
            staff_no=staff_no,
            name=name,
            bureau=bureau,
            active_from=active_from or date.min,
            active_to=active_to,
            windows=tuple(windows.split()),
        )
        for staff_no, name, bureau, active_from, active_to, windows in connection.execute(row.where(which))
    ]
    return {person.staff_no: person for person in sorted(found, key=lambda person: natural(person.staff_no))}


def duties_where(connection: Connection, which: ColumnElement[bool]) -> list[Duty]:
    """Duties that fulfil a condition. Equal days, times and labels are one object each: rosters are long."""
    known: dict[object, object] = {}

    def one(value: Value) -> Value:
        return known.setdefault(value, value)  # type: ignore[return-value]  # a value stands for its equals

    row = select(DutyRow.day, DutyRow.start_time, DutyRow.end_time, DutyRow.window_label, DutyRow.staff_no)
    return [
        Duty(on=one(day), start=one(start), end=one(end), window=one(label), staff_no=one(staff_no))
        for day, start, end, label, staff_no in connection.execute(row.where(which))
    ]
