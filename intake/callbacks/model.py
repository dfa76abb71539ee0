"""The tables of callbacks: what is due, every attempt and its reports, who is not called, what is wrong,
what people set, what the background work did."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.callbacks.outcomes import (
    AttemptStatus,
    CallbackReason,
    CallbackStatus,
    Kind,
    Outcome,
    Task,
)
from intake.database import Base, UTCDateTime, status_type

PENDING_ONLY = text("status = 'pending'")
OPERATOR_ONLY = text("status = 'operator'")
LIVE_ONLY = text("status <> 'ended'")


class CallbackRow(Base):
    """A callback to complete a case, or to tell its outcome; at most one is pending for a case.

    due_at: when the scheduler has to look at it next; a claim moves it to the end of its lease, so that work
    left by a dead scheduler is due again by itself. not_before: when the person asked to be called.
    """

    __tablename__ = "callback"
    __table_args__ = (
        Index(
            "uq_callback_pending",
            "complaint_id",
            unique=True,
            sqlite_where=PENDING_ONLY,
            postgresql_where=PENDING_ONLY,
        ),
        Index("ix_callback_due", "due_at", sqlite_where=PENDING_ONLY, postgresql_where=PENDING_ONLY),
        Index("ix_callback_complaint", "complaint_id"),
        Index(
            "ix_callback_operator",
            "complaint_id",
            sqlite_where=OPERATOR_ONLY,
            postgresql_where=OPERATOR_ONLY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[Kind] = mapped_column(status_type(Kind, "kind"))
    reason: Mapped[CallbackReason] = mapped_column(status_type(CallbackReason, "reason"))
    status: Mapped[CallbackStatus] = mapped_column(status_type(CallbackStatus, "status"))
    task: Mapped[Task] = mapped_column(status_type(Task, "task"))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UTCDateTime)
    claim: Mapped[str | None]
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AttemptRow(Base):
    """One attempt to reach somebody, committed before the provider is asked; its token is in the addresses.

    counted: whether it counts towards declaring the person unreachable; None until it was reckoned.
    reached: what the called person told us by key. deferrals: how often the provider asked us to wait.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("callback_id", "seq"),
        Index(
            "uq_attempt_live",
            "callback_id",
            unique=True,
            sqlite_where=LIVE_ONLY,
            postgresql_where=LIVE_ONLY,
        ),
        # One number may stand behind two cases: it never rings for both at once.
        Index(
            "uq_attempt_callee",
            "callee_index",
            unique=True,
            sqlite_where=LIVE_ONLY,
            postgresql_where=LIVE_ONLY,
        ),
        Index("ix_attempt_callee", "callee_index", "dialed_at"),
        Index("ix_attempt_dialed", "dialed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    callback_id: Mapped[int] = mapped_column(ForeignKey("callback.id"))
    seq: Mapped[int]
    token: Mapped[str] = mapped_column(unique=True)
    status: Mapped[AttemptStatus] = mapped_column(status_type(AttemptStatus, "status"))
    callee_index: Mapped[str]
    from_number: Mapped[str]
    provider_call_id: Mapped[str | None] = mapped_column(unique=True)
    outcome: Mapped[Outcome | None] = mapped_column(status_type(Outcome, "outcome"))
    reached: Mapped[str]
    counted: Mapped[bool | None]
    ring_seconds: Mapped[int | None]
    deferrals: Mapped[int]
    fault: Mapped[str]
    dialed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    placed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ringing_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_message.id"))


class AttemptEventRow(Base):
    """A status that the provider reported of a call of ours, in its own words; append-only, late ones too.

    Without an attempt it is an orphan: no attempt of ours has that token. code: a SIP or error code, or who
    answered.
    """

    __tablename__ = "attempt_event"
    __table_args__ = (UniqueConstraint("provider_call_id", "status", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id"))
    provider_call_id: Mapped[str]
    status: Mapped[str]
    sequence: Mapped[str]
    code: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DoNotCallRow(Base):
    """A number that no machine of ours calls any more: it was the wrong one, or its owner refused."""

    __tablename__ = "do_not_call"

    caller_index: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class LineRow(Base):
    """A number that we call from: when its next call may begin, and how many it made on its latest day."""

    __tablename__ = "line"

    number: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UTCDateTime)
    day: Mapped[date]
    calls: Mapped[int]


class AlarmRow(Base):
    """Something that somebody has to mend. cleared_at: when it was found to be over."""

    __tablename__ = "alarm"

    name: Mapped[str] = mapped_column(primary_key=True)
    detail: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)
    times: Mapped[int]
    cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class HeartbeatRow(Base):
    """When a background process last showed that it lives, and what it last did, by name."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class SwitchRow(Base):
    """Something that people switch off and on while everything runs; one without a row is on."""

    __tablename__ = "switch"

    name: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str]


class PolicyValueRow(Base):
    """A setting as somebody set it in the console, in words of the environment; append-only.

    The newest of a name holds; value None: nothing is set here any more. Ids grow in the order of commits.
    """

    __tablename__ = "policy_value"
    __table_args__ = (Index("ix_policy_value_name", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    value: Mapped[str | None]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text)


class JobRow(Base):
    """A piece of the background work in one process: when it last ran, for how long, what came of it.

    done: how much it did when it last did something, at done_at. fault: kind of its last failure.
    """

    __tablename__ = "job"

    worker: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    milliseconds: Mapped[int]
    done: Mapped[int]
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fault: Mapped[str]
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class FactRow(Base):
    """What was last found out, by name: told is JSON of counts and codes, never numbers or words."""

    __tablename__ = "fact"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    told: Mapped[str] = mapped_column(Text)
