"""Counting days that are over, so that reports needn't: a job of the background.

A day is counted once it is over, the newest first, and again after one of its cases changed; a month from its
days. All cases are counted, whoever may see them; and of these, for each person among the staff who looks at
figures, those that are kept from that person, so that they can be taken off (`kept.py`). Each run also counts
anew what was counted the longest ago, so that no error stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, func, insert, select, update

from intake.callbacks.model import FactRow
from intake.cases.model import ComplaintRow
from intake.console.among import among
from intake.console.figures.cells import (
    Conditions,
    Count,
    Key,
    Tally,
    count_measures,
    count_persons,
    count_responses,
)
from intake.console.figures.counting import Span
from intake.console.figures.cover import ALL, DAY, SWEPT, changes, stale_among, whose
from intake.console.figures.model import TallySpanRow
from intake.console.figures.settled import count_settled
from intake.console.figures.slices import slices
from intake.console.figures.storing import Counted, Origin, add_up, around, forget, months_of, store
from intake.console.figures.sums import summed
from intake.console.model import AccountRoleRow, AccountRow
from intake.console.roles import RIGHTS, Right
from intake.console.sight import kept_from
from intake.database import Database
from intake.desk.conflict import Person, standing

COUNTS: tuple[Count, ...] = (count_measures, count_responses, count_persons, count_settled)
AT_A_TIME = 30  # days a run, and in a statement: more of them are not counted any faster
KEPT_AT_A_TIME = 400  # days of a person a run
PEOPLE_AT_A_TIME = 20  # a run
ROWS_AT_A_TIME = 1000  # in a transaction, if a day has not more: calls wait for it
LOOKERS = RIGHTS[Right.REPORTS] | RIGHTS[Right.QUALITY]
ROW = TallySpanRow
STAFF = (
    select(AccountRow.hall_id, AccountRow.staff_no)
    .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
    .where(AccountRow.is_active, AccountRow.staff_no.is_not(None), AccountRoleRow.role.in_(LOOKERS))
    .distinct()
)


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
        self.count(days, now)
        kept = [day for one in self.lookers(now) for day in self.count_kept(one, now) if day not in days]
        return len(missing) + len(kept)

    def sweep(self, now: datetime) -> None:
        """Forget the days of which cases changed."""
        with self.database.write() as connection:
            self.database.one_at_a_time(connection, SWEPT)
            changed = changes(connection)
            known = select(ROW)
            if changed is not None:
                came = [received_at for received_at, _ in changed] or [now]
                known = known.where(ROW.since <= came[-1], ROW.until > came[0])
            forget(connection, stale_among(connection.execute(known).all(), changed))
            noted = update(FactRow).where(FactRow.name == SWEPT).values(at=now)
            if not connection.execute(noted).rowcount:
                connection.execute(insert(FactRow).values(name=SWEPT, at=now, told="{}"))

    def missing(self, now: datetime) -> list[date]:
        """Days that are over and not counted, the newest first."""
        with self.database.read() as connection:
            first = connection.execute(select(func.min(ComplaintRow.received_at))).scalar()
            counted = set(connection.scalars(self.days_of(ALL)))
        if first is None:
            return []
        day, begun = now.astimezone(self.zone).date() - DAY, first.astimezone(self.zone).date()
        return [one for one in back_to(begun, day) if one not in counted]

    def oldest(self) -> list[date]:
        """The day that was counted the longest ago."""
        with self.database.read() as connection:
            days = self.days_of(ALL).order_by(ROW.made_at).limit(1)
            return list(connection.scalars(days))

    def count(self, days: Sequence[date], now: datetime) -> None:
        """Count all cases of these days, and keep that in place of what was."""
        with self.database.read() as connection:
            found = self.counted(connection, days, [])
        self.keep(found, Origin(made_at=now))

    def lookers(self, now: datetime) -> list[Person]:
        """Those among the staff who look at figures, some of many in turn. Of others nothing is kept."""
        with self.database.write() as connection:
            self.database.one_at_a_time(connection, SWEPT)
            found = connection.execute(STAFF)
            people = [Person(hall_id=hall_id, staff_no=number) for hall_id, number in found if number]
            known = [ALL, *map(whose, people)]
            forget(connection, connection.scalars(select(ROW.id).where(ROW.whose.not_in(known))).all())
        people.sort(key=whose)
        place = int(now.timestamp()) % (len(people) or 1)
        return (people[place:] + people[:place])[:PEOPLE_AT_A_TIME]

    def count_kept(self, person: Person, now: datetime) -> list[date]:
        """Count what is kept from the person, on days that are counted and where it is not; says on which."""
        with self.database.read() as connection:
            # Read first: should the directory change meanwhile, what is counted is not used.
            basis = standing(connection, person)
            known = set(connection.scalars(self.days_of(whose(person), basis)))
            every = set(connection.scalars(self.days_of(ALL)))
            missing = sorted(every - known, reverse=True)[:KEPT_AT_A_TIME]
        for place in range(0, len(missing), AT_A_TIME):
            with self.database.read() as connection:
                found = self.counted(connection, missing[place : place + AT_A_TIME], [person])
            self.keep(found, Origin(made_at=now, whose=whose(person), basis=basis))
        return missing

    def days_of(self, whose: str, basis: str = "") -> Select[date]:
        """The days that are counted."""
        mine = (ROW.zone == self.zone.key, ROW.whose == whose, ROW.basis == basis)
        return select(ROW.first).where(*mine, ROW.first == ROW.last)

    def counted(self, connection: Connection, days: Sequence[date], kept: Sequence[Person]) -> list[Counted]:
        """Each day counted. kept: only the cases kept from these people, as less than nothing."""
        spans = [Span(first=day, last=day, zone=self.zone) for day in days]
        of, case = slices(connection, [(span.since, span.until) for span in spans]), ComplaintRow.id
        query = select(of.number, func.min(case), func.max(case)).where(*of.within).group_by(of.number)
        ids = {number: (low, top) for number, low, top in connection.execute(query)}
        conditions: Conditions = []
        if kept and ids:
            reach = min(low for low, _ in ids.values()), max(top for _, top in ids.values())
            those = select(case).where(*kept_from(connection, kept, reach), *of.within)
            conditions = [among(connection, connection.scalars(those).all())]
        cells: list[dict[Key, Tally]] = [{} for _ in spans]
        found = chain.from_iterable(count(connection, conditions, of).items() for count in COUNTS)
        for (number, key), tally in summed(found).items():
            cells[number][key] = -tally if kept else tally
        return [
            Counted(span=span, ids=ids.get(number, (None, None)), cells=cells[number])
            for number, span in enumerate(spans)
        ]

    def keep(self, found: Sequence[Counted], origin: Origin) -> None:
        """Store days in place of what was, and the months that they complete.

        What is kept from people counts as long as the day of all does.
        """
        replaced = () if origin.whose == ALL else (origin.whose,)
        for some in batches(found):
            with self.database.write() as connection:
                self.database.one_at_a_time(connection, SWEPT)
                for one in some:
                    forget(connection, connection.scalars(around(one.span, *replaced)).all())
                    store(connection, one, origin)
        for first, last in months_of(one.span.first for one in found):
            with self.database.write() as connection:
                self.database.one_at_a_time(connection, SWEPT)
                month = Span(first=first, last=last, zone=self.zone)
                add_up(connection, month, origin.whose, origin.basis)


def back_to(first: date, last: date) -> Iterator[date]:
    """The days, the last one first."""
    return (last - n * DAY for n in range((last - first).days + 1))


def batches(found: Sequence[Counted]) -> Iterator[list[Counted]]:
    """One after the other, so many at a time that a transaction is short."""
    some: list[Counted] = []
    rows = 0
    for one in found:
        some.append(one)
        rows += 1 + len(one.cells)
        if rows >= ROWS_AT_A_TIME:
            yield some
            some, rows = [], 0
    if some:
        yield some
