"""What the policy of callbacks is told: its settings, and what has happened to one callback so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from intake.callbacks.outcomes import Kind, Outcome
from intake.config import Settings
from intake.kinds import Hours

ENOUGH_FOR_FOLLOW_UP = 2
DAYTIME = (time(8), time(21))
MOST_PARTS = 2  # of a day that are asked for, however many days are
# Misses that a text can make up for: a telephone rang, or somebody may want to know who called. Not when the
# person was reached, asked for another time or wants no more of us, nor when the number is none.
MISSES = frozenset(
    {
        Outcome.UNCONFIRMED,
        Outcome.MACHINE,
        Outcome.THIRD_PARTY,
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.REJECTED,
        Outcome.POWERED_OFF,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """When people are called, and when enough has been done (research: domain 9, rows 1 to 12 and 15).

    hours: when calls begin. wish_hours: when calls begin that were asked for. text_hours: when texts go out.
    min_days, min_parts: on how many days, and in how many parts of the day, the counted attempts must lie.
    """

    hours: Hours
    workdays_only: bool
    spacing: timedelta
    max_per_day: int
    min_attempts: int
    grace: timedelta
    first_delay: timedelta
    min_ring: timedelta
    most_attempts: int
    min_days: int = 2
    min_parts: int = 2
    wish_hours: Hours = (DAYTIME,)
    text_hours: Hours = ((time(8, 30), time(20)),)
    texts: int = 2
    text_spacing: timedelta = timedelta(hours=20)

    @classmethod
    def of(cls, settings: Settings, kind: Kind = Kind.CALLBACK) -> Policy:
        """The policy for one kind of call. Where one attempt is enough, no second day is asked for."""
        attempts = settings.callback_min_attempts
        if kind is Kind.FOLLOW_UP:
            attempts = min(attempts, ENOUGH_FOR_FOLLOW_UP)
        return cls(
            hours=settings.callback_hours,
            workdays_only=settings.callback_workdays_only,
            spacing=settings.callback_spacing,
            max_per_day=settings.callback_max_per_day,
            min_attempts=attempts,
            min_days=min(attempts, settings.callback_min_days),
            min_parts=min(attempts, settings.callback_min_days, MOST_PARTS),
            grace=settings.callback_grace,
            first_delay=settings.callback_first_delay,
            min_ring=settings.callback_min_ring,
            most_attempts=max(settings.callback_most_attempts, attempts),
            text_hours=text_hours(settings),
            text_spacing=settings.text_spacing,
        )


def text_hours(settings: Settings) -> Hours:
    """When texts go out. Who has people called at night has given up sparing them: then texts go too."""
    at_night = any(start < DAYTIME[0] or end > DAYTIME[1] for start, end in settings.callback_hours)
    return settings.text_hours + (settings.callback_hours if at_night else ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """An attempt that has ended. at: when we dialled. ring: how long it rang, None where nobody can tell."""

    at: datetime
    outcome: Outcome
    ring: timedelta | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """One callback so far. All moments have a zone.

    not_before: the exact moment that the person, or an operator, asked for. preferred: a part of the day or
    empty. others: our calls to the same number for other cases. texts: texts sent for this callback.
    textable: a mobile number that takes our texts. urgent: waits for no redial.
    """

    requested_at: datetime
    not_before: datetime | None = None
    preferred: str = ""
    tries: tuple[Try, ...] = ()
    others: tuple[datetime, ...] = ()
    texts: tuple[datetime, ...] = ()
    textable: bool = False
    urgent: bool = False

    def rang(self) -> tuple[Try, ...]:
        """Attempts that rang or may have rung, oldest first; a fault of ours burns nothing."""
        placed = (one for one in self.tries if one.outcome is not Outcome.NOT_PLACED)
        return tuple(sorted(placed, key=lambda one: one.at))

    def misses(self) -> tuple[Try, ...]:
        """Misses that a text can make up for, oldest first."""
        return tuple(one for one in self.rang() if one.outcome in MISSES)

    def calls(self) -> tuple[datetime, ...]:
        """Every call of ours to this number."""
        return (*(one.at for one in self.rang()), *self.others)
