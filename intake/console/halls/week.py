"""The roster of a week as a grid: a line for each window, a column for each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import Connection, select

from intake.directory.calendar import SATURDAY, Calendar
from intake.directory.contents import natural
from intake.directory.model import DutyRow, StaffRow
from intake.directory.opening import Opening, Spans

DAYS = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """One duty. name: empty for somebody whom the directory doesn't have any more."""

    id: int
    day: date
    start: time
    end: time
    window: str
    staff_no: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A column. holiday: the calendar's name for it. is_open: None where nobody stated hours."""

    day: date
    holiday: str
    is_working: bool
    open: Spans | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A window's week: the shifts of each day by start."""

    window: str
    cells: tuple[tuple[Shift, ...], ...]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def shifts_between(
    connection: Connection, hall_id: int, first: date, last: date, staff_no: str | None = None
) -> list[Shift]:
    """The duties of some days as they are now."""
    query = (
        select(
            DutyRow.id,
            DutyRow.day,
            DutyRow.start_time,
            DutyRow.end_time,
            DutyRow.window_label,
            DutyRow.staff_no,
            StaffRow.name,
        )
        .outerjoin(
            StaffRow,
            (StaffRow.hall_id == DutyRow.hall_id)
            & (StaffRow.staff_no == DutyRow.staff_no)
            & StaffRow.until_version.is_(None),
        )
        .where(DutyRow.hall_id == hall_id, DutyRow.until_version.is_(None), DutyRow.day.between(first, last))
    )
    if staff_no is not None:
        query = query.where(DutyRow.staff_no == staff_no)
    found = [
        Shift(
            id=row.id,
            day=row.day,
            start=row.start_time,
            end=row.end_time,
            window=row.window_label,
            staff_no=row.staff_no,
            name=row.name or "",
        )
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda one: (natural(one.window), one.day, one.start, one.staff_no))


def lines_of(windows: Sequence[str], shifts: Sequence[Shift], monday: date) -> list[Line]:
    """A line for each of these windows, and for every other that has a shift."""
    cells: dict[str, list[list[Shift]]] = {label: [[] for _ in range(DAYS)] for label in windows}
    for shift in shifts:
        week = cells.setdefault(shift.window, [[] for _ in range(DAYS)])
        week[(shift.day - monday).days].append(shift)
    return [Line(window=label, cells=tuple(map(tuple, cells[label]))) for label in sorted(cells, key=natural)]


def week_from(monday: date, opening: Opening | None, calendar: Calendar) -> list[Day]:
    """The columns. opening: None where nobody stated hours."""
    return [day_in(monday + timedelta(days=offset), opening, calendar) for offset in range(DAYS)]


def day_in(day: date, opening: Opening | None, calendar: Calendar) -> Day:
    return Day(
        day=day,
        holiday=calendar.names.get(day, ""),
        is_working=calendar.exceptions.get(day, day.weekday() < SATURDAY),
        open=opening.on(day, calendar) if opening is not None else None,
    )


def open_days(first: date, last: date, opening: Opening | None, calendar: Calendar) -> list[date]:
    """The days on which the hall is open; working days where nobody stated hours."""
    span = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    seen: Mapping[date, Day] = {day: day_in(day, opening, calendar) for day in span}
    return [day for day, one in seen.items() if (one.is_working if one.open is None else one.open)]
