"""The review queue: every case that may need a person, the most urgent first, a page at a time.

In it are unfinished, contradictory and doubtful cases, and cases of any status whose callback waits for a
person. Order: `urgent_at`, which is the end of the handling limit, earlier for repeat complainants, and
before everything else where words speak of danger (`intake/cases/urgency.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intake.callbacks.outcomes import Task
from intake.cases.lifecycle import Status
from intake.cases.model import Channel, Doubt

PAGE = 50
COUNTED_UP_TO = 1000  # a count that says "1000" means that many or more


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
        return f"{int(self.urgent_at.timestamp() * 1_000_000)}.{self.complaint_id}"


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
    """How many cases there are of each kind, each up to `COUNTED_UP_TO`. Halls and owners as filtered."""

    total: int
    unfinished: int
    contradictory: int
    doubtful: int
    tasks: int
    overdue: int
    safety: int
    repeat: int
    mine: int


# read_queue(connection, viewer, filters, now, after=None, most=PAGE) -> Page
# count_queue(connection, viewer, filters, now) -> Counts
# position_of("…") -> Position; raises ValueError
