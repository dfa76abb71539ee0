"""What is counted of cases, cell by cell: by hall, and within it by window, person, language and the like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, func, select

from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import Kind
from intake.cases.model import ComplaintRow
from intake.console.figures.counting import by_hour, how_many, is_ours, is_pinned
from intake.console.figures.measures import COUNTED, Measures
from intake.console.figures.slices import Slices
from intake.console.figures.sums import summed
from intake.desk.everywhere import everywhere
from matching.decision import Attribution

HALL, WINDOW, PERSON = "hall", "window", "person"
NO_HALL = 0
Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Tally(Measures):
    """All that is counted of a set of cases.

    called, in_time: callbacks owed whose limit is known, and those first tried before it. first to
    overturned: how the complaints that count were settled (see `quality`).
    """

    called: int = 0
    in_time: int = 0
    first: int = 0
    callback: int = 0
    later: int = 0
    person: int = 0
    overturned: int = 0

    @property
    def measures(self) -> Measures:
        return Measures(*(getattr(self, field.name) for field in fields(Measures)))


# By dimension, hall (NO_HALL for none) and value (empty for none).
Key = tuple[str, int, str]
Cells = dict[Key, Tally]
# The same for each stretch of time, by its number.
Sliced = dict[tuple[int, Key], Tally]
Count = Callable[[Connection, Conditions, Slices], Sliced]


def count_measures(connection: Connection, conditions: Conditions, slices: Slices) -> Sliced:
    """By hall and by window."""
    group = (ComplaintRow.hall_id, ComplaintRow.window)
    query = select(slices.number, *group, *COUNTED).where(*conditions, *slices.within)
    found = [
        (number, hall_id or NO_HALL, window or "", Tally(*map(int, counts)))
        for number, hall_id, window, *counts in connection.execute(query.group_by(*slices.group, *group))
    ]
    windows = {(number, (WINDOW, hall_id, window)): tally for number, hall_id, window, tally in found}
    return windows | summed(((number, (HALL, hall_id, "")), tally) for number, hall_id, _, tally in found)


def count_responses(connection: Connection, conditions: Conditions, slices: Slices) -> Sliced:
    """Callbacks owed with a limit, and how many were tried before it, by hall."""
    tried = (
        select(func.min(AttemptRow.dialed_at))
        .where(AttemptRow.callback_id == CallbackRow.id)
        .correlate(CallbackRow)
        .scalar_subquery()
    )
    is_owed = (CallbackRow.kind == Kind.CALLBACK).label("owed")
    owed = (
        select(slices.number, ComplaintRow.hall_id, ComplaintRow.due_at, tried.label("tried"), is_owed)
        .where(*conditions, *slices.within, is_ours, ComplaintRow.due_at.is_not(None))
        # Cases by their days, then the callbacks of each: the other way round all callbacks would be read. So
        # would they with their kind as a condition, since SQLite then makes a filter of them first.
        .where(CallbackRow.complaint_id == everywhere(ComplaintRow.id))
    ).subquery()
    case = owed.c
    in_time = and_(case.owed, case.tried.is_not(None), case.tried <= case.due_at)
    group = (case.slice, case.hall_id)
    query = select(*group, how_many(case.owed), how_many(in_time)).group_by(*group)
    return {
        (number, (HALL, hall_id or NO_HALL, "")): Tally(called=int(called), in_time=int(before))
        for number, hall_id, called, before in connection.execute(query)
    }


def count_persons(connection: Connection, conditions: Conditions, slices: Slices) -> Sliced:
    """By whom complaints are pinned to, window and person."""
    group = (ComplaintRow.hall_id, ComplaintRow.staff_no)
    exact = (is_pinned, ComplaintRow.attribution == Attribution.EXACT, ComplaintRow.staff_no.is_not(None))
    query = select(slices.number, *group, func.count()).where(*conditions, *slices.within, *exact)
    return {
        (number, (PERSON, hall_id or NO_HALL, str(staff_no))): Tally(exact=int(count))
        for number, hall_id, staff_no, count in connection.execute(query.group_by(*slices.group, *group))
    }


def count_days(connection: Connection, conditions: Conditions, zone: ZoneInfo) -> dict[date, Measures]:
    """By the day of the zone on which cases came in."""
    hours = by_hour(connection, conditions, *COUNTED)
    return summed((at.astimezone(zone).date(), Measures(*row)) for at, row in hours)
