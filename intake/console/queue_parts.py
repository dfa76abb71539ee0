"""The review queue as values: what is asked for, what is shown, how much there is. Moments are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from intake.callbacks.outcomes import Task
from intake.cases.lifecycle import Status
from intake.cases.model import Channel, Doubt

PAGE = 50
COUNTED_UP_TO = 1000  # the most urgent so many are looked at for counts
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


class Owner(StrEnum):
    """Whose cases: the viewer's own, or those that nobody works on. An account's id stands for its cases."""

    ME = "me"
    NOBODY = "nobody"


class Age(StrEnum):
    """How a case stands to its handling limit: past it, ending within a day, or further off."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What of the queue is shown; None leaves a thing open. flag: one of a case's flags, such as `safety`.

    task: only cases whose callback waits for a person, for any task with `True`.
    """

    hall_id: int | None = None
    doubt: Doubt | None = None
    task: Task | bool | None = None
    channel: Channel | None = None
    language: str | None = None
    owner: Owner | int | None = None
    flag: str | None = None
    age: Age | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """A place in the queue's order: right behind this case. Goes into addresses as `str(position)`."""

    urgent_at: datetime
    complaint_id: int

    def __str__(self) -> str:
        return f"{(self.urgent_at - EPOCH) // TICK}.{self.complaint_id}"


def position_of(text: str) -> Position:
    """The position that `str` wrote. Raises ValueError."""
    ticks, dot, complaint_id = text.rpartition(".")
    if not dot:
        raise ValueError(text)
    try:
        return Position(urgent_at=EPOCH + int(ticks) * TICK, complaint_id=int(complaint_id))
    except OverflowError as error:
        raise ValueError(text) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A case in the queue; moments are UTC.

    excerpt: the first words of the statement. due_at: None where the calendar doesn't cover it.
    task: what its callback asks of a person, Task.NONE for nothing. callback_due_at: when the machine calls
    next, None for no pending callback. is_live: the complainant is on the line, or writing, now.
    owner_id: whoever works on it, None when nobody does.
    """

    complaint_id: int
    case_no: str
    status: Status
    doubt: Doubt
    channel: Channel
    language: str
    hall_id: int | None
    hall_name: str
    window: str | None
    staff_no: str | None
    excerpt: str
    flags: tuple[str, ...]
    candidates: int
    received_at: datetime
    due_at: datetime | None
    is_overdue: bool
    task: Task
    callback_due_at: datetime | None
    is_live: bool
    owner_id: int | None
    owner_name: str
    position: Position


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some entries in order, and where the next page begins; None on the last one."""

    entries: tuple[Entry, ...]
    next: Position | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many cases there are of each kind, in the filtered hall or all.

    Exact up to `COUNTED_UP_TO` cases in the queue; beyond, `is_all` is False and only that many of the most
    urgent were looked at: "1000+" is what an operator needs to know, not 23,417.
    """

    is_all: bool

    total: int
    unfinished: int
    contradictory: int
    doubtful: int
    tasks: int
    overdue: int
    safety: int
    repeat: int
    mine: int
