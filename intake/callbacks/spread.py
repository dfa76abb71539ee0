"""Which attempts count, and what they still lack in number, days and parts of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from intake.callbacks.days import Days, Part, overlap, part_of, parts_in, within
from intake.callbacks.history import History, Policy, Try
from intake.callbacks.outcomes import Outcome
from intake.directory.calendar import Calendar
from intake.kinds import Hours

NEVER_COUNTED = frozenset({Outcome.NOT_PLACED, Outcome.FAILED, Outcome.UNKNOWN})
ANSWERED = frozenset(
    {
        Outcome.CONFIRMED,
        Outcome.UNCONFIRMED,
        Outcome.MACHINE,
        Outcome.THIRD_PARTY,
        Outcome.LATER,
        Outcome.PERSON,
        Outcome.WRONG_NUMBER,
        Outcome.REFUSED,
    }
)
FIRST_TRIES = 2  # both in office hours: the next one is in the evening


def counts(one: Try, policy: Policy, calendar: Calendar, zone: ZoneInfo, preferred: str = "") -> bool:
    """Whether an attempt counts towards `unreachable` (research: domain 9.11).

    Not when it was our fault or nobody can tell, outside calling hours (the preferred part of the day is
    within them) or on a day off, or when it went unanswered after too short a ring. A day that the calendar
    doesn't cover is not known to be a working day: not counted.
    """
    days = Days(calendar=calendar, zone=zone, workdays_only=policy.workdays_only)
    local = days.local(one.at)
    in_hours = within(local.time(), policy.hours + preferred_hours(policy, preferred))
    if one.outcome in NEVER_COUNTED or not in_hours:
        return False
    long_enough = one.outcome in ANSWERED or (one.ring or timedelta()) >= policy.min_ring
    return long_enough and days.known(local.date()) and days.allowed(local.date())


def preferred_hours(policy: Policy, preferred: str) -> Hours:
    """Calling hours in the preferred part of the day; where there are none, the part itself. Empty: none."""
    if not preferred:
        return ()
    return overlap(policy.hours, [Part(preferred)]) or overlap(policy.wish_hours, [Part(preferred)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Where the counted attempts lie, and what is missing.

    in_order: their parts of the day, oldest first. offered: the parts of the day in which we call at all.
    """

    policy: Policy
    preferred: str
    in_order: tuple[Part, ...]
    days: frozenset[date]

    @property
    def counted(self) -> int:
        return len(self.in_order)

    @property
    def parts(self) -> frozenset[Part]:
        return frozenset(self.in_order)

    @property
    def offered(self) -> frozenset[Part]:
        return parts_in(self.policy.hours) | ({Part(self.preferred)} if self.preferred else set())

    @property
    def missing(self) -> int:
        return max(self.policy.min_attempts - self.counted, 0)

    @property
    def missing_days(self) -> int:
        return max(self.policy.min_days - len(self.days), 0)

    @property
    def missing_parts(self) -> int:
        """More parts than our hours offer can't be asked for."""
        return max(min(self.policy.min_parts, len(self.offered)) - len(self.parts), 0)

    @property
    def complete(self) -> bool:
        return not (self.missing or self.missing_days or self.missing_parts)

    @property
    def needs_new_day(self) -> bool:
        """Whether every attempt that is still needed must be on a day of its own."""
        return 0 < self.missing_days >= self.missing

    @property
    def needs_new_part(self) -> bool:
        return 0 < self.missing_parts >= self.missing

    @property
    def needs_evening(self) -> bool:
        """Working people don't answer in office hours (research: domain 9.3); a preference says better."""
        in_office_hours = self.counted >= FIRST_TRIES and Part.EVENING not in self.parts
        wanted = in_office_hours and self.policy.min_parts > 1 and not self.preferred and not self.complete
        return wanted and Part.EVENING in self.offered

    @property
    def new_part_hours(self) -> Hours:
        """When a part of the day is on that no counted attempt lies in; the preferred one if it is such."""
        if self.preferred and self.preferred not in self.parts:
            return preferred_hours(self.policy, self.preferred)
        return overlap(self.policy.hours, self.offered - self.parts)


def spread_of(history: History, policy: Policy, days: Days) -> Spread:
    """What the counted attempts of a callback come to."""
    preferred = history.preferred
    counted = [
        days.local(one.at)
        for one in history.rang()
        if counts(one, policy, days.calendar, days.zone, preferred)
    ]
    return Spread(
        policy=policy,
        preferred=preferred,
        in_order=tuple(part_of(at.time()) for at in counted),
        days=frozenset(at.date() for at in counted),
    )
