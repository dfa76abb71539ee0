"""Counting days that are over, so that reports needn't: a job of the background.

A day is counted once it is over, the newest first, and again after one of its cases changed; a month from its
days. All cases are counted, whoever may see them; what a viewer may learn of it is decided where it is read
(`kept.py`). Each run also counts anew what was counted the longest ago, so that no error stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, delete, func, insert, literal, select, update

from intake.callbacks.model import FactRow
from intake.cases.model import ComplaintRow
from intake.console.figures.cells import Cells, Count, count_measures, count_persons, count_responses
from intake.console.figures.counting import Span
from intake.console.figures.kept import COUNTS, DAY, SWEPT, stale_among, within
from intake.console.figures.model import TallyRow, TallySpanRow
from intake.console.figures.settled import count_settled
from intake.console.figures.sums import summed
from intake.database import Database

ALL: tuple[Count, ...] = (count_measures, count_responses, count_persons, count_settled)
AT_A_TIME = 30  # days a run


@dataclass(frozen=True, slots=True)
class Tallying:
    """The job. zone: whose days are counted, that of the settings."""

    database: Database
    zone: ZoneInfo

    def run(self, now: datetime, most: int = AT_A_TIME) -> int:
        """Count what is not counted yet, at most so many days; says how many it counted."""
        self.sweep(now)
        missing = self.missing(now)[:most]
        days = missing or self.oldest()
        for day in days:
            self.count(day, now)
        for first in {day.replace(day=1) for day in days}:
            self.add_up(first)
        return len(missing)

    def sweep(self, now: datetime) -> None:
        """Forget the days of which cases changed."""
        row = TallySpanRow
        with self.database.write() as connection:
            self.database.one_at_a_time(connection, SWEPT)
            forget(connection, stale_among(connection, connection.execute(select(row)).all()))
            noted = update(FactRow).where(FactRow.name == SWEPT).values(at=now)
            if not connection.execute(noted).rowcount:
                connection.execute(insert(FactRow).values(name=SWEPT, at=now, told="{}"))

    def missing(self, now: datetime) -> list[date]:
        """Days that are over and not counted, the newest first."""
        row = TallySpanRow
        with self.database.read() as connection:
            first = connection.execute(select(func.min(ComplaintRow.received_at))).scalar()
            known = select(row.first).where(row.zone == self.zone.key, row.first == row.last)
            counted = set(connection.scalars(known))
        if first is None:
            return []
        day, begun = now.astimezone(self.zone).date() - DAY, first.astimezone(self.zone).date()
        return [one for one in back_to(begun, day) if one not in counted]

    def oldest(self) -> list[date]:
        """The day that was counted the longest ago."""
        row = TallySpanRow
        with self.database.read() as connection:
            query = select(row.first).where(row.zone == self.zone.key, row.first == row.last)
            return list(connection.scalars(query.order_by(row.made_at).limit(1)))

    def count(self, day: date, now: datetime) -> None:
        """Count a day, and keep that in place of what was."""
        span = Span(first=day, last=day, zone=self.zone)
        conditions = [within([(span.since, span.until)])]
        case = ComplaintRow.id
        with self.database.read() as connection:
            ids = connection.execute(select(func.min(case), func.max(case)).where(*conditions)).one()
            cells = summed(chain.from_iterable(each(connection, conditions).items() for each in ALL))
        with self.database.write() as connection:
            self.database.one_at_a_time(connection, SWEPT)
            forget(connection, self.around(connection, span))
            span_id = add_span(connection, span, (ids[0], ids[1]), now)
            keep(connection, span_id, cells)

    def add_up(self, first: date) -> None:
        """A month from its days, once all of them are counted."""
        last = (first + 31 * DAY).replace(day=1) - DAY
        span, row = Span(first=first, last=last, zone=self.zone), TallySpanRow
        its_days = (row.zone == self.zone.key, row.first.between(first, last), row.first == row.last)
        with self.database.write() as connection:
            self.database.one_at_a_time(connection, SWEPT)
            known = func.count(), func.min(row.first_id), func.max(row.last_id), func.min(row.made_at)
            count, first_id, last_id, made_at = connection.execute(select(*known).where(*its_days)).one()
            if count < len(span.days):
                return
            whole = select(row.id).where(row.zone == self.zone.key, row.first == first, row.last == last)
            forget(connection, connection.scalars(whole).all())
            span_id = add_span(connection, span, (first_id, last_id), made_at)
            add_days(connection, span_id, select(row.id).where(*its_days))

    def around(self, connection: Connection, span: Span) -> list[int]:
        """The ids of what is counted of the span's days and longer ones."""
        row = TallySpanRow
        query = select(row.id).where(
            row.zone == self.zone.key, row.first <= span.last, row.last >= span.first
        )
        return list(connection.scalars(query))


def back_to(first: date, last: date) -> Iterator[date]:
    """The days, the last one first."""
    return (last - n * DAY for n in range((last - first).days + 1))


def forget(connection: Connection, ids: Collection[int]) -> None:
    """Count no more on these spans."""
    connection.execute(delete(TallyRow).where(TallyRow.span_id.in_(ids)))
    connection.execute(delete(TallySpanRow).where(TallySpanRow.id.in_(ids)))


def add_span(
    connection: Connection, span: Span, ids: tuple[int | None, int | None], made_at: datetime
) -> int:
    """A span that is counted; gives its id."""
    values = {
        "zone": span.zone.key, "first": span.first, "last": span.last, "since": span.since,
        "until": span.until, "first_id": ids[0], "last_id": ids[1], "made_at": made_at,
    }  # fmt: skip
    statement = insert(TallySpanRow).values(values).returning(TallySpanRow.id)
    span_id: int = connection.execute(statement).scalar_one()
    return span_id


def keep(connection: Connection, span_id: int, cells: Cells) -> None:
    """Store what was counted of a span."""
    rows = [
        {"span_id": span_id, "dimension": dimension, "hall_id": hall_id, "value": value} | asdict(tally)
        for (dimension, hall_id, value), tally in cells.items()
    ]
    if rows:
        connection.execute(insert(TallyRow), rows)


def add_days(connection: Connection, span_id: int, days: Select[int]) -> None:
    """Store the sums of some spans as those of one."""
    names = ("dimension", "hall_id", "value")
    key = [getattr(TallyRow, name) for name in names]
    sums = [func.sum(getattr(TallyRow, name)) for name in COUNTS]
    query = select(literal(span_id), *key, *sums).where(TallyRow.span_id.in_(days)).group_by(*key)
    connection.execute(insert(TallyRow).from_select(["span_id", *names, *COUNTS], query))
