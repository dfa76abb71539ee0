"""How long a case may take, and what goes first: the order of the review queue."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from intake.cases.safety import SAFETY
from intake.directory.calendar import Calendar
from intake.errors import CalendarError

REPEAT = "repeat"
REPEATED_WITHIN = timedelta(days=30)  # the same number again within it (research: domain 9.25)
UNCOVERED = timedelta(days=7)  # stands in for the limit where the calendar ends, for the order only
SOONER = {REPEAT: timedelta(days=2), SAFETY: timedelta(days=36500)}


def handling_limit(received_at: datetime, zone: ZoneInfo, calendar: Calendar, days: int) -> datetime | None:
    """The end of the last working day in which a case is to be handled, in UTC or the zone's offset.

    None where the calendar doesn't cover it: no deadline is made up (research: domain 9.6, 9.13).
    """
    day = received_at.astimezone(zone).date()
    try:
        for _ in range(days):
            day = calendar.next_working_day(day)
    except CalendarError:
        return None
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def urgency(received_at: datetime, due_at: datetime | None, flags: list[str]) -> datetime:
    """What the queue is ordered by, the earliest first: the limit, and sooner for some flags.

    A repeat complainant's case stands as if it were due two days earlier. Words of danger put a case a
    hundred years ahead: before every other, and in order among themselves.
    """
    base = due_at or received_at + UNCOVERED
    return base - sum((SOONER[flag] for flag in flags if flag in SOONER), timedelta())
