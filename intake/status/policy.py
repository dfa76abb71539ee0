"""What the public page tells of a case, and how often one may guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from intake.cases.lifecycle import Status

STAGES = ("received", "identified", "checked", "decided")
STAGE = {
    Status.RECEIVED: 0,
    Status.IDENTIFYING: 1,
    Status.IN_REVIEW: 1,
    Status.UNREACHABLE: 1,
    Status.PINNED: 2,
    Status.ACCEPTED: 2,
    Status.VERIFYING: 2,
    Status.SUBSTANTIATED: 3,
    Status.PARTLY: 3,
    Status.UNSUBSTANTIATED: 3,
    Status.UNDETERMINED: 3,
    Status.INFORMED: 4,
}
PASS_FOR = timedelta(minutes=30)  # how long an opened case stays open in a browser
FORM_FOR = timedelta(hours=6)  # how long the first form may lie before it is sent
OLDEST = timedelta(days=5 * 366)
LONGEST_WORDS = 2000
LONGEST_FIELD = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Tries:
    """Failed tries in a span. Whoever has a case number and guesses its four digits 15 times a day needs 333
    days for an even chance."""

    most: int
    span: timedelta


PER_CASE = (Tries(most=5, span=timedelta(hours=1)), Tries(most=15, span=timedelta(days=1)))
PER_ADDRESS = (Tries(most=20, span=timedelta(hours=1)), Tries(most=100, span=timedelta(days=1)))
IN_ALL = (Tries(most=3000, span=timedelta(hours=1)),)


def stage(status: Status) -> int | None:
    """How many stages a case has left behind; None where it goes another way."""
    return STAGE.get(status)


def is_possible_day(day: date, today: date) -> bool:
    """Whether something can have happened on that day: not in the future, not years ago."""
    return today - OLDEST <= day <= today
