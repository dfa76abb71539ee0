"""Which days of a span are counted already, and which of these counts still hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from intake.callbacks.model import AttemptRow, CallbackRow, FactRow
from intake.cases.model import ComplaintRow
from intake.console.figures.counting import Span, beginning
from intake.console.figures.model import TallySpanRow
from intake.console.figures.slices import Stretch
from intake.desk.conflict import Person, standing

SWEPT = "tally"  # the fact that says up to when changes were looked for
OVERLAP = timedelta(minutes=2)  # a change is stored at most so long after the moment that it bears
CALLING = timedelta(hours=1)  # an attempt has an outcome after that
MOST_CHANGES = 20_000  # beyond, all is counted anew
DAY = timedelta(days=1)
ALL = ""  # whose cases: everybody's
Spans = dict[date, Row[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """Which days of a span are counted already, for somebody who looks.

    days: ids in the table, of the days' cases and of those kept from who looks; whole: the same, with months
    in place of their days where there are. open: the days that are not counted, as stretches. bare: of the
    counted ones those of which it is not counted what is kept; ids: the lowest and highest of their cases.
    """

    days: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    open: tuple[Stretch, ...] = ()
    bare: tuple[Stretch, ...] = ()
    ids: tuple[int, int] | None = None


def whose(person: Person) -> str:
    """The person as spans name them."""
    return f"{person.hall_id or 0}/{person.staff_no}"


def cover_of(connection: Connection, span: Span, people: Sequence[Person] = ()) -> Cover:
    """Which days of the span can be taken from the table. people: those who look and are among the staff."""
    row = TallySpanRow
    # What is kept from several together is not the sum of what is kept from each.
    alone = people[0] if len(people) == 1 else None
    theirs = [and_(row.whose == whose(alone), row.basis == standing(connection, alone))] if alone else []
    right = or_(row.whose == ALL, *theirs)
    rows = connection.execute(
        select(row).where(row.zone == span.zone.key, row.first >= span.first, row.last <= span.last, right)
    ).all()
    stale = stale_among(rows, changes(connection)) if rows else frozenset()
    good = [one for one in rows if one.id not in stale]
    days = days_among(one for one in good if one.whose == ALL)
    kept = days_among(one for one in good if one.whose != ALL and one.first in days)
    bare = [one for day, one in days.items() if people and day not in kept]
    ids = [number for one in bare for number in (one.first_id, one.last_id) if number is not None]
    months = [one for one in good if one.first < one.last]
    return Cover(
        days=tuple(one.id for one in (*days.values(), *kept.values())),
        whole=merged(days, [one for one in months if one.whose == ALL])
        + merged(kept, [one for one in months if one.whose != ALL]),
        open=stretches([day for day in span.days if day not in days], span),
        bare=stretches(sorted(one.first for one in bare), span) if ids else (),
        ids=(min(ids), max(ids)) if ids else None,
    )


def days_among(rows: Any) -> Spans:
    return {one.first: one for one in rows if one.first == one.last}


def merged(days: Spans, months: list[Row[Any]]) -> tuple[int, ...]:
    """The ids of the days, with those of the months in place of their days."""
    left, found = dict(days), []
    for month in months:
        inside = [month.first + n * DAY for n in range((month.last - month.first).days + 1)]
        if all(day in left for day in inside):
            found.append(month.id)
            for day in inside:
                del left[day]
    return (*found, *(one.id for one in left.values()))


def stretches(days: list[date], span: Span) -> tuple[Stretch, ...]:
    """Days in order, those that follow each other together."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1] + DAY == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple((beginning(first, span.zone), beginning(last + DAY, span.zone)) for first, last in found)


def stale_among(
    rows: Collection[Row[Any]], changed: Sequence[tuple[datetime, datetime]] | None
) -> frozenset[int]:
    """The ids of spans of which a case changed since they were counted; all where nobody looked for long."""
    if changed is None:
        return frozenset(one.id for one in rows)
    came = [received_at for received_at, _ in changed]

    def is_stale(one: Row[Any]) -> bool:
        inside = changed[bisect_left(came, one.since) : bisect_left(came, one.until)]
        return any(at >= one.made_at - OVERLAP for _, at in inside)

    return frozenset(one.id for one in rows if is_stale(one))


def changes(connection: Connection) -> list[tuple[datetime, datetime]] | None:
    """When cases came in that changed since changes were last looked for, and when they changed, in order.

    None where nobody looked yet, or there are too many.
    """
    swept = connection.execute(select(FactRow.at).where(FactRow.name == SWEPT)).scalar()
    if swept is None:
        return None
    since = swept - OVERLAP
    case, tried = ComplaintRow, AttemptRow.dialed_at
    changed = select(case.received_at, case.updated_at).where(case.updated_at >= since)
    called = (
        select(case.received_at, tried)
        .join(CallbackRow, CallbackRow.id == AttemptRow.callback_id)
        .join(case, case.id == CallbackRow.complaint_id)
        .where(tried >= since - CALLING)
    )
    found = connection.execute(changed.limit(MOST_CHANGES)).all()
    calls = connection.execute(called.limit(MOST_CHANGES)).all()
    if MOST_CHANGES in (len(found), len(calls)):
        return None
    return sorted([(row[0], row[1]) for row in found] + [(row[0], row[1] + CALLING) for row in calls])
