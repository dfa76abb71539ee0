"""The tables of cases: complaints, conversations and their turns, the timeline, and who wants no texts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from intake.cases.lifecycle import Status
from intake.database import Base, UTCDateTime, status_type
from matching.decision import Attribution
from matching.interview import Purpose, Wish

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Channel(StrEnum):
    """How the complaint reached us."""

    PHONE = "phone"
    SMS = "sms"
    WALK_IN = "walk_in"
    LETTER = "letter"
    WEB = "web"
    BROADCAST = "broadcast"
    HOTLINE_12345 = "hotline_12345"


class Ended(StrEnum):
    """How a conversation ended."""

    FINISHED = "finished"
    DROPPED = "dropped"
    RESUMED = "resumed"


class Doubt(StrEnum):
    """Why the rule did not pin: too little was said, it is at odds with itself or the roster, fits many."""

    UNFINISHED = "unfinished"
    CONTRADICTORY = "contradictory"
    DOUBTFUL = "doubtful"


# Whatever may need a person: the partial index of the review queue. Queries repeat it word for word
# (intake/console/awaiting.py). The plus keeps SQLite from looking a status up in another index instead.
AWAITING = "{0}status IN ('received', 'identifying', 'in_review') AND {0}purpose <> 'rating'"
AWAITING_SQLITE, AWAITING_POSTGRESQL = text(AWAITING.format("+")), text(AWAITING.format(""))
# The order, then all that filters and the viewer's sight look at: the queue is searched within the index.
QUEUE_COLUMNS = (
    *("urgent_at", "id", "hall_id", "status", "purpose", "doubt", "channel", "language", "due_at", "flags"),
    *("staff_no", "window", "event_first", "event_last", "event_part"),
)
EXTERNAL_ONLY = text("external_no IS NOT NULL")
TEXT_ONLY = text("text_hash IS NOT NULL")
TAIL_ONLY = text("caller_tail IS NOT NULL")
WINDOW_ONLY = text('"window" IS NOT NULL')


class ComplaintRow(Base):
    """A case. `window` and `staff_no` are what was stated or decided; `attribution` says how far it holds.

    Evidence and decision are kept with the directory and rule version that they were made with, so that the
    decision can be replayed. Numbers are sealed; `caller_index` finds them (keyed, not reversible).

    external_no: its number at who passed it on, unique within the channel; external_received_at: when it
    came in there. due_at: end of the handling limit; None where the calendar doesn't cover it. urgent_at:
    what the review queue is ordered by (see `urgency`). event_first, event_last: the days stated, both
    included, in the hall's time zone, or the 30 days up to the message; event_part: `am`, `pm` or None.
    text_hash: equal texts have equal ones. caller_tail: keyed, of the number's last four digits.
    complainant_sealed: the complainant's name, where somebody wrote it down.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_levels"),
        CheckConstraint("handling_rating BETWEEN 1 AND 5", name="handling_rating_levels"),
        Index("ix_complaint_respondent", "hall_id", "staff_no", "pinned_at"),
        Index("ix_complaint_caller", "caller_index", "received_at"),
        Index(
            "ix_complaint_queue",
            *QUEUE_COLUMNS,
            sqlite_where=AWAITING_SQLITE,
            postgresql_where=AWAITING_POSTGRESQL,
        ),
        Index(
            "uq_complaint_external",
            "channel",
            "external_no",
            unique=True,
            sqlite_where=EXTERNAL_ONLY,
            postgresql_where=EXTERNAL_ONLY,
        ),
        Index("ix_complaint_text", "text_hash", sqlite_where=TEXT_ONLY, postgresql_where=TEXT_ONLY),
        Index("ix_complaint_tail", "caller_tail", "id", sqlite_where=TAIL_ONLY, postgresql_where=TAIL_ONLY),
        Index("ix_complaint_window", "window", "id", sqlite_where=WINDOW_ONLY, postgresql_where=WINDOW_ONLY),
        Index("ix_complaint_received", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[Purpose] = mapped_column(status_type(Purpose, "purpose"))
    status: Mapped[Status] = mapped_column(status_type(Status, "status"))
    channel: Mapped[Channel] = mapped_column(status_type(Channel, "channel"))
    language: Mapped[str]
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    window: Mapped[str | None]
    staff_no: Mapped[str | None]
    attribution: Mapped[Attribution] = mapped_column(status_type(Attribution, "attribution"))
    rating: Mapped[int | None]
    handling_rating: Mapped[int | None]
    statement: Mapped[str] = mapped_column(Text)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    decision: Mapped[dict[str, Any] | None] = mapped_column(Json)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    directory_version: Mapped[int | None]
    flags: Mapped[list[str]] = mapped_column(Json)
    caller_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    caller_index: Mapped[str | None]
    wish: Mapped[Wish] = mapped_column(status_type(Wish, "wish"))
    wish_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    preferred: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    pinned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    events: Mapped[int]
    head: Mapped[str]
    """Hash of the newest event: cutting the timeline short shows."""
    external_no: Mapped[str | None]
    external_received_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    urgent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    event_first: Mapped[date]
    event_last: Mapped[date]
    event_part: Mapped[str | None]
    doubt: Mapped[Doubt] = mapped_column(status_type(Doubt, "doubt"))
    text_hash: Mapped[str | None]
    caller_tail: Mapped[str | None]
    complainant_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class CandidateRow(Base):
    """Whom a case may be about: the candidates of its decision, and who bears a staff number that was stated.

    rank counts from 0, the likeliest first.
    """

    __tablename__ = "case_candidate"
    __table_args__ = (Index("ix_case_candidate_person", "staff_no", "hall_id", "complaint_id"),)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    staff_no: Mapped[str] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    rank: Mapped[int]
    score: Mapped[float] = mapped_column(Float)


class ConversationRow(Base):
    """A call, or a thread of text messages. `interview` is the state between two turns.

    `step_token` names the open question in the address that the provider will answer to; `token` names the
    conversation in the addresses of its recordings. `prompt_set`: of a call, what was said when it began.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index("ix_conversation_caller", "caller_index", "heard_at"),
        Index("ix_conversation_complaint", "complaint_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(status_type(Channel, "channel"))
    provider_id: Mapped[str]
    token: Mapped[str] = mapped_column(unique=True)
    step_token: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    caller_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    caller_index: Mapped[str | None]
    interview: Mapped[str] = mapped_column(Text)
    turns: Mapped[int]
    ended: Mapped[Ended | None] = mapped_column(status_type(Ended, "ended"))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    heard_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    prompt_set: Mapped[str | None]


class TurnRow(Base):
    """One exchange: what was open, what came back, and what we answered, word for word.

    `event_key` is unique: it makes a repeated delivery find the first one's answer. Append-only.
    """

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_conversation", "conversation_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int]
    event_key: Mapped[str] = mapped_column(unique=True)
    asked: Mapped[str]
    heard: Mapped[str] = mapped_column(Text)
    provider_ids: Mapped[dict[str, Any]] = mapped_column(Json)
    answer: Mapped[str] = mapped_column(Text)
    replied: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class EventRow(Base):
    """A change of a case's life. Append-only; each row's `hash` covers the row before it."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("complaint_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    event: Mapped[str]
    from_status: Mapped[str]
    to_status: Mapped[str]
    actor: Mapped[str]
    data: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]


class OptOutRow(Base):
    """A number that wants no texts. It says nothing about its complaints, which go on."""

    __tablename__ = "opt_out"

    caller_index: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
