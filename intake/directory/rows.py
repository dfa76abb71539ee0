"""From sheets to entries: every cell read, every fault noted, faulty lines left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from intake.directory.cells import CellFault, Raw
from intake.directory.columns import HALLS, ROSTER, STAFF, WINDOWS, Column
from intake.directory.entries import Entries, Entry, HallData
from intake.directory.faults import Faults
from intake.directory.heading import Heading, find_heading
from intake.directory.sheets import Sheet, Source
from matching.hall import Duty, Staff, Window

Cells = Mapping[str, Any]
Value = TypeVar("Value")
ORDERED = (("start", "end", "end_before_start"), ("active_from", "active_to", "service_ends_before_start"))
KEYS = {WINDOWS.name: "window", STAFF.name: "staff_no", HALLS.name: "hall"}


def read_entries(source: Source, faults: Faults) -> Entries:
    """All lines of a source that can be read."""
    entries = Entries()
    for sheet in source.sheets:
        heading = find_heading(sheet, faults)
        if heading is None:
            entries.unread.add(sheet.table.name)
        else:
            read_sheet(sheet, heading, entries, faults)
    return entries


def read_sheet(sheet: Sheet, heading: Heading, entries: Entries, faults: Faults) -> None:
    """Add a sheet's lines to the entries."""
    read = {position: remembering(column) for position, column in heading.columns}
    build, kept = BUILDERS[sheet.table.name], getattr(entries, sheet.table.name)
    for index, row in enumerate(sheet.rows[heading.index + 1 :], start=heading.index + 2):
        if all(blank(raw) for raw in row):
            continue
        cells, complete = read_cells(sheet.place, index, row, heading, read, faults)

        def entry(value: Value, cells: Cells = cells, index: int = index) -> Entry[Value]:
            hall, stated = cells.get("hall", ""), cells.get("name", "")
            return Entry(
                place=sheet.place,
                row=index,
                hall=hall,
                value=value,
                columns=heading.written,
                stated_name=stated,
            )

        if complete:
            check_order(sheet, index, cells, heading, faults)
            kept.append(entry(build(cells)))
        elif sheet.table is ROSTER:
            entries.torn.append(entry(cells))
        else:
            entries.mentioned.add((sheet.table.name, cells.get(KEYS[sheet.table.name], "")))


def read_cells(
    place: str,
    index: int,
    row: list[Raw],
    heading: Heading,
    read: Mapping[int, Callable[[Raw], Any]],
    faults: Faults,
) -> tuple[dict[str, Any], bool]:
    """The values of a line by column, and whether all of them could be read."""
    cells: dict[str, Any] = {}
    complete = True
    for position, column in heading.columns:
        raw = row[position] if position < len(row) else None
        try:
            if column.required and blank(raw):
                raise CellFault("empty")
            cells[column.name] = value = read[position](raw)
            if column.required and value == "":
                raise CellFault("empty")
        except CellFault as fault:
            faults.error(place, fault.key, row=index, column=heading.written[column.name], **fault.values)
            complete = False
    if len(row) > len(read) and stray(row, heading, read):
        faults.error(place, "stray_cell", row=index)
        complete = False
    return cells, complete


def stray(row: list[Raw], heading: Heading, read: Mapping[int, Any]) -> bool:
    """Whether a line has a value where there is no heading."""
    return any(
        not blank(raw)
        for position, raw in enumerate(row)
        if position not in read and position not in heading.passed_over
    )


def blank(raw: Raw) -> bool:
    """Whether a cell is empty."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def remembering(column: Column) -> Callable[[Raw], Any]:
    """The column's reader, reading equal text only once: rosters repeat themselves thousands of times."""
    known: dict[str, Any] = {}

    def read(raw: Raw) -> Any:
        if not isinstance(raw, str):
            return column.read(raw)
        if raw not in known:
            known[raw] = column.read(raw)
        return known[raw]

    return read


def check_order(sheet: Sheet, index: int, cells: Cells, heading: Heading, faults: Faults) -> None:
    """What ends, ends after it began."""
    for first, last, key in ORDERED:
        begins, ends = cells.get(first), cells.get(last)
        if begins and ends and (ends < begins or (ends == begins and key == "end_before_start")):
            faults.error(sheet.place, key, row=index, column=heading.written[last])


def build_hall(cells: Cells) -> HallData:
    return HallData(
        name=cells["name"],
        timezone=cells.get("timezone"),
        hotline=cells.get("hotline"),
        opening=cells.get("opening"),
    )


def build_window(cells: Cells) -> Window:
    return Window(
        label=cells["window"],
        bureau=cells.get("bureau", ""),
        service=cells.get("service", ""),
        former=cells.get("former", ()),
    )


def build_person(cells: Cells) -> Staff:
    return Staff(
        staff_no=cells["staff_no"],
        name=cells["name"],
        bureau=cells.get("bureau", ""),
        active_from=cells.get("active_from") or date.min,
        active_to=cells.get("active_to"),
        windows=cells.get("windows", ()),
    )


def build_duty(cells: Cells) -> Duty:
    return Duty(
        on=cells["date"],
        start=cells["start"],
        end=cells["end"],
        window=cells["window"],
        staff_no=cells["staff_no"],
    )


BUILDERS: Mapping[str, Callable[[Cells], Any]] = {
    HALLS.name: build_hall,
    WINDOWS.name: build_window,
    STAFF.name: build_person,
    ROSTER.name: build_duty,
}
