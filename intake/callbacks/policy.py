"""When to call next, and when enough has been done: a pure function of what has happened (docs/callbacks.md).

In this order: a number proved unassigned is left alone; what the person asked for is done; enough counted
attempts, and the time to react, lead to an operator's decision; too many that don't count lead to an operator
too; otherwise a call, at the first moment that every rule permits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from intake.callbacks.days import Days, Part, overlap, part_of, within
from intake.callbacks.history import History, Policy, Try
from intake.callbacks.outcomes import Outcome
from intake.callbacks.reminders import text_at
from intake.callbacks.spread import Spread, counts, preferred_hours, spread_of
from intake.directory.calendar import Calendar
from intake.errors import CalendarError
from intake.kinds import Hours

__all__ = ["Action", "History", "Plan", "Policy", "Try", "counts", "plan", "text_at"]

LOOK_AGAIN = timedelta(hours=6)
WISH_LASTS = timedelta(minutes=30)  # a moment that was asked for may be missed by so much and still be it
DAYS_OF_PROOF = 2


class Action(StrEnum):
    """What comes next.

    CALL: at that moment, not before. DECIDE: from that moment on, an operator is asked to declare the person
    unreachable. UNASSIGNED: the number is none, an operator takes over. STUCK: many calls, too few of them
    count; an operator takes over. NO_CALENDAR: nothing can be said before the calendar covers the year.
    """

    CALL = "call"
    DECIDE = "decide"
    UNASSIGNED = "unassigned"
    STUCK = "stuck"
    NO_CALENDAR = "no_calendar"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """at: in UTC, never before the `now` it was asked at. why: the words are under `callbacks.why.<why>`."""

    action: Action
    at: datetime
    why: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """A history as the policy sees it now. rang: our attempts, oldest first."""

    history: History
    policy: Policy
    days: Days
    now: datetime
    rang: tuple[Try, ...]
    spread: Spread

    @property
    def unassigned_days(self) -> frozenset[date]:
        """Days on which the network said that there is no such number."""
        return frozenset(self.days.day(one.at) for one in self.rang if one.outcome is Outcome.UNASSIGNED)

    @property
    def wish(self) -> datetime | None:
        """The moment that was asked for, until we have called at it or later."""
        asked = self.history.not_before
        return asked if asked and all(one.at < asked for one in self.rang) else None

    @property
    def owes_call(self) -> bool:
        """Whether we gave our word: a moment that was asked for, or "another time" said just now."""
        asked_later = bool(self.rang) and self.rang[-1].outcome is Outcome.LATER
        return self.wish is not None or (asked_later and len(self.rang) < self.policy.most_attempts)

    @property
    def earliest(self) -> datetime:
        """Before this moment no rule permits a call, whatever `now` says after a clock was put back."""
        delay = timedelta() if self.history.urgent else self.policy.first_delay
        spaced = (at + self.policy.spacing for at in self.history.calls())
        moments = (self.now, self.history.requested_at + delay, self.history.not_before or self.now)
        return max(*moments, *spaced).astimezone(UTC)

    def permits(self, day: date) -> bool:
        """Whether the number may be called once more that day."""
        calls = sum(self.days.day(at) == day for at in self.history.calls())
        return calls < self.policy.max_per_day and day not in self.unassigned_days

    def plan(self, action: Action, at: datetime, why: str) -> Plan:
        told = {
            "attempts": len(self.rang),
            "next": len(self.rang) + 1,
            "counted": self.spread.counted,
            "needed": self.policy.min_attempts,
            "days": len(self.spread.days),
            "parts": len(self.spread.parts),
        }
        values = tuple((name, str(value)) for name, value in told.items())
        return Plan(action=action, at=max(at, self.now).astimezone(UTC), why=why, values=values)


def plan(history: History, policy: Policy, calendar: Calendar, zone: ZoneInfo, now: datetime) -> Plan:
    """What comes next for a callback, and when. All moments have a zone; the plan's is in UTC."""
    days = Days(calendar=calendar, zone=zone, workdays_only=policy.workdays_only)
    situation = Situation(
        history=history,
        policy=policy,
        days=days,
        now=now,
        rang=history.rang(),
        spread=spread_of(history, policy, days),
    )
    try:
        return next_step(situation)
    except CalendarError as error:
        values = (("year", str(error.values.get("year", ""))),)
        at = (now + LOOK_AGAIN).astimezone(UTC)
        return Plan(action=Action.NO_CALENDAR, at=at, why="no_calendar", values=values)


def next_step(situation: Situation) -> Plan:
    """The rules in their order. Raises CalendarError where the working days are not known."""
    if len(situation.unassigned_days) >= DAYS_OF_PROOF:
        return situation.plan(Action.UNASSIGNED, situation.now, "unassigned")
    if not situation.owes_call:
        if situation.spread.complete:
            return situation.plan(Action.DECIDE, end_of_grace(situation), "decide")
        if len(situation.rang) >= situation.policy.most_attempts:
            return situation.plan(Action.STUCK, situation.now, "stuck")
    if is_wish(situation, situation.earliest):
        return situation.plan(Action.CALL, situation.earliest, "asked")
    return next_call(situation)


def end_of_grace(situation: Situation) -> datetime:
    """The time to react runs from the latest text, also one still to go out, or from the latest try."""
    last, days = situation.rang[-1].at, situation.days
    # As of the latest try, so that the end doesn't move while a text is not sent.
    to_come = text_at(situation.history, situation.policy, days.calendar, days.zone, last)
    texts = (*situation.history.texts, *filter(None, [to_come]))
    return days.after(max(texts, default=last), situation.policy.grace)


def is_wish(situation: Situation, at: datetime) -> bool:
    """Whether calling at `at` is what was asked for: then a day off and our hours don't matter."""
    local = situation.days.local(at)
    return (
        situation.wish is not None
        and at <= situation.wish + WISH_LASTS
        and within(local.time(), situation.policy.wish_hours)
        and situation.permits(local.date())
    )


def next_call(situation: Situation) -> Plan:
    """The first moment that every rule permits. Raises CalendarError."""
    why, hours, used = demand(situation)
    at = situation.days.first(
        situation.earliest, hours, lambda day: situation.permits(day) and day not in used
    )
    if why == "preferred":
        why = f"preferred_{part_of(situation.days.local(at).time())}"
    return situation.plan(Action.CALL, at, why)


def demand(situation: Situation) -> tuple[str, Hours, frozenset[date]]:
    """What the next call must make up for: why, in which hours, and on which days it would not help."""
    spread, policy = situation.spread, situation.policy
    used = spread.days if spread.needs_new_day else frozenset()
    if spread.needs_evening:
        return "evening", overlap(policy.hours, [Part.EVENING]), used
    if spread.needs_new_part:
        return "new_day_and_part" if used else "new_part", spread.new_part_hours, used
    if situation.history.preferred:
        return "preferred", preferred_hours(policy, situation.history.preferred), used
    why = "new_day" if used else "again" if situation.rang else "first"
    return why, policy.hours, used
