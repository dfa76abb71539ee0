"""Local days and times of day: parts of the day, spans of hours, working days. Moments come and go in UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from intake.directory.calendar import Calendar
from intake.errors import CalendarError
from intake.kinds import Hours

ONE_DAY = timedelta(days=1)
LONGEST_SEARCH = 800  # days; more than two years without a day that is allowed is a calendar that is wrong


class Part(StrEnum):
    """A part of the day (research: domain 9.3); the values are those of a complainant's preference."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


SPANS = {
    Part.MORNING: (time.min, time(12)),
    Part.AFTERNOON: (time(12), time(18)),
    Part.EVENING: (time(18), time.max),
}


def part_of(clock: time) -> Part:
    """The part of the day that a time of day lies in."""
    return next(part for part in reversed(Part) if SPANS[part][0] <= clock)


def parts_in(hours: Hours) -> frozenset[Part]:
    """The parts of the day that these hours reach into."""
    return frozenset(part for part in Part if overlap(hours, [part]))


def overlap(hours: Hours, parts: Iterable[Part]) -> Hours:
    """What of the hours lies in any of these parts of the day, earliest first."""
    met = [(max(start, SPANS[part][0]), min(end, SPANS[part][1])) for part in parts for start, end in hours]
    return tuple(sorted((start, end) for start, end in met if start < end))


def within(clock: time, hours: Hours) -> bool:
    """Whether a time of day lies in the hours; a span's end no longer does."""
    return any(start <= clock < end for start, end in hours)


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """The days of one hall. What asks for a working day raises CalendarError where the tables end."""

    calendar: Calendar
    zone: ZoneInfo
    workdays_only: bool

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def day(self, at: datetime) -> date:
        """The local day of a moment."""
        return self.local(at).date()

    def known(self, day: date) -> bool:
        """Whether it can be told if that day is allowed."""
        return not self.workdays_only or self.calendar.covers(day)

    def allowed(self, day: date) -> bool:
        """Whether people are called that day."""
        return not self.workdays_only or self.calendar.is_working_day(day)

    def next_allowed(self, day: date) -> date:
        return self.calendar.next_working_day(day) if self.workdays_only else day + ONE_DAY

    def moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def first(
        self, earliest: datetime, hours: Hours, permits: Callable[[date], bool] = lambda _: True
    ) -> datetime:
        """The first moment, `earliest` itself or later, within the hours of a day allowed and permitted."""
        day = self.day(earliest)
        for _ in range(LONGEST_SEARCH):
            for start, end in sorted(hours) if self.allowed(day) and permits(day) else ():
                at = self.local(max(earliest, self.moment(day, start)))
                # Compared on the clock of that day, since a clock that is put forward may skip the span.
                if start <= at.time() < end:
                    return at.astimezone(UTC)
            day += ONE_DAY
        raise CalendarError("directory.error.calendar", year=day.year)

    def after(self, at: datetime, span: timedelta) -> datetime:
        """The end of a span: its whole days are allowed days to the same time of day, the rest plain time."""
        local = self.local(at)
        day = local.date()
        for _ in range(span.days):
            day = self.next_allowed(day)
        return self.moment(day, local.time()) + timedelta(seconds=span.seconds)
