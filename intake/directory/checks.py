"""What must hold between the lines of an import and with what the directory already holds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from rapidfuzz import fuzz, process

from intake.directory.columns import STAFF, WINDOWS
from intake.directory.entries import Entries, Entry, HallData
from intake.directory.faults import Faults
from intake.directory.planning import Known, Planned, by_hall
from matching.hall import Duty, Staff, Window

Value = TypeVar("Value")
WORTH_A_LOOK = 500  # nobody reads more suggestions, and each costs a search through the whole list


def settle_halls(entries: Entries, known: Iterable[str], faults: Faults) -> Entries:
    """Give lines without a hall the only hall there is; refuse lines of a hall that nobody knows."""
    codes = {*known, *(entry.hall for entry in entries.halls)}
    doubtful = {code for table, code in entries.mentioned if table == "halls"} | codes
    only = next(iter(codes)) if len(codes) == 1 else ""

    def settled(lines: list[Entry[Value]]) -> list[Entry[Value]]:
        kept = []
        for line in lines:
            hall = line.hall or only
            if hall in codes:
                kept.append(line if line.hall else replace(line, hall=hall))
            elif hall not in doubtful:
                key = "unknown_hall" if hall else "which_hall"
                faults.error(line.place, key, row=line.row, column=line.column("hall"), given=hall)
        return kept

    return replace(
        entries,
        windows=settled(entries.windows),
        staff=settled(entries.staff),
        roster=settled(entries.roster),
    )


def check_unique(entries: Entries, faults: Faults) -> None:
    """One line per hall, per window of a hall, and per staff number of a hall."""
    _unique(((entry.hall,) for entry in entries.halls), entries.halls, "hall", faults)
    _unique(((entry.hall, entry.value.label) for entry in entries.windows), entries.windows, "window", faults)
    _unique(
        ((entry.hall, entry.value.staff_no) for entry in entries.staff), entries.staff, "staff_no", faults
    )


def _unique(
    keys: Iterable[tuple[str, ...]], lines: Iterable[Entry[Value]], column: str, faults: Faults
) -> None:
    first: dict[tuple[str, ...], int] = {}
    for key, line in zip(keys, lines, strict=True):
        row = first.setdefault(key, line.row)
        if row != line.row:
            faults.error(
                line.place, "duplicate", row=line.row, column=line.column(column), given=key[-1], first=row
            )


def check_hotlines(entries: list[Entry[HallData]], known: Mapping[str, str], faults: Faults) -> None:
    """No two halls have one hotline number. `known`: the numbers in the directory by hall code."""
    named = {entry.hall for entry in entries}
    owner = {number: code for code, number in known.items() if number and code not in named}
    for entry in entries:
        number = entry.value.hotline
        if number and owner.setdefault(number, entry.hall) != entry.hall:
            faults.error(
                entry.place,
                "hotline_taken",
                row=entry.row,
                column=entry.column("hotline"),
                hall=owner[number],
            )


def check_assigned(entries: Entries, planned: Mapping[str, Planned], faults: Faults) -> None:
    """People are assigned to windows that exist."""
    if WINDOWS.name in entries.unread:
        return
    for entry in entries.staff:
        windows = planned[entry.hall].contents.windows
        for label in entry.value.windows:
            if label not in windows and (WINDOWS.name, label) not in entries.mentioned:
                _unknown(entry, "windows", "unknown_window", label, windows, faults)


def check_roster(
    entries: Entries, known: Mapping[str, Known], planned: Mapping[str, Planned], faults: Faults
) -> None:
    """Every duty names a window and a person of its hall who is in service that day."""
    windows_listed, staff_listed = by_hall(entries.windows), by_hall(entries.staff)
    for code, lines in by_hall(entries.roster).items():
        # A person whom a complete new list leaves out is kept for past days only, not for this roster.
        before = known[code].contents if code in known else planned[code].contents
        windows = {line.value.label: line.value for line in windows_listed.get(code, ())} or before.windows
        staff = {line.value.staff_no: line.value for line in staff_listed.get(code, ())} or before.staff
        for line in lines:
            if WINDOWS.name not in entries.unread:
                check_window(line, windows, entries.mentioned, faults)
            if STAFF.name not in entries.unread:
                check_person(line, staff, entries.mentioned, faults)


def check_window(
    line: Entry[Duty], windows: Mapping[str, Window], mentioned: set[tuple[str, str]], faults: Faults
) -> None:
    """The window exists."""
    label = line.value.window
    if label not in windows and (WINDOWS.name, label) not in mentioned:
        _unknown(line, "window", "unknown_window", label, windows, faults)


def check_person(
    line: Entry[Duty], staff: Mapping[str, Staff], mentioned: set[tuple[str, str]], faults: Faults
) -> None:
    """The person exists, is in service that day and bears the name that the line states."""
    duty = line.value
    person = staff.get(duty.staff_no)
    if person is None:
        if (STAFF.name, duty.staff_no) not in mentioned:
            _unknown(line, "staff_no", "unknown_person", duty.staff_no, staff, faults)
        return
    if not person.in_service(duty.on):
        column = line.column("date")
        faults.error(line.place, "out_of_service", row=line.row, column=column, staff_no=duty.staff_no)
    if line.stated_name and line.stated_name != person.name:
        faults.error(
            line.place, "other_name", row=line.row, column=line.column("name"), staff_no=duty.staff_no
        )


def _unknown(
    line: Entry[Value], column: str, key: str, given: str, known: Iterable[str], faults: Faults
) -> None:
    look = len(faults.errors) < WORTH_A_LOOK
    near = process.extractOne(given, list(known), scorer=fuzz.ratio, score_cutoff=60) if look else None
    suffix, meant = ("_meant", {"meant": near[0]}) if near else ("", {})
    faults.error(line.place, key + suffix, row=line.row, column=line.column(column), given=given, **meant)
