"""Reports on a span of days: what came in, what came of it, by hall, service, window and person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from intake.console.access import Viewer
from intake.console.figures.cells import (
    HALL,
    PERSON,
    WINDOW,
    Cells,
    Count,
    Tally,
    count_measures,
    count_persons,
    count_responses,
)
from intake.console.figures.counting import Amount, Span, share
from intake.console.figures.kept import figures_of
from intake.console.figures.measures import Measures
from intake.console.figures.sums import summed
from intake.console.roles import Right
from intake.directory.model import HallRow, StaffRow, WindowRow

FEWEST = 5  # complaints against a person below which a report doesn't say how many
BY_DAY = 62  # a span of more days is told by weeks
Group = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of a report. name: of the hall, the service or the window. hall: empty where it is the line."""

    name: str
    hall: str
    measures: Measures


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Complaints pinned to window and person. is_few: under FEWEST, and `amount` doesn't say how many."""

    staff_no: str
    name: str
    hall: str
    amount: Amount
    is_few: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report. times: by day or, in long spans, by the Monday of the week. months: by their first day.

    called, in_time: callbacks owed whose limit is known, and those first tried before it. persons: None for
    whoever may not see persons.
    """

    span: Span
    whole: Measures
    is_by_week: bool
    times: tuple[tuple[date, Measures], ...]
    months: tuple[tuple[date, Measures], ...]
    halls: tuple[Row, ...]
    services: tuple[Row, ...]
    windows: tuple[Row, ...]
    persons: tuple[Person, ...] | None
    called: int
    in_time: int

    @property
    def response(self) -> float | None:
        return share(self.in_time, self.called)


def read_report(connection: Connection, viewer: Viewer, span: Span, hall_id: int | None = None) -> Report:
    """What came in within a span, as far as the viewer may see it, in one hall or all."""
    found = figures_of(connection, viewer, span, hall_id)
    dimensions = [HALL, WINDOW]
    counts: list[Count] = [count_measures, count_responses]
    if viewer.may(Right.PERSONS):
        dimensions.append(PERSON)
        counts.append(count_persons)
    cells = found.cells(dimensions, *counts)
    halls = {row.id: row.name for row in connection.execute(select(HallRow.id, HallRow.name))}
    whole = sum((tally for key, tally in cells.items() if key[0] == HALL), Tally())
    windows, days = by_window(connection, cells, halls), found.by_day()
    is_by_week = len(span.days) > BY_DAY
    return Report(
        span=span,
        whole=whole.measures,
        is_by_week=is_by_week,
        times=by_time(days, span, is_by_week=is_by_week),
        months=in_order((day.replace(day=1), measures) for day, measures in days.items()),
        halls=rows({key: (key[:1], one) for key, one in windows.items()}),
        services=rows({key: ((key[0], key[1]), one) for key, one in windows.items() if key[1]}),
        windows=rows({key: ((key[0], key[2]), one) for key, one in windows.items() if key[2]}),
        persons=persons(connection, viewer, cells, halls) if viewer.may(Right.PERSONS) else None,
        called=whole.called,
        in_time=whole.in_time,
    )


def by_time(days: dict[date, Measures], span: Span, *, is_by_week: bool) -> tuple[tuple[date, Measures], ...]:
    """By day or week; those in which nothing came in are there too."""

    def place(day: date) -> date:
        return day - timedelta(days=day.weekday()) if is_by_week else day

    return in_order((place(day), days.get(day, Measures())) for day in span.days)


def in_order(found: Iterable[tuple[date, Measures]]) -> tuple[tuple[date, Measures], ...]:
    """Those of the same day together, in order."""
    return tuple(sorted(summed(found).items()))


def by_window(
    connection: Connection, cells: Cells, halls: dict[int, str]
) -> dict[tuple[str, str, str], Measures]:
    """By hall, its window's service as it is now, and window; empty where a case has none."""
    present = select(WindowRow.hall_id, WindowRow.label, WindowRow.service)
    present = present.where(WindowRow.until_version.is_(None))
    services = {(row.hall_id, row.label): row.service for row in connection.execute(present)}
    return summed(
        ((halls.get(hall_id, ""), services.get((hall_id, window), ""), window), tally.measures)
        for (dimension, hall_id, window), tally in cells.items()
        if dimension == WINDOW
    )


def rows(grouped: dict[tuple[str, str, str], tuple[Group, Measures]]) -> tuple[Row, ...]:
    """A line for each group, those with the most complaints first. The last word of a group is its name."""
    ordered = sorted(summed(grouped.values()).items(), key=lambda item: (-item[1].complaints, item[0]))
    return tuple(
        Row(name=group[-1], hall=group[0] if len(group) > 1 else "", measures=measures)
        for group, measures in ordered
    )


def persons(
    connection: Connection, viewer: Viewer, cells: Cells, halls: dict[int, str]
) -> tuple[Person, ...]:
    """Complaints by whom they are pinned to, most first; never the viewer."""
    present = select(StaffRow.hall_id, StaffRow.staff_no, StaffRow.name).where(
        StaffRow.until_version.is_(None)
    )
    names = {(row.hall_id, row.staff_no): row.name for row in connection.execute(present)}
    found = [
        Person(
            staff_no=staff_no,
            name=names.get((hall_id, staff_no), ""),
            hall=halls[hall_id],
            amount=Amount(count=max(tally.exact, FEWEST)),
            is_few=tally.exact < FEWEST,
        )
        for (dimension, hall_id, staff_no), tally in cells.items()
        if dimension == PERSON and hall_id in halls and not is_viewer(viewer, hall_id, staff_no)
    ]
    # Those with few are told in the order of their numbers: not even their order says how many.
    return tuple(sorted(found, key=lambda one: (one.is_few, -one.amount.count, one.hall, one.staff_no)))


def is_viewer(viewer: Viewer, hall_id: int, staff_no: str) -> bool:
    """With no hall of their own it is any person of that number: sight says the same."""
    return staff_no == viewer.staff_no and viewer.hall_id in {None, hall_id}
