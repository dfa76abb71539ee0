"""What the directory will hold after an import: a pure function of what it holds and what the files say.

halls.csv adds halls and changes them, and never removes one. windows.csv and staff.csv are complete lists
for each hall that they name. roster.csv replaces exactly the days that it names, hall by hall; see
`docs/directory.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from intake.directory.contents import Contents, natural
from intake.directory.entries import Entries, Entry, HallData
from intake.directory.faults import Faults
from matching.hall import Duty, Staff, Window

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A hall as the directory has it now; version 0 for one that is yet to come."""

    id: int | None
    code: str
    version: int
    data: HallData
    contents: Contents


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A hall as it will be. `covered`: the days that the new roster names."""

    code: str
    data: HallData
    contents: Contents
    covered: frozenset[date]


def by_hall(entries: Iterable[Entry[Value]]) -> Mapping[str, list[Entry[Value]]]:
    """Entries by the code of their hall."""
    found: dict[str, list[Entry[Value]]] = defaultdict(list)
    for entry in entries:
        found[entry.hall].append(entry)
    return found


def plan(entries: Entries, known: Mapping[str, Known], zone: str, faults: Faults) -> dict[str, Planned]:
    """Every hall that the entries name, as it will be. `zone` is for new halls that state none."""
    halls, windows, staff, roster = (
        by_hall(entries.halls),
        by_hall(entries.windows),
        by_hall(entries.staff),
        by_hall(entries.roster),
    )
    planned = {}
    cleared = {code: {day for of, day in entries.cleared if of == code} for code, _ in entries.cleared}
    for code in sorted({*halls, *windows, *staff, *roster, *cleared}):
        now = known.get(code) or Known(
            id=None,
            code=code,
            version=0,
            data=HallData(name=code, timezone=zone, hotline="", opening=""),
            contents=Contents(),
        )
        days = cleared.get(code, set()).union(entry.value.on for entry in roster.get(code, ()))
        left = {duty for duty in now.contents.duties if duty.on not in days}
        duties = frozenset(left.union(entry.value for entry in roster.get(code, ())))
        contents = Contents(
            windows=windows_after(now.contents, windows.get(code, ()), duties, faults),
            staff=staff_after(now.contents, staff.get(code, ()), duties, faults),
            duties=duties,
        )
        data = data_after(now.data, halls.get(code, ()), zone)
        planned[code] = Planned(code=code, data=data, contents=contents, covered=frozenset(days))
    return planned


def data_after(now: HallData, entries: Iterable[Entry[HallData]], zone: str) -> HallData:
    """A column that the file lacks changes nothing; an empty time zone is the one of the settings."""
    for entry in entries:
        stated = entry.value
        timezone = now.timezone if stated.timezone is None else stated.timezone
        hotline = now.hotline if stated.hotline is None else stated.hotline
        opening = now.opening if stated.opening is None else stated.opening
        now = HallData(name=stated.name, timezone=timezone or zone, hotline=hotline, opening=opening)
    return now


def windows_after(
    now: Contents, entries: Iterable[Entry[Window]], duties: frozenset[Duty], faults: Faults
) -> Mapping[str, Window]:
    """The windows of the file; one that it leaves out stays while the roster still names it."""
    listed = {entry.value.label: entry for entry in entries}
    if not listed:
        return now.windows
    place = next(iter(listed.values())).place
    after = {label: entry.value for label, entry in listed.items()}
    rostered = {duty.window for duty in duties}
    kept = sorted((now.windows.keys() - after.keys()) & rostered, key=natural)
    if kept:
        faults.warn(place, "window_kept", windows=", ".join(kept))
    return after | {label: now.windows[label] for label in kept}


def staff_after(
    now: Contents, entries: Iterable[Entry[Staff]], duties: frozenset[Duty], faults: Faults
) -> Mapping[str, Staff]:
    """The staff of the file. One that it leaves out stays while the roster still names them, because what
    was done at a window last week must still be found; their last duty is their last day in service."""
    listed = {entry.value.staff_no: entry for entry in entries}
    if not listed:
        return now.staff
    place = next(iter(listed.values())).place
    after = {staff_no: entry.value for staff_no, entry in listed.items()}
    last: dict[str, date] = {}
    for duty in duties:
        last[duty.staff_no] = max(duty.on, last.get(duty.staff_no, duty.on))
    for staff_no in sorted((now.staff.keys() - after.keys()) & last.keys(), key=natural):
        person = now.staff[staff_no]
        ends = max(min(last[staff_no], person.active_to or date.max), person.active_from)
        after[staff_no] = replace(person, active_to=ends)
        faults.warn(place, "person_ended", staff_no=staff_no, day=ends.isoformat())
    return after
