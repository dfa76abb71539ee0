"""What the page of a case shows, as values; moments are UTC, texts are catalogue keys with their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from intake.callbacks.outcomes import AttemptStatus, CallbackReason, CallbackStatus, Kind, Outcome, Task
from intake.cases.confidential import is_confidential
from intake.cases.lifecycle import Status
from intake.cases.model import Channel, Doubt
from intake.console.spoken_parts import ConversationView, Marked, RecordingView
from matching.decision import Attribution
from matching.interview import Purpose, Wish


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonView:
    """A reason in words: `key` is in the catalogues, `values` fill it."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyView:
    """A span of a candidate's day, in the hall's time zone. is_stated: at the stated window and half day."""

    window: str
    start: time
    end: time
    is_stated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateView:
    """Somebody whom the case may be about. score: a share of 1. duties: theirs on the strip's day.

    in_service: on the strip's day. is_pinned: the case is decided on them.
    """

    rank: int
    staff_no: str
    name: str
    bureau: str
    score: float
    reasons: tuple[ReasonView, ...]
    duties: tuple[DutyView, ...]
    in_service: bool
    is_pinned: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptView:
    """One call of ours. outcome: None while it is under way. counted: towards declaring unreachable."""

    seq: int
    status: AttemptStatus
    outcome: Outcome | None
    counted: bool | None
    ring_seconds: int | None
    dialed_at: datetime
    ended_at: datetime | None
    texted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CallbackView:
    """A callback with its attempts, oldest first."""

    id: int
    kind: Kind
    reason: CallbackReason
    status: CallbackStatus
    task: Task
    due_at: datetime
    not_before: datetime | None
    requested_at: datetime
    attempts: tuple[AttemptView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EventView:
    """An entry of the timeline. actor_name: of the account, else the actor as kept.

    data: without what was before and after. is_undone: a later entry took it back. can_undo: it may be
    taken back now.
    """

    seq: int
    at: datetime
    event: str
    from_status: str
    to_status: str
    actor: str
    actor_name: str
    data: Mapping[str, Any]
    is_remark: bool
    is_undone: bool
    can_undo: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessView:
    """An entry of the access log about a case: who, what, when."""

    name: str
    what: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LikeCase:
    """A case that may be about the same. why: `number`, `person_day`, `text`. linked: how, if it is."""

    case_no: str
    status: Status
    channel: Channel
    window: str | None
    staff_no: str | None
    received_at: datetime
    excerpt: str
    why: tuple[str, ...]
    linked: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactView:
    """How the complainant may be reached, and their name, masked; empty where there is none.

    no_text: catalogue key of why they can't be asked by text, None where they can.
    no_call: likewise for a call.
    """

    number: str
    other_number: str
    name: str
    wish: Wish
    preferred: str
    no_text: str | None
    no_call: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionView:
    """What was decided, by which versions. by: the person who did, empty for the machine."""

    outcome: str
    reasons: tuple[ReasonView, ...]
    rule_version: str
    directory_version: int | None
    decided_at: datetime | None
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Whoever works on a case now."""

    account_id: int
    name: str
    claimed_at: datetime
    seen_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseHead:
    """A case's own columns. strip_day: the day whose roster is shown, None without a hall.

    event_first, event_last: the days it may have happened, in the hall's time zone; is_dated: they were
    stated. merged_into: the case number that it went into.
    """

    complaint_id: int
    case_no: str
    purpose: Purpose
    status: Status
    channel: Channel
    language: str
    hall_id: int | None
    hall_code: str
    hall_name: str
    timezone: str
    window: str | None
    staff_no: str | None
    staff_name: str
    attribution: Attribution
    doubt: Doubt
    rating: int | None
    handling_rating: int | None
    flags: tuple[str, ...]
    received_at: datetime
    pinned_at: datetime | None
    due_at: datetime | None
    is_overdue: bool
    event_first: date
    event_last: date
    event_part: str | None
    is_dated: bool
    strip_day: date | None
    external_no: str | None
    external_received_at: datetime | None
    registered_by: str
    merged_into: str | None

    @property
    def is_confidential(self) -> bool:
        return is_confidential(self.flags)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseView:
    """Everything of one case. windows: labels of the hall as of today, for deciding by hand."""

    head: CaseHead
    statement: Marked
    conversations: tuple[ConversationView, ...]
    recordings: tuple[RecordingView, ...]
    decision: DecisionView | None
    candidates: tuple[CandidateView, ...]
    callbacks: tuple[CallbackView, ...]
    timeline: tuple[EventView, ...]
    accesses: tuple[AccessView, ...]
    like: tuple[LikeCase, ...]
    holder: Holder | None
    contact: ContactView
    windows: tuple[str, ...]
