"""Whom a case concerns: the people who must not work on it, nor learn that there is one.

Those are the respondent, everybody whom the decision holds possible or whose staff number was stated, and
whoever was on duty at the case's window at the time that it may be about (design 4, research: domain 10.35).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from intake.cases.model import CandidateRow, ComplaintRow
from intake.directory.model import DutyRow, HallRow, StaffRow
from matching.hall import NOON

ANY_DUTY = aliased(DutyRow)
NEVER = date(1, 1, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A member of staff. hall_id None: in whatever hall has somebody of that number."""

    hall_id: int | None
    staff_no: str


@lru_cache(maxsize=1000)
def concerns(person: Person, case: Any = ComplaintRow) -> ColumnElement[bool]:
    """The condition that a case concerns the person. `case`: `ComplaintRow` or an alias of it.

    Each part names the case as the one around it: two levels down, that is not understood by itself. It is
    kept, since making it takes longer than asking the database does, and the same people look all day.
    """
    in_hall = [] if person.hall_id is None else [case.hall_id == person.hall_id]
    named = (
        exists()
        .where(
            CandidateRow.complaint_id == case.id,
            # The hall as a value, if known: PostgreSQL then looks all of the person's cases up at once.
            CandidateRow.hall_id == (case.hall_id if person.hall_id is None else person.hall_id),
            CandidateRow.staff_no == person.staff_no,
        )
        .correlate(case)
    )
    is_respondent = and_(case.staff_no.is_not(None), case.staff_no == person.staff_no)
    return and_(*in_hall, or_(is_respondent, named, on_duty(person, case), assigned(person, case)))


def on_duty(person: Person, case: Any) -> ColumnElement[bool]:
    """The person was at the case's window on one of its days, by the roster as it is known now."""
    half = or_(
        case.event_part.is_(None),
        and_(case.event_part == literal("am"), DutyRow.start_time < NOON),
        and_(case.event_part == literal("pm"), DutyRow.end_time > NOON),
    )
    there = exists().where(
        DutyRow.until_version.is_(None),
        DutyRow.hall_id == case.hall_id,
        DutyRow.window_label == case.window,
        DutyRow.staff_no == person.staff_no,
        DutyRow.day.between(case.event_first, case.event_last),
        half,
    )
    return there.correlate(case)


def assigned(person: Person, case: Any) -> ColumnElement[bool]:
    """The person is assigned to the case's window, and that window has no roster."""
    rostered = exists().where(
        ANY_DUTY.until_version.is_(None),
        ANY_DUTY.hall_id == case.hall_id,
        ANY_DUTY.window_label == case.window,
    )
    space = literal(" ")
    theirs = exists().where(
        StaffRow.until_version.is_(None),
        StaffRow.hall_id == case.hall_id,
        StaffRow.staff_no == person.staff_no,
        (space + StaffRow.windows + space).contains(space + case.window + space, autoescape=False),
        ~rostered.correlate(case),
    )
    return theirs.correlate(case)


def within_reach(
    connection: Connection, person: Person, ids: tuple[int, int]
) -> CompoundSelect[*tuple[Any, ...]]:
    """The ids, from the first to the second, of every case that can concern the person, and of others.

    An index finds them, of persons and windows: the ids are not to choose it, hence the sums. Which of the
    cases do concern the person is what `concerns` says.
    """
    case = ComplaintRow
    between, theirs = (case.id + 0).between(*ids), case.staff_no == person.staff_no
    halls = select(HallRow.id) if person.hall_id is None else [person.hall_id]
    listed = select(CandidateRow.complaint_id).where(
        CandidateRow.staff_no == person.staff_no,
        CandidateRow.hall_id.in_(halls),
        CandidateRow.complaint_id.between(*ids),
    )
    respondent = select(case.id).where(case.hall_id.in_(halls), theirs, between)
    homeless = select(case.id).where(case.hall_id.is_(None), theirs, between)
    return union(
        listed,
        respondent,
        homeless,
        at_windows(connection, person, ids),
        assigned_to(connection, person, ids),
    )


def at_windows(connection: Connection, person: Person, ids: tuple[int, int]) -> Select[int]:
    """Cases of the windows at which the roster has the person, from the first day there to the last.

    The first and last day of all are said as values: from these PostgreSQL sees how few cases it is about.
    """
    case, row = ComplaintRow, DutyRow
    first, last = func.min(row.day), func.max(row.day)
    theirs = [row.until_version.is_(None), row.staff_no == person.staff_no]
    theirs += [] if person.hall_id is None else [row.hall_id == person.hall_id]
    span = select(func.coalesce(first, NEVER), func.coalesce(last, NEVER)).where(*theirs)
    begun, over = connection.execute(span).one()
    shifts = (
        select(row.hall_id, row.window_label, first.label("first"), last.label("last"))
        .where(*theirs)
        .group_by(row.hall_id, row.window_label)
        .subquery()
    )
    of_shift = and_(case.hall_id == shifts.c.hall_id, case.window == shifts.c.window_label)
    days = (case.event_last >= shifts.c.first, case.event_first <= shifts.c.last)
    ends = (case.event_last >= begun, case.event_first <= over)
    query = select(case.id).join_from(shifts, case, of_shift)
    return query.where(*days, *ends, (case.id + 0).between(*ids))


def assigned_to(connection: Connection, person: Person, ids: tuple[int, int]) -> Select[int]:
    """Cases of the windows that the person is assigned to, rostered or not."""
    case, row = ComplaintRow, StaffRow
    in_hall = [] if person.hall_id is None else [row.hall_id == person.hall_id]
    own = select(row.hall_id, row.windows).where(
        row.until_version.is_(None), row.staff_no == person.staff_no, *in_hall
    )
    theirs = [
        and_(case.hall_id == hall_id, case.window.in_(windows.split(" ")))
        for hall_id, windows in connection.execute(own)
    ]
    return select(case.id).where(or_(false(), *theirs), (case.id + 0).between(*ids))


def concerned(connection: Connection, person: Person, complaint_id: int) -> bool:
    """Whether a case concerns the person."""
    query = select(ComplaintRow.id).where(ComplaintRow.id == complaint_id, concerns(person))
    return connection.execute(query).first() is not None


def standing(connection: Connection, person: Person) -> str:
    """What the directory says of the person now, as far as `concerns` asks it: another word once it changed.

    Rows of the directory are never changed, only ended and followed by later ones. So there is one state only
    with so many of them and this latest one. Of windows it counts whether they have a roster at all.
    """
    words = []
    for row in (DutyRow, StaffRow):
        mine = [row.until_version.is_(None), row.staff_no == person.staff_no]
        mine += [] if person.hall_id is None else [row.hall_id == person.hall_id]
        count, latest = connection.execute(select(func.count(), func.max(row.id)).where(*mine)).one()
        words.append(f"{count}.{latest or 0}")
    theirs = select(StaffRow.hall_id, StaffRow.windows).where(*mine).order_by(StaffRow.id)
    places = [(hall_id, label) for hall_id, labels in connection.execute(theirs) for label in labels.split()]
    return "-".join([*words, "".join("1" if rostered(connection, *place) else "0" for place in places)])


def rostered(connection: Connection, hall_id: int, label: str) -> bool:
    """Whether the window has a roster."""
    row = DutyRow
    here = (row.hall_id == hall_id, row.window_label == label, row.until_version.is_(None))
    return connection.execute(select(row.id).where(*here).limit(1)).first() is not None
