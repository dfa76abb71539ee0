"""Reports on a span of days: what came in, what came of it, by hall, service, window and person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, select

from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import Kind
from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.figures.counting import (
    Amount,
    Span,
    by_hour,
    how_many,
    is_ours,
    is_pinned,
    received,
    share,
)
from intake.console.figures.measures import COUNTED, Measures, total
from intake.console.roles import Right
from intake.directory.model import HallRow, StaffRow, WindowRow
from matching.decision import Attribution

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
    conditions = received(viewer, span.since, span.until, hall_id)
    hours = [
        (at.astimezone(span.zone).date(), Measures(*row))
        for at, row in by_hour(connection, conditions, *COUNTED)
    ]
    windows = by_window(connection, conditions)
    is_by_week = len(span.days) > BY_DAY
    called, in_time = responses(connection, conditions)
    return Report(
        span=span,
        whole=total([measures for _, measures in hours]),
        is_by_week=is_by_week,
        times=by_time(hours, span, is_by_week=is_by_week),
        months=summed([(day.replace(day=1), measures) for day, measures in hours]),
        halls=rows({key: (key[:1], one) for key, one in windows.items()}),
        services=rows({key: ((key[0], key[1]), one) for key, one in windows.items() if key[1]}),
        windows=rows({key: ((key[0], key[2]), one) for key, one in windows.items() if key[2]}),
        persons=persons(connection, viewer, conditions) if viewer.may(Right.PERSONS) else None,
        called=called,
        in_time=in_time,
    )


def by_time(
    hours: list[tuple[date, Measures]], span: Span, *, is_by_week: bool
) -> tuple[tuple[date, Measures], ...]:
    """By day or week; those in which nothing came in are there too."""

    def place(day: date) -> date:
        return day - timedelta(days=day.weekday()) if is_by_week else day

    empty = [(place(day), Measures()) for day in span.days]
    return summed(empty + [(place(day), measures) for day, measures in hours])


def summed(found: list[tuple[date, Measures]]) -> tuple[tuple[date, Measures], ...]:
    """Those of the same day together, in order."""
    together: dict[date, Measures] = defaultdict(Measures)
    for day, measures in found:
        together[day] += measures
    return tuple(sorted(together.items()))


def by_window(
    connection: Connection, conditions: list[ColumnElement[bool]]
) -> dict[tuple[str, str, str], Measures]:
    """By hall, its window's service as it is now, and window; empty where a case has none."""
    halls = {row.id: row.name for row in connection.execute(select(HallRow.id, HallRow.name))}
    present = select(WindowRow.hall_id, WindowRow.label, WindowRow.service)
    present = present.where(WindowRow.until_version.is_(None))
    services = {(row.hall_id, row.label): row.service for row in connection.execute(present)}
    group = (ComplaintRow.hall_id, ComplaintRow.window)
    query = select(*group, *COUNTED).where(*conditions).group_by(*group)
    found: dict[tuple[str, str, str], Measures] = defaultdict(Measures)
    for hall_id, window, *counts in connection.execute(query):
        service = services.get((hall_id, window), "")
        found[halls.get(hall_id, ""), service, window or ""] += Measures(*map(int, counts))
    return found


def rows(grouped: dict[tuple[str, str, str], tuple[Group, Measures]]) -> tuple[Row, ...]:
    """A line for each group, those with the most complaints first. The last word of a group is its name."""
    together: dict[Group, Measures] = defaultdict(Measures)
    for group, measures in grouped.values():
        together[group] += measures
    ordered = sorted(together.items(), key=lambda item: (-item[1].complaints, item[0]))
    return tuple(
        Row(name=group[-1], hall=group[0] if len(group) > 1 else "", measures=measures)
        for group, measures in ordered
    )


def persons(
    connection: Connection, viewer: Viewer, conditions: list[ColumnElement[bool]]
) -> tuple[Person, ...]:
    """Complaints by whom they are pinned to, most first; never the viewer."""
    group = (ComplaintRow.hall_id, ComplaintRow.staff_no)
    exact = [is_pinned, ComplaintRow.attribution == Attribution.EXACT, ComplaintRow.staff_no.is_not(None)]
    if viewer.staff_no:
        # With no hall of their own it is any person of that number: sight says the same.
        own = ComplaintRow.staff_no == viewer.staff_no
        exact.append(~own if viewer.hall_id is None else ~and_(own, ComplaintRow.hall_id == viewer.hall_id))
    counted = (
        select(*group, func.count().label("count")).where(*conditions, *exact).group_by(*group).subquery()
    )
    query = (
        select(counted.c.staff_no, StaffRow.name, HallRow.name.label("hall"), counted.c.count)
        .join(HallRow, HallRow.id == counted.c.hall_id)
        .outerjoin(
            StaffRow,
            and_(
                StaffRow.hall_id == counted.c.hall_id,
                StaffRow.staff_no == counted.c.staff_no,
                StaffRow.until_version.is_(None),
            ),
        )
    )
    found = [
        Person(
            staff_no=row[0],
            name=row[1] or "",
            hall=row[2],
            amount=Amount(count=max(row[3], FEWEST)),
            is_few=row[3] < FEWEST,
        )
        for row in connection.execute(query)
    ]
    # Those with few are told in the order of their numbers: not even their order says how many.
    return tuple(sorted(found, key=lambda one: (one.is_few, -one.amount.count, one.hall, one.staff_no)))


def responses(connection: Connection, conditions: list[ColumnElement[bool]]) -> tuple[int, int]:
    """Callbacks owed for complaints of the span with a limit, and how many were tried before it."""
    tried = (
        select(func.min(AttemptRow.dialed_at))
        .where(AttemptRow.callback_id == CallbackRow.id)
        .correlate(CallbackRow)
        .scalar_subquery()
    )
    owed = (
        select(ComplaintRow.due_at, tried.label("tried"))
        .join(CallbackRow, CallbackRow.complaint_id == ComplaintRow.id)
        .where(*conditions, is_ours, ComplaintRow.due_at.is_not(None), CallbackRow.kind == Kind.CALLBACK)
    ).subquery()
    in_time = and_(owed.c.tried.is_not(None), owed.c.tried <= owed.c.due_at)
    called, before = connection.execute(select(func.count(), how_many(in_time)).select_from(owed)).one()
    return int(called), int(before)
