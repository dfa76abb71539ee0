"""The tables of telephony: recordings to be fetched, messages to be sent, and what became of those.

Cases lie on a floor above, so that their tables are known here by name only.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime, status_type


class RecordingStatus(StrEnum):
    """Where a recording stands. Expected: announced by the call; pending: the provider says it is ready."""

    EXPECTED = "expected"
    PENDING = "pending"
    STORED = "stored"
    ABSENT = "absent"
    FAILED = "failed"


class MessageStatus(StrEnum):
    """Where an outgoing message stands. Sent: the provider took it; unknown: it may have, we can't tell."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


TO_FETCH = text("status IN ('expected', 'pending')")
TO_SEND = text("status IN ('queued', 'sending')")
# What was given up and nobody has settled yet; queries repeat it word for word, so that an index serves.
LOST_RECORDINGS = text("status = 'failed' AND settled_at IS NULL")
LOST_MESSAGES = text("status IN ('failed', 'undelivered', 'unknown') AND settled_at IS NULL")


class RecordingRow(Base):
    """A recording at the provider, and our copy. Without a conversation it is an orphan, kept all the same.

    seconds: length. file_name: within the media folder. lease_until: somebody is fetching it until then.
    """

    __tablename__ = "recording"
    __table_args__ = (
        Index("ix_recording_due", "due_at", sqlite_where=TO_FETCH, postgresql_where=TO_FETCH),
        Index("ix_recording_complaint", "complaint_id"),
        Index("ix_recording_conversation", "conversation_id"),
        Index("ix_recording_given_up", "id", sqlite_where=LOST_RECORDINGS, postgresql_where=LOST_RECORDINGS),
        Index(
            "ix_recording_reason",
            "last_fault",
            "id",
            sqlite_where=LOST_RECORDINGS,
            postgresql_where=LOST_RECORDINGS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_recording_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    status: Mapped[RecordingStatus] = mapped_column(status_type(RecordingStatus, "status"))
    seconds: Mapped[int | None]
    sha256: Mapped[str | None]
    bytes: Mapped[int | None]
    content_type: Mapped[str | None]
    file_name: Mapped[str | None]
    attempts: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    first_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_fault: Mapped[str | None]
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When somebody said that nothing more is to be done about it."""


class OutgoingMessageRow(Base):
    """A text message of ours. The number is sealed; `token` names the message in its status address."""

    __tablename__ = "outgoing_message"
    __table_args__ = (
        Index("ix_outgoing_message_due", "due_at", sqlite_where=TO_SEND, postgresql_where=TO_SEND),
        Index("ix_outgoing_message_complaint", "complaint_id"),
        Index(
            "ix_outgoing_message_given_up", "id", sqlite_where=LOST_MESSAGES, postgresql_where=LOST_MESSAGES
        ),
        Index(
            "ix_outgoing_message_reason",
            "error_code",
            "id",
            sqlite_where=LOST_MESSAGES,
            postgresql_where=LOST_MESSAGES,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    purpose: Mapped[str]
    to_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(unique=True)
    status: Mapped[MessageStatus] = mapped_column(status_type(MessageStatus, "status"))
    attempts: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    provider_message_id: Mapped[str | None] = mapped_column(unique=True)
    error_code: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When somebody said that nothing more is to be done about it."""


class MessageEventRow(Base):
    """A status that the provider reported, in its own words; append-only, each once, late ones too."""

    __tablename__ = "message_event"
    __table_args__ = (UniqueConstraint("provider_message_id", "status", "error_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_message_id: Mapped[str]
    status: Mapped[str]
    error_code: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ProviderFaultRow(Base):
    """How often the provider refused or failed in the five minutes from `since` on, by reason."""

    __tablename__ = "provider_fault"

    since: Mapped[datetime] = mapped_column(UTCDateTime, primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)
