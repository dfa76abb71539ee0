"""A directory as the lines of its own files: what is written so is read again as the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from intake.directory.cells import Raw
from intake.directory.columns import HALLS, ROSTER, STAFF, TABLES, WINDOWS, Table
from intake.directory.contents import Contents, natural
from intake.directory.entries import HallData
from intake.directory.sheets import Sheet
from matching.hall import Duty, Staff, Window

Line = tuple[str, ...]


def heads(table: Table) -> Line:
    """The headings of a table, by our names."""
    return tuple(column.name for column in table.columns)


def heads_in_chinese(table: Table) -> Line:
    """The headings of a table as bureaus write them."""
    return tuple(column.called[0] for column in table.columns)


def hall_line(code: str, data: HallData) -> Line:
    return (code, data.name, data.timezone or "", data.hotline or "", data.opening or "")


def window_line(code: str, window: Window) -> Line:
    return (code, window.label, window.bureau, window.service, ",".join(window.former))


def person_line(code: str, person: Staff) -> Line:
    begins = "" if person.active_from == date.min else person.active_from.isoformat()
    ends = person.active_to.isoformat() if person.active_to else ""
    windows = ",".join(person.windows)
    return (code, person.staff_no, person.name, person.bureau, begins, ends, windows)


def duty_line(code: str, duty: Duty, name: str = "") -> Line:
    start, end = f"{duty.start:%H:%M:%S}", f"{duty.end:%H:%M:%S}"
    shown = (one.removesuffix(":00") if one.count(":") > 1 else one for one in (start, end))
    return (code, duty.on.isoformat(), *shown, duty.window, duty.staff_no, name)


def in_order(duties: Iterable[Duty]) -> list[Duty]:
    """By day and window, as a roster is read."""
    return sorted(duties, key=lambda duty: (duty.on, natural(duty.window), duty.start, duty.staff_no))


def lines_of(code: str, data: HallData, contents: Contents) -> Iterator[tuple[Table, Iterator[Line]]]:
    """All four tables of a hall, without headings; the roster with the names of its people."""
    names = {person.staff_no: person.name for person in contents.staff.values()}
    duties = in_order(contents.duties)
    yield HALLS, iter([hall_line(code, data)])
    yield WINDOWS, (window_line(code, window) for window in contents.windows.values())
    yield STAFF, (person_line(code, person) for person in contents.staff.values())
    yield ROSTER, (duty_line(code, duty, names.get(duty.staff_no, "")) for duty in duties)


def sheets_of(tables: Mapping[str, Iterable[Line]]) -> tuple[Sheet, ...]:
    """Lines by the table's name as sheets, as if they had been read from a file; row 2 is the first line."""
    found = []
    for table in TABLES:
        if table.name in tables:
            rows: list[list[Raw]] = [list(line) for line in (heads(table), *tables[table.name])]
            found.append(Sheet(place=table.name, table=table, rows=rows, encoding=""))
    return tuple(found)
