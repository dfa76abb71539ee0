"""Reading counts: days that were counted already from the table, all others from the cases themselves.

What is in the table is of all cases (`tallying.py`). A viewer whom some of these concern must not learn of
them, so those are counted apart, by the same rule of sight as everywhere, and taken off. Days of which a case
changed since they were counted are not taken from the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from intake.callbacks.model import AttemptRow, CallbackRow, FactRow
from intake.cases.model import ComplaintRow
from intake.console.among import among
from intake.console.figures.cells import HALL, Cells, Conditions, Count, Tally, count_days
from intake.console.figures.counting import Span, beginning, in_hall
from intake.console.figures.measures import Measures
from intake.console.figures.model import TallyRow, TallySpanRow
from intake.console.figures.sums import summed, without
from intake.console.sight import hall_in_sight, kept_from, may_see
from intake.desk.everywhere import everywhere

if TYPE_CHECKING:  # the background work counts without looking, and needs nothing of the web
    from intake.console.access import Viewer


SWEPT = "tally"  # the fact that says up to when changes were looked for
OVERLAP = timedelta(minutes=2)  # a change is stored at most so long after the moment that it bears
CALLING = timedelta(hours=1)  # an attempt has an outcome after that
MOST_CHANGES = 20_000  # beyond, all is counted anew
COUNTS = tuple(field.name for field in fields(Tally))
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """Which days of a span are counted already. days: ids of theirs in the table; whole: the same days, with
    months in place of their days where there are. open: the others, as stretches [since, until).
    closed: stretches of the counted ones; ids: the lowest and highest of their cases."""

    days: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    open: tuple[tuple[datetime, datetime], ...] = ()
    closed: tuple[tuple[datetime, datetime], ...] = ()
    ids: tuple[int, int] | None = None


@dataclass(frozen=True)
class Figures:
    """What is counted of a span, as far as the viewer may see it, in one hall or all."""

    connection: Connection
    viewer: Viewer
    span: Span
    hall_id: int | None
    cover: Cover

    def cells(self, dimensions: Collection[str], *counts: Count) -> Cells:
        """These dimensions, by what counts them."""

        def now(conditions: Conditions) -> Cells:
            return summed(chain.from_iterable(count(self.connection, conditions).items() for count in counts))

        found = self._kept(self.cover.whole, dimensions)
        if own := self._own:
            found = without(found, {key: sums for key, sums in now(own).items() if key[0] in dimensions})
        if self.cover.open:
            found = summed(chain(found.items(), now(self.open).items()))
        return {key: sums for key, sums in found.items() if sums and key[0] in dimensions}

    def by_day(self) -> dict[date, Measures]:
        """By day; those in which nothing came in are missing."""
        row, span = TallyRow, TallySpanRow
        sums = [func.sum(getattr(row, field.name)) for field in fields(Measures)]
        query = select(span.first, *sums).join(row, row.span_id == span.id).group_by(span.first)
        query = query.where(span.id.in_(self.cover.days), row.dimension == HALL, *self._halls())
        found = {day: Measures(*map(int, counts)) for day, *counts in self.connection.execute(query)}
        zone = self.span.zone
        if own := self._own:
            found = without(found, count_days(self.connection, own, zone))
        if self.cover.open:
            found = summed(chain(found.items(), count_days(self.connection, self.open, zone).items()))
        return {day: measures for day, measures in found.items() if measures}

    @property
    def open(self) -> Conditions:
        """Of the cases that have to be looked at, those that the viewer may see."""
        return [within(self.cover.open), *in_hall(self.hall_id), *may_see(self.viewer)]

    def _kept(self, spans: tuple[int, ...], dimensions: Collection[str]) -> Cells:
        row = TallyRow
        key = (row.dimension, row.hall_id, row.value)
        sums = [func.sum(getattr(row, name)) for name in COUNTS]
        query = select(*key, *sums).where(row.span_id.in_(spans), row.dimension.in_(dimensions))
        rows = self.connection.execute(query.where(*self._halls()).group_by(*key))
        return {(dimension, hall, value): Tally(*map(int, each)) for dimension, hall, value, *each in rows}

    def _halls(self) -> Conditions:
        chosen = [] if self.hall_id is None else [TallyRow.hall_id == self.hall_id]
        return [*chosen, *hall_in_sight(self.viewer, TallyRow.hall_id)]

    @cached_property
    def _own(self) -> Conditions:
        """The cases among those counted already that concern the viewer; empty where there are none."""
        kept = self.cover.ids and kept_from(self.connection, self.viewer, self.cover.ids)
        if not kept:
            return []
        halls = [*in_hall(self.hall_id), *hall_in_sight(self.viewer, everywhere(ComplaintRow.hall_id))]
        query = select(ComplaintRow.id).where(*kept, within(self.cover.closed), *halls)
        ids = self.connection.scalars(query).all()
        return [among(self.connection, ids)] if ids else []


def figures_of(connection: Connection, viewer: Viewer, span: Span, hall_id: int | None = None) -> Figures:
    """What may be counted of a span."""
    return Figures(connection, viewer, span, hall_id, cover_of(connection, span))


def within(stretches: Iterable[tuple[datetime, datetime]]) -> ColumnElement[bool]:
    """The case came in within one of these."""
    at = ComplaintRow.received_at
    return or_(*(and_(at >= since, at < until) for since, until in stretches))


def cover_of(connection: Connection, span: Span) -> Cover:
    """Which days of the span can be taken from the table."""
    row = TallySpanRow
    rows = connection.execute(
        select(row).where(row.zone == span.zone.key, row.first >= span.first, row.last <= span.last)
    ).all()
    stale = stale_among(connection, rows) if rows else frozenset()
    good = [one for one in rows if one.id not in stale]
    days = {one.first: one for one in good if one.first == one.last}
    months = [one for one in good if one.first < one.last]
    inside = {month.first + n * DAY for month in months for n in range((month.last - month.first).days + 1)}
    ids = [one.first_id for one in days.values() if one.first_id is not None]
    last = [one.last_id for one in days.values() if one.last_id is not None]
    return Cover(
        days=tuple(one.id for one in days.values()),
        whole=tuple(one.id for one in months)
        + tuple(one.id for day, one in days.items() if day not in inside),
        open=stretches([day for day in span.days if day not in days], span),
        closed=stretches([day for day in span.days if day in days], span),
        ids=(min(ids), max(last)) if ids else None,
    )


def stretches(days: list[date], span: Span) -> tuple[tuple[datetime, datetime], ...]:
    """Days in order, those that follow each other together."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1] + DAY == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple((beginning(first, span.zone), beginning(last + DAY, span.zone)) for first, last in found)


def stale_among(connection: Connection, rows: Collection[Row[Any]]) -> frozenset[int]:
    """The ids of spans of which a case changed since they were counted; all where nobody looked for long."""
    changed = changes(connection)
    if changed is None:
        return frozenset(one.id for one in rows)
    return frozenset(
        one.id
        for one in rows
        for received_at, at in changed
        if one.since <= received_at < one.until and at >= one.made_at - OVERLAP
    )


def changes(connection: Connection) -> list[tuple[datetime, datetime]] | None:
    """When cases came in that changed since changes were last looked for, and when they changed.

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
    return [(row[0], row[1]) for row in found] + [(row[0], row[1] + CALLING) for row in calls]
