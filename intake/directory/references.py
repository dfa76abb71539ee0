"""Windows and people that lines refer to: whether they exist, and whether the person is in service. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from intake.directory.columns import STAFF, WINDOWS
from intake.directory.contents import Contents
from intake.directory.entries import Entries, Entry
from intake.directory.faults import Faults
from intake.directory.planning import Known, by_hall
from matching.hall import Duty, Staff, Window

WORTH_A_LOOK = 500  # nobody reads more suggestions, and each costs a search through the whole list


def check_references(entries: Entries, known: Mapping[str, Known], faults: Faults) -> None:
    """Every duty names a window and a person of its hall who is in service that day; people are assigned
    to windows that exist."""
    windows, staff = by_hall(entries.windows), by_hall(entries.staff)
    roster, torn = by_hall(entries.roster), by_hall(entries.torn)
    for code in entries.codes():
        # A person whom a complete new list leaves out is kept for past days only, not for this roster.
        before = known[code].contents if code in known else Contents()
        references = References(
            windows={line.value.label: line.value for line in windows.get(code, ())} or before.windows,
            staff={line.value.staff_no: line.value for line in staff.get(code, ())} or before.staff,
            entries=entries,
            faults=faults,
        )
        for person in staff.get(code, ()):
            for label in person.value.windows:
                references.check_window(person, "windows", label)
        for line in roster.get(code, ()):
            references.check_window(line, "window", line.value.window)
            references.check_person(line, line.value)
        for rest in torn.get(code, ()):
            references.check_torn(rest)


@dataclass(frozen=True, kw_only=True, slots=True)
class References:
    """What the lines of one hall may refer to."""

    windows: Mapping[str, Window]
    staff: Mapping[str, Staff]
    entries: Entries
    faults: Faults

    def check_window(self, line: Entry[Any], column: str, label: str) -> None:
        """The window exists."""
        if label not in self.windows and self._certain(WINDOWS.name, label):
            self._refuse(line, column, "unknown_window", label, self.windows)

    def check_staff_no(self, line: Entry[Any], staff_no: str) -> None:
        """The person exists."""
        if staff_no not in self.staff and self._certain(STAFF.name, staff_no):
            self._refuse(line, "staff_no", "unknown_person", staff_no, self.staff)

    def check_person(self, line: Entry[Duty], duty: Duty) -> None:
        """The person exists, is in service that day and bears the name that the line states."""
        person = self.staff.get(duty.staff_no)
        if person is None:
            self.check_staff_no(line, duty.staff_no)
            return
        wrong = []
        if not person.in_service(duty.on):
            wrong.append(("out_of_service", "date"))
        if line.stated_name and line.stated_name != person.name:
            wrong.append(("other_name", "name"))
        for key, column in wrong:
            written = line.column(column)
            self.faults.error(line.place, key, row=line.row, column=written, staff_no=duty.staff_no)

    def check_torn(self, line: Entry[Mapping[str, Any]]) -> None:
        """What can be said of a line of which only some cells could be read."""
        if label := line.value.get("window"):
            self.check_window(line, "window", label)
        if staff_no := line.value.get("staff_no"):
            self.check_staff_no(line, staff_no)

    def _certain(self, table: str, key: str) -> bool:
        """Whether the table was read so far that what it lacks does not exist."""
        return table not in self.entries.unread and (table, key) not in self.entries.mentioned

    def _refuse(self, line: Entry[Any], column: str, key: str, given: str, known: Iterable[str]) -> None:
        near = near_miss(given, known) if len(self.faults.errors) < WORTH_A_LOOK else None
        suffix, meant = ("_meant", {"meant": near}) if near else ("", {})
        self.faults.error(
            line.place, key + suffix, row=line.row, column=line.column(column), given=given, **meant
        )


def near_miss(given: str, known: Iterable[str]) -> str | None:
    """The one that was probably meant; None where several are equally near."""
    near = process.extract(given, list(known), scorer=fuzz.ratio, score_cutoff=60, limit=2)
    alone = len(near) == 1 or (near and near[0][1] > near[1][1])
    return near[0][0] if alone else None
