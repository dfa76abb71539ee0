"""What must hold between the lines of an import, and of halls in the whole directory. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from intake.directory.entries import Entries, Entry, HallData
from intake.directory.faults import Faults

Value = TypeVar("Value")


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
        torn=settled(entries.torn),
    )


def refuse_other_halls(entries: Entries, only: str, faults: Faults) -> Entries:
    """For somebody who has to do with one hall: lines without a hall are of it, other halls' are refused."""

    def own(lines: list[Entry[Value]]) -> list[Entry[Value]]:
        for line in lines:
            if line.hall not in {"", only}:
                faults.error(
                    line.place, "foreign_hall", row=line.row, column=line.column("hall"), given=line.hall
                )
        return [replace(line, hall=only) for line in lines if line.hall in {"", only}]

    return replace(
        entries,
        halls=own(entries.halls),
        windows=own(entries.windows),
        staff=own(entries.staff),
        roster=own(entries.roster),
        torn=own(entries.torn),
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
