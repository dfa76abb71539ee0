"""Duties that lie over one another. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from intake.directory.entries import Entry
from intake.directory.faults import Faults
from matching.hall import Duty


def check_overlaps(roster: Iterable[Entry[Duty]], faults: Faults) -> list[Entry[Duty]]:
    """Nobody is at two windows, or twice at one, at the same time. Gives the lines without exact repeats."""
    people: dict[tuple[str, str, object], list[Entry[Duty]]] = defaultdict(list)
    for line in roster:
        people[line.hall, line.value.staff_no, line.value.on].append(line)
    kept: list[Entry[Duty]] = []
    for lines in people.values():
        seen: dict[Duty, Entry[Duty]] = {}
        for line in lines:
            first = seen.setdefault(line.value, line)
            if first is not line:
                faults.warn(line.place, "repeated_line", row=line.row, first=first.row)
        kept += seen.values()
        if len(seen) > 1:
            _check_one_day(sorted(seen.values(), key=lambda line: line.value.start), faults)
    return kept


def _check_one_day(lines: list[Entry[Duty]], faults: Faults) -> None:
    last = lines[0]
    for line in lines[1:]:
        if line.value.start < last.value.end:
            later, first = max(line, last, key=lambda one: one.row), min(line, last, key=lambda one: one.row)
            faults.error(
                later.place,
                "overlap",
                row=later.row,
                column=later.column("start"),
                staff_no=later.value.staff_no,
                window=first.value.window,
                first=first.row,
            )
        if line.value.end > last.value.end:
            last = line


def warn_shared_windows(roster: Iterable[Entry[Duty]], faults: Faults) -> None:
    """Two people at one window at one time may be right (training, relief); said once per window."""
    days: dict[tuple[str, str, object], list[Entry[Duty]]] = defaultdict(list)
    for line in roster:
        days[line.hall, line.value.window, line.value.on].append(line)
    shared: dict[tuple[str, str], list[Entry[Duty]]] = defaultdict(list)
    for (hall, window, _), lines in days.items():
        ordered = sorted(lines, key=lambda line: line.value.start)
        for first, second in pairwise(ordered):
            if second.value.start < first.value.end:
                shared[hall, window].append(second)
    for (_, window), lines in shared.items():
        first = min(lines, key=lambda line: line.row)
        column = first.column("window")
        faults.warn(
            first.place, "shared_window", row=first.row, column=column, window=window, count=len(lines)
        )
