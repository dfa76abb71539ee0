"""The lines of a directory file as values of the rule, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from matching.hall import Duty, Staff, Window

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True, slots=True)
class HallData:
    """What a hall says of itself. All but the name is None where the file has no such column.

    opening: as `intake/directory/opening.py` writes it.
    """

    name: str
    timezone: str | None
    hotline: str | None
    opening: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry(Generic[Value]):
    """One line that could be read.

    hall: the hall's code, empty where the file names none. columns: headings as written, by our names.
    stated_name: the person's name where a roster states it beside the number.
    """

    place: str
    row: int
    hall: str
    value: Value
    columns: Mapping[str, str]
    stated_name: str = ""

    def column(self, name: str) -> str:
        """The heading as written."""
        return self.columns.get(name, name)


@dataclass(kw_only=True, slots=True)
class Entries:
    """All lines of an import, by table.

    torn: lines of the roster of which only some cells could be read. mentioned: labels and numbers of other
    lines that could not be read in full, so that one fault is not reported again wherever they are referred
    to. unread: tables without a usable heading line. cleared: days, by code of hall, that the roster names
    without any duty.
    """

    halls: list[Entry[HallData]] = field(default_factory=list)
    windows: list[Entry[Window]] = field(default_factory=list)
    staff: list[Entry[Staff]] = field(default_factory=list)
    roster: list[Entry[Duty]] = field(default_factory=list)
    torn: list[Entry[Mapping[str, Any]]] = field(default_factory=list)
    mentioned: set[tuple[str, str]] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    cleared: set[tuple[str, date]] = field(default_factory=set)

    def codes(self) -> set[str]:
        """The codes of all halls that the lines name."""
        found = {entry.hall for entry in self.halls} | {entry.hall for entry in self.windows}
        found |= {entry.hall for entry in self.staff} | {entry.hall for entry in self.roster}
        found |= {code for code, _ in self.cleared}
        return found | {entry.hall for entry in self.torn}
