"""A change by hand as the lines that a file would have: the same rule then judges it as any import. Pure.

Windows and staff are complete lists, and the roster names whole days (`docs/directory.md`): so what stays is
written beside what changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from intake.directory.cells import CellFault
from intake.directory.cells import day as read_day
from intake.directory.columns import HALLS, ROSTER, STAFF, WINDOWS
from intake.directory.contents import Contents, Days
from intake.directory.entries import HallData
from intake.directory.planning import Known
from intake.directory.writing import Line, duty_line, hall_line, in_order, person_line, window_line
from intake.errors import DirectoryError
from matching.hall import Duty, Staff

FIRST = 2  # a table's first line stands below its heading
NO_DAYS: Days = (date.max, date.min)
LONGEST_DAY = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """Lines by table. own: the rows, from 1, that the form is about, by table. cleared: as in `Asked`."""

    tables: Mapping[str, list[Line]]
    own: Mapping[str, frozenset[int]] = field(default_factory=dict)
    cleared: frozenset[tuple[str, date]] = frozenset()


def hall(code: str, data: Line) -> Draft:
    """A hall's own line. data: without the code."""
    return Draft(tables={HALLS.name: [(code, *data)]}, own={HALLS.name: frozenset({FIRST})})


def opening(known: Known, text: str) -> Draft:
    """Other opening hours."""
    return hall(known.code, hall_line(known.code, replace(known.data, opening=text))[1:])


def window(known: Known, line: Line, instead: str | None = None) -> Draft:
    """A window more, or in place of the one of this label. line: without the hall."""
    kept = [window_line(known.code, one) for one in known.contents.windows.values() if one.label != instead]
    return whole_table(WINDOWS.name, kept, (known.code, *line))


def person(known: Known, line: Line, instead: str | None = None) -> Draft:
    """A member of staff more, or in place of the one of this number. line: without the hall."""
    kept = [person_line(known.code, one) for one in known.contents.staff.values() if one.staff_no != instead]
    return whole_table(STAFF.name, kept, (known.code, *line))


def whole_table(name: str, kept: list[Line], own: Line) -> Draft:
    return Draft(tables={name: [*kept, own]}, own={name: frozenset({len(kept) + FIRST})})


def window_ended(known: Known, label: str, last: date) -> Draft:
    """A window without duties after its last day, and nobody's own any more; gone once no duty names it.

    Raises DirectoryError for the only window."""
    windows = [window_line(known.code, one) for one in known.contents.windows.values() if one.label != label]
    if not windows:
        raise DirectoryError("console.halls.error_last_window")
    gone = {duty for duty in known.contents.duties if duty.window == label and duty.on > last}
    tables = dict(roster(known, gone, ()).tables) if gone else {}
    people = known.contents.staff.values()
    if any(label in one.windows for one in people):
        tables[STAFF.name] = [person_line(known.code, without(one, label)) for one in people]
    cleared = frozenset((known.code, duty.on) for duty in gone)
    return Draft(tables=tables | {WINDOWS.name: windows}, cleared=cleared)


def without(person: Staff, label: str) -> Staff:
    """Somebody who is not assigned to a window any more."""
    return replace(person, windows=tuple(one for one in person.windows if one != label))


def person_ended(known: Known, staff_no: str, last: date) -> Draft:
    """A person in service until a day, without duties after it."""
    ended = replace(known.contents.staff[staff_no], active_to=last)
    drafted = person(known, person_line(known.code, ended)[1:], instead=staff_no)
    gone = {duty for duty in known.contents.duties if duty.staff_no == staff_no and duty.on > last}
    rest = roster(known, gone, ()) if gone else Draft(tables={})
    return replace(rest, tables={**rest.tables, **drafted.tables}, own=drafted.own)


def roster(known: Known, removed: Collection[Duty], added: Iterable[Line]) -> Draft:
    """Days without some duties and with others. added: lines without the hall; a day that can't be read
    is told as in a file."""
    lines = [(known.code, *line) for line in added]
    days = {duty.on for duty in removed}.union(day for line in lines if (day := day_of(line[1])))
    kept = [duty for duty in in_order(known.contents.duties) if duty.on in days and duty not in removed]
    own = frozenset(range(FIRST + len(kept), FIRST + len(kept) + len(lines)))
    return Draft(
        tables={ROSTER.name: [*(duty_line(known.code, duty) for duty in kept), *lines]},
        own={ROSTER.name: own},
        cleared=frozenset((known.code, day) for day in days),
    )


def shifted(known: Known, changes: Mapping[Duty, Duty]) -> Draft:
    """Duties in place of others: a substitute, or two who swap."""
    return roster(known, changes.keys(), (duty_line(known.code, duty)[1:] for duty in changes.values()))


def restored(known: Known, data: HallData, contents: Contents, days: frozenset[date]) -> Draft:
    """A hall as it was before something: whole tables, and the roster of the days that differ."""
    duties = [duty for duty in in_order(contents.duties) if duty.on in days]
    tables = {
        HALLS.name: [hall_line(known.code, data)],
        WINDOWS.name: [window_line(known.code, one) for one in contents.windows.values()],
        STAFF.name: [person_line(known.code, one) for one in contents.staff.values()],
        ROSTER.name: [duty_line(known.code, duty) for duty in duties],
    }
    cleared = frozenset((known.code, day) for day in days)
    return Draft(tables={name: lines for name, lines in tables.items() if lines}, cleared=cleared)


def day_of(text: str) -> date | None:
    """A day as forms send it, read as the import reads it: what else that day holds has to be found by it."""
    try:
        return read_day(text[:LONGEST_DAY])
    except CellFault:
        return None


def days_of(first: str, last: str, most: timedelta) -> Days:
    """The days that a form names: one, or all up to another that is no more than `most` later."""
    begins = day_of(first)
    if begins is None:
        return NO_DAYS
    ends = day_of(last) or begins
    return begins, ends if timedelta() <= ends - begins <= most else begins
